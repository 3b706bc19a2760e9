// One live figure: where it stands, and who may move it.

import { chartFace } from "./chart_face";
import { Controls, stepParam } from "./controls";
import type { Values } from "./exact";
import { ExactFace } from "./exact_face";
import type { Face } from "./face";
import { fixedFace } from "./fixed_face";
import { type Place, askedPlace, firstPlace, isPlace, placeInWords, primary, samePlace, stateNumber, wordsInQuery } from "./grid";
import type { Body } from "./messages";
import { momentsFace } from "./moments";
import type { Param, Payload, Value } from "./payload";
import { Screen, type View } from "./screen";
import { Sweep } from "./sweep";

export class LiveFigure {
  readonly id: string;
  readonly demo: string;
  /** Told of the values where a slider stands between two stops. */
  onBetween: (values: Values) => void = () => undefined;
  readonly params: readonly Param[]; // those of the grid, and `step` where a slider moves the moments
  private readonly gridParams: readonly Param[];
  private readonly face: ExactFace;
  private readonly screen: Screen;
  private readonly controls: Controls;
  private readonly sweep: Sweep;
  private at: number[];
  private behind: number[] | null = null;
  private fragment = 0;
  private exact = 0; // below 0 where a state stands there that was not built
  private note = "";

  /** Reads the figure's data and takes it where the address says; `changed` is told of every move after that. */
  static wake(element: HTMLElement, changed: (figure: LiveFigure) => void): LiveFigure | null {
    const svg = element.querySelector<SVGSVGElement>(".chart > svg");
    const form = element.querySelector<HTMLFormElement>("form.settings");
    return svg && form && new LiveFigure(element, svg, form, changed);
  }

  private constructor(
    private readonly element: HTMLElement,
    svg: SVGSVGElement,
    form: HTMLFormElement,
    private readonly changed: (figure: LiveFigure) => void,
  ) {
    const payload = JSON.parse(element.querySelector("script.states")?.textContent ?? "{}") as Partial<Payload>;
    const face = new ExactFace(faceOf(element, svg, payload), svg, payload);
    this.face = face;
    this.id = element.id;
    this.demo = element.dataset["demo"] ?? "";
    this.gridParams = payload.params ?? [];
    const step = stepParam(form, mostMoments(face, this.gridParams));
    this.params = step ? [...this.gridParams, step] : this.gridParams;
    this.at = firstPlace(this.params);
    this.screen = new Screen(element, svg, face, this.view());
    this.sweep = new Sweep((stop) => this.move(this.moved(primary(this.params), stop)), () => this.showControls());
    this.controls = new Controls(form, this.params, {
      go: (param, stop) => this.touch(() => this.move(this.moved(param, stop))),
      between: (param, value) => this.between(param, value),
      refuse: (why) => this.touch(() => this.refuse(why)),
      play: () => this.play(),
      pin: () => this.touch(() => this.move(this.at, this.behind ? null : this.at)),
      reset: () => this.touch(() => this.move(firstPlace(this.params), null)),
    });
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
    this.fragment = moment;
    this.screen.show(this.view());
  }

  /** End what moves by itself. */
  rest(): void {
    this.sweep.stop();
  }

  /** Let sliders go between their stops, or not; then the nearest built state is shown. */
  setFine(fine: boolean): void {
    this.controls.setFine(fine);
    if (!fine && this.exact) this.move(this.at);
  }

  /** Say that the nearest built state stands for the one that was asked for. */
  markNearest(nearest: boolean): void {
    this.element.classList.toggle("nearest", nearest);
  }

  /** Show a state that was not built, until the next move. */
  showExact(state: Body, values: Values): void {
    const taken = this.face.take(state);
    this.markNearest(!taken);
    if (!taken) return;
    this.exact -= 1;
    this.controls.showExact(values);
    this.screen.show(this.view());
  }

  /** Show at once all that waits for its time. */
  settle(): void {
    this.screen.settle();
  }

  /** Go where the address says, and say what of it cannot be. */
  private arrive(): void {
    const { place, refused } = askedPlace(this.params, wordsInQuery(location.search, this.id));
    [this.at, this.note] = [place, refused];
    this.showControls();
    this.screen.show(this.view());
  }

  private move(place: readonly number[], pinned: readonly number[] | null = this.behind): void {
    const same = samePlace(place, this.at) && samePlace(pinned, this.behind);
    [this.at, this.behind, this.note, this.exact] = [[...place], pinned && [...pinned], "", 0];
    this.markNearest(false);
    this.showControls(); // also after no move: a typed number goes to its stop
    this.screen.show(this.view());
    if (!same) this.changed(this);
  }

  /** A slider stands between two stops: the nearest is shown, and the exact state asked for. */
  private between(param: number, value: number): void {
    const named = this.gridParams.map((each, index) => [each.name, each.stops[this.at[index] ?? 0] as Value] as const);
    const name = this.gridParams[param]?.name;
    if (name !== undefined) this.onBetween({ ...Object.fromEntries(named), [name]: value });
  }

  private moved(param: number, stop: number): number[] {
    return this.at.map((present, index) => (index === param ? stop : present));
  }

  /** What somebody does ends what moves by itself. */
  private touch(act: () => void): void {
    this.sweep.stop();
    act();
  }

  private refuse(why: string): void {
    this.note = why;
    this.screen.show(this.view());
  }

  private play(): void {
    const param = primary(this.params);
    if (this.sweep.playing) this.sweep.stop();
    else this.sweep.start(this.at[param] ?? 0, this.params[param]?.stops.length ?? 0);
    this.showControls();
  }

  private showControls(): void {
    this.controls.show(this.at, { playing: this.sweep.playing, pinned: this.behind !== null });
  }

  private view(): View {
    const steps = this.params.length > this.gridParams.length;
    return {
      state: this.exact || stateNumber(this.gridParams, this.at),
      moment: steps ? (this.at[this.params.length - 1] ?? 0) : this.fragment,
      behind: this.behind && stateNumber(this.gridParams, this.behind),
      note: this.note,
      aside: this.behind ? ` · pinned: ${differing(this.params, this.behind, this.at)}` : "",
    };
  }
}

/** What differs between the pinned place and the present one, as it is pinned; all of it where nothing does. */
function differing(params: readonly Param[], behind: Place, at: Place): string {
  const moved = params.map((_, index) => index).filter((index) => behind[index] !== at[index]);
  const told = moved.length ? moved : params.map((_, index) => index);
  return placeInWords(told.map((index) => params[index] as Param), told.map((index) => behind[index] ?? 0));
}

function faceOf(element: HTMLElement, svg: SVGSVGElement, payload: Partial<Payload>): Face {
  if (payload.chart) return chartFace(svg, payload.chart);
  if (payload.steps) return momentsFace(svg, payload.steps);
  return fixedFace(svg, element.querySelector("output")?.textContent ?? "");
}

/** The number of moments of the state that has most. */
function mostMoments(face: Face, params: readonly Param[]): number {
  const states = params.reduce((count, param) => count * param.stops.length, 1);
  return Array.from({ length: states }, (_, state) => face.moments(state)).reduce((a, b) => Math.max(a, b), 0);
}
