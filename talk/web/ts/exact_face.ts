// A state that was not built, on the axes and in the inks of those that were.

import { chartFace } from "./chart_face";
import type { Face, Told } from "./face";
import type { Body } from "./messages";
import { momentsFace } from "./moments";
import type { StepsPayload } from "./moments_payload";
import type { ChartPayload, Payload } from "./payload";

/** The states that were built, and under negative numbers the one that was asked for last. */
export class ExactFace implements Face {
  private latest: Face | null = null;
  private say = "";
  private text = "";

  constructor(
    private readonly built: Face,
    private readonly svg: SVGSVGElement,
    private readonly payload: Partial<Payload>,
  ) {}

  /** Take the state of a live run; false if it does not go with those that were built. */
  take(state: Body): boolean {
    this.latest = faceOf(this.svg, this.payload, state);
    [this.say, this.text] = [String(state["say"] ?? ""), String(state["alt"] ?? "")];
    return this.latest !== null;
  }

  moments(state: number): number {
    return this.of(state).moments(Math.max(0, state));
  }

  show(state: number, moment: number): void {
    this.of(state).show(Math.max(0, state), moment);
  }

  ghost(state: number | null): void {
    this.built.ghost(state);
  }

  sentence(state: number): string {
    return state < 0 ? this.say : this.built.sentence(state);
  }

  alt(state: number): string {
    return state < 0 ? this.text : this.built.alt(state);
  }

  table(state: number): Told {
    return this.of(state).table(Math.max(0, state));
  }

  private of(state: number): Face {
    return (state < 0 && this.latest) || this.built;
  }
}

function faceOf(svg: SVGSVGElement, built: Partial<Payload>, state: Body): Face | null {
  if (built.steps && state["steps"]) return momentsFace(svg, state["steps"] as StepsPayload);
  const merged = built.chart && state["chart"] ? onAxesOf(built.chart, state["chart"] as ChartPayload) : null;
  return merged && chartFace(svg, merged);
}

/**
 * The numbers of `live` in the frame of `built`. Words have their places on the axes that they were laid out
 * for, so they come along only where these are the same.
 */
export function onAxesOf(built: ChartPayload, live: ChartPayload): ChartPayload | null {
  const shown = built.marks.filter((mark) => live.marks.some((each) => isSame(each, mark)));
  const same = live.marks.length === shown.length && live.marks.every((mark, index) => isSame(mark, shown[index]));
  if (!same) return null;
  const still = JSON.stringify([live.x, live.panels]) === JSON.stringify([built.x, built.panels]);
  const { size, unit, room, x, panels, inks, ends, endStyles, table } = built;
  const marks = live.marks.map((mark, index) => ({ ...mark, ...drawn(shown[index]), q: mark.q, all: mark.all, end: mark.end }));
  const states = live.states.map((state) => (still ? state : { ...state, w: [] }));
  const columns = live.table.columns.length ? live.table : table;
  return {
    ...live, size, unit, room, x, panels, inks, ends, marks, states, table: columns,
    wordStyles: [...live.wordStyles, ...endStyles.map((style) => built.wordStyles[style] as ChartPayload["wordStyles"][number])],
    endStyles: [live.wordStyles.length, live.wordStyles.length + 1],
  };
}

function isSame(mark: ChartPayload["marks"][number], other: ChartPayload["marks"][number] | undefined): boolean {
  return other !== undefined && mark.k === other.k && mark.p === other.p && mark.role === other.role;
}

/** How a mark looks: what of it is no number of the state. */
function drawn(mark: ChartPayload["marks"][number] | undefined): Partial<ChartPayload["marks"][number]> {
  return mark ?? {};
}
