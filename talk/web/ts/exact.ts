// Between the built states: the server runs the demo for exactly the values that a slider stands at.

import type { Figures } from "./figures";
import type { LiveFigure } from "./live";
import type { Ran, Served } from "./messages";
import { nearestStop } from "./grid";
import type { Value } from "./payload";

const PATIENCE_MS = 300; // after which the nearest built state bears a mark

export type Values = Readonly<Record<string, Value>>;

/** Asks for exact states while they are wanted; without answers in time the nearest built state stands there. */
export class Exact {
  private wanted = true;
  private busy = false;
  private next: { figure: LiveFigure; values: Values } | null = null;

  constructor(
    private readonly served: Served,
    private readonly figures: Figures,
  ) {
    figures.onBetween((figure, values) => this.ask(figure, values));
  }

  /** Swap live states for built ones, or back. */
  toggle(): void {
    this.wanted = !this.wanted;
    this.next = null;
    this.figures.setFine(this.wanted);
  }

  /** Show what came of a run, in this window or in another, if its figure still stands there. */
  show({ figure: id, params, state }: Ran): void {
    const figure = this.wanted ? this.figures.byId(id) : null;
    const here = figure?.params.every((param, index) => {
      const value = params[param.name];
      return value === undefined || stopOf(param, value as Value) === figure.place[index];
    });
    if (here) figure?.showExact(state, params as Values);
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
      const late = setTimeout(() => figure.markNearest(true), PATIENCE_MS);
      const found = await this.answer(figure, values);
      clearTimeout(late);
      if (this.next) continue;
      if (found) this.show({ figure: figure.id, ...found });
      else figure.markNearest(true);
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

function stopOf(param: { kind: string; stops: readonly Value[] }, value: Value): number {
  return param.kind === "slider" ? nearestStop(param.stops, Number(value)) : param.stops.indexOf(value);
}
