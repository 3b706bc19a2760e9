// The plan of the talk against its clock: how far behind, and what could be dropped. No DOM here.

import { inClock } from "./clock";
import type { Plan, Planned } from "./messages";

const CALM_MIN = 0.5; // within which the talk is on time

/** Where the talk should be. `behind` is negative where it is ahead. */
export interface Pace {
  planned: number;
  behind: number;
  left: number;
}

/** The minutes that the plan gives to everything before a slide, and to the slide itself. */
export function span(plan: Plan, at: number): [number, number] {
  const before = sum(plan.slides.slice(0, at));
  return [before, before + (plan.slides[at]?.minutes ?? 0)];
}

/**
 * How the talk stands after so many minutes on slide `at`. It is behind once the slide's own time is over,
 * ahead if it has come before its time.
 */
export function pace(plan: Plan, at: number, elapsed: number): Pace {
  const [from, to] = span(plan, at);
  const behind = elapsed > to ? elapsed - to : elapsed < from ? elapsed - from : 0;
  return { planned: to, behind, left: plan.minutes - elapsed };
}

/** The pace in words: `on time`, `1:30 behind`, `0:40 ahead`. */
export function inWords({ behind }: Pace): string {
  if (Math.abs(behind) < CALM_MIN) return "on time";
  return `${inClock(Math.abs(behind) * 60_000)} ${behind > 0 ? "behind" : "ahead"}`;
}

/** By how many minutes the talk ends too late if all that is still to come takes what it is planned for. */
export function overrun(plan: Plan, at: number, elapsed: number): number {
  const [, to] = span(plan, at);
  return Math.max(elapsed, to) + sum(plan.slides.slice(at + 1)) - plan.minutes;
}

/**
 * The optional slides ahead that bring the talk back to its time: as few as will do, in the order of the talk.
 * All of them where even that does not suffice; none where the talk ends in time.
 */
export function droppable(plan: Plan, at: number, elapsed: number): Planned[] {
  const over = overrun(plan, at, elapsed);
  if (over < CALM_MIN) return [];
  const ahead = plan.slides.slice(at + 1);
  const chosen = new Set<Planned>();
  let gained = 0;
  for (const slide of ahead.filter((each) => each.optional && each.minutes > 0).sort(longestFirst)) {
    if (gained >= over) break;
    chosen.add(slide);
    gained += slide.minutes;
  }
  return ahead.filter((slide) => chosen.has(slide));
}

/** `skip 3.2 and 4.4 to finish on time`, or by how much that is not enough; nothing where nothing can be done. */
export function advice(plan: Plan, at: number, elapsed: number): string {
  const slides = droppable(plan, at, elapsed);
  if (!slides.length) return "";
  const names = slides.map((slide) => slide.label);
  const list = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}` : names[0];
  const missing = overrun(plan, at, elapsed) - sum(slides);
  return missing < CALM_MIN ? `skip ${list} to finish on time` : `skip ${list}: still ${inClock(missing * 60_000)} over`;
}

/** The sections in order with their minutes, and which of them the talk is in. */
export function sections(plan: Plan, at: number): { section: string; minutes: number; here: boolean }[] {
  const found: { section: string; minutes: number; here: boolean }[] = [];
  plan.slides.forEach((slide, index) => {
    const last = found[found.length - 1];
    const part = last?.section === slide.section ? last : { section: slide.section, minutes: 0, here: false };
    if (part !== last) found.push(part);
    part.minutes += slide.minutes;
    part.here = part.here || index === at;
  });
  return found;
}

function longestFirst(a: Planned, b: Planned): number {
  return b.minutes - a.minutes;
}

function sum(slides: readonly Planned[]): number {
  return slides.reduce((total, slide) => total + slide.minutes, 0);
}
