// The states of a figure: the product of its parameters' stops, and how the address names them.

import type { Param, Value } from "./payload";
import { withParameter } from "./query";

/** The stop of each parameter, in their order. */
export type Place = readonly number[];

/** Values between two stops, by the names of their parameters. */
export type Between = Readonly<Record<string, number>>;

/** What a word asks of a parameter: a stop, or nothing, with the reason. */
export type Asked = { stop: number } | { refused: string };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The place that the build shows first. */
export function firstPlace(params: readonly Param[]): number[] {
  return params.map((param) => param.at);
}

/** The number of a state: row by row, the first parameter slowest. */
export function stateNumber(params: readonly Param[], place: Place): number {
  return params.reduce((number, param, index) => number * param.stops.length + (place[index] ?? 0), 0);
}

/** Whether every parameter has the stop that the place names. */
export function isPlace(params: readonly Param[], place: unknown): place is number[] {
  if (!Array.isArray(place) || place.length !== params.length) return false;
  return params.every((param, index) => isIndex(place[index], param.stops.length));
}

/** Whether two places are the same, or both none. */
export function samePlace(one: Place | null, other: Place | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((stop, index) => stop === other[index]);
}

/** Whether it is an integer from 0, below `count`. */
export function isIndex(value: unknown, count: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < count;
}

/** The stop nearest to a number; by ratio where the stops themselves lie so. */
export function nearestStop(stops: readonly Value[], value: number): number {
  const numbers = stops.map(Number);
  const byRatio = value > 0 && liesByRatio(numbers);
  const apart = (stop: number) => Math.abs(byRatio ? Math.log(stop / value) : stop - value);
  return numbers.reduce((best, stop, index) => (apart(stop) < apart(numbers[best] as number) ? index : best), 0);
}

/** The number at a place between stops: 2.5 lies halfway from the third to the fourth; a multiple of `least`, if any. */
export function valueAt(stops: readonly Value[], position: number, least: number): number {
  const below = Math.floor(position);
  if (below === position) return Number(stops[below]);
  const [low, high] = [Number(stops[below]), Number(stops[below + 1])];
  const value = low + (high - low) * (position - below);
  // As few digits as tell a hundredth of the way: nobody wants to read more.
  const unit = Math.max(least, 10 ** Math.floor(Math.log10((high - low) / 100)));
  return Math.min(high, Math.max(low, Number((Math.round(value / unit) * unit).toPrecision(12))));
}

/** Where a number lies between stops: the other way round. */
export function positionOf(stops: readonly Value[], value: number): number {
  const after = stops.findIndex((stop) => Number(stop) > value);
  if (after <= 0) return after === 0 ? 0 : stops.length - 1;
  const [low, high] = [Number(stops[after - 1]), Number(stops[after])];
  return after - 1 + (value - low) / (high - low);
}

/** Whether the stops lie more evenly by ratio than by difference. */
export function liesByRatio(stops: readonly number[]): boolean {
  if (stops.length < 3 || stops.some((stop) => stop <= 0)) return false;
  return unevenness(stops.map(Math.log)) < unevenness(stops) - 1e-9;
}

/** The number of the parameter that Play moves: the step from moment to moment, else the first slider; -1 if neither. */
export function primary(params: readonly Param[]): number {
  const step = params.findIndex((param) => param.name === "step");
  return step >= 0 ? step : params.findIndex((param) => param.kind === "slider");
}

/** What a word (of a field or the address) asks for: the nearest stop, an option, `true` or `false`. */
export function askedStop(param: Param, word: string): Asked {
  const { title } = param;
  const text = word.trim();
  if (param.kind !== "slider") {
    const stop = param.stops.findIndex((each) => String(each) === text);
    return stop >= 0 ? { stop } : { refused: `${title} cannot be ${clipped(text)}` };
  }
  const low = Number(param.stops[0]);
  const high = Number(param.stops[param.stops.length - 1]);
  const value = NUMBER.test(text) ? Number(text) : NaN;
  if (value >= low && value <= high) return { stop: nearestStop(param.stops, value) };
  return { refused: `${title} goes from ${withoutUnit(param, 0)} to ${param.labels[param.labels.length - 1] ?? high}` };
}

/** The state in words: `GOGC 100 %, lock mutex`. */
export function placeInWords(params: readonly Param[], place: Place): string {
  return params
    .map((param, index) => `${param.title} ${param.labels[place[index] ?? 0] ?? ""}`.trim())
    .join(", ");
}

/** What the address says of a figure: words by name, as `?ID.name=word` gives them. */
export function wordsInQuery(search: string, id: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of search.replace(/^\?/, "").split("&")) {
    const [name = "", ...rest] = part.split("=");
    const key = plain(name);
    if (key.startsWith(`${id}.`)) found.set(key.slice(id.length + 1), plain(rest.join("=")));
  }
  return found;
}

/** The ids that the address says something of. */
export function idsInQuery(search: string): string[] {
  const names = search.replace(/^\?/, "").split("&").map((part) => plain(part.split("=")[0] ?? ""));
  return [...new Set(names.filter((name) => name.includes(".")).map((name) => name.slice(0, name.lastIndexOf("."))))];
}

/** Where these words lead, and in words what of them leads nowhere: that parameter stays as it is at first. */
export function askedPlace(params: readonly Param[], words: Iterable<readonly [string, string]>) {
  const place = firstPlace(params);
  const refused: string[] = [];
  for (const [name, word] of words) {
    const index = params.findIndex((param) => param.name === name);
    const param = params[index];
    const asked = param ? askedStop(param, word) : { refused: `there is no ${clipped(name)} here` };
    if ("refused" in asked) refused.push(asked.refused);
    else place[index] = asked.stop;
  }
  return { place, refused: refused.join("; ") };
}

/** Those of the words that ask for a value between two stops; null where none does. */
export function betweenStops(params: readonly Param[], words: Iterable<readonly [string, string]>): Between | null {
  const asked = [...words].filter(([name, word]) => {
    const param = params.find((each) => each.name === name);
    return param && "stop" in askedStop(param, word) && isBetweenStops(param, Number(word));
  });
  const found = asked.map(([name, word]) => [name, Number(word)]);
  return found.length ? Object.fromEntries(found) : null;
}

/** Whether these are values between stops that the place is the nearest to. */
export function isBetween(params: readonly Param[], place: Place, values: unknown): values is Between {
  if (typeof values !== "object" || values === null) return false;
  const found = Object.entries(values).map(([name, value]) => {
    const index = params.findIndex((param) => param.name === name);
    const param = params[index];
    return param !== undefined && isBetweenStops(param, value) && nearestStop(param.stops, value) === place[index];
  });
  return found.length > 0 && found.every(Boolean);
}

/** Whether both are the same values, or none. */
export function sameBetween(one: Between | null, other: Between | null): boolean {
  const [mine, theirs] = [Object.entries(one ?? {}), Object.entries(other ?? {})];
  return mine.length === theirs.length && mine.every(([name, value]) => other?.[name] === value);
}

/** The query with one of the figure's words set (null: left out); all else stays as it is written. */
export function withWord(search: string, id: string, name: string, word: string | null): string {
  const key = `${id}.${name}`;
  const parts = search.replace(/^\?/, "").split("&");
  const others = parts.filter((part) => part !== "" && plain(part.split("=")[0] ?? "") !== key);
  const rest = others.length ? `?${others.join("&")}` : "";
  return withParameter(rest, encoded(key), word === null ? null : encoded(word));
}

/** The query for a place and values between its stops: what is shown first is left out. */
export function withPlace(
  search: string,
  id: string,
  params: readonly Param[],
  place: Place,
  between: Between | null = null,
): string {
  return params.reduce((query, param, index) => {
    const stop = place[index] ?? param.at;
    const value = between?.[param.name] ?? (stop === param.at ? null : param.stops[stop]);
    return withWord(query, id, param.name, value === null ? null : String(value));
  }, search);
}

function isBetweenStops(param: Param, value: unknown): value is number {
  return param.kind === "slider" && Number.isFinite(value) && !param.stops.includes(value as number);
}

function unevenness(values: readonly number[]): number {
  const [first = 0, last = 0] = [values[0], values[values.length - 1]];
  const even = (index: number) => first + ((last - first) * index) / (values.length - 1);
  return values.reduce((sum, value, index) => sum + Math.abs(value - even(index)), 0) / (last - first);
}

function withoutUnit(param: Param, stop: number): string {
  const label = param.labels[stop] ?? String(param.stops[stop]);
  return param.unit && label.endsWith(` ${param.unit}`) ? label.slice(0, -param.unit.length - 1) : label;
}

function clipped(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return text;
  }
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/%20/g, "+");
}
