"""What comes of drawing all states of a figure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG of the state shown first, its height in pixels, and the JSON from which a page draws all states.

    `moments` is how many moments come one after another in it; 0 where all is shown at once.
    """

    svg: str
    height_px: int
    states: str = ""
    moments: int = 0
