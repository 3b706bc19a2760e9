// What the build hands over for a live figure: JSON in its `script.states`.

import type { StepsPayload } from "./moments_payload";

export type Value = number | string | boolean;
export type Kind =
  | "line" | "step" | "area" | "stack" | "bars" | "hist" | "points"
  | "spans" | "heat" | "rule" | "band" | "events";

/** Numbers in the unit shown; null is a gap. On the way they may be coded, see `decoded`. */
export type Nums = readonly (number | null)[];

/** Numbers with decimals of their own; where `d` is 1, they come as differences of the differences. */
export interface OwnNums {
  q: number | null;
  n: Nums;
  d?: 0 | 1;
}

export type Fields = Readonly<Record<string, Nums | OwnNums>>;

/** One free parameter: all values that it rests at, the same as a reader sees them, the one shown first. */
export interface Param {
  name: string;
  title: string;
  kind: "slider" | "choice" | "switch";
  stops: readonly Value[];
  labels: readonly string[];
  at: number;
  unit: string;
}

/** Where values lie: `v[0]` at the pixel `p[0]`, `v[1]` at `p[1]`, evenly or by ratio in between. */
export interface AxisMap {
  v: readonly [number, number];
  p: readonly [number, number];
  log: 0 | 1;
}

/** One plot: its y axis, its edges (left, top, right, bottom), where the labels at its lines' ends begin. */
export interface Panel {
  y: AxisMap;
  frame: readonly [number, number, number, number];
  endsX: number;
  lanes: readonly string[] | null;
}

/** A mark: kind, panel, its ink numbers, decimals of its coded fields, the fields that never change. */
export interface MarkInfo {
  k: Kind;
  p: number;
  ink: readonly number[];
  q: Readonly<Record<string, number | null>>;
  all: Fields;
  end: number;
  role: string;
  wide?: number;
  off?: number;
  floor?: number;
  axis?: "x" | "y";
  marker?: string;
  size?: number;
  levels?: readonly [number, number, number];
  half?: number;
}

/** How a text hangs on its point. */
export interface WordStyle {
  across: "start" | "middle" | "end";
  down: "top" | "middle" | "base" | "first";
  style: string;
}

/** A column of the table: its header, what fills it, from which mark (lanes: panel), which of its rows, the unit. */
export interface Column {
  h: string;
  k: "x" | "series" | "low" | "events" | "lane" | "row" | "text";
  m: number;
  i: number;
  u: string;
}

/** One state: its own x, the fields of each mark (0: it lacks the mark), words, numbers of its sentences. */
export interface StateInfo {
  x?: Nums | OwnNums;
  m: readonly (Fields | 0)[];
  w: readonly (readonly [number, number, number, number])[];
  say: number;
  alt: number;
  thin?: 0 | 1;
}

export interface ChartPayload {
  size: readonly [number, number];
  unit: number;
  room: number;
  x: AxisMap;
  panels: readonly Panel[];
  marks: readonly MarkInfo[];
  inks: readonly string[];
  ends: readonly { panel: number; role: string; ink: readonly [number, number] }[];
  endStyles: readonly [number, number];
  names: readonly string[] | null;
  wordStyles: readonly WordStyle[];
  texts: readonly string[];
  table: { caption: string; columns: readonly Column[] };
  all: { x?: Nums | OwnNums; q: Readonly<Record<string, number | null>> };
  states: readonly StateInfo[];
}

/** A figure: its parameters, and either a chart or moments that step. */
export interface Payload {
  params: readonly Param[];
  chart?: ChartPayload;
  steps?: StepsPayload;
}
