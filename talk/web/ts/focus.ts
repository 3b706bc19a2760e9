// Where the focus is, and what a slide is called: for people who listen or use the keyboard alone.

import type { Deck } from "./deck";

const RELEASED = 'input[type="range"], input[type="checkbox"], input[type="radio"], button, summary';
const HEADING = "h1, h2, h3";

/** Move the focus with the talk, give it back after the mouse, and name slides and the window. */
export function bindFocus(deck: Deck): void {
  const deckTitle = document.title;
  const arrive = () => {
    const slide = deck.getCurrentSlide();
    document.title = windowTitle(slideTitle(slide), deckTitle);
    markScrolling(slide);
  };
  deck.on("slidechanged", () => {
    arrive();
    focusHeading(deck.getCurrentSlide());
  });
  document.addEventListener("pointerup", () => {
    const element = document.activeElement;
    if (element instanceof HTMLElement && element.matches(RELEASED)) giveBackFocus();
  });
  nameSlides(deck);
  openOutside(document);
  arrive();
}

/** Take the focus from a control on the slide to the slide's heading; say whether there was one. */
export function giveBackFocus(): boolean {
  const element = document.activeElement;
  const slide = element?.closest<HTMLElement>(".slides section");
  if (!slide || !(element instanceof HTMLElement) || element === heading(slide)) return false;
  element.blur();
  focusHeading(slide);
  return true;
}

/** `Slide · Deck`; the deck's title alone where the slide has none of its own. */
export function windowTitle(slide: string, deck: string): string {
  return slide === "" || slide === deck ? deck : `${slide} · ${deck}`;
}

/** Whether what the element holds can be scrolled within it. */
export function scrolls(element: HTMLElement): boolean {
  const { overflowX, overflowY } = getComputedStyle(element);
  const can = (overflow: string) => overflow === "auto" || overflow === "scroll";
  const across = element.scrollWidth > element.clientWidth + 1 && can(overflowX);
  return across || (element.scrollHeight > element.clientHeight + 1 && can(overflowY));
}

function focusHeading(slide: HTMLElement): void {
  const target = heading(slide);
  if (target.tabIndex < 0) target.setAttribute("tabindex", "-1");
  target.style.outline = "none"; // a place to read on from, not a control
  target.focus({ preventScroll: true });
}

function heading(slide: HTMLElement): HTMLElement {
  return slide.querySelector<HTMLElement>(HEADING) ?? slide;
}

function slideTitle(slide: HTMLElement): string {
  return slide.querySelector(HEADING)?.textContent?.trim() ?? "";
}

function nameSlides(deck: Deck): void {
  const slides = deck.getSlides();
  slides.forEach((slide, index) => {
    if (slide.firstChild && !slide.querySelector(HEADING) && !slide.hasAttribute("aria-label")) {
      slide.setAttribute("aria-label", `Slide ${index + 1} of ${slides.length}`);
    }
  });
}

/** Code that scrolls can be reached with the keyboard, and has a name. */
function markScrolling(slide: HTMLElement): void {
  for (const block of slide.querySelectorAll<HTMLElement>("pre")) {
    if (!scrolls(block)) continue;
    block.tabIndex = 0;
    block.setAttribute("role", "region");
    if (!block.hasAttribute("aria-label")) block.setAttribute("aria-label", "Code");
  }
}

/** Links that lead out of the deck leave it where it is. */
export function openOutside(root: ParentNode): void {
  for (const link of root.querySelectorAll<HTMLAnchorElement>('a[href^="http:"], a[href^="https:"]')) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
}
