// One live figure: where it stands, and all that follows from it: drawing, words, numbers, controls.

import { chartFace } from "./chart_face";
import { Controls, stepParam } from "./controls";
import type { Face } from "./face";
import { fixedFace } from "./fixed_face";
import { type Place, askedPlace, firstPlace, isPlace, placeInWords, primary, samePlace, stateNumber, wordsInQuery } from "./grid";
import { Limited } from "./limited";
import { momentsFace } from "./moments";
import type { Param, Payload } from "./payload";
import { Sweep } from "./sweep";
import { fillTable } from "./told";

const SAID_EVERY_MS = 1000; // of what a screen reader speaks

/** The parts of the figure's element that change. */
interface Parts {
  svg: SVGSVGElement;
  form: HTMLFormElement;
  status: HTMLElement | null;
  data: HTMLDetailsElement | null;
  table: HTMLTableElement | null;
}

export class LiveFigure {
  readonly id: string;
  readonly params: readonly Param[]; // those of the grid, and `step` where a slider moves the moments
  private readonly gridParams: readonly Param[];
  private readonly face: Face;
  private readonly controls: Controls;
  private readonly sweep: Sweep;
  private readonly status = new Limited(1, SAID_EVERY_MS, () => this.say());
  private at: number[];
  private behind: number[] | null = null;
  private drawnBehind: number[] | null = null;
  private fragment = 0;
  private notice = "";
  private frame = 0;
  private undrawn = false; // whether a move waits for the next frame
  private stale = false; // whether the table holds the numbers of another state

  /** Reads the figure's data and takes it where the address says; `changed` is told of every move after that. */
  static wake(element: HTMLElement, changed: (figure: LiveFigure) => void): LiveFigure | null {
    const svg = element.querySelector<SVGSVGElement>(".chart > svg");
    const form = element.querySelector<HTMLFormElement>("form.settings");
    if (!svg || !form) return null;
    const data = element.querySelector<HTMLDetailsElement>("details.data");
    const table = data?.querySelector("table") ?? null;
    const parts = { svg, form, status: element.querySelector<HTMLElement>("output"), data, table };
    const payload = JSON.parse(element.querySelector("script.states")?.textContent ?? "{}") as Partial<Payload>;
    return new LiveFigure(element.id, parts, payload, changed);
  }

  private constructor(
    id: string,
    private readonly parts: Parts,
    payload: Partial<Payload>,
    private readonly changed: (figure: LiveFigure) => void,
  ) {
    this.id = id;
    this.gridParams = payload.params ?? [];
    this.face = faceOf(parts, payload);
    const step = stepParam(parts.form, this.mostMoments());
    this.params = step ? [...this.gridParams, step] : this.gridParams;
    this.at = firstPlace(this.params);
    this.sweep = new Sweep((stop) => this.move(this.moved(primary(this.params), stop)), () => this.showControls());
    this.controls = new Controls(parts.form, this.params, {
      go: (param, stop) => this.touch(() => this.move(this.moved(param, stop))),
      refuse: (why) => this.touch(() => this.note(why)),
      play: () => this.play(),
      pin: () => this.touch(() => this.pin(this.behind ? null : this.at)),
      reset: () => this.touch(() => this.move(firstPlace(this.params), null)),
    });
    parts.data?.addEventListener("toggle", () => this.fill());
    this.arrive();
  }

  /** The stop of each parameter. */
  get place(): Place {
    return this.at;
  }

  /** The place whose drawing stands behind the present one. */
  get pinned(): Place | null {
    return this.behind;
  }

  /** Go where another window stands; false if that is no place of this figure. */
  take(place: unknown, pinned: unknown): boolean {
    if (!isPlace(this.params, place) || !(pinned === null || isPlace(this.params, pinned))) return false;
    this.touch(() => this.move(place, pinned));
    return true;
  }

  /** Show that moment (from 0) where fragments step through them. */
  showMoment(moment: number): void {
    if (moment === this.fragment) return;
    this.fragment = moment;
    this.paint();
  }

  /** End what moves by itself. */
  rest(): void {
    this.sweep.stop();
  }

  /** Draw, tell and fill in at once what waits for its time. */
  settle(): void {
    if (this.undrawn) this.paint();
    this.status.flush();
    this.fill();
  }

  /** Go where the address says, and say what of it cannot be. */
  private arrive(): void {
    const { place, refused } = askedPlace(this.params, wordsInQuery(location.search, this.id));
    if (!samePlace(place, this.at)) {
      this.at = place;
      this.stale = true;
      this.paint();
    }
    this.showControls();
    if (refused) this.note(refused);
    else if (this.stale) this.status.ask();
  }

  private move(place: readonly number[], pinned = this.behind): void {
    const same = samePlace(place, this.at) && samePlace(pinned, this.behind);
    const said = this.notice !== "";
    [this.at, this.behind, this.notice] = [[...place], pinned && [...pinned], ""];
    this.showControls(); // also after no move: a typed number goes to its stop
    if (same && !said) return;
    this.status.ask();
    if (same) return;
    this.stale = true;
    this.draw();
    this.changed(this);
  }

  private moved(param: number, stop: number): number[] {
    return this.at.map((present, index) => (index === param ? stop : present));
  }

  /** What somebody does ends what moves by itself. */
  private touch(act: () => void): void {
    this.sweep.stop();
    act();
  }

  private play(): void {
    const param = primary(this.params);
    if (this.sweep.playing) this.sweep.stop();
    else this.sweep.start(this.at[param] ?? 0, this.params[param]?.stops.length ?? 0);
    this.showControls();
  }

  private pin(place: readonly number[] | null): void {
    this.move(this.at, place && [...place]);
  }

  private note(why: string): void {
    this.notice = why;
    this.status.ask();
  }

  /** Draw at once, and what else moves before the next frame in that frame. */
  private draw(): void {
    if (this.frame) {
      this.undrawn = true;
      return;
    }
    this.paint();
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (this.undrawn) this.paint();
    });
  }

  private paint(): void {
    this.undrawn = false;
    const state = stateNumber(this.gridParams, this.at);
    this.face.show(state, this.moment(state));
    this.parts.svg.setAttribute("aria-label", this.face.alt(state));
    if (!samePlace(this.behind, this.drawnBehind)) {
      this.face.ghost(this.behind && stateNumber(this.gridParams, this.behind));
      this.drawnBehind = this.behind;
    }
    if (this.parts.data?.open) this.fill();
  }

  private moment(state: number): number {
    const steps = this.params.length > this.gridParams.length;
    const wanted = steps ? (this.at[this.params.length - 1] ?? 0) : this.fragment;
    return Math.min(wanted, Math.max(0, this.face.moments(state) - 1));
  }

  private showControls(): void {
    this.controls.show(this.at, { playing: this.sweep.playing, pinned: this.behind !== null });
  }

  private say(): void {
    if (this.parts.status) this.parts.status.textContent = this.notice || this.finding();
    setTimeout(() => this.fill()); // what is behind a button can wait for the frame
  }

  private finding(): string {
    const sentence = this.face.sentence(stateNumber(this.gridParams, this.at));
    return this.behind ? `${sentence} · pinned: ${differing(this.params, this.behind, this.at)}` : sentence;
  }

  private fill(): void {
    if (!this.stale) return;
    this.stale = false;
    if (this.parts.table) fillTable(this.parts.table, this.face.table(stateNumber(this.gridParams, this.at)));
  }

  /** The number of moments of the state that has most. */
  private mostMoments(): number {
    const states = this.gridParams.reduce((count, param) => count * param.stops.length, 1);
    let most = 0;
    for (let state = 0; state < states; state++) most = Math.max(most, this.face.moments(state));
    return most;
  }
}

/** What differs between the pinned place and the present one, as it is pinned; all of it where nothing does. */
function differing(params: readonly Param[], behind: Place, at: Place): string {
  const moved = params.map((_, index) => index).filter((index) => behind[index] !== at[index]);
  const told = moved.length ? moved : params.map((_, index) => index);
  return placeInWords(told.map((index) => params[index] as Param), told.map((index) => behind[index] ?? 0));
}

function faceOf({ svg, status }: Parts, payload: Partial<Payload>): Face {
  if (payload.chart) return chartFace(svg, payload.chart);
  if (payload.steps) return momentsFace(svg, payload.steps);
  return fixedFace(svg, status?.textContent ?? "");
}
