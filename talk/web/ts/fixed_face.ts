// A figure whose only state stands in the page: of its moments, all but one are hidden.

import type { Face } from "./face";

/** Shows the moments that stand in `svg`, and says of them what the page says already. */
export function fixedFace(svg: SVGSVGElement, sentence: string): Face {
  const count = svg.querySelectorAll(".moment").length;
  const alt = svg.getAttribute("aria-label") ?? "";
  return {
    moments: () => count,
    show: (_, moment) => showMoment(svg, moment),
    ghost: () => {},
    sentence: () => sentence,
    alt: () => alt,
    table: () => ({ rows: [], complete: true }),
  };
}

/** Show that moment (from 0) of those in the drawing; the last one if there are fewer. */
export function showMoment(svg: SVGSVGElement, moment: number): void {
  const moments = svg.querySelectorAll(".moment");
  const shown = Math.min(moment, moments.length - 1);
  moments.forEach((each, index) => each.classList.toggle("later", index !== shown));
}
