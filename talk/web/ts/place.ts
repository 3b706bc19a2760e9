// Where the talk is, kept alike: the slide and its fragment.

import type { Deck } from "./deck";
import type { Body, Link } from "./link";

const MOVES = ["slidechanged", "fragmentshown", "fragmenthidden"];

/** Keep the place alike. A follower that looks around on its own is `away` until it comes back. */
export class Place {
  onMove: () => void = () => undefined;
  onAway: (away: boolean) => void = () => undefined;
  private away = false;
  private taking = false;
  private latest: Body | null = null;
  private told = "";

  constructor(
    private readonly deck: Deck,
    link: Link,
    private readonly follows: boolean,
  ) {
    const tell = link.share({ type: "at", all: () => [this.here()], take: (body) => this.take(body) });
    this.told = JSON.stringify(this.here());
    for (const event of MOVES) deck.on(event, () => this.moved(tell));
  }

  /** Go back to where the talk is. */
  come(): void {
    this.setAway(false);
    if (this.latest) this.go(this.latest);
  }

  private moved(tell: (body: Body) => void): void {
    const here = JSON.stringify(this.here());
    if (here === this.told) return;
    this.told = here;
    if (this.taking) return;
    if (this.follows) this.setAway(true);
    else this.onMove();
    tell(this.here());
  }

  private take(body: Body): boolean {
    const { slide, fragment } = body;
    if (typeof slide !== "string" || !Number.isInteger(fragment)) return false;
    this.latest = body;
    return this.away || this.go(body);
  }

  private go({ slide, fragment }: Body): boolean {
    const element = document.getElementById(String(slide));
    if (!element || !this.deck.getSlides().includes(element)) return false;
    const { h, v } = this.deck.getIndices(element);
    this.taking = true;
    this.deck.slide(h, v, Number(fragment));
    this.taking = false;
    return true;
  }

  private here(): Body {
    return { slide: this.deck.getCurrentSlide().id, fragment: this.deck.getIndices().f ?? -1 };
  }

  private setAway(away: boolean): void {
    if (away !== this.away) this.onAway(away);
    this.away = away;
  }
}

/** Keep a black screen alike. */
export function shareDark(deck: Deck, link: Link): void {
  const tell = link.share({
    type: "dark",
    all: () => (deck.isPaused() ? [{ on: true }] : []),
    take: ({ on }) => {
      if (typeof on !== "boolean") return false;
      if (deck.isPaused() !== on) deck.togglePause(on);
      return true;
    },
  });
  deck.on("paused", () => tell({ on: true }));
  deck.on("resumed", () => tell({ on: false }));
}
