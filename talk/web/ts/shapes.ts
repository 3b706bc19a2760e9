// From a state's numbers to paths: everything of one colour (an ink) is one path.

import { drawnEnds, endLabels } from "./ends";
import { type Shown, marksOf, toPixel } from "./numbers";
import { type Point, between, circle, marker, px, rectangle, stairs, stroke } from "./paths";
import type { ChartPayload, Kind, Nums, Panel } from "./payload";

const RULE_OVER = 11; // units that a rule across goes on beyond the plot
const LINE = 1.22; // height of a line of text, in text sizes
const RING = 5; // radius of an event, in units

/** Where a mark is drawn: its numbers, its panel, both axes, and what the stacks before it add up to. */
interface Sheet extends Shown {
  panel: Panel;
  unit: number;
  line: number;
  toX: (value: number) => number;
  toY: (value: number) => number;
  below: Map<number, number>;
}

/** The path of each ink in a state, in the order of `payload.inks`; empty where there is nothing to draw. */
export function inkPaths(payload: ChartPayload, state: number): string[] {
  const paths = payload.inks.map(() => "");
  const toX = toPixel(payload.x);
  const below = payload.panels.map(() => new Map<number, number>());
  for (const mark of marksOf(payload, state)) {
    const panel = mark && payload.panels[mark.info.p];
    if (!mark || !panel) continue;
    const sheet = {
      ...mark,
      panel,
      unit: payload.unit,
      line: payload.room * LINE,
      toX,
      toY: toPixel(panel.y),
      below: below[mark.info.p] ?? new Map<number, number>(),
    };
    DRAW[mark.info.k](sheet).forEach((path, place) => {
      const ink = mark.info.ink[place];
      if (ink !== undefined) paths[ink] += path;
    });
  }
  for (const [ink, path] of drawnEnds(payload, endLabels(payload, state))) paths[ink] += path;
  return paths;
}

const DRAW: Readonly<Record<Kind, (sheet: Sheet) => string[]>> = {
  line: (sheet) => [stroke(points(sheet))],
  step: (sheet) => [stairs(points(sheet), pixels(sheet))],
  area: (sheet) => {
    const upper = points(sheet);
    return [between(upper, points(sheet, sheet.fields["low"] ?? "floor")), stroke(upper)];
  },
  stack,
  bars: (sheet) => twice(bars(sheet)),
  hist: (sheet) => twice(bins(sheet)),
  points: (sheet) => {
    const { marker: shape = "o", size = 9 * sheet.unit } = sheet.info;
    return [each(points(sheet), ([x, y]) => marker(shape, x, y, size))];
  },
  spans: (sheet) => [spans(sheet)],
  heat,
  rule: (sheet) => [rules(sheet)],
  band: (sheet) => [bands(sheet)],
  events: (sheet) => [events(sheet)],
};

function stack(sheet: Sheet): string[] {
  const lower: Nums = sheet.x.map((_, index) => sheet.below.get(index) ?? 0);
  const upper: Nums = lower.map((low, index) => {
    const own = sheet.fields["y"]?.[index] ?? null;
    return own === null || low === null ? null : low + own;
  });
  upper.forEach((sum, index) => {
    if (sum !== null) sheet.below.set(index, sum);
  });
  const edge = points(sheet, upper);
  return [between(edge, points(sheet, lower)), stroke(edge)];
}

function bars(sheet: Sheet): string {
  const { wide = 1, off = 0, floor = 0 } = sheet.info;
  return paired(sheet, (x, y) => {
    const left = x + off - wide / 2;
    return rectangle(sheet.toX(left), sheet.toY(floor), sheet.toX(left + wide), sheet.toY(y));
  });
}

function bins(sheet: Sheet): string {
  const floor = sheet.toY(sheet.info.floor ?? 0);
  return paired(sheet, (x, y, index) => {
    const next = sheet.x[index + 1] ?? null;
    return next === null ? "" : rectangle(sheet.toX(x), floor, sheet.toX(next), sheet.toY(y));
  });
}

function spans(sheet: Sheet): string {
  const { lane = [], start = [], end = [] } = sheet.fields;
  const half = sheet.info.half ?? 0.36;
  let path = "";
  lane.forEach((row, index) => {
    const [from, to] = [start[index] ?? null, end[index] ?? null];
    if (row === null || from === null || to === null) return;
    path += rectangle(sheet.toX(from), sheet.toY(row - half), sheet.toX(to), sheet.toY(row + half));
  });
  return path;
}

/** A path for each level; with one ink more than levels, that one takes the holes. */
function heat(sheet: Sheet): string[] {
  const [low, high, count] = sheet.info.levels ?? [0, 1, 1];
  const edges = cellEdges(pixels(sheet), sheet.panel);
  const paths = sheet.info.ink.map(() => "");
  (sheet.fields["v"] ?? []).forEach((value, index) => {
    const column = index % sheet.x.length;
    const row = (index - column) / sheet.x.length;
    const level = value === null ? count : levelOf(value, low, high, count);
    if (level >= paths.length) return;
    const [left, right] = [edges[column] as number, edges[column + 1] as number];
    paths[level] += rectangle(left, sheet.toY(row - 0.5), right, sheet.toY(row + 0.5));
  });
  return paths;
}

/** The level of a value between the lowest and the highest, from 0. */
function levelOf(value: number, low: number, high: number, count: number): number {
  const level = high > low ? Math.floor(((value - low) / (high - low)) * count) : 0;
  return Math.min(count - 1, Math.max(0, level));
}

/** The edges of cells around these middles; a lone cell is as wide as the plot. */
function cellEdges(middles: readonly number[], panel: Panel): number[] {
  const first = middles[0] ?? 0;
  const last = middles[middles.length - 1] ?? 0;
  if (middles.length < 2) return [panel.frame[0], panel.frame[2]];
  const inner = middles.slice(1).map((x, index) => ((middles[index] as number) + x) / 2);
  return [2 * first - (inner[0] as number), ...inner, 2 * last - (inner[inner.length - 1] as number)];
}

function rules(sheet: Sheet): string {
  const [left, , right] = sheet.panel.frame;
  if (sheet.info.axis !== "y") return uprights(sheet, sheet.fields["at"] ?? []);
  const end = px(right + RULE_OVER * sheet.unit);
  return each(sheet.fields["at"] ?? [], (at) => `M${px(left)} ${px(sheet.toY(at))}H${end}`);
}

/** Lines along the whole plot, and beyond it past as many rows of words as the field `row` says. */
function uprights(sheet: Sheet, xs: Nums): string {
  const [, top, , bottom] = sheet.panel.frame;
  const rows = sheet.fields["row"] ?? [];
  const draw = (x: number, row: number) => `M${px(sheet.toX(x))} ${px(top - row * sheet.line)}V${px(bottom)}`;
  return xs.map((x, index) => (x === null ? "" : draw(x, rows[index] ?? 0))).join("");
}

function bands(sheet: Sheet): string {
  const [left, top, right, bottom] = sheet.panel.frame;
  const { a = [], b = [] } = sheet.fields;
  return each(a.map((from, index) => zipped(from, b[index])), ([from, to]) => {
    if (sheet.info.axis === "x") {
      const [start, end] = [sheet.toX(from), sheet.toX(to)].map((x) => clamped(x, left, right));
      return rectangle(start as number, top, end as number, bottom);
    }
    const [low, high] = [sheet.toY(from), sheet.toY(to)].map((y) => clamped(y, top, bottom));
    return rectangle(left, high as number, right, low as number);
  });
}

function events(sheet: Sheet): string {
  if (!sheet.fields["y"]) return uprights(sheet, sheet.x);
  return each(points(sheet), ([x, y]) => circle(x, y, RING * sheet.unit));
}

/** The points of a mark, by its own y, by others, or along the value that it stands on. */
function points(sheet: Sheet, ys: Nums | "floor" = sheet.fields["y"] ?? []): (Point | null)[] {
  const floor = sheet.info.floor ?? 0;
  return sheet.x.map((x, index) => {
    const y = ys === "floor" ? floor : (ys[index] ?? null);
    if (x === null || y === null) return null;
    const point: Point = [sheet.toX(x), sheet.toY(y)];
    return point.every(Number.isFinite) ? point : null;
  });
}

function pixels(sheet: Sheet): number[] {
  return sheet.x.map((x) => sheet.toX(x ?? NaN));
}

/** A path for each x that has a y. */
function paired(sheet: Sheet, draw: (x: number, y: number, index: number) => string): string {
  const ys = sheet.fields["y"] ?? [];
  return sheet.x
    .map((x, index) => {
      const y = ys[index] ?? null;
      return x === null || y === null ? "" : draw(x, y, index);
    })
    .join("");
}

function each<T>(things: readonly (T | null)[], draw: (thing: T) => string): string {
  return things.map((thing) => (thing === null ? "" : draw(thing))).join("");
}

function zipped(one: number | null, other: number | null | undefined): Point | null {
  return one === null || other === null || other === undefined ? null : [one, other];
}

function clamped(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function twice(path: string): string[] {
  return [path, path];
}
