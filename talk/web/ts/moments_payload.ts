// What the build hands over for diagrams of several moments (talk/chart/moment_states.py). Each thing is held
// once and named by its number; lengths are tenths of a pixel.

export type ShapeKind = "rect" | "line" | "curve" | "closed" | "dot" | "text";

/** How shapes of one kind look: the style of their group, and the radius of round corners. */
export interface ShapeStyle {
  k: ShapeKind;
  css: string;
  rx?: number;
}

/**
 * One state: its moments, its sentence, its text alternative, the header and the rows of its table; `thin`
 * where the table does not hold all rows.
 */
export interface MomentsState {
  m: readonly number[];
  say: number;
  alt: number;
  h: number;
  r: readonly number[];
  thin?: 1;
}

/**
 * A shape begins with its style, a text goes on with its words; then come x, y, width and height of a rect,
 * x, y and radius of a dot, x and y of a text, else those of each point. A moment holds shapes in the order of
 * drawing, those of one style together. `places` are the upper left corners of moments; `later` hides all
 * but one of them.
 */
export interface StepsPayload {
  later: 0 | 1;
  places: readonly (readonly [number, number])[];
  texts: readonly string[];
  styles: readonly ShapeStyle[];
  shapes: readonly (readonly number[])[];
  moments: readonly (readonly number[])[];
  headers: readonly (readonly number[])[];
  rows: readonly (readonly number[])[];
  states: readonly MomentsState[];
}
