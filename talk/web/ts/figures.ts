// The live figures of the deck: each wakes when it is first seen, named or touched.

import type { Address } from "./address";
import { followMoment } from "./code";
import type { Deck } from "./deck";
import type { Values } from "./exact";
import { showMoment } from "./fixed_face";
import { idsInQuery } from "./grid";
import { LiveFigure } from "./live";
import type { Ran } from "./messages";

const LIVE = "figure.demo.live";
const STEP = "moment-step";

export class Figures {
  private readonly awake = new Map<Element, LiveFigure>();
  private wanting: ((figure: LiveFigure, values: Values) => void) | null = null;
  private fine = false;
  private readonly listeners: Array<(figure: LiveFigure) => void> = [];

  /** With an address, that keeps where the figures stand; `find` looks for an element also on slides that wait. */
  constructor(
    address: Address | null,
    private readonly find: (id: string) => HTMLElement | null,
  ) {
    if (address) this.onChange((figure) => address.set(figure.id, figure));
  }

  /** Those that are awake. */
  get all(): Iterable<LiveFigure> {
    return this.awake.values();
  }

  /** Call `listener` when a figure wants a state that was not built. */
  onWant(listener: (figure: LiveFigure, values: Values) => void): void {
    this.wanting = listener;
    this.setFine(true);
  }

  /** Whether sliders go between their stops. */
  setFine(fine: boolean): void {
    this.fine = fine;
    for (const figure of this.awake.values()) figure.setFine(fine);
  }

  /** Call `listener` after every move of a figure. */
  onChange(listener: (figure: LiveFigure) => void): void {
    this.listeners.push(listener);
  }

  /** The live figure of that id, awake; null if there is none. */
  byId(id: string): LiveFigure | null {
    const element = this.find(id);
    return element?.matches(LIVE) ? this.wake(element) : null;
  }

  /** Show what came of a run, if its figure still stands there. */
  show({ figure, params, state }: Ran): void {
    this.byId(figure)?.showExact(state, params);
  }

  /** End what moves by itself. */
  rest(): void {
    for (const figure of this.awake.values()) figure.rest();
  }

  /** Figures that have left the page sleep for good; those that came in their place stand where they stood. */
  forgetGone(): void {
    for (const [element, figure] of [...this.awake]) {
      if (element.isConnected) continue;
      this.awake.delete(element);
      const next = this.byId(figure.id);
      if (next?.take(figure.place, figure.pinned, figure.between)) next.ask();
    }
  }

  /** Wake the figures of the slide that is shown, and show the moments that its fragments stand for. */
  arrive(slide: HTMLElement): void {
    for (const element of slide.querySelectorAll<HTMLElement>(LIVE)) this.wake(element);
    this.followFragments(slide);
  }

  /** Listen to the deck, the reader and the printer. */
  watch(deck: Deck): void {
    for (const event of ["fragmentshown", "fragmenthidden"]) deck.on(event, () => this.arrive(deck.getCurrentSlide()));
    deck.on("slidechanged", () => {
      this.rest();
      this.arrive(deck.getCurrentSlide());
    });
    deck.on("pdf-ready", () => this.followFragments(deck.getRevealElement()));
    for (const event of ["focusin", "pointerdown"]) document.addEventListener(event, (e) => this.touched(e.target), true);
    addEventListener("beforeprint", () => {
      for (const figure of this.awake.values()) figure.settle();
    });
    for (const id of idsInQuery(location.search)) this.byId(id);
  }

  /** A figure that is seen without being on the present slide: readers scroll. */
  private touched(target: EventTarget | null): void {
    const element = target instanceof Element ? target.closest<HTMLElement>(LIVE) : null;
    if (element) this.wake(element);
  }

  private wake(element: HTMLElement): LiveFigure | null {
    const known = this.awake.get(element);
    if (known) return known;
    const figure = LiveFigure.wake(element, (moved) => this.listeners.forEach((listener) => listener(moved)));
    if (!figure) return null;
    this.awake.set(element, figure);
    figure.onWant = (values) => this.wanting?.(figure, values);
    figure.setFine(this.fine);
    return figure;
  }

  private followFragments(root: HTMLElement): void {
    const figures = new Set([...root.querySelectorAll(`.${STEP}`)].map((step) => step.closest("figure")));
    for (const figure of figures) {
      const svg = figure?.querySelector<SVGSVGElement>(".chart > svg");
      if (!figure || !svg) continue;
      const shown = figure.querySelectorAll(`.${STEP}.visible`).length;
      const live = this.awake.get(figure);
      if (live) live.showMoment(shown);
      else showMoment(svg, shown);
      followMoment(figure, shown);
    }
  }
}
