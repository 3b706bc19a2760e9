// What is wrong on the pages of a handout: slides drawn small as geometry sees them, and the text beside them.
() => {
  const PT = 96 / 72;
  const found = [];
  const least = (element) => {
    if (element.closest("svg, pre, code, sup, sub, .ordinal, .katex")) return 7;
    return 10;
  };
  const sheets = [...document.querySelectorAll(".sheet")];
  const width = document.body.getBoundingClientRect().right;
  sheets.forEach((sheet, index) => {
    const frame = sheet.querySelector(".frame");
    const slide = frame.querySelector("section");
    const unit = frame.getBoundingClientRect().width / frame.querySelector(".slides").offsetWidth;
    const tell = (each) => found.push({ ...each, index });
    globalThis.talkGeometry({ slide, canvas: frame, unit, sizes: false }).forEach(tell);
    const walker = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.textContent.trim() || frame.contains(parent) || !parent.checkVisibility()) continue;
      if (parent.closest(".katex-mathml, .visually-hidden, script, style, title, desc")) continue;
      range.selectNodeContents(node);
      const rect = range.getBoundingClientRect();
      const svg = parent.closest("svg");
      const zoom = svg?.viewBox.baseVal.width ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
      const size = (parseFloat(getComputedStyle(parent).fontSize) * zoom) / PT;
      const text = node.textContent.trim();
      const quoted = JSON.stringify(text.replace(/\s+/g, " ").slice(0, 40));
      const figure = parent.closest("figure.demo")?.id.replace(/-printed$/, "") ?? "";
      const box = [rect.left, rect.top, rect.width, rect.height];
      const say = (rule, message) => tell({ rule, message, text, figure, box });
      if (size < least(parent) - 0.05) say("small-text", `${quoted} is ${size.toFixed(1)} pt high on paper, under ${least(parent)}`);
      if (rect.right > width + 2) say("overflow", `${quoted} leaves the paper`);
    }
  });
  return found;
}
