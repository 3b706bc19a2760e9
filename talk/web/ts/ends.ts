// Labels at the ends of lines: spread so that none touches another, joined to their lines.

import { type Shown, marksOf, toPixel } from "./numbers";
import { circle, px } from "./paths";
import type { ChartPayload } from "./payload";

const AT_END = 0.85; // share of the width after which a line counts as ending at the right
const LINE = 1.22; // height of a line of text, in text sizes
const SPACE = 1.04; // a label's height with the air around it
const SLACK = 0.6; // text sizes that labels may stand above and under the plot
const DOT = 4; // radius, in units
const [LEADER_FROM, LEADER_TO] = [4, 5]; // units after the plot, and before the label
const [MOVED, SHORT] = [3, 8]; // units: a label that moved more, or a line that ends earlier, gets a leader

/** A label where it stands, its left edge and its middle; `from` is its line's end, null for a rule. */
export interface EndLabel {
  panel: number;
  text: string;
  style: number;
  role: string;
  x: number;
  y: number;
  from: readonly [number, number] | null;
}

/** The labels at the right of every panel in a state, spread. */
export function endLabels(payload: ChartPayload, state: number): EndLabel[] {
  const marks = marksOf(payload, state);
  return payload.panels.flatMap((_, index) => {
    const wanted = wantedLabels(payload, marks, index);
    const middles = spreadIn(payload, index, wanted);
    return wanted.map((label, place) => ({ ...label, y: middles[place] ?? label.y }));
  });
}

/** Leaders and dots of the labels, each with its ink. */
export function drawnEnds(payload: ChartPayload, labels: readonly EndLabel[]): [number, string][] {
  const drawn: [number, string][] = [];
  for (const { panel, role, ink } of payload.ends) {
    const right = payload.panels[panel]?.frame[2] ?? 0;
    for (const label of labels) {
      if (label.panel !== panel || label.role !== role || !label.from) continue;
      const [x, y] = label.from;
      if (Math.abs(label.y - y) > MOVED * payload.unit || right - x > SHORT * payload.unit) {
        drawn.push([ink[0], leader(x, y, label, right, payload.unit)]);
      }
      drawn.push([ink[1], circle(x, y, DOT * payload.unit)]);
    }
  }
  return drawn;
}

/**
 * Middles for things of these sizes, as near as can be to the wanted ones, none over another.
 * All of them lie between `low` and `high`; null where they do not fit. Their order is kept.
 */
export function spread(
  wanted: readonly number[],
  sizes: readonly number[],
  low: number,
  high: number,
): number[] | null {
  const size = (index: number) => sizes[index] ?? 0;
  const total = (block: readonly number[]) => block.reduce((sum, index) => sum + size(index), 0);
  const start = (block: readonly number[]) => {
    let [offset, moves] = [0, 0];
    for (const index of block) {
      moves += (wanted[index] ?? 0) - (offset + size(index) / 2);
      offset += size(index);
    }
    return Math.min(Math.max(moves / block.length, low), high - offset);
  };
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  if (total(order) > high - low + 1e-9) return null;
  const blocks: number[][] = [];
  for (const index of order) {
    let block = [index];
    for (let last = blocks[blocks.length - 1]; last; last = blocks[blocks.length - 1]) {
      if (start(last) + total(last) <= start(block) + 1e-9) break;
      blocks.pop();
      block = [...last, ...block];
    }
    blocks.push(block);
  }
  const middles = wanted.map(() => 0);
  for (const block of blocks) {
    let edge = start(block);
    for (const index of block) {
      middles[index] = edge + size(index) / 2;
      edge += size(index);
    }
  }
  return middles;
}

function spreadIn(payload: ChartPayload, panel: number, labels: readonly EndLabel[]): readonly number[] {
  const [, top, , bottom] = payload.panels[panel]?.frame ?? [0, 0, 0, 0];
  const heights = labels.map((label) => label.text.split("\n").length * LINE * payload.room * SPACE);
  const slack = payload.room * SLACK;
  const wanted = labels.map((label) => label.y);
  return spread(wanted, heights, top - slack, bottom + slack) ?? wanted;
}

/** The labels of a panel at the heights where their lines end. */
function wantedLabels(payload: ChartPayload, marks: readonly (Shown | null)[], index: number): EndLabel[] {
  const panel = payload.panels[index];
  if (!panel) return [];
  const [left, top, right, bottom] = panel.frame;
  const [toX, toY] = [toPixel(payload.x), toPixel(panel.y)];
  const found: EndLabel[] = [];
  const add = (text: number, role: string, x: number, y: number) => {
    const at = Math.min(Math.max(y, top), bottom);
    const from = role ? ([Math.min(x, right), at] as const) : null;
    const style = payload.endStyles[role ? 0 : 1];
    const words = payload.texts[text] ?? "";
    if (words) found.push({ panel: index, text: words, style, role, x: panel.endsX, y: at, from });
  };
  const below: number[] = [];
  for (const mark of marks) {
    if (!mark || mark.info.p !== index) continue;
    const end = endPoint(mark, below);
    if (end && mark.info.end >= 0 && (toX(end[0]) - left) / (right - left) >= AT_END - 1e-9) {
      add(mark.info.end, mark.info.role, toX(end[0]), toY(end[1]));
    } else if (mark.info.k === "rule" && mark.info.axis === "y") {
      mark.fields["at"]?.forEach((at, place) => add(mark.fields["t"]?.[place] ?? -1, "", right, toY(at ?? NaN)));
    }
  }
  return found;
}

/** The last point of a line, or the middle of an area there; null for what has no line. Sums up stacks. */
function endPoint(mark: Shown, below: number[]): readonly [number, number] | null {
  const { k: kind } = mark.info;
  if (kind !== "line" && kind !== "step" && kind !== "area" && kind !== "stack") return null;
  const ys = mark.fields["y"] ?? [];
  let end: readonly [number, number] | null = null;
  for (let index = 0; index < mark.x.length; index++) {
    const [x, y] = [mark.x[index] ?? null, ys[index] ?? null];
    if (x === null || y === null) continue;
    const under = below[index] ?? 0;
    const low = mark.fields["low"]?.[index] ?? null;
    if (kind === "stack") below[index] = under + y;
    end = [x, kind === "stack" ? under + y / 2 : low === null ? y : (y + low) / 2];
  }
  return end;
}

function leader(x: number, y: number, label: EndLabel, right: number, unit: number): string {
  const start = Math.max(x, right + LEADER_FROM * unit);
  return `M${px(x)} ${px(y)}H${px(start)}L${px(label.x - LEADER_TO * unit)} ${px(label.y)}`;
}
