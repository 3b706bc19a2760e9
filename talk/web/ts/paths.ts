// SVG path data from points in pixels, with two decimals at most.

export type Point = readonly [number, number];

/** A pixel as text. */
export function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** The stretches of points without a gap, as [first, after the last]; a lone point makes none. */
export function runs(points: readonly (Point | null)[], least = 2): [number, number][] {
  const found: [number, number][] = [];
  let start = 0;
  for (let index = 0; index <= points.length; index++) {
    if (points[index]) continue;
    if (index - start >= least) found.push([start, index]);
    start = index + 1;
  }
  return found;
}

/** A stroke through points; a gap begins anew. */
export function stroke(points: readonly (Point | null)[]): string {
  return runs(points).map(([from, to]) => `M${joined(points, from, to)}`).join("");
}

/** A stroke that keeps each height until the next point, also until one where a gap begins. */
export function stairs(points: readonly (Point | null)[], xs: readonly number[]): string {
  let path = "";
  for (const [from, to] of runs(points, 1)) {
    if (to - from < 2 && to >= xs.length) continue;
    path += `M${joined(points, from, from + 1)}`;
    for (let index = from + 1; index < to; index++) {
      const [x, y] = points[index] as Point;
      path += `H${px(x)}V${px(y)}`;
    }
    if (to < xs.length) path += `H${px(xs[to] as number)}`;
  }
  return path;
}

/** The area between two rows of points; where either has a gap there is none. */
export function between(upper: readonly (Point | null)[], lower: readonly (Point | null)[]): string {
  const both = upper.map((point, index) => (lower[index] ? point : null));
  const back = [...lower].reverse();
  return runs(both)
    .map(([from, to]) => `M${joined(upper, from, to)}L${joined(back, back.length - to, back.length - from)}Z`)
    .join("");
}

/** A rectangle with two opposite corners. */
export function rectangle(left: number, top: number, right: number, bottom: number): string {
  return `M${px(left)} ${px(top)}H${px(right)}V${px(bottom)}H${px(left)}Z`;
}

/** A circle. */
export function circle(x: number, y: number, radius: number): string {
  const [r, wide] = [px(radius), px(2 * radius)];
  return `M${px(x - radius)} ${px(y)}a${r} ${r} 0 1 0 ${wide} 0a${r} ${r} 0 1 0 -${wide} 0Z`;
}

const DIAMOND = Math.SQRT1_2;
const SIXTH = 1 / 6;
const COS_30 = Math.sqrt(3) / 2;
// The corners of each marker as matplotlib has them, y up, for a diameter of 1.
const CORNERS: Readonly<Record<string, readonly Point[]>> = {
  s: [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]],
  "^": [[0, 0.5], [-0.5, -0.5], [0.5, -0.5]],
  v: [[0, -0.5], [0.5, 0.5], [-0.5, 0.5]],
  D: [[0, -DIAMOND], [DIAMOND, 0], [0, DIAMOND], [-DIAMOND, 0]],
  P: [
    [-SIXTH, -0.5], [SIXTH, -0.5], [SIXTH, -SIXTH], [0.5, -SIXTH], [0.5, SIXTH], [SIXTH, SIXTH],
    [SIXTH, 0.5], [-SIXTH, 0.5], [-SIXTH, SIXTH], [-0.5, SIXTH], [-0.5, -SIXTH], [-SIXTH, -SIXTH],
  ],
  X: [
    [-0.25, -0.5], [0, -0.25], [0.25, -0.5], [0.5, -0.25], [0.25, 0], [0.5, 0.25],
    [0.25, 0.5], [0, 0.25], [-0.25, 0.5], [-0.5, 0.25], [-0.25, 0], [-0.5, -0.25],
  ],
  h: [
    [0, 0.5], [-COS_30 / 2, 0.25], [-COS_30 / 2, -0.25], [0, -0.5], [COS_30 / 2, -0.25], [COS_30 / 2, 0.25],
  ],
};

/** A marker of that shape and diameter; a circle for `o` and for what nobody knows. */
export function marker(shape: string, x: number, y: number, size: number): string {
  const corners = Object.hasOwn(CORNERS, shape) ? CORNERS[shape] : undefined;
  if (!corners) return circle(x, y, size / 2);
  return `M${corners.map(([across, up]) => `${px(x + across * size)} ${px(y - up * size)}`).join("L")}Z`;
}

function joined(points: readonly (Point | null)[], from: number, to: number): string {
  let text = "";
  for (let index = from; index < to; index++) {
    const [x, y] = points[index] as Point;
    text += `${index > from ? "L" : ""}${px(x)} ${px(y)}`;
  }
  return text;
}
