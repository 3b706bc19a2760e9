// Show the slide of that number with all its fragments, and wait until it is painted; its id comes back.
async (index) => {
  const slide = Reveal.getSlides()[index];
  const { h, v } = Reveal.getIndices(slide);
  Reveal.slide(h, v, slide.querySelectorAll(".fragment").length - 1);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return slide.id;
}
