// The numbers of a state as rows, at most 50 of them, as the build makes them (talk/chart/table.py).

import { decimalsFor, showNumber } from "./format";
import { type Shown, marksOf, xsOf } from "./numbers";
import type { ChartPayload, Column, Nums } from "./payload";

const MAX_ROWS = 50;
const KEPT_EVENTS = 20; // rows with an event stay in the short table while there are no more

/** An x and which of its occurrences: a jump has two rows at one x. */
interface Key {
  x: number;
  nth: number;
}

/** A column's cells by key, as numbers or as words. */
type Cells = Map<string, { key: Key; value: number | string }>;

/** The table of a state, the first cell of a row its header; `complete` if no row is left out. */
export interface Rows {
  rows: string[][];
  complete: boolean;
}

/** The rows of a state. */
export function tableRows(payload: ChartPayload, state: number): string[][] {
  return stateTable(payload, state).rows;
}

/** The rows of a state, and whether they are all. */
export function stateTable(payload: ChartPayload, state: number): Rows {
  const marks = marksOf(payload, state);
  const xs = xsOf(payload, state);
  const columns = payload.table.columns.filter((column) => column.k !== "x");
  const cells = columns.map((column) =>
    column.k === "lane" ? laneCells(payload, column, marks) : cellsOf(payload, column, marks[column.m] ?? null, xs),
  );
  const keys = orderedKeys(xs, cells);
  const shown = chosen(keys, cells);
  const texts = [xTexts(payload, keys), ...cells.map(numberTexts)];
  const order = payload.table.columns.map((column) => (column.k === "x" ? 0 : columns.indexOf(column) + 1));
  const rows = shown.map((key) => order.map((place) => texts[place]?.(key) ?? ""));
  return { rows, complete: shown.length === keys.length };
}

/** At most so many of the indices below `count`, evenly, with both ends. */
export function evenly(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: most }, (_, index) => halfEven((index * (count - 1)) / (most - 1)));
}

function cellsOf(payload: ChartPayload, column: Column, mark: Shown | null, xs: Nums): Cells {
  if (!mark) return new Map();
  const { fields } = mark;
  const word = (index: number) => payload.texts[fields["t"]?.[index] ?? -1] ?? "";
  if (column.k === "series") return cellsAt(mark.x, (index) => fields["y"]?.[index] ?? null);
  if (column.k === "low") return cellsAt(mark.x, (index) => fields["low"]?.[index] ?? null);
  if (column.k === "row") return cellsAt(xs, (index) => fields["v"]?.[column.i * xs.length + index] ?? null);
  return cellsAt(mark.x, word);
}

/** What a lane of a panel (`column.m`) holds, each span at its start, from all marks with spans. */
function laneCells(payload: ChartPayload, column: Column, marks: readonly (Shown | null)[]): Cells {
  const ends: Nums[] = [];
  const spans: { start: number | null; end: number; text: number }[] = [];
  for (const mark of marks) {
    if (mark?.info.k !== "spans" || mark.info.p !== column.m) continue;
    const { lane = [], start = [], end = [], t = [] } = mark.fields;
    ends.push(start, end);
    lane.forEach((row, index) => {
      if (row !== column.i) return;
      spans.push({ start: start[index] ?? null, end: end[index] ?? NaN, text: t[index] ?? -1 });
    });
  }
  const decimals = decimalsFor(ends.flat());
  const words = spans.map(({ end, text }) => `${payload.texts[text] ?? ""} to ${showNumber(end, decimals)}`);
  return cellsAt(spans.map(({ start }) => start), (index) => words[index] ?? null);
}

function cellsAt(xs: Nums, value: (index: number) => number | string | null): Cells {
  const cells: Cells = new Map();
  keysOf(xs).forEach((key, index) => {
    const found = value(index);
    if (found !== null) cells.set(named(key), { key, value: found });
  });
  return cells;
}

function keysOf(xs: Nums): Key[] {
  const seen = new Map<number, number>();
  return xs.map((given) => {
    const x = given ?? NaN;
    const nth = seen.get(x) ?? 0;
    seen.set(x, nth + 1);
    return { x, nth };
  });
}

function orderedKeys(xs: Nums, columns: readonly Cells[]): Key[] {
  const all = new Map(keysOf(xs).map((key) => [named(key), key]));
  for (const cells of columns) {
    for (const [name, { key }] of cells) all.set(name, key);
  }
  return [...all.values()].sort((one, other) => one.x - other.x || one.nth - other.nth);
}

/** The rows that are shown: all with an event while these are few, the others evenly. */
function chosen(keys: readonly Key[], columns: readonly Cells[]): Key[] {
  const events = new Set<string>();
  for (const cells of columns) {
    for (const [name, { value }] of cells) if (typeof value === "string") events.add(name);
  }
  if (events.size > KEPT_EVENTS) events.clear();
  const others = keys.filter((key) => !events.has(named(key)));
  for (const index of evenly(others.length, MAX_ROWS - events.size)) events.add(named(others[index] as Key));
  return keys.filter((key) => events.has(named(key)));
}

function xTexts(payload: ChartPayload, keys: readonly Key[]): (key: Key) => string {
  const { names } = payload;
  if (names) return ({ x }) => names[Math.trunc(x)] ?? "";
  const decimals = decimalsFor(keys.map(({ x }) => x));
  return ({ x }) => showNumber(x, decimals);
}

function numberTexts(cells: Cells): (key: Key) => string {
  const numbers = [...cells.values()].map(({ value }) => value).filter((value) => typeof value === "number");
  const decimals = decimalsFor(numbers);
  return (key) => {
    const value = cells.get(named(key))?.value ?? "";
    return typeof value === "string" ? value : showNumber(value, decimals);
  };
}

function named(key: Key): string {
  return `${key.x} ${key.nth}`;
}

/** The nearest integer; of two, the even one. */
function halfEven(value: number): number {
  const low = Math.floor(value);
  if (value - low !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}
