// Walks through a deck: to every state of a slide, which is a step of its fragments or an end of a control.
// Light and dark are looked at in one go: to come to a state costs more than to look at it.
(() => {
  const geometry = globalThis.talkGeometry;
  const slideAt = (index) => Reveal.getSlides()[index];
  const lastStep = (slide) => {
    const numbers = [...slide.querySelectorAll(".fragment[data-fragment-index]")].map((each) => +each.dataset.fragmentIndex);
    return Math.max(-1, ...numbers);
  };

  /** The controls of a slide's figures; each end is a way to set one, each `back` the way home. */
  const controlsOf = (slide) =>
    [...slide.querySelectorAll("figure.demo.live .control")].map((control) => ({
      figure: control.closest("figure").id,
      name: control.dataset.param ?? "step",
      inputs: [...control.querySelectorAll("input")],
    }));
  const endsOf = ({ inputs }) => {
    if (inputs[0].type === "range") return [inputs[0].min, inputs[0].max];
    if (inputs[0].type === "radio") return [inputs[0].value, inputs[inputs.length - 1].value];
    return ["true", "false"];
  };
  const set = ({ inputs }, value) => {
    const [first] = inputs;
    const input = first.type === "radio" ? inputs.find((each) => each.value === value) : first;
    if (first.type === "range") input.value = value;
    else input.checked = first.type === "radio" || value === "true";
    for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  const valueOf = ({ inputs }) => {
    if (inputs[0].type === "radio") return inputs.find((each) => each.checked)?.value ?? inputs[0].value;
    return inputs[0].type === "range" ? inputs[0].value : String(inputs[0].checked);
  };
  /** Drawings that wait for the next frame are drawn now, as they are for a printer. */
  const settle = () => dispatchEvent(new Event("beforeprint"));

  const isAt = (slide, step) => Reveal.getCurrentSlide() === slide && (Reveal.getIndices().f ?? -1) === step;
  const goTo = (index, step) => {
    const slide = slideAt(index);
    const { h, v } = Reveal.getIndices(slide);
    if (!isAt(slide, step)) Reveal.slide(h, v, step);
    return slide;
  };
  const setMode = (mode) => {
    if (document.documentElement.dataset.mode !== mode) document.documentElement.dataset.mode = mode;
  };

  /** Call `act` with the name of each state of a slide, in that state; `only` names the number of one. */
  const visit = (index, act, only = null) => {
    let number = 0;
    const at = (name) => {
      if (only === null || only === number) act(name, number);
      number += 1;
      return only !== null && number > only;
    };
    const slide = goTo(index, -1);
    const last = lastStep(slide);
    for (let step = -1; step <= last; step++) {
      if (step >= 0) Reveal.navigateFragment(step);
      if (at(last < 0 ? "" : `step ${step + 2} of ${last + 2}`)) return;
    }
    for (const control of controlsOf(slide)) {
      const before = valueOf(control);
      for (const end of endsOf(control)) {
        set(control, end);
        settle();
        if (at(`${control.figure}.${control.name} at ${end}`)) return;
      }
      set(control, before);
      settle();
    }
  };

  const inText = (element) => element.tagName === "A" && getComputedStyle(element).display === "inline";
  const tooSmall = (slide) => {
    const unit = document.querySelector(".slides").getBoundingClientRect().width / Reveal.getConfig().width;
    return [...slide.querySelectorAll("a[href], button, input:enabled, select, textarea, summary")].flatMap((element) => {
      if (!element.checkVisibility({ checkVisibilityCSS: true }) || inText(element) || element.closest(".panel")) return [];
      const rect = (element.closest("label") ?? element).getBoundingClientRect();
      const [width, height] = [rect.width / unit, rect.height / unit];
      if (Math.min(width, height) >= 23.5) return [];
      const name = element.getAttribute("name") || element.textContent.trim() || element.tagName.toLowerCase();
      const message = `the control ${JSON.stringify(name.slice(0, 40))} is ${Math.round(width)} x ${Math.round(height)} px, under 24`;
      const box = [rect.left, rect.top, rect.width, rect.height];
      const figure = element.closest("figure.demo")?.id ?? "";
      return [{ rule: "small-control", message, html: element.outerHTML, text: name, figure, box }];
    });
  };

  /** An element and what it stands in, without what only says where the talk is. */
  const kindOf = (element) => {
    const moving = /^(present|past|future|visible|fragment|current-fragment|lit)$/;
    const own = (each) => [each.tagName, ...[...each.classList].filter((name) => !moving.test(name))].join(".");
    return `${own(element.parentElement)} > ${own(element)}`;
  };
  const kindsIn = (slide) => {
    const parts = [...slide.querySelectorAll("*")].filter((each) => !each.closest("svg *, section aside.notes, .katex *"));
    return [...new Set([slide, ...parts].map(kindOf))];
  };
  /** The classes that an author or a layout gave a slide. */
  const classesOf = (slide) => [...slide.classList].filter((name) => !/^(present|past|future)$/.test(name)).sort().join(" ");

  globalThis.talkCheck = {
    setMode,

    /** The ids of all slides. */
    slides: () => Reveal.getSlides().map((slide) => slide.id),

    /** What is wrong on a slide, state by state and there mode by mode. */
    look(index, modes) {
      const found = [];
      visit(index, (name, number) => {
        for (const mode of modes) {
          setMode(mode);
          const told = [...geometry(), ...(number === 0 ? tooSmall(slideAt(index)) : [])];
          for (const each of told) found.push({ ...each, mode, state: name, number });
        }
        setMode(modes[0]);
      });
      return found;
    },

    /** Show a state of a slide, -1 for the one with all fragments. */
    show(index, number) {
      if (number < 0) goTo(index, lastStep(slideAt(index)));
      else visit(index, () => {}, number);
    },

    /** By how many pixels the text of a slide may grow until something is wrong that is not now: at most `most`. */
    headroom(index, most) {
      const root = document.documentElement;
      const before = root.style.getPropertyValue("--font");
      const slide = goTo(index, lastStep(slideAt(index)));
      const fits = (more) => {
        root.style.setProperty("--font", +before + more);
        slide.closest(".reveal").dispatchEvent(new Event("fragmentshown")); // which makes `fit` slides fit
        return geometry().length === 0;
      };
      let [low, high] = fits(most) ? [most, most] : [0, most - 1];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (fits(middle)) low = middle;
        else high = middle - 1;
      }
      root.style.setProperty("--font", before);
      slide.closest(".reveal").dispatchEvent(new Event("fragmentshown"));
      return low;
    },

    /** What a slide is made of: its classes, and every kind of element in it. */
    kinds: (index) => [classesOf(slideAt(index)), kindsIn(slideAt(index))],

    /** The same of every article of the handout, by its id. */
    articles: () => [...document.querySelectorAll("article[id]")].map((each) => [each.id, classesOf(each), kindsIn(each)]),

    /** The box of what a line of Markdown is about: the smallest element that holds most of its words. */
    boxOf(index, line) {
      const words = line.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
      const slide = slideAt(index);
      const held = (element) => words.filter((word) => element.textContent.toLowerCase().includes(word)).length;
      const all = [...slide.querySelectorAll(".page *")].filter((each) => each.checkVisibility() && each.getBoundingClientRect().width);
      const image = /!\[|<img/.test(line) ? slide.querySelector("img") : null;
      const best = image ?? all.reduce((one, other) => (held(other) > 0 && held(other) >= (one ? held(one) : words.length / 2) ? other : one), null);
      const rect = best?.getBoundingClientRect();
      return rect ? [rect.left, rect.top, rect.width, rect.height] : null;
    },
  };
})();
