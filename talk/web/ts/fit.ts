// Slides marked `fit` shrink their text when they are shown, never under the minimum.

import { LEAST_PX } from "./query";

const CHART_LEAST_PX = 22.4; // the text of a chart, 20/28 of the slide's, is then 16
const STEP_PX = 0.5;
// Text for readers alone, in a box of one pixel; and what opens over the slide when it is asked for.
const UNSEEN = ".visually-hidden, .katex-mathml, .data > .panel, .control > .help";

/** Give a `fit` slide the largest text, up to the one it asks for, with which all of it stands on the canvas. */
export function fitSlide(slide: HTMLElement): void {
  if (slide.dataset["fit"] === undefined) return;
  slide.style.fontSize = "";
  const page = slide.querySelector<HTMLElement>(".page") ?? slide;
  if (page.offsetHeight === 0 || !overflows(page)) return;
  const wanted = parseFloat(getComputedStyle(slide).fontSize);
  const least = Math.min(wanted, page.querySelector("figure svg") ? CHART_LEAST_PX : LEAST_PX);
  const px = largest(least, wanted, (size) => {
    slide.style.fontSize = `${size}px`;
    return !overflows(page);
  });
  slide.style.fontSize = `${px}px`;
}

/** The largest size between `least` and `most`, to half a pixel, that fits; `least` if none does. */
export function largest(least: number, most: number, fits: (size: number) => boolean): number {
  let low = 0;
  let high = Math.ceil((most - least) / STEP_PX);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(Math.min(most, least + middle * STEP_PX))) low = middle;
    else high = middle - 1;
  }
  return Math.min(most, least + low * STEP_PX);
}

function overflows(page: HTMLElement): boolean {
  const box = page.getBoundingClientRect();
  const scale = box.height / page.offsetHeight;
  const bottom = box.bottom - parseFloat(getComputedStyle(page).paddingBottom) * scale;
  return [...page.children].some((child) => child instanceof HTMLElement && sticksOut(child, bottom + 1));
}

function sticksOut(block: HTMLElement, bottom: number): boolean {
  if (block.matches("aside.notes") || block.offsetHeight === 0) return false;
  const boxes = [block, ...block.querySelectorAll<HTMLElement>("*")];
  const seen = boxes.filter((box) => !box.closest(UNSEEN));
  return seen.some((box) => box.getBoundingClientRect().bottom > bottom || hidesText(box));
}

/** Whether a box is wider or higher inside than what it shows. Tight lines alone hide nothing. */
function hidesText(box: HTMLElement): boolean {
  if (box.clientWidth === 0) return false;
  const style = getComputedStyle(box);
  const across = box.scrollWidth > box.clientWidth + 2 && style.display !== "inline";
  return across || (style.overflowY !== "visible" && box.scrollHeight > box.clientHeight + 2);
}
