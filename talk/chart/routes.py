"""The ways of arrows between objects: straight where nothing stands there, else bent around it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from talk.chart.sketch import Point

_SAMPLES = 24
_BENDS = (0.0, 0.5, -0.5, 0.8, -0.8, 1.2, -1.2, 1.8, -1.8, 2.5, -2.5, 3.4, -3.4)  # in clear distances


@dataclass(frozen=True, slots=True)
class Spot:
    """The outline of an object: a rectangle around its middle with round corners."""

    middle: Point
    wide: float
    high: float
    radius: float

    def outside(self, point: Point) -> float:
        """How far a point is from the outline; negative within it."""
        x = abs(point[0] - self.middle[0]) - self.wide / 2 + self.radius
        y = abs(point[1] - self.middle[1]) - self.high / 2 + self.radius
        return math.hypot(max(x, 0.0), max(y, 0.0)) + min(max(x, y), 0.0) - self.radius


@dataclass(frozen=True, slots=True)
class Route:
    """A quadratic curve from outline to outline: its start, its handle, its end."""

    start: Point
    handle: Point
    end: Point

    @property
    def cubic(self) -> list[Point]:
        """The same as a cubic curve."""
        one = _between(self.start, self.handle, 2 / 3)
        other = _between(self.end, self.handle, 2 / 3)
        return [self.start, one, other, self.end]

    @property
    def points(self) -> list[Point]:
        """Points along it, evenly in its parameter."""
        steps = [number / _SAMPLES for number in range(_SAMPLES + 1)]
        return [
            _between(_between(self.start, self.handle, t), _between(self.handle, self.end, t), t)
            for t in steps
        ]


def routed(
    spots: Mapping[str, Spot], edges: Iterable[tuple[str, str]], *, clear: float, head: float
) -> dict[tuple[str, str], Route]:
    """A way for each edge.

    Args:
        spots: the objects by name.
        edges: from name to name; each is given one way.
        clear: how far from any other object it stays if that can be.
        head: the length of the arrow's head, which ends at the outline of the other object.
    """
    once = list(dict.fromkeys(edges))
    found = {}
    for one, other in once:
        others = [spot for name, spot in spots.items() if name not in (one, other)]
        if one == other:
            found[one, other] = _loop(spots[one], clear, head)
            continue
        bends = _BENDS[1:] if (other, one) in once else _BENDS
        ways = (_bent(spots[one], spots[other], bend * 2 * clear, head) for bend in bends)
        found[one, other] = _clearest(ways, others, clear)
    return found


def _clearest(ways: Iterable[Route], others: Sequence[Spot], clear: float) -> Route:
    """The first way that stays clear of all others; if there is none, the one that keeps furthest off."""
    best, most = None, -math.inf
    for way in ways:
        room = min((spot.outside(point) for spot in others for point in way.points), default=clear)
        if best is None or room > most:
            best, most = way, room
        if room >= clear:
            break
    assert best is not None
    return best


def _bent(one: Spot, other: Spot, aside: float, head: float) -> Route:
    (x, y), (to_x, to_y) = one.middle, other.middle
    length = math.dist(one.middle, other.middle) or 1.0
    handle = (
        (x + to_x) / 2 + (to_y - y) / length * 2 * aside,
        (y + to_y) / 2 - (to_x - x) / length * 2 * aside,
    )
    start, end = _rim(one, handle, 0.0), _rim(other, handle, head)
    return Route(start, handle, end)


def _rim(spot: Spot, towards: Point, off: float) -> Point:
    """Where the way from the middle towards a point is that far outside the outline."""
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        if spot.outside(_between(spot.middle, towards, middle)) < off:
            low = middle
        else:
            high = middle
    return _between(spot.middle, towards, high)


def _loop(spot: Spot, clear: float, head: float) -> Route:
    x, y = spot.middle
    top = y - spot.high / 2
    reach = min(spot.wide, spot.high) / 3
    return Route((x - reach, top), (x, top - 4 * clear), (x + reach, top - head))


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share
