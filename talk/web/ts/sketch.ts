// Shapes as SVG elements, the same that the build writes for the state shown first (talk/chart/sketch_svg.py).

import type { ShapeStyle, StepsPayload } from "./moments_payload";

const SVG = "http://www.w3.org/2000/svg";
const [FIRST_DROP, NEXT_DROP] = ["0.363em", "1.22em"]; // from a line's middle to its baseline; from line to line

/** An element as data: its name, its attributes, what is in it. */
export interface Drawn {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  inside: readonly Drawn[] | string;
}

/** The moments of a state, each a group; where one takes the place of the other, all but one are hidden. */
export function drawnMoments(payload: StepsPayload, state: number, shown = 0): Drawn[] {
  const moments = payload.states[state]?.m ?? [];
  return moments.map((moment, number) => {
    const [x = 0, y = 0] = payload.places[number] ?? [];
    return drawn("g", {
      class: payload.later && number !== shown ? "moment later" : "moment",
      "data-moment": String(number),
      transform: `translate(${px(x)} ${px(y)})`,
    }, groups(payload, payload.moments[moment] ?? []));
  });
}

/** The element for the page. */
export function made({ tag, attributes, inside }: Drawn): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (typeof inside === "string") element.textContent = inside;
  else element.append(...inside.map(made));
  return element;
}

function groups(payload: StepsPayload, shapes: readonly number[]): Drawn[] {
  const found: { style: number; inside: Drawn[] }[] = [];
  for (const number of shapes) {
    const [style = 0, ...numbers] = payload.shapes[number] ?? [];
    const shape = shapeOf(payload, payload.styles[style], numbers);
    const last = found[found.length - 1];
    if (last?.style === style) last.inside.push(shape);
    else found.push({ style, inside: [shape] });
  }
  return found.map(({ style, inside }) => drawn("g", { style: payload.styles[style]?.css ?? "" }, inside));
}

function shapeOf(payload: StepsPayload, style: ShapeStyle | undefined, numbers: readonly number[]): Drawn {
  if (style?.k === "text") {
    const [words = 0, x = 0, y = 0] = numbers;
    return textOf((payload.texts[words] ?? "").split("\n"), px(x), px(y));
  }
  if (style?.k === "rect") {
    const [x = 0, y = 0, width = 0, height = 0] = numbers;
    const round = style.rx ? { rx: String(style.rx) } : {};
    return drawn("rect", { x: px(x), y: px(y), width: px(width), height: px(height), ...round });
  }
  if (style?.k === "dot") {
    const [x = 0, y = 0, radius = 0] = numbers;
    return drawn("circle", { cx: px(x), cy: px(y), r: px(radius) });
  }
  return drawn("path", { d: pathOf(style, numbers) });
}

function textOf(lines: readonly string[], x: string, y: string): Drawn {
  const [first = ""] = lines;
  if (lines.length === 1) return drawn("text", { x, y, dy: FIRST_DROP }, first);
  const spans = lines.map((line, number) => drawn("tspan", { x, dy: number ? NEXT_DROP : FIRST_DROP }, line));
  return drawn("text", { x, y }, spans);
}

function pathOf(style: ShapeStyle | undefined, numbers: readonly number[]): string {
  const points: string[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) points.push(`${px(numbers[at] ?? 0)} ${px(numbers[at + 1] ?? 0)}`);
  const [first = "", ...rest] = points;
  return `M${first}${style?.k === "curve" ? "C" : "L"}${rest.join(" ")}${style?.k === "closed" ? "Z" : ""}`;
}

function drawn(tag: string, attributes: Record<string, string>, inside: readonly Drawn[] | string = []): Drawn {
  return { tag, attributes, inside };
}

function px(tenths: number): string {
  return String(tenths / 10);
}
