// What a viewer would complain about on a slide: for each complaint its rule, what it says, the text that it is
// about, the figure in which that stands, and the box on the screen. Without arguments, on the slide that is shown.
(asked) => {
  const { slide, canvas, unit, sizes } = asked ?? {
    slide: Reveal.getCurrentSlide(),
    canvas: document.querySelector(".reveal .slides"),
    unit: document.querySelector(".reveal .slides").getBoundingClientRect().width / Reveal.getConfig().width,
    sizes: true,
  };
  const edges = canvas.getBoundingClientRect();
  const near = 1.5 * unit;
  const least = { chart: 16, small: 12, text: 18 };
  const unseen = ".notes, .katex-mathml, .visually-hidden, .unseen-title, [hidden], title, desc, script, style, .katex .vlist-s";
  const found = new Map();

  const tell = (rule, text, element, rect, message) => {
    const key = `${rule} ${message}`;
    if (found.has(key)) return;
    const figure = element.closest("figure.demo")?.id ?? "";
    const box = [rect.left, rect.top, rect.width, rect.height];
    found.set(key, { rule, message, text: text.trim(), figure, box });
  };
  const quoted = (text) => JSON.stringify(text.trim().replace(/\s+/g, " ").slice(0, 40));
  const remembered = (answer) => {
    const known = new Map();
    return (element) => {
      if (!known.has(element)) known.set(element, answer(element));
      return known.get(element);
    };
  };
  const shown = remembered((element) => {
    if (element.closest(unseen)) return false;
    const closed = element.closest("details:not([open])");
    if (closed && !element.closest("summary")) return false;
    return element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  });
  const clips = remembered((element) => {
    const style = getComputedStyle(element);
    const cuts = [style.overflowX, style.overflowY].some((each) => each !== "visible");
    return cuts && element.getBoundingClientRect().width > 2;
  });
  const clipping = remembered((element) => {
    const boxes = [];
    for (let at = element; at && at !== slide; at = at.parentElement) if (clips(at)) boxes.push(at);
    return boxes;
  });
  const sizeOf = remembered((element) => {
    const svg = element.closest("svg");
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (!svg || !svg.viewBox.baseVal.width) return size;
    return (size * svg.getBoundingClientRect().width) / unit / svg.viewBox.baseVal.width;
  });
  const inMath = (element) => element.closest(".katex");
  const leastOf = (element) => {
    if (element.closest("svg")) return least.chart;
    return inMath(element) || element.closest("sup, sub") ? least.small : least.text;
  };
  const cut = (rect, box) =>
    rect.left < box.left - near || rect.right > box.right + near ||
    rect.top < box.top - near || rect.bottom > box.bottom + near;

  const lines = [];
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent;
    const parent = node.parentElement;
    if (!text.trim() || !shown(parent)) continue;
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width <= 1 || rect.height <= 1) continue;
      const size = sizeOf(parent);
      if (sizes && size < leastOf(parent) - 0.05) {
        tell("small-text", text, parent, rect, `${quoted(text)} is ${size.toFixed(1)} px high, under ${leastOf(parent)}`);
      }
      if (cut(rect, edges)) tell("overflow", text, parent, rect, `${quoted(text)} leaves the slide`);
      for (const box of clipping(parent)) {
        if (!cut(rect, box.getBoundingClientRect())) continue;
        tell("overflow", text, parent, rect, `${quoted(text)} is cut off by <${box.tagName.toLowerCase()}>`);
      }
      lines.push({ rect, text, parent });
    }
  }
  for (const element of slide.querySelectorAll("img, svg, video, table, pre, figure, button, input, select, summary")) {
    if (!shown(element) || inMath(element)) continue;
    const rect = element.getBoundingClientRect();
    if (!rect.width || !cut(rect, edges)) continue;
    const name = element.getAttribute("alt") || element.tagName.toLowerCase();
    tell("overflow", name, element, rect, `<${element.tagName.toLowerCase()}> leaves the slide`);
  }

  // In a diagram a text stands in its box or beside it, never across its edge.
  const boxesOf = remembered((svg) => [...svg.querySelectorAll("rect")].filter(shown).map((each) => each.getBoundingClientRect()));
  for (const { rect, text, parent } of lines) {
    const diagram = parent.closest("svg.steps");
    for (const box of diagram ? boxesOf(diagram) : []) {
      const wide = Math.min(rect.right, box.right) - Math.max(rect.left, box.left);
      const high = Math.min(rect.bottom, box.bottom) - Math.max(rect.top, box.top);
      if (wide <= 3 * unit || high <= 0.45 * Math.min(rect.height, box.height)) continue;
      if (rect.left < box.left - near || rect.right > box.right + near) {
        tell("overlap", text, parent, rect, `${quoted(text)} lies across the edge of a box`);
      }
    }
  }

  // The foot keeps some room of its own: what stands on its line is read with it.
  const foot = slide.querySelector(".foot");
  const mark = foot?.querySelector(".here") ? 8 * unit : 0;
  const top = foot && shown(foot) ? foot.getBoundingClientRect().top - mark - 5 * unit : Infinity;
  for (const { rect, text, parent } of lines) {
    if (rect.bottom > top && !foot.contains(parent)) tell("overlap", text, parent, rect, `${quoted(text)} stands on the foot`);
  }

  lines.sort((a, b) => a.rect.top - b.rect.top);
  for (let i = 0; i < lines.length; i++) {
    for (let j = i + 1; j < lines.length && lines[j].rect.top < lines[i].rect.bottom; j++) {
      const [a, b] = [lines[i], lines[j]];
      if (a.parent === b.parent || (inMath(a.parent) && inMath(a.parent) === inMath(b.parent))) continue;
      const wide = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
      const high = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
      if (wide <= 3 * unit || high <= 0.45 * Math.min(a.rect.height, b.rect.height)) continue;
      tell("overlap", a.text, a.parent, b.rect, `${quoted(a.text)} and ${quoted(b.text)} overlap`);
    }
  }
  return [...found.values()];
};
