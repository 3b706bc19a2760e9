// Between the built states: the server runs the demo for exactly the values that a slider stands at.

import type { Figures } from "./figures";
import type { LiveFigure } from "./live";
import type { Body, Hello, Ran } from "./messages";
import type { Value } from "./payload";

export type Values = Readonly<Record<string, Value>>;

/** Asks for exact states while they are wanted: one run at a time, then the newest of each figure. */
export class Exact {
  private wanted = true;
  private busy = false;
  private readonly next = new Map<LiveFigure, Values>();

  /** `say` tells the server; what it does not take now it gets when it is there again. */
  constructor(
    private readonly figures: Figures,
    private readonly say: (run: Body & { type: "run" }) => void,
  ) {
    figures.onWant((figure, values) => this.ask(figure, values));
  }

  /** Swap live states for built ones, or back. */
  toggle(): void {
    this.wanted = !this.wanted;
    this.next.clear();
    this.figures.setFine(this.wanted);
  }

  /** Ask again for what a server does not know: it is new, or the page came with its address. */
  greeted({ holds }: Hello): void {
    const known = new Set(holds.filter(({ type }) => type === "figure").map(({ id }) => id));
    for (const figure of this.figures.all) if (!known.has(figure.id)) figure.resume();
  }

  /** Show what came of a run, in this window or in another. */
  show(ran: Ran): void {
    if (this.wanted) this.figures.show(ran);
  }

  /** A run that this window asked for is over, and has been shown if anything came of it. */
  over(run: Body, came: boolean): void {
    this.busy = false;
    if (!came) this.figures.byId(String(run["figure"]))?.failed(run["params"] as Values);
    this.go();
  }

  private ask(figure: LiveFigure, values: Values): void {
    if (!this.wanted) return;
    this.next.set(figure, values);
    if (!this.busy) this.go();
  }

  private go(): void {
    const [first] = this.next;
    if (!first) return;
    const [figure, params] = first;
    this.next.delete(figure);
    this.busy = true;
    this.say({ type: "run", figure: figure.id, demo: figure.demo, params });
  }
}
