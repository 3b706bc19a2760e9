// What the address says about the deck's look, read and written. No DOM here.

export const BASE_PX = 28;
export const LEAST_PX = 18;
export const MOST_PX = 84;

export type Mode = "light" | "dark" | "auto";

/** The text size that `?font=` asks for: `+4` and `-2` count from 28, `110%` is of 28. Null if it says nothing. */
export function fontFromQuery(search: string): number | null {
  const text = new URLSearchParams(search).get("font");
  if (text === null) return null;
  // A raw `+` in an address arrives as a space.
  const found = /^([+\- ]?)(\d{1,3}(?:\.\d+)?)(%|px)?$/.exec(text.replace(/\s+$/, ""));
  if (!found) return null;
  const value = Number(found[2]);
  const px = found[3] === "%" ? (BASE_PX * value) / 100 : BASE_PX + (found[1] === "-" ? -value : value);
  return found[3] === "%" && found[1] !== "" ? null : withinBounds(px);
}

/** The value of `?font=` for this text size: `+4`, `-2`, `+0`. */
export function fontForQuery(px: number): string {
  const added = Math.round((px - BASE_PX) * 100) / 100;
  return added < 0 ? `${added}` : `+${added}`;
}

/** One press of `+` or `-`: a whole pixel up or down, within bounds. */
export function stepped(px: number, by: number): number {
  return withinBounds(Math.round(px) + by);
}

/** The mode that `?mode=` asks for, or null. */
export function modeFromQuery(search: string): Mode | null {
  const text = new URLSearchParams(search).get("mode");
  return text === "light" || text === "dark" || text === "auto" ? text : null;
}

/** The query with one parameter set (null: left out); all others stay exactly as they are written. */
export function withParameter(search: string, name: string, value: string | null): string {
  const rest = search
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => part !== "" && part.split("=")[0] !== name);
  if (value !== null) rest.push(`${name}=${value}`);
  return rest.length ? `?${rest.join("&")}` : "";
}

function withinBounds(px: number): number {
  return Math.min(MOST_PX, Math.max(LEAST_PX, px));
}
