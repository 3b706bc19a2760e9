// A new edition of the deck, put into the open page: what has not changed stays as it is, with all its state.

import type { Deck } from "./deck";
import type { Patch, Style } from "./messages";

const REVEALS_CLASSES = ["present", "past", "future", "stack", "visible"];
const REVEALS_ATTRIBUTES = new Set(["hidden", "aria-hidden", "inert", "style", "class"]);

/** Put the slides, their order and the style sheets of a new edition into the page. */
export function applyPatch(patch: Patch, deck: Deck): void {
  const { h, v, f } = deck.getIndices();
  const present = deck.getCurrentSlide();
  const changed = Object.entries(patch.slides).map(([id, html]) => put(id, html));
  for (const [id, line] of Object.entries(patch.lines)) setLine(id, line);
  if (patch.styles) putStyles(patch.styles);
  if (patch.order) {
    putOrder(patch.order, changed);
    deck.sync();
    const at = present.isConnected ? deck.getIndices(present) : { h, v };
    deck.slide(at.h, at.v, f);
    return;
  }
  for (const slide of changed) deck.syncSlide(slide);
  if (changed.includes(present)) deck.slide(h, v, f);
}

/** The sheets that change are loaded before those that they follow go, so that nothing flashes. */
function putStyles(styles: readonly Style[]): void {
  const standing = [...document.head.querySelectorAll<HTMLElement>('link[rel="stylesheet"], style')];
  styles.forEach((style, index) => {
    const old = standing[index];
    if (old && isSame(old, style)) return;
    const fresh = sheet(style);
    if (old) old.before(fresh);
    else document.head.append(fresh);
    if (old && fresh instanceof HTMLLinkElement) for (const end of ["load", "error"]) fresh.addEventListener(end, () => old.remove());
    else old?.remove();
  });
  for (const old of standing.slice(styles.length)) old.remove();
}

function isSame(element: HTMLElement, { url, text }: Style): boolean {
  return element instanceof HTMLLinkElement ? element.getAttribute("href") === url : url === "" && element.textContent === text;
}

function sheet({ url, text }: Style): HTMLElement {
  if (!url) return Object.assign(document.createElement("style"), { textContent: text });
  return Object.assign(document.createElement("link"), { rel: "stylesheet", href: url });
}

/** The section of that id with its new content and attributes; a new element if there was none. */
function put(id: string, html: string): HTMLElement {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.firstElementChild as HTMLElement;
  const old = document.getElementById(id);
  if (!old?.matches(".slides section")) return fresh;
  for (const { name } of [...old.attributes]) {
    if (!REVEALS_ATTRIBUTES.has(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of [...fresh.attributes]) if (!REVEALS_ATTRIBUTES.has(name)) old.setAttribute(name, value);
  old.className = [fresh.className, ...REVEALS_CLASSES.filter((name) => old.classList.contains(name))].join(" ").trim();
  const { display, top } = old.style;
  old.style.cssText = fresh.style.cssText;
  Object.assign(old.style, { display, top });
  old.replaceChildren(...fresh.childNodes);
  return old;
}

function setLine(id: string, line: number): void {
  document.getElementById(id)?.setAttribute("data-line", String(line));
}

/** The slides column by column; those that are gone leave the page. */
function putOrder(order: readonly (readonly string[])[], changed: readonly HTMLElement[]): void {
  const slides = document.querySelector<HTMLElement>(".reveal > .slides");
  const known = new Map(changed.map((slide) => [slide.id, slide]));
  for (const slide of slides?.querySelectorAll<HTMLElement>("section[id]") ?? []) known.set(slide.id, slide);
  const columns = order.map((ids) => {
    const members = ids.map((id) => known.get(id)).filter((slide): slide is HTMLElement => slide !== undefined);
    if (members.length === 1) return members[0] as HTMLElement;
    const stack = document.createElement("section");
    stack.append(...members);
    return stack;
  });
  const others = [...(slides?.children ?? [])].filter((child) => child.localName !== "section");
  slides?.replaceChildren(...columns, ...others);
}
