// Between the built states: the server runs the demo for exactly the values that a slider stands at.

import type { Figures } from "./figures";
import type { LiveFigure } from "./live";
import type { Hello, Ran, Served } from "./messages";
import type { Value } from "./payload";

export type Values = Readonly<Record<string, Value>>;

/** Asks for exact states while they are wanted. */
export class Exact {
  private wanted = true;
  private busy = false;
  private next: { figure: LiveFigure; values: Values } | null = null;

  constructor(
    private readonly served: Served,
    private readonly figures: Figures,
  ) {
    figures.onWant((figure, values) => this.ask(figure, values));
  }

  /** Swap live states for built ones, or back. */
  toggle(): void {
    this.wanted = !this.wanted;
    this.next = null;
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

  private ask(figure: LiveFigure, values: Values): void {
    if (!this.wanted) return;
    this.next = { figure, values };
    if (!this.busy) void this.run();
  }

  private async run(): Promise<void> {
    this.busy = true;
    while (this.next) {
      const { figure, values } = this.next;
      this.next = null;
      const found = await this.answer(figure, values);
      if (found) this.show({ figure: figure.id, ...found });
      else figure.failed(values);
    }
    this.busy = false;
  }

  /** One run at a time: the newest waits for the one before. Null if it fails. */
  private async answer(figure: LiveFigure, params: Values): Promise<Omit<Ran, "figure"> | null> {
    const address = `api/demo?token=${encodeURIComponent(this.served.token)}`;
    const body = JSON.stringify({ demo: figure.demo, params, figure: figure.id });
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { "content-type": "application/json" } });
      return answer.ok ? ((await answer.json()) as Omit<Ran, "figure">) : null;
    } catch {
      return null;
    }
  }
}
