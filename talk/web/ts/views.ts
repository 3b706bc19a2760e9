// What reveal.js leaves behind that people who listen to a deck would stumble over.

import { lightCode } from "./code";
import type { Deck } from "./deck";
import { fitSlide } from "./fit";

/** Make the slides of the print and the scroll view, where all are shown, known to readers and to the PDF's tags. */
export function bindViews(deck: Deck): void {
  deck.on("pdf-ready", () => {
    exposeAll(deck);
    lightCode(deck.getRevealElement());
    requestAnimationFrame(() => exposeAll(deck));
  });
  const scrolling = () => {
    if (deck.isScrollView()) requestAnimationFrame(() => exposeAll(deck));
  };
  for (const event of ["ready", "slidechanged", "resize"]) deck.on(event, scrolling);
}

/**
 * Go to the slide that the address named: on a narrow screen reveal.js turns to the scroll view before it has read it.
 * After a reload it goes by itself to where the reader was.
 */
export function openAt(deck: Deck, hash: string): void {
  const [arrival] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (!deck.isScrollView() || arrival?.type === "reload") return;
  const slide = document.getElementById(decodeURIComponent(hash.replace(/^#\/?/, "").split("/")[0] ?? ""));
  if (!slide || slide === deck.getCurrentSlide() || !deck.getSlides().includes(slide)) return;
  const { h, v } = deck.getIndices(slide);
  deck.slide(h, v);
}

/** Let the way on into a stack begin at its first slide, wherever the stack was left: no slide is passed over. */
export function openStacks(deck: Deck): void {
  deck.on("slidechanged", () => {
    const stack = deck.getPreviousSlide()?.parentElement;
    const left = stack && !stack.contains(deck.getCurrentSlide());
    if (left && deck.getConfig().navigationMode === "linear") stack.removeAttribute("data-previous-indexv");
  });
}

/** Let a reader read: no `application` around the slides, and no second copy of their text (the focus moves instead). */
export function freeReaders(deck: Deck): void {
  const root = deck.getRevealElement();
  root.removeAttribute("role");
  for (const copy of root.querySelectorAll(".aria-status")) {
    copy.removeAttribute("aria-live");
    copy.setAttribute("aria-hidden", "true");
  }
}

function exposeAll(deck: Deck): void {
  for (const slide of deck.getRevealElement().querySelectorAll<HTMLElement>(".slides section")) {
    for (const name of ["hidden", "aria-hidden", "inert"]) slide.removeAttribute(name);
    fitSlide(slide);
  }
}
