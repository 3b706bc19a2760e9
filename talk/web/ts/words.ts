// Texts in a chart: where each of their lines stands, as the first drawing has them (talk/chart/svg.py).

import { endLabels } from "./ends";
import type { ChartPayload, WordStyle } from "./payload";

const LINE = 1.22; // height of a line of text, in text sizes
const CAP = 0.727; // height of a capital letter
const TENTHS = 10; // words travel in tenths of a pixel

/** A text at a point; each of its lines with how far it stands under what is above it, in text sizes. */
export interface Word {
  x: number;
  y: number;
  across: WordStyle["across"];
  style: string;
  lines: readonly (readonly [string, number])[];
}

/** What is written inside the plots in a state. */
export function placedWords(payload: ChartPayload, state: number): Word[] {
  return (payload.states[state]?.w ?? []).flatMap(([text, style, x, y]) => {
    const words = payload.texts[text] ?? "";
    return wordsAt(payload, words, style, x / TENTHS, y / TENTHS);
  });
}

/** The labels at the lines' ends in a state. */
export function endWords(payload: ChartPayload, state: number): Word[] {
  return endLabels(payload, state).flatMap(({ text, style, x, y }) => wordsAt(payload, text, style, x, y));
}

function wordsAt(payload: ChartPayload, text: string, number: number, x: number, y: number): Word[] {
  const style = payload.wordStyles[number];
  if (!style || !text) return [];
  const lines = text.split("\n");
  const below = (lines.length - 1) * LINE;
  const first = { top: CAP, middle: CAP / 2 - below / 2, base: -below, first: CAP / 2 }[style.down];
  const drops = lines.map((line, place) => [line, Number((place ? LINE : first).toPrecision(4))] as const);
  return [{ x, y, across: style.across, style: style.style, lines: drops }];
}
