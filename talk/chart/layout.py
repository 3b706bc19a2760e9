"""Where texts go so that no two of them touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, y down."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Rect) -> bool:
        """Whether the two share any of their inside."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, other: Rect) -> bool:
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom

    def grown(self, by: float) -> Rect:
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float] | None:
    """Middles for things of these sizes, as near as can be to the wanted ones, none over another.

    All of them lie between `low` and `high`; None where they do not fit. Their order is kept.
    """
    if sum(sizes) > high - low + 1e-9:
        return None
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    blocks: list[list[int]] = []
    for index in order:
        blocks.append([index])
        while len(blocks) > 1 and _overlap(blocks[-2], blocks[-1], wanted, sizes, low, high):
            last = blocks.pop()
            blocks[-1].extend(last)
    middles = [0.0] * len(wanted)
    for block in blocks:
        edge = _start(block, wanted, sizes, low, high)
        for index in block:
            middles[index] = edge + sizes[index] / 2
            edge += sizes[index]
    return middles


def rows_for(spans: Sequence[Span], most: int) -> list[int | None]:
    """The first row in which each span of x touches no earlier one; None where all rows are taken."""
    rows: list[list[Span]] = [[] for _ in range(most)]
    found: list[int | None] = []
    for span in spans:
        free = (number for number, row in enumerate(rows) if not any(_meet(span, other) for other in row))
        number = next(free, None)
        found.append(number)
        if number is not None:
            rows[number].append(span)
    return found


def least_covered(
    places: Iterable[Rect], taken: Sequence[Rect], points: Sequence[Span], air: float = 0.0
) -> Rect | None:
    """The place that covers the fewest points and no taken rectangle, the earliest of equals; or None.

    A point that lies less than `air` away counts as covered.
    """
    free = [place for place in places if not any(place.meets(other) for other in taken)]
    return min(free, key=lambda place: _covered(place.grown(air), points), default=None)


def _covered(place: Rect, points: Sequence[Span]) -> int:
    return sum(place.holds(x, y) for x, y in points)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _start(
    block: list[int], wanted: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> float:
    """The upper edge of things that stand without gaps, with the least sum of squared moves."""
    offset, moves = 0.0, 0.0
    for index in block:
        moves += wanted[index] - (offset + sizes[index] / 2)
        offset += sizes[index]
    return min(max(moves / len(block), low), high - offset)


def _overlap(
    one: list[int], other: list[int], wanted: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> bool:
    end = _start(one, wanted, sizes, low, high) + sum(sizes[index] for index in one)
    return end > _start(other, wanted, sizes, low, high) + 1e-9
