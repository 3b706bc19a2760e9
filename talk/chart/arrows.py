"""Arrows: from a cell that holds an address to what lies there."""

from __future__ import annotations

import math
from dataclasses import dataclass

from talk.chart.measure import Measure
from talk.chart.sketch import Point, Sketch

HEAD = 10  # length of an arrow's head, in units
_HALF_HEAD = 4.5
_ASIDE, _BESIDE_DOT = 2, 8  # from a cell's middle to where an arrow ends, in units: there may begin another
_DASHES = (2.4, 2.0)
_WIDTH = 1.8


@dataclass(frozen=True, slots=True)
class Target:
    """What an arrow begins or ends at: its left and right edge, its middle, the key of what it points to."""

    left: float
    right: float
    middle: float
    to: str = ""
    stale: bool = False


def draw_arrows(sketch: Sketch, measure: Measure, targets: dict[str, Target]) -> None:
    """Every arrow of one moment from cell to cell; those inside a column swing out in lanes."""
    lane = 0
    for source in targets.values():
        target = targets.get(source.to)
        if target is None:
            continue
        stale = target.stale or source.stale
        if target.left == source.left:
            aside = _BESIDE_DOT if target.to in targets else _ASIDE
            _swing(sketch, measure, source, target, lane, aside, stale)
            lane += 1
        else:
            _cross(sketch, source, target, stale)


def draw_head(sketch: Sketch, tip: Point, behind: Point, role: str) -> None:
    """An arrow's head at `tip` that comes from the direction of `behind`."""
    back = math.dist(tip, behind) or 1.0
    x, y = (behind[0] - tip[0]) / back, (behind[1] - tip[1]) / back
    length, half = HEAD * sketch.unit, _HALF_HEAD * sketch.unit
    foot = (tip[0] + x * length, tip[1] + y * length)
    sketch.triangle(
        [tip, (foot[0] - y * half, foot[1] + x * half), (foot[0] + y * half, foot[1] - x * half)], role
    )


def _swing(
    sketch: Sketch, measure: Measure, source: Target, target: Target, lane: int, aside: float, stale: bool
) -> None:
    unit = sketch.unit
    out = source.right + (0.9 + 0.35 * (lane % 4)) * measure.px * 1.33
    start = (source.right, source.middle)
    side = 1 if source.middle > target.middle else -1
    end = (target.right + HEAD * unit, target.middle + side * aside * unit)
    _arrow(sketch, [start, (out, start[1]), (out, end[1]), end], (target.right + unit, end[1]), stale)


def _cross(sketch: Sketch, source: Target, target: Target, stale: bool) -> None:
    right = target.left > source.left
    start = (source.right if right else source.left, source.middle)
    tip = target.left - sketch.unit if right else target.right + sketch.unit
    end = (tip - HEAD * sketch.unit * (1 if right else -1), target.middle)
    bend = (start[0] + end[0]) / 2
    _arrow(sketch, [start, (bend, start[1]), (bend, end[1]), end], (tip, end[1]), stale)


def _arrow(sketch: Sketch, curve: list[Point], tip: Point, stale: bool) -> None:
    role = "accent" if stale else "fg"
    sketch.curve(curve, role, _WIDTH, _DASHES if stale else ())
    draw_head(sketch, tip, curve[-1], role)
    sketch.dot(*curve[0], 3.2, role)
