// The far slides of a large deck: their sections stand empty in the document, what they hold waits in templates behind
// the scripts, so that the first slide need not wait for it. A slide gets what it holds before it is shown.

import type { RevealConfig } from "reveal.js";
import type { Deck } from "./deck";

const EMPTY = ".reveal > .slides > section:empty, .reveal > .slides > section > section:empty";
const TEXT = Object.getOwnPropertyDescriptor(globalThis.HTMLElement?.prototype ?? {}, "innerText");
const LOOKS = ["ready", "slidechanged"];

export class Waiting {
  /** Whether there were such slides at first. */
  readonly some = document.querySelector(EMPTY) !== null;
  private readonly sections = new Map<string, Element>();
  private readonly listeners: Array<(slide: HTMLElement) => void> = [];
  private deck: Deck | null = null;
  private reading: Promise<void> | null = null;

  /** Call `listener` with every slide that has got what it holds. */
  onMount(listener: (slide: HTMLElement) => void): void {
    this.listeners.push(listener);
  }

  /** Resolves when all of the page has been read. */
  read(): Promise<void> {
    return (this.reading ??= this.readAll());
  }

  /** Before the deck starts: wait for all slides where all are shown, else for the one that the address names. */
  async prepare(hash: string, all: boolean): Promise<void> {
    const name = named(hash);
    if (!this.some || !(all || (name && !document.getElementById(name)?.firstChild))) return;
    await this.read();
    if (all) this.mountAll();
    else this.find(name);
  }

  /** Mount what the deck is about to show: by its steps and its views, links to what a slide holds, and the printer. */
  watch(deck: Deck): void {
    if (!this.some) return;
    this.deck = deck;
    deck.on("beforeslidechange", (event) => this.approach((event as Event & { indexh: number }).indexh));
    for (const event of LOOKS) deck.on(event, () => this.mountAround());
    void this.read().then(() => this.mountAround());
    deck.on("overviewshown", () => this.mountAll());
    addEventListener("resize", () => isNarrow(deck.getConfig().scrollActivationWidth) && this.mountAll());
    addEventListener("beforeprint", () => this.mountAll());
    addEventListener("hashchange", () => this.find(named(location.hash)));
    document.addEventListener("click", (event) => this.follow(event.target), true);
  }

  /** Give all slides what they hold. */
  mountAll(): void {
    for (const id of [...this.sections.keys()]) this.mount(document.getElementById(id));
  }

  /** The element of that id, which may be a slide that waits, or stand on one: then it has what it holds. */
  find(id: string): HTMLElement | null {
    const known = document.getElementById(id);
    if (known) this.mount(known);
    if (known || !id) return known;
    for (const [name, section] of this.sections) {
      if (section.querySelector(`#${CSS.escape(id)}`)) this.mount(document.getElementById(name));
    }
    return document.getElementById(id);
  }

  private async readAll(): Promise<void> {
    if (!this.some) return;
    if (document.readyState === "loading") {
      await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
    }
    for (const template of document.querySelectorAll<HTMLTemplateElement>("body > template.waiting")) {
      const section = template.content.firstElementChild;
      const slide = section && document.getElementById(section.id);
      if (slide) this.keep(slide, section);
      template.remove();
    }
  }

  /** What waits can be searched, as reveal.js does it. */
  private keep(slide: HTMLElement, section: Element): void {
    this.sections.set(slide.id, section);
    const text = () => (slide.firstChild ? TEXT?.get?.call(slide) : section.textContent);
    Object.defineProperty(slide, "innerText", { get: text, configurable: true });
  }

  private mount(slide: Element | null | undefined): void {
    const section = slide && this.sections.get(slide.id);
    if (!section) return;
    this.sections.delete(slide.id);
    if (slide.firstChild) return; // a new edition has come before
    slide.append(...section.childNodes);
    this.settle(slide as HTMLElement);
    for (const listener of this.listeners) listener(slide as HTMLElement);
  }

  /** Do what reveal.js has done to the slides that were there when it started. */
  private settle(slide: HTMLElement): void {
    const { deck } = this;
    if (!deck?.isReady()) return;
    const shown = deck.getConfig().fragments === false || isPast(slide);
    for (const fragment of deck.syncFragments(slide)) fragment.classList.toggle("visible", shown);
  }

  /** The column that comes, whichever of its slides is shown. */
  private approach(index: number): void {
    const columns = this.deck?.getHorizontalSlides() ?? [];
    const column = columns[Math.max(0, Math.min(index, columns.length - 1))];
    for (const slide of column ? [column, ...column.children] : []) this.mount(slide);
  }

  private mountAround(): void {
    if (!this.deck?.isReady()) return;
    const slides = this.deck.getSlides();
    const at = slides.indexOf(this.deck.getCurrentSlide());
    for (const slide of [slides[at], slides[at + 1], slides[at - 1]]) this.mount(slide);
  }

  private follow(target: EventTarget | null): void {
    const link = target instanceof Element ? target.closest('a[href^="#"]') : null;
    if (link) this.find(named(link.getAttribute("href") ?? ""));
  }
}

/** Whether the window shows all slides at once: to print them, or one below the other. */
export function showsAll({ view, scrollActivationWidth }: RevealConfig): boolean {
  const asked = /[?&](view=(print|scroll|reader)|print-pdf)\b/.test(location.search);
  return asked || view === "print" || view === "scroll" || isNarrow(scrollActivationWidth);
}

/** Whether reveal.js turns to its scroll view, by the width that the deck says or its own. */
function isNarrow(scrollWidth = 435): boolean {
  const speakers = document.querySelector<HTMLElement>(".speaker-view .reveal");
  return (speakers?.offsetWidth ?? innerWidth) <= scrollWidth;
}

function isPast(slide: HTMLElement): boolean {
  const row = slide.parentElement?.closest("section")?.classList;
  return row?.contains("past") || (slide.classList.contains("past") && !row?.contains("future"));
}

/** The name in an address's hash, without the fragment's number. */
function named(hash: string): string {
  try {
    return decodeURIComponent(hash.replace(/^#\/?/, "").split("/")[0] ?? "");
  } catch {
    return "";
  }
}
