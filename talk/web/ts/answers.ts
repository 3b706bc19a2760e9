// What reveal.js asks of the document at every step, answered without a walk through all that the slides hold.
// Each answer is what the document itself would give; it comes from lists that the browser keeps.

import { hush } from "./quiet";

type Found = readonly Element[];
type Answers<T> = ReadonlyMap<string, (asked: T) => Found>;

const NONE: Found = [];
const MEDIA = ["<video", "<audio", "<iframe"];
const UNREAD = "img[data-src], video[data-src], audio[data-src], iframe[data-src]";
const STRETCHED = "section > .stretch, section > .r-stretch";
const OF_SLIDES: Answers<Rows> = new Map([
  [".slides>section", (rows: Rows) => rows.sections],
  [".slides section", (rows: Rows) => rows.all],
  [".slides>section>section", (rows: Rows) => rows.nested],
  [".slides>section.present>section", (rows: Rows) => rows.nested.filter((each) => isOf("present", each.parentElement))],
  [".slides>section.past", (rows: Rows) => rows.of("past")],
  [".slides>section.future", (rows: Rows) => rows.of("future")],
  [".slides>section.stack", (rows: Rows) => rows.of("stack")],
  ['.slides section:not(.stack):not([data-visibility="uncounted"])', (rows: Rows) => rows.all.filter(isCounted)],
]);
const OF_SECTION: Answers<Held> = new Map([
  ["section", (held: Held) => held.sections],
  [".fragment", (held: Held) => held.ifAny(["fragment"], ".fragment")],
  [".fragment.visible", (held: Held) => held.ifAny(["fragment"], ".fragment.visible")],
  [UNREAD, (held: Held) => held.ifAny([...MEDIA, "<img"], UNREAD)],
  ...[
    "video, audio",
    "video[data-lazy-loaded][src], audio[data-lazy-loaded][src], iframe[data-lazy-loaded][src]",
    "video[data-lazy-loaded] source[src], audio source[src]",
  ].map((selector) => [selector, (held: Held) => held.ifAny(MEDIA, selector)] as const),
]);
const OF_GROUND: Answers<Held> = new Map([["iframe[src]", (held: Held) => held.ifAny(["<iframe"], "iframe[src]")]]);

const known = new WeakMap<Element, Rows>();
const held = new WeakMap<Element, Held>();

/** Let the deck's elements answer, and hear only what is new; those that come later are taken in by another call. */
export function answerQuickly(reveal: HTMLElement): void {
  const slides = reveal.querySelector<HTMLElement>(":scope > .slides");
  if (!slides) return;
  const rows = known.get(slides) ?? new Rows(slides);
  known.set(slides, rows);
  answer(reveal, OF_SLIDES, rows);
  answer(slides, new Map([[STRETCHED, () => stretched(slides, rows)]]), rows);
  for (const section of rows.all) answerSection(section as HTMLElement);
  for (const ground of reveal.querySelectorAll<HTMLElement>(":scope > .backgrounds .slide-background")) {
    if (answersAlready(ground)) continue;
    answer(ground, OF_GROUND, new Held(ground));
    hush(ground);
  }
}

/** The slides and their stacks. */
class Rows {
  private known: Found | null = null;
  private readonly every: HTMLCollectionOf<Element>;
  private readonly changes = new MutationObserver(() => (this.known = null));

  constructor(private readonly slides: HTMLElement) {
    this.every = slides.getElementsByTagName("section");
    this.changes.observe(slides, { childList: true });
  }

  get sections(): Found {
    if (this.changes.takeRecords().length) this.known = null;
    return (this.known ??= [...this.slides.children].filter(isSection));
  }

  get all(): Found {
    return this.isFlat ? this.sections : [...this.every];
  }

  get nested(): Found {
    return this.isFlat ? NONE : this.all.filter((each) => each.parentElement?.parentElement === this.slides);
  }

  of(name: string): Found {
    return this.sections.filter((each) => isOf(name, each));
  }

  private get isFlat(): boolean {
    return this.every.length === this.sections.length;
  }
}

/** What an element holds, by class names and by tags (`<video`), in lists that are made when they are first needed. */
class Held {
  private readonly lists = new Map<string, HTMLCollectionOf<Element>>();

  constructor(private readonly element: HTMLElement) {}

  get sections(): Found {
    const inner = this.list("<section");
    return inner.length ? [...inner] : NONE;
  }

  /** What the document gives, asked only if the element holds any of these. */
  ifAny(kinds: readonly string[], selector: string): Found {
    return this.hasAny(kinds) ? native(this.element, selector) : NONE;
  }

  hasAny(kinds: readonly string[]): boolean {
    return this.element.firstChild !== null && kinds.some((kind) => this.list(kind).length > 0);
  }

  private list(kind: string): HTMLCollectionOf<Element> {
    const known = this.lists.get(kind);
    if (known) return known;
    const { element } = this;
    const made = kind.startsWith("<") ? element.getElementsByTagName(kind.slice(1)) : element.getElementsByClassName(kind);
    this.lists.set(kind, made);
    return made;
  }
}

function answerSection(section: HTMLElement): void {
  if (answersAlready(section)) return;
  const holds = new Held(section);
  held.set(section, holds);
  answer(section, OF_SECTION, holds);
  const first = (selector: string) =>
    selector === "section" ? (holds.sections[0] ?? null) : Element.prototype.querySelector.call(section, selector);
  Object.defineProperty(section, "querySelector", { value: first, configurable: true });
  hush(section);
}

function stretched(slides: HTMLElement, rows: Rows): Found {
  const any = rows.all.some((section) => held.get(section)?.hasAny(["stretch", "r-stretch"]) ?? true);
  return any ? native(slides, STRETCHED) : NONE;
}

function answer<T>(element: HTMLElement, answers: Answers<T>, asked: T): void {
  const all = (selector: string) => answers.get(selector)?.(asked) ?? Element.prototype.querySelectorAll.call(element, selector);
  Object.defineProperty(element, "querySelectorAll", { value: all, configurable: true });
}

function answersAlready(element: HTMLElement): boolean {
  return Object.hasOwn(element, "querySelectorAll");
}

function native(element: Element, selector: string): Element[] {
  return [...Element.prototype.querySelectorAll.call(element, selector)];
}

function isSection(element: Element): boolean {
  return element.localName === "section";
}

function isOf(name: string, element: Element | null): boolean {
  return element?.classList.contains(name) ?? false;
}

function isCounted(section: Element): boolean {
  return !isOf("stack", section) && section.getAttribute("data-visibility") !== "uncounted";
}
