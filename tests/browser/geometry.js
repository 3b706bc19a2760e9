// What a viewer would complain about on the slide that is shown: a list of sentences.
() => {
  const slide = Reveal.getCurrentSlide();
  const canvas = document.querySelector(".reveal .slides").getBoundingClientRect();
  const scale = canvas.width / Reveal.getConfig().width;
  const found = [];
  const near = 1.5 * scale;

  const unseen = ".notes, .katex-mathml, .visually-hidden, [hidden], title, desc, script, style, .katex .vlist-s";
  const shown = (element) => {
    if (element.closest(unseen)) return false;
    const closed = element.closest("details:not([open])");
    if (closed && !element.closest("summary")) return false;
    return element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  };
  const cut = (rect, box) =>
    rect.left < box.left - near || rect.right > box.right + near ||
    rect.top < box.top - near || rect.bottom > box.bottom + near;
  const clips = (element) => {
    const style = getComputedStyle(element);
    return [style.overflowX, style.overflowY].some((o) => o !== "visible") && element !== slide;
  };
  const clipping = (element) => {
    const boxes = [];
    for (let at = element; at && at !== slide.parentElement; at = at.parentElement) {
      if (clips(at) && at.getBoundingClientRect().width > 2) boxes.push(at);
    }
    return boxes;
  };
  const quoted = (text) => JSON.stringify(text.trim().slice(0, 40));
  const inMath = (element) => element.closest(".katex");

  const lines = [];
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent;
    const parent = node.parentElement;
    if (!text.trim() || !shown(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((r) => r.width > 1 && r.height > 1);
    const svg = parent.closest("svg");
    let size = parseFloat(getComputedStyle(parent).fontSize);
    if (svg && svg.viewBox.baseVal.width) {
      size *= svg.getBoundingClientRect().width / scale / svg.viewBox.baseVal.width;
    }
    const least = svg ? 16 : inMath(parent) || parent.closest("sup, sub") ? 12 : 18;
    if (size < least - 0.05) found.push(`${quoted(text)} is ${size.toFixed(1)} px high, under ${least}`);
    for (const rect of rects) {
      if (cut(rect, canvas)) found.push(`${quoted(text)} leaves the canvas`);
      for (const box of clipping(parent)) {
        if (cut(rect, box.getBoundingClientRect())) found.push(`${quoted(text)} is clipped by ${box.tagName}`);
      }
      lines.push({ rect, text, parent });
    }
  }
  for (const element of slide.querySelectorAll("img, svg, video, table, pre, figure")) {
    if (!shown(element) || inMath(element)) continue;
    const rect = element.getBoundingClientRect();
    if (rect.width && cut(rect, canvas)) found.push(`<${element.tagName.toLowerCase()}> leaves the canvas`);
  }
  for (let i = 0; i < lines.length; i++) {
    for (let j = i + 1; j < lines.length; j++) {
      const a = lines[i], b = lines[j];
      if (a.parent === b.parent || (inMath(a.parent) && inMath(a.parent) === inMath(b.parent))) continue;
      const wide = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
      const high = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
      const least = Math.min(a.rect.height, b.rect.height);
      if (wide > 3 * scale && high > 0.45 * least) found.push(`${quoted(a.text)} and ${quoted(b.text)} overlap`);
    }
  }
  return [...new Set(found)];
};
