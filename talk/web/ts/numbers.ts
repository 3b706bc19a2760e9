// Numbers as they travel, and where on the drawing they lie.

import type { AxisMap, ChartPayload, Fields, MarkInfo, Nums, OwnNums } from "./payload";

/** A mark as one state has it: what never changes, its fields, and the x that hold for it. */
export interface Shown {
  info: MarkInfo;
  fields: Readonly<Record<string, Nums>>;
  x: Nums;
}

/**
 * The numbers of a field. With `decimals` they come as integers of 10^-decimals, each as the difference
 * from the last one before it that is no gap; without, they are plain.
 */
export function decoded(nums: Nums | OwnNums, decimals: number | null | undefined): Nums {
  if ("n" in nums) return decoded(nums.d ? summed(nums.n) : nums.n, nums.q);
  if (decimals === null || decimals === undefined) return nums;
  const size = Number(`1e${Math.abs(decimals)}`);
  return summed(nums).map((sum) => (sum === null ? null : decimals < 0 ? sum * size : sum / size));
}

/** What the numbers so far add up to; gaps stay gaps. */
function summed(nums: Nums): Nums {
  let sum = 0;
  return nums.map((step) => (step === null ? null : (sum += step)));
}

/** From a value of the axis to its pixel; NaN for what a logarithmic axis cannot show. */
export function toPixel(map: AxisMap): (value: number) => number {
  const [low, high] = map.log ? map.v.map(Math.log) : map.v;
  const [start, end] = map.p;
  const share = (end - start) / ((high ?? 1) - (low ?? 0));
  return (value) => start + ((map.log ? Math.log(value) : value) - (low ?? 0)) * share;
}

/** All marks of a state in drawing order, decoded; null for those that it lacks. */
export function marksOf(payload: ChartPayload, state: number): (Shown | null)[] {
  const own = payload.states[state];
  const x = xsOf(payload, state);
  return payload.marks.map((info, index) => {
    const given = own?.m[index];
    if (!given) return null;
    const fields = { ...common(info), ...decodedAll(given, info.q) };
    return { info, fields, x: fields["x"] ?? x };
  });
}

/** The x of the chart in a state. */
export function xsOf(payload: ChartPayload, state: number): Nums {
  return decoded(payload.states[state]?.x ?? payload.all.x ?? [], payload.all.q["x"]);
}

const decodedOnce = new WeakMap<MarkInfo, Record<string, Nums>>();

function common(info: MarkInfo): Record<string, Nums> {
  const known = decodedOnce.get(info);
  if (known) return known;
  const fields = decodedAll(info.all, info.q);
  decodedOnce.set(info, fields);
  return fields;
}

function decodedAll(fields: Fields, q: MarkInfo["q"]): Record<string, Nums> {
  return Object.fromEntries(Object.entries(fields).map(([name, nums]) => [name, decoded(nums, q[name])]));
}
