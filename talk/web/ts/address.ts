// Where the live figures stand, kept in the address: a reload or a link comes back to the same states.

import { type Place, withPlace } from "./grid";
import { Limited } from "./limited";
import type { Param } from "./payload";

// Browsers refuse more than 100 changes of the address in half a minute; a sweep alone makes more.
const BURST = 36;
const EVERY_MS = 500;

export class Address {
  private readonly unwritten = new Map<string, { params: readonly Param[]; place: Place }>();
  private readonly limited = new Limited(BURST, EVERY_MS, () => this.write());

  constructor() {
    addEventListener("pagehide", () => this.write());
  }

  /** Let the address say where a figure stands, soon: the move itself is shown first. */
  set(id: string, params: readonly Param[], place: Place): void {
    if (!this.unwritten.size) setTimeout(() => this.limited.ask());
    this.unwritten.set(id, { params, place });
  }

  private write(): void {
    let search = location.search;
    for (const [id, { params, place }] of this.unwritten) search = withPlace(search, id, params, place);
    this.unwritten.clear();
    if (search === location.search) return;
    history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
  }
}
