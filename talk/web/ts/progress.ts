// A line along the bottom: one part for each section, as long as the section has slides.

import type { Deck } from "./deck";

/** A run of slides of one section, by their places in the deck. */
export interface Part {
  first: number;
  slides: number;
}

/** The runs of equal names, in order. */
export function parts(sections: readonly string[]): Part[] {
  const found: Part[] = [];
  sections.forEach((name, index) => {
    const last = found[found.length - 1];
    if (last && sections[index - 1] === name) last.slides += 1;
    else found.push({ first: index, slides: 1 });
  });
  return found;
}

/** How much of a part has been shown when slide `index` is on: 0 to 1. */
export function shownFrac(part: Part, index: number): number {
  return Math.min(1, Math.max(0, (index - part.first + 1) / part.slides));
}

/** Draw the line and keep it up to date. It says nothing that the slide's number does not, so readers skip it. */
export function addProgress(deck: Deck): void {
  document.querySelector(".progress-line")?.remove();
  const slides = deck.getSlides();
  const runs = parts(slides.map((slide) => slide.dataset["section"] ?? ""));
  const line = document.createElement("div");
  line.className = "progress-line";
  line.setAttribute("aria-hidden", "true");
  line.style.cssText = "position:absolute;inset:auto 0 0 0;height:3px;display:flex;gap:3px;z-index:30;pointer-events:none";
  const fills = runs.map((run) => addPart(line, run));
  deck.getRevealElement().append(line);
  const update = () => {
    const index = slides.indexOf(deck.getCurrentSlide());
    runs.forEach((run, at) => fills[at]?.style.setProperty("transform", `scaleX(${shownFrac(run, index)})`));
  };
  deck.on("slidechanged", update);
  update();
}

function addPart(line: HTMLElement, run: Part): HTMLElement {
  const part = document.createElement("span");
  part.style.cssText = `flex:${run.slides} 1 0;background:var(--rule)`;
  const fill = document.createElement("span");
  fill.style.cssText = "display:block;height:100%;background:var(--accent);transform-origin:0 50%";
  part.append(fill);
  line.append(part);
  return fill;
}
