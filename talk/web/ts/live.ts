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
  private late = 0;
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
    this.move(this.at, this.behind, between);
    this.ask();
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
    this.markNearest(!taken);
    if (!taken) return;
    this.exact -= 1;
    this.screen.show(this.view());
  }

  /** There is no state for these values: the nearest built one stands there. */
  failed(values: Values): void {
    if (!this.standsAt(values)) return;
    this.exact = 0;
    this.screen.show(this.view());
    this.markNearest(true);
  }

  /** Show at once all that waits for its time. */
  settle(): void {
    this.screen.settle();
  }

  /** Go where the address says, and say what of it cannot be. */
  private arrive(): void {
    const words = wordsInQuery(location.search, this.id);
    const { place, refused } = askedPlace(this.params, words);
    [this.at, this.note, this.asked] = [place, refused, betweenStops(this.gridParams, words)];
    this.showControls();
    this.screen.show(this.view());
  }

  private move(place: Place, pinned: Place | null = this.behind, between: Between | null = null): void {
    const stays = samePlace(place, this.at) && sameBetween(between, this.exactly);
    const same = stays && samePlace(pinned, this.behind);
    [this.at, this.behind, this.note] = [[...place], pinned && [...pinned], ""];
    [this.exactly, this.asked] = [between, null];
    if (!stays || !this.exact) this.wait(between !== null);
    this.showControls(); // also after no move: a typed number goes to its stop
    this.screen.show(this.view());
    if (!same) this.changed(this);
  }

  /** The nearest built state stands there; with a mark, once the one that is wanted does not come in time. */
  private wait(wanted: boolean): void {
    this.exact = 0;
    this.markNearest(false);
    if (wanted) this.late = setTimeout(() => this.markNearest(true), PATIENCE_MS);
  }

  private markNearest(nearest: boolean): void {
    clearTimeout(this.late);
    this.element.classList.toggle("nearest", nearest);
  }

  /** One slider goes to a stop; others that stand between two stay there. */
  private goTo(param: number, stop: number): void {
    const { [this.params[param]?.name ?? ""]: _, ...others } = this.exactly ?? {};
    this.move(this.moved(param, stop), this.behind, Object.keys(others).length ? others : null);
    this.ask();
  }

  /** One slider goes between two stops: the nearest is shown, and the exact state asked for. */
  private goBetween(param: number, value: number): void {
    const { name, stops } = this.params[param] as Param;
    this.move(this.moved(param, nearestStop(stops, value)), this.behind, { ...this.exactly, [name]: value });
    this.ask();
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
