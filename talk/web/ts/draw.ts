// Pointer and drawing on a slide, in the canvas's own pixels, so that they lie alike on every screen.

import type { Deck } from "./deck";
import { Limited } from "./limited";
import type { Body, Link } from "./link";

const SVG = "http://www.w3.org/2000/svg";
const MOST_NUMBERS = 800;
const MOST_STROKES = 200;
const EVERY_MS = 33;
const NEAR_PX = 2; // between two points of a stroke

type Tool = "" | "point" | "draw";
type Points = number[];

export class Drawing {
  private readonly overlay: SVGSVGElement;
  private readonly strokes = new Map<string, Map<number, Points>>();
  private readonly tellPoint: (body: Body) => void;
  private readonly tellStroke: (body: Body) => void;
  private readonly tellClear: (body: Body) => void;
  private readonly soon = new Limited(1, EVERY_MS, () => this.tellNow());
  private untold: (() => void) | null = null;
  private tool: Tool = "";
  private pointer: readonly [number, number] | null = null;
  private present: { slide: string; number: number; points: Points } | null = null;

  constructor(
    private readonly deck: Deck,
    link: Link,
    [width, height]: readonly [number, number],
  ) {
    this.overlay = document.createElementNS(SVG, "svg");
    this.overlay.setAttribute("class", "drawing");
    this.overlay.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.overlay.setAttribute("aria-hidden", "true");
    this.deck.getRevealElement().querySelector(".slides")?.append(this.overlay);
    this.tellPoint = link.share({ type: "pointer", all: () => [], take: (body) => this.takePointer(body) });
    this.tellStroke = link.share({ type: "stroke", all: () => this.allStrokes(), take: (body) => this.takeStroke(body) });
    this.tellClear = link.share({ type: "clear", all: () => [], take: ({ slide }) => this.drop(String(slide)) });
    deck.on("slidechanged", () => this.leaveSlide());
    this.listen();
  }

  /** Take the tool up, or lay it down if it is in the hand. */
  toggle(tool: "point" | "draw"): void {
    this.setTool(this.tool === tool ? "" : tool);
  }

  /** Lay the tool down; false if there was none. */
  rest(): boolean {
    const had = this.tool !== "";
    this.setTool("");
    return had;
  }

  /** Clear the drawing on this slide, everywhere. */
  clear(): void {
    const slide = this.deck.getCurrentSlide().id;
    this.drop(slide);
    this.tellClear({ slide });
  }

  private setTool(tool: Tool): void {
    this.tool = tool;
    this.overlay.dataset["tool"] = tool;
    if (tool !== "point") this.point(null);
  }

  private listen(): void {
    this.overlay.addEventListener("pointermove", (event) => {
      if (this.tool === "point") this.point(this.at(event));
      else if (this.present) this.extend(this.at(event));
    });
    this.overlay.addEventListener("pointerleave", () => this.point(null));
    this.overlay.addEventListener("pointerdown", (event) => {
      if (this.tool !== "draw") return;
      event.preventDefault();
      this.overlay.setPointerCapture(event.pointerId);
      this.begin(this.at(event));
    });
    for (const end of ["pointerup", "pointercancel"]) this.overlay.addEventListener(end, () => this.end());
  }

  private at(event: PointerEvent): [number, number] {
    const box = this.overlay.getBoundingClientRect();
    const { width, height } = this.overlay.viewBox.baseVal;
    const tenth = (value: number) => Math.round(value * 10) / 10;
    return [
      tenth(((event.clientX - box.left) / box.width) * width),
      tenth(((event.clientY - box.top) / box.height) * height),
    ];
  }

  private point(at: readonly [number, number] | null): void {
    if (at === this.pointer) return;
    this.pointer = at;
    this.show();
    this.tellSoon(() => this.tellPoint({ at: this.pointer }));
  }

  private begin(at: [number, number]): void {
    const slide = this.deck.getCurrentSlide().id;
    const own = this.of(slide);
    if (own.size >= MOST_STROKES) return;
    this.present = { slide, number: Math.max(-1, ...own.keys()) + 1, points: at };
    own.set(this.present.number, at);
    this.show();
  }

  private extend([x, y]: [number, number]): void {
    const points: Points = this.present?.points ?? [];
    const [lastX = x, lastY = y] = points.slice(-2);
    if (points.length >= MOST_NUMBERS || Math.hypot(x - lastX, y - lastY) < NEAR_PX) return;
    points.push(x, y);
    this.show();
    const stroke = this.present;
    this.tellSoon(() => stroke && this.tellStroke({ ...stroke }));
  }

  private end(): void {
    if (this.present) this.tellStroke({ ...this.present });
    this.present = null;
  }

  private leaveSlide(): void {
    this.end();
    this.point(null);
    this.show();
  }

  private takePointer({ at }: Body): boolean {
    if (at !== null && !isPair(at)) return false;
    this.pointer = at as [number, number] | null;
    this.show();
    return true;
  }

  private takeStroke({ slide, number, points }: Body): boolean {
    if (typeof slide !== "string" || !Number.isInteger(number) || !isNumbers(points)) return false;
    this.of(slide).set(number as number, [...points]);
    this.show();
    return true;
  }

  private drop(slide: string): boolean {
    this.strokes.delete(slide);
    this.show();
    return true;
  }

  private of(slide: string): Map<number, Points> {
    const known = this.strokes.get(slide) ?? new Map<number, Points>();
    this.strokes.set(slide, known);
    return known;
  }

  private allStrokes(): Body[] {
    return [...this.strokes].flatMap(([slide, own]) => [...own].map(([number, points]) => ({ slide, number, points })));
  }

  private show(): void {
    const strokes = [...(this.strokes.get(this.deck.getCurrentSlide().id)?.values() ?? [])];
    const shapes = strokes.map((points) => shape("polyline", { points: points.join(" ") }));
    if (this.pointer) shapes.push(shape("circle", { cx: this.pointer[0], cy: this.pointer[1], r: 11 }));
    this.overlay.replaceChildren(...shapes);
  }

  private tellSoon(tell: () => void): void {
    this.untold = tell;
    this.soon.ask();
  }

  private tellNow(): void {
    this.untold?.();
    this.untold = null;
  }
}

function shape(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= MOST_NUMBERS && value.every((each) => Number.isFinite(each));
}

function isPair(value: unknown): boolean {
  return isNumbers(value) && value.length === 2;
}
