"""The sizes that all parts of a diagram are laid out with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from talk.chart.fonts import text_width

PAD = 0.4  # inside a cell, left and right, in text sizes
BETWEEN = 0.55  # from box to box


@dataclass(frozen=True, slots=True)
class Measure:
    """What lengths follow from.

    `px` is the size that text may grow to and `row` the height of a cell, both in pixels; `unit` is the
    measure of strokes. `shown` is how many places of a queue are drawn at most. `still`: what exists at
    several moments stays where it is; otherwise each moment is packed by itself.
    """

    px: float
    row: float
    unit: float
    shown: int = 10
    still: bool = True

    @property
    def pad(self) -> float:
        return PAD * self.px

    @property
    def title(self) -> float:
        """The height of a box's own line."""
        return self.row * 0.9

    def widest(self, texts: Iterable[str], face: str) -> float:
        """The width of the longest text, in pixels."""
        return max((text_width(text, self.px, face) for text in set(texts)), default=0.0)

    def part(self, texts: Iterable[str], face: str) -> float:
        """The same with air at both sides; 0 where there is no text."""
        widest = self.widest(texts, face)
        return widest + 2 * self.pad if widest else 0.0
