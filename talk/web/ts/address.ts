// Where the deck and its live figures stand, kept in the address: a reload or a link comes back to the same states.

import { type Between, type Place, withPlace } from "./grid";
import { Limited } from "./limited";
import type { Param } from "./payload";

type Stand = { params: readonly Param[]; place: Place; between: Between | null };

// Browsers refuse more than 100 changes of the address in half a minute; a sweep alone makes more.
const BURST = 36;
const EVERY_MS = 500;
const REST_MS = 80; // a browser's own window draws each new address: it is not to do so while something moves

export class Address {
  private readonly unwritten = new Map<string, Stand>();
  private readonly limited = new Limited(BURST, EVERY_MS, () => this.write());
  private rest: ReturnType<typeof setTimeout> | undefined;

  /** `hash` says which slide is shown, as the address names it. */
  constructor(private readonly hash: () => string) {
    addEventListener("pagehide", () => this.write());
  }

  /** Let the address name the slide that is shown; reveal.js itself waits up to a second with that. */
  arrive(): void {
    this.limited.ask();
  }

  /** Let the address say where a figure stands, once it moves no more. */
  set(id: string, { params, place, between }: Stand): void {
    this.unwritten.set(id, { params, place, between });
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.limited.ask(), REST_MS);
  }

  private write(): void {
    let search = location.search;
    for (const [id, { params, place, between }] of this.unwritten) search = withPlace(search, id, params, place, between);
    this.unwritten.clear();
    const hash = this.hash();
    if (search === location.search && hash === location.hash) return;
    history.replaceState(history.state, "", `${location.pathname}${search}${hash}`);
  }
}
