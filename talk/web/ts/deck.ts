// reveal.js as we use it: its own types leave out some of what it offers.

import type { RevealApi } from "reveal.js";

export interface Deck extends Omit<RevealApi, "getRevealElement"> {
  getRevealElement(): HTMLElement;
  isOverlayOpen(): boolean;
  isScrollView(): boolean;
}
