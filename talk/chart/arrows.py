"""Arrows from a cell that holds an address to the cell that lies there."""

from __future__ import annotations

from dataclasses import dataclass

from talk.chart.canvas import Canvas
from talk.chart.model import Cell

_HEAD = 10  # length of an arrow's head, in units
_DASHES = (2.4, 2.0)


@dataclass(frozen=True, slots=True)
class Target:
    """A drawn cell: what it is, the column it is in, its left and right edge and its middle."""

    cell: Cell
    gone: bool
    column: int
    left: float
    right: float
    middle: float


def draw_arrows(canvas: Canvas, targets: dict[str, Target]) -> None:
    """Every arrow of one moment; those in one column swing out further the longer they are."""
    lane = 0
    for source in targets.values():
        target = targets.get(source.cell.to)
        if target is None:
            continue
        stale = target.gone or source.gone or source.cell.mark == "stale"
        if target.column == source.column:
            _swing(canvas, source, target, lane, stale)
            lane += 1
        else:
            _cross(canvas, source, target, stale)


def _swing(canvas: Canvas, source: Target, target: Target, lane: int, stale: bool) -> None:
    unit = canvas.unit
    out = source.right + (0.9 + 0.35 * (lane % 4)) * canvas.room_px * 1.33
    start = (source.right, source.middle)
    side = 1 if source.middle > target.middle else -1
    end = (target.right + _HEAD * unit, target.middle + side * 2 * unit)
    canvas.curve(
        [start, (out, start[1]), (out, end[1]), end], "accent" if stale else "fg", 1.8, _dashes(stale)
    )
    _head(canvas, (target.right + unit, end[1]), -1, stale)
    canvas.dot(*start, 3.2, "accent" if stale else "fg")


def _cross(canvas: Canvas, source: Target, target: Target, stale: bool) -> None:
    unit = canvas.unit
    right = target.column > source.column
    start = (source.right if right else source.left, source.middle)
    tip = target.left - unit if right else target.right + unit
    end = (tip - _HEAD * unit * (1 if right else -1), target.middle)
    bend = (start[0] + end[0]) / 2
    canvas.curve(
        [start, (bend, start[1]), (bend, end[1]), end], "accent" if stale else "fg", 1.8, _dashes(stale)
    )
    _head(canvas, (tip, end[1]), 1 if right else -1, stale)
    canvas.dot(*start, 3.2, "accent" if stale else "fg")


def _head(canvas: Canvas, tip: tuple[float, float], side: int, stale: bool) -> None:
    length, half = _HEAD * canvas.unit, 4.5 * canvas.unit
    x, y = tip
    points = [(x, y), (x - side * length, y - half), (x - side * length, y + half)]
    canvas.triangle(points, "accent" if stale else "fg")


def _dashes(stale: bool) -> tuple[float, ...]:
    return _DASHES if stale else ()
