// One live figure: where it stands, and who may move it.

import { chartFace } from "./chart_face";
import { Controls, stepParam } from "./controls";
import type { Values } from "./exact";
import { ExactFace } from "./exact_face";
import type { Face } from "./face";
import { fixedFace } from "./fixed_face";
import {
  type Between, type Place, askedPlace, betweenStops, firstPlace, isBetween, isPlace, nearestStop, placeInWords, primary,
  sameBetween, samePlace, stateNumber, wordsInQuery,
} from "./grid";
import type { Body } from "./messages";
import { momentsFace } from "./moments";
import type { Param, Payload, Value } from "./payload";
import { Screen, type View } from "./screen";
import { Sweep } from "./sweep";

const HOLD_MS = 60; // for which what is shown waits for an exact state: nearest ones between two of them would flicker
const PATIENCE_MS = 300; // after which the nearest built state bears a mark

export class LiveFigure {
  readonly id: string;
  readonly demo: string;
  /** Told of the values of a state that is wanted and was not built. */
  onWant: (values: Values) => void = () => undefined;
  readonly params: readonly Param[]; // those of the grid, and `step` where a slider moves the moments
  private readonly gridParams: readonly Param[];
  private readonly face: ExactFace;
  private readonly screen: Screen;
  private readonly controls: Controls;
  private readonly sweep: Sweep;
  private at: number[];
  private behind: number[] | null = null;
  private exactly: Between | null = null; // where sliders stand between two stops
  private asked: Between | null = null; // where the address says that they should, until the first move
  private since = 0; // when the state that was last waited for was wanted
  private hold = 0; // the timers of an exact state that is waited for; 0 once the nearest built one is shown
  private late = 0;
  private isSlow = false; // whether the last exact state did not come in time
  private fragment = 0;
  private state = 0; // what is shown; below 0 a state that was not built
  private exacts = 0;
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
    this.state = this.nearest();
    this.screen = new Screen(element, svg, face, this.view());
    this.sweep = new Sweep((stop) => this.move(this.moved(primary(this.params), stop)), () => this.showControls());
    this.controls = new Controls(form, this.params, {
      go: (param, stop) => this.touch(() => this.goTo(param, stop)),
      between: (param, value) => this.touch(() => this.goBetween(param, value)),
      refuse: (why) => this.touch(() => this.refuse(why)),
      play: () => this.play(),
      pin: () => this.touch(() => this.move(this.at, this.behind ? null : this.at, this.exactly)),
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

  /** The values of sliders that stand between two stops. */
  get between(): Between | null {
    return this.exactly;
  }

  /** Go where another window stands; false if that is no place of this figure. */
  take(place: unknown, pinned: unknown, exact: unknown): boolean {
    if (!isPlace(this.params, place) || !(pinned === null || isPlace(this.params, pinned))) return false;
    const between = isBetween(this.params, place, exact) ? exact : null;
    this.touch(() => this.move(place, pinned, between));
    return true;
  }

  /** Want the state between the stops that the figure stands at, or that the address names. */
  resume(): void {
    const between = this.exactly ?? this.asked;
    if (!between) return;
    this.move(this.at, this.behind, between, true);
  }

  /** Want the state at which sliders stand between two stops, if they do. */
  ask(): void {
    if (this.exactly) this.onWant(this.values());
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
    if (!fine && this.exactly) this.move(this.at);
  }

  /** Show a state that was not built, until the next move; one of other values is passed over. */
  showExact(state: Body, values: Values): void {
    if (!this.standsAt(values)) return;
    const taken = this.face.take(state);
    if (!taken) return this.failed(values);
    this.isSlow = performance.now() - this.since > HOLD_MS;
    this.exacts += 1;
    this.standAt(-this.exacts);
    this.screen.show(this.view());
  }

  /** There is no state for these values: the nearest built one stands there. */
  failed(values: Values): void {
    if (!this.standsAt(values)) return;
    this.standAt(this.nearest());
    this.markLate(true);
    this.screen.show(this.view());
  }

  /** Show at once all that waits for its time. */
  settle(): void {
    if (this.hold) this.giveWay();
    this.screen.settle();
  }

  /** Go where the address says, and say what of it cannot be. */
  private arrive(): void {
    const words = wordsInQuery(location.search, this.id);
    const { place, refused } = askedPlace(this.params, words);
    [this.at, this.note, this.asked] = [place, refused, betweenStops(this.gridParams, words)];
    this.state = this.nearest();
    this.showControls();
    this.screen.show(this.view());
  }

  /** Stand there. What others must know goes out first: they have a way to go while this window draws. */
  private move(place: Place, pinned: Place | null = this.behind, between: Between | null = null, wants = false): void {
    const stays = samePlace(place, this.at) && sameBetween(between, this.exactly);
    const same = stays && samePlace(pinned, this.behind);
    [this.at, this.behind, this.note] = [[...place], pinned && [...pinned], ""];
    [this.exactly, this.asked] = [between, null];
    if (between === null) this.standAt(this.nearest());
    else if (!stays || this.state >= 0) this.wait();
    if (wants) this.ask();
    if (!same) this.changed(this);
    this.showControls(); // also after no move: a typed number goes to its stop
    this.screen.show(this.view());
  }

  /**
   * Wait for an exact state: what is shown stays, then the nearest built state comes, and at last its mark.
   * Where the last one did not come in time, the nearest comes at once.
   */
  private wait(): void {
    this.since = performance.now();
    this.markLate(false);
    this.late = setTimeout(() => this.markLate(true), PATIENCE_MS);
    if (this.isSlow) this.state = this.nearest();
    else this.hold ||= setTimeout(() => this.giveWay(), HOLD_MS);
  }

  private giveWay(): void {
    [this.hold, this.isSlow, this.state] = [0, true, this.nearest()];
    this.screen.show(this.view());
  }

  /** Stand at a state, and wait for none. */
  private standAt(state: number): void {
    clearTimeout(this.hold);
    this.hold = 0;
    this.markLate(false);
    this.state = state;
  }

  private markLate(late: boolean): void {
    clearTimeout(this.late);
    this.element.classList.toggle("nearest", late);
  }

  /** The built state that stands for the place. */
  private nearest(): number {
    return stateNumber(this.gridParams, this.at);
  }

  /** One slider goes to a stop; others that stand between two stay there. */
  private goTo(param: number, stop: number): void {
    const { [this.params[param]?.name ?? ""]: _, ...others } = this.exactly ?? {};
    this.move(this.moved(param, stop), this.behind, Object.keys(others).length ? others : null, true);
  }

  /** One slider goes between two stops: the exact state is asked for. */
  private goBetween(param: number, value: number): void {
    const { name, stops } = this.params[param] as Param;
    this.move(this.moved(param, nearestStop(stops, value)), this.behind, { ...this.exactly, [name]: value }, true);
  }

  private values(): Values {
    const named = this.gridParams.map((each, index) => [each.name, each.stops[this.at[index] ?? 0] as Value]);
    return { ...(Object.fromEntries(named) as Values), ...this.exactly };
  }

  private standsAt(values: Values): boolean {
    return this.exactly !== null && Object.entries(this.values()).every(([name, value]) => values[name] === value);
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
    this.controls.showExact(this.exactly ?? {});
  }

  private view(): View {
    const steps = this.params.length > this.gridParams.length;
    return {
      state: this.state,
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
