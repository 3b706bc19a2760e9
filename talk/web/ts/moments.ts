// Diagrams of several moments: memory, objects, queues. All states are drawn from shapes that were laid out at
// build, so that nothing that stays moves from one moment or state to the next.

import type { Face, Told } from "./face";
import type { StepsPayload } from "./moments_payload";
import { drawnMoments, made } from "./sketch";

const LATER = "later";

/** The number of the moment that a state shows where that one is asked for: its last where it has fewer. */
export function momentWithin(payload: StepsPayload, state: number, moment: number): number {
  return Math.max(0, Math.min(moment, (payload.states[state]?.m.length ?? 0) - 1));
}

/** The table of a state. */
export function momentsTable(payload: StepsPayload, state: number): Told {
  const words = (numbers: readonly number[] | undefined) => (numbers ?? []).map((each) => payload.texts[each] ?? "");
  const info = payload.states[state];
  return {
    header: words(payload.headers[info?.h ?? 0]),
    rows: (info?.r ?? []).map((row) => words(payload.rows[row])),
    complete: !info?.thin,
  };
}

/** Draws the moments of each state into the `g.moments` of a drawing. */
export function momentsFace(svg: SVGSVGElement, payload: StepsPayload): Face {
  const group = svg.querySelector<SVGGElement>("g.moments");
  if (!group) throw new Error("the drawing has no place for its moments");
  const text = (number: number | undefined) => payload.texts[number ?? -1] ?? "";
  const present = layer(payload, group);
  let behind: ReturnType<typeof layer> | null = null;
  let [pinned, current]: [number | null, number] = [null, 0];
  return {
    moments: (state) => (payload.later ? payload.states[state]?.m.length ?? 0 : 0),
    show(state, moment) {
      current = moment;
      present.show(state, moment);
      if (pinned !== null) behind?.show(pinned, moment);
    },
    ghost(state) {
      behind?.element.remove();
      [behind, pinned] = [null, state];
      if (state === null) return;
      const ghost = group.cloneNode(false) as SVGGElement;
      ghost.classList.add("ghost");
      group.before(ghost);
      behind = layer(payload, ghost);
      behind.show(state, current);
    },
    sentence: (state) => text(payload.states[state]?.say),
    alt: (state) => text(payload.states[state]?.alt),
    table: (state) => momentsTable(payload, state),
  };
}

/** A group that shows one state at a time; its elements are made anew for another state, not for a moment. */
function layer(payload: StepsPayload, element: SVGGElement) {
  let drawn = -1;
  return {
    element,
    show(state: number, moment: number): void {
      const shown = momentWithin(payload, state, moment);
      if (state !== drawn) element.replaceChildren(...drawnMoments(payload, state, shown).map(made));
      drawn = state;
      if (!payload.later) return;
      [...element.children].forEach((each, number) => each.classList.toggle(LATER, number !== shown));
    },
  };
}
