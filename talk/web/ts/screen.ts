// What is seen and read of a live figure: drawing, sentence, numbers, each as often as it may change.

import { followMoment } from "./code";
import type { Face } from "./face";
import { Limited } from "./limited";
import { fillTable } from "./told";

const SAID_EVERY_MS = 1000; // of what a screen reader speaks

/** What there is to see: a state, one of its moments, the state behind it. */
export interface View {
  state: number;
  moment: number;
  behind: number | null;
  /** Said instead of the state's sentence. */
  note: string;
  /** Said after it. */
  aside: string;
}

export class Screen {
  private readonly svg: SVGSVGElement;
  private readonly output: HTMLElement | null;
  private readonly data: HTMLDetailsElement | null;
  private readonly status = new Limited(1, SAID_EVERY_MS, () => this.say());
  private ghost: number | null = null;
  private frame = 0;
  private undrawn = false; // whether something waits for the next frame
  private stale = false; // whether the table holds the numbers of another state

  /** The figure's parts show `view` already. */
  constructor(
    element: HTMLElement,
    svg: SVGSVGElement,
    private readonly face: Face,
    private view: View,
  ) {
    this.svg = svg;
    this.output = element.querySelector<HTMLElement>("output");
    this.data = element.querySelector<HTMLDetailsElement>("details.data");
    this.data?.addEventListener("toggle", () => this.fill());
  }

  /** Draw at once, and what else changes before the next frame in that frame; say it in its time. */
  show(view: View): void {
    const before = this.view;
    this.view = view;
    const moved = view.state !== before.state;
    if (moved) this.stale = true;
    if (moved || view.moment !== before.moment || view.behind !== before.behind) this.draw();
    if (moved || view.note !== before.note || view.aside !== before.aside) this.status.ask();
  }

  /** Draw, say and fill in at once what waits. */
  settle(): void {
    if (this.undrawn) this.paint();
    this.status.flush();
    this.fill();
  }

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
    const { state, moment, behind } = this.view;
    this.undrawn = false;
    this.face.show(state, Math.min(moment, Math.max(0, this.face.moments(state) - 1)));
    this.svg.setAttribute("aria-label", this.face.alt(state));
    followMoment(this.svg, moment);
    if (behind !== this.ghost) this.face.ghost(behind);
    this.ghost = behind;
    if (this.data?.open) this.fill();
  }

  private say(): void {
    const { state, note, aside } = this.view;
    if (this.output) this.output.textContent = note || this.face.sentence(state) + aside;
    setTimeout(() => this.fill()); // what is behind a button can wait for the frame
  }

  private fill(): void {
    const table = this.data?.querySelector("table");
    if (this.stale && table) fillTable(table, this.face.table(this.view.state));
    this.stale = false;
  }
}
