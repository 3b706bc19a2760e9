// A chart in the page: one path for each ink, and the words that go with a state.

import type { Face, Told } from "./face";
import { px } from "./paths";
import type { ChartPayload } from "./payload";
import { inkPaths } from "./shapes";
import { stateTable } from "./table";
import { type Word, endWords, placedWords } from "./words";

const SVG = "http://www.w3.org/2000/svg";

/** Draws and tells the states of a chart whose axes and default state stand in `svg`. */
export function chartFace(svg: SVGSVGElement, payload: ChartPayload): Face {
  return new ChartFace(svg, payload);
}

class ChartFace implements Face {
  private readonly inks: SVGGElement | null;
  private readonly words: SVGGElement | null;
  private readonly ends: SVGGElement | null;

  constructor(
    svg: SVGSVGElement,
    private readonly payload: ChartPayload,
  ) {
    this.inks = svg.querySelector<SVGGElement>("g.inks");
    this.words = svg.querySelector<SVGGElement>("g.words");
    this.ends = svg.querySelector<SVGGElement>("g.ends");
  }

  moments(): number {
    return 0;
  }

  show(state: number): void {
    if (this.inks) setPaths(this.inks, inkPaths(this.payload, state));
    this.words?.replaceChildren(...placedWords(this.payload, state).map(textElement));
    this.ends?.replaceChildren(...endWords(this.payload, state).map(textElement));
  }

  ghost(state: number | null): void {
    this.inks?.parentNode?.querySelector(":scope > .ghost")?.remove();
    if (state === null || !this.inks) return;
    const ghost = this.inks.cloneNode(true) as SVGGElement;
    ghost.setAttribute("class", "ghost");
    setPaths(ghost, inkPaths(this.payload, state));
    this.inks.before(ghost);
  }

  sentence(state: number): string {
    return this.payload.texts[this.payload.states[state]?.say ?? -1] ?? "";
  }

  alt(state: number): string {
    return this.payload.texts[this.payload.states[state]?.alt ?? -1] ?? "";
  }

  table(state: number): Told {
    return { header: this.payload.table.columns.map((column) => column.h), ...stateTable(this.payload, state) };
  }
}

function setPaths(group: SVGGElement, paths: readonly string[]): void {
  paths.forEach((path, ink) => {
    const element = group.children[ink];
    if (element?.getAttribute("d") !== path) element?.setAttribute("d", path);
  });
}

function textElement(word: Word): SVGTextElement {
  const text = document.createElementNS(SVG, "text");
  text.setAttribute("style", word.style);
  text.setAttribute("x", px(word.x));
  text.setAttribute("y", px(word.y));
  if (word.across !== "start") text.setAttribute("text-anchor", word.across);
  for (const [line, drop] of word.lines) {
    const part = word.lines.length > 1 ? document.createElementNS(SVG, "tspan") : text;
    if (part !== text) part.setAttribute("x", px(word.x));
    if (drop) part.setAttribute("dy", `${drop}em`);
    part.textContent = line;
    if (part !== text) text.append(part);
  }
  return text;
}
