// What all windows of a talk keep alike: the look, and where the live figures stand.

import type { Figures } from "./figures";
import type { Body, Link } from "./link";
import type { Look } from "./look";

/** Keep the look alike, whichever window changes it. */
export function shareLook(look: Look, link: Link): void {
  const tell = link.share({
    type: "look",
    all: () => [{ px: look.px, mode: look.mode }],
    take: ({ px, mode }) => {
      if (mode !== "light" && mode !== "dark" && mode !== "auto") return false;
      if (typeof px !== "number" || !(px >= 1 && px <= 200)) return false;
      look.change(px, mode);
      return true;
    },
  });
  look.onChange(() => tell({ px: look.px, mode: look.mode }));
}

/**
 * Keep the live figures alike: of two moves the newer one holds, and at the same time the stage's.
 * Windows without a server are on one machine, so one clock stamps them; a server's order needs none.
 */
export function shareFigures(figures: Figures, link: Link): void {
  const moves = new Map<string, Body & { stamp: number }>();
  const tell = link.share({
    type: "figure",
    all: () => [...moves.values()],
    take: (body) => {
      const { id, stamp, place, pinned, exact } = body;
      if (typeof id !== "string" || typeof stamp !== "number" || !Number.isSafeInteger(stamp)) return false;
      const known = moves.get(id)?.stamp ?? -1;
      if (stamp < known || (stamp === known && link.isStage)) return false;
      if (!figures.byId(id)?.take(place, pinned, exact)) return false;
      moves.set(id, { id, stamp, place, pinned, exact });
      return true;
    },
  });
  figures.onChange(({ id, place, pinned, between }) => {
    const stamp = Math.max(Date.now(), (moves.get(id)?.stamp ?? 0) + 1);
    const move = { id, stamp, place, pinned, exact: between };
    moves.set(id, move);
    tell(move);
  });
}
