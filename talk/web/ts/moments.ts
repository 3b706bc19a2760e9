// Moments of a row of diagrams: those of the first state stand in the page.

import type { Face } from "./face";
import { fixedFace } from "./fixed_face";

/** Draws the moments of the state that stands in `svg`. */
export function momentsFace(svg: SVGSVGElement, _payload: unknown): Face {
  return fixedFace(svg, "");
}
