// What all windows of a talk keep alike, and the way between them where no server stands in the middle.

import type { Body } from "./messages";

export type { Body } from "./messages";

/** Something that all windows keep alike. */
export interface Topic {
  type: string;
  /** All that holds, for a window that is new. */
  all(): readonly Body[];
  /** Take over what another window says; false if it is wrong or old. */
  take(body: Body): boolean;
}

export interface Link {
  /** Whether of two moves at the same time this window's holds. */
  readonly isStage: boolean;
  /** Keep a topic alike; what comes back tells the other windows of a change, unless it came from there. */
  share(topic: Topic): (body: Body) => void;
  open(): void;
}

/** Whether this page is the speaker's window. */
export function isSpeaker(search: string): boolean {
  return new URLSearchParams(search).get("view") === "speaker";
}
