// What a printed page needs to be measured for: slides marked `fit`. All else stands there as it was built.

import { fitSlide } from "./fit";

addEventListener("load", () => {
  for (const slide of document.querySelectorAll<HTMLElement>("section[data-fit]")) fitSlide(slide);
});
