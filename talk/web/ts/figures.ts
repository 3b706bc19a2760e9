// The live figures of the deck: each wakes when it is first seen, named or touched.

import type { Address } from "./address";
import { followMoment } from "./code";
import type { Deck } from "./deck";
import type { Values } from "./exact";
import { showMoment } from "./fixed_face";
import { idsInQuery } from "./grid";
import { LiveFigure } from "./live";

const LIVE = "figure.demo.live";
const STEP = "moment-step";

export class Figures {
  private readonly awake = new Map<Element, LiveFigure>();
  private between: ((figure: LiveFigure, values: Values) => void) | null = null;
  private fine = false;
  private readonly listeners: Array<(figure: LiveFigure) => void> = [];

  /** With an address, that keeps where the figures stand; `find` looks for an element also on slides that wait. */
  constructor(
    address: Address | null,
    private readonly find: (id: string) => HTMLElement | null,
  ) {
    if (address) this.onChange(({ id, params, place }) => address.set(id, params, place));
  }

  /** Call `listener` when a slider stands between two stops. */
  onBetween(listener: (figure: LiveFigure, values: Values) => void): void {
    this.between = listener;
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

  /** End what moves by itself. */
  rest(): void {
    for (const figure of this.awake.values()) figure.rest();
  }

  /** Figures that have left the page sleep for good; those that came in their place stand where they stood. */
  forgetGone(): void {
    for (const [element, figure] of [...this.awake]) {
      if (element.isConnected) continue;
      this.awake.delete(element);
      this.byId(figure.id)?.take(figure.place, figure.pinned);
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
    figure.onBetween = (values) => this.between?.(figure, values);
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
