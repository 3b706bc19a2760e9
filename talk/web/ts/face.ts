// What draws and tells the states of one figure, whatever kind it is.

/** The table of a state; without `header` the one of the page holds. */
export interface Told {
  header?: readonly string[];
  rows: readonly (readonly string[])[];
  complete: boolean;
}

export interface Face {
  /** How many moments a state has; 0 for what is shown at once. */
  moments(state: number): number;
  /** Draw a state, and of its moments that one (from 0). */
  show(state: number, moment: number): void;
  /** Put the drawing of a state as a ghost behind the present one; null takes it away. */
  ghost(state: number | null): void;
  sentence(state: number): string;
  alt(state: number): string;
  table(state: number): Told;
}
