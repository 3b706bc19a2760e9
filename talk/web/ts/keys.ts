// Who gets a key: the talk, the control that has the focus, or the size of the text.

import type { Deck } from "./deck";
import { giveBackFocus, scrolls } from "./focus";
import type { Look } from "./look";

/** What counts about the element that has the focus. */
export interface Holder {
  tag: string;
  type: string;
  editable: boolean;
  scrolls: boolean;
}

const ARROWS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);
const FIELDS = new Set(["input", "select", "textarea"]);
const PRESSED = new Set(["button", "summary"]);
// For key events that reveal.js passes on from the speaker view: they carry a code alone.
const PLUS_CODES = [187, 107, 171];
const MINUS_CODES = [189, 109, 173];

/** Whether a key belongs to the focused control rather than to the talk. */
export function belongsToControl(holder: Holder | null, key: string): boolean {
  if (!holder) return false;
  if (isField(holder)) return !(key === " " && holder.type === "range");
  if (PRESSED.has(holder.tag)) return key === " " || key === "Enter" || (holder.tag === "summary" && ARROWS.has(key));
  if (holder.tag === "a") return key === "Enter";
  return holder.scrolls && ARROWS.has(key);
}

/** By how many pixels a character changes the text size. `=` is `+` without the shift key. */
export function sizeStep(key: string): number {
  return key === "+" || key === "=" ? 1 : key === "-" ? -1 : 0;
}

/** What has the focus now, or null if nothing that could want a key. */
export function holder(): Holder | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  return {
    tag: element.localName,
    type: element.getAttribute("type") ?? "",
    editable: element.isContentEditable,
    scrolls: element.tabIndex >= 0 && scrolls(element),
  };
}

/** Listen before reveal.js does, and tell it through `keyboardCondition` what is not its own. */
export function bindKeys(deck: Deck, look: Look): void {
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || deck.isPaused() || deck.isOverlayOpen()) return;
    if (!handled(event, deck, look)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("keydown", onKey, true);
  for (const keyCode of PLUS_CODES) deck.addKeyBinding(binding(keyCode, "+", "Larger text"), () => look.step(1));
  for (const keyCode of MINUS_CODES) deck.addKeyBinding(binding(keyCode, "-", "Smaller text"), () => look.step(-1));
  deck.addKeyBinding({ keyCode: 68, key: "D", description: "Dark or light" }, () => look.toggleMode());
}

function handled(event: KeyboardEvent, deck: Deck, look: Look): boolean {
  const key = event.key;
  const focused = holder();
  if (key === "PageDown") deck.next();
  else if (key === "PageUp") deck.prev();
  else if (key === "Escape") return leave();
  else if (key === " " && focused?.type === "range") (event.shiftKey ? deck.prev : deck.next)();
  else if (belongsToControl(focused, key)) return false;
  else if (sizeStep(key) && deck.getConfig().keyboard !== false) look.step(sizeStep(key));
  else return false;
  return true;
}

/** Give the focus back; a field takes back what was typed and not committed. */
function leave(): boolean {
  document.activeElement?.dispatchEvent(new Event("cancel"));
  return giveBackFocus();
}

function isField(holder: Holder): boolean {
  return FIELDS.has(holder.tag) || holder.editable;
}

function binding(keyCode: number, key: string, description: string) {
  return { keyCode, key, description };
}
