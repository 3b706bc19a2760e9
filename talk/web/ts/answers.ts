// What reveal.js asks of the document at every step, answered without a walk through all that the slides hold.
// Each answer is what the document itself would give; it comes from lists that the browser keeps.

type Answer = () => Element[];

const MEDIA = ["video", "audio", "iframe"];
const UNLOADED = [
  "video[data-lazy-loaded][src], audio[data-lazy-loaded][src], iframe[data-lazy-loaded][src]",
  "video[data-lazy-loaded] source[src], audio source[src]",
];

/** Let the deck's elements answer; sections that come later are taken in by another call. */
export function answerQuickly(reveal: HTMLElement): void {
  const slides = reveal.querySelector<HTMLElement>(":scope > .slides");
  if (!slides) return;
  const all = slides.getElementsByTagName("section");
  const rows = () => [...slides.children].filter(isSection);
  const within = (rows: readonly Element[]) => rows.flatMap((row) => [...row.children].filter(isSection));
  answer(reveal, {
    ".slides>section": rows,
    ".slides section": () => [...all],
    ".slides>section>section": () => within(rows()),
    ".slides>section.present>section": () => within(rows().filter((row) => row.classList.contains("present"))),
    ".slides>section.stack": () => rows().filter((row) => row.classList.contains("stack")),
    '.slides section:not(.stack):not([data-visibility="uncounted"])': () => [...all].filter(isCounted),
  });
  const stretched = ["stretch", "r-stretch"].map((name) => slides.getElementsByClassName(name));
  answer(slides, {
    "section > .stretch, section > .r-stretch": () =>
      stretched.some((list) => list.length) ? native(slides, "section > .stretch, section > .r-stretch") : [],
  });
  for (const section of all) answerSection(section as HTMLElement);
}

function answerSection(section: HTMLElement): void {
  if (Object.hasOwn(section, "querySelectorAll")) return;
  const inner = section.getElementsByTagName("section");
  const media = MEDIA.map((name) => section.getElementsByTagName(name));
  const moving = (selector: string) => () => (media.some((list) => list.length) ? native(section, selector) : []);
  answer(section, {
    section: () => [...inner],
    ...Object.fromEntries(UNLOADED.map((selector) => [selector, moving(selector)])),
  });
  const first = (selector: string) => (selector === "section" ? (inner[0] ?? null) : Element.prototype.querySelector.call(section, selector));
  Object.defineProperty(section, "querySelector", { value: first, configurable: true });
}

function answer(element: HTMLElement, answers: Readonly<Record<string, Answer>>): void {
  const known = new Map(Object.entries(answers));
  const all = (selector: string) => known.get(selector)?.() ?? Element.prototype.querySelectorAll.call(element, selector);
  Object.defineProperty(element, "querySelectorAll", { value: all, configurable: true });
}

function native(element: Element, selector: string): Element[] {
  return [...Element.prototype.querySelectorAll.call(element, selector)];
}

function isSection(element: Element): boolean {
  return element.localName === "section";
}

function isCounted(section: Element): boolean {
  return !section.classList.contains("stack") && (section as HTMLElement).dataset["visibility"] !== "uncounted";
}
