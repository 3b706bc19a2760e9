"""Long traces with fewer points: what the eye sees stays, as jumps, corners and extremes do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Rows = NDArray[np.float64]

TOLERANCE = 0.002
"""How far a point may lie from the line that replaces it, in parts of its row's span: half a pixel or so."""


def corners(x: ArrayLike, *rows: ArrayLike, tolerance: float = TOLERANCE) -> NDArray[np.int64]:
    """The places of the points that lines through several rows over one x need.

    Args:
        x: rising; where it repeats, the rows jump.
        rows: as long as x, without gaps.
        tolerance: how far a row may lie from its line afterwards, in parts of its own span.

    Returns: places in rising order, the first and the last among them.
    """
    xs = np.asarray(x, np.float64)
    scaled = np.stack([_scaled(np.asarray(row, np.float64)) for row in rows])
    keep = np.zeros(len(xs), np.bool_)
    keep[[0, -1]] = True
    open_ = [(0, len(xs) - 1)]
    while open_:  # Ramer, Douglas and Peucker, with the distance taken upright
        start, end = open_.pop()
        far = _farthest(xs, scaled, start, end, tolerance)
        if far is not None:
            keep[far] = True
            open_ += [(start, far), (far, end)]
    return np.flatnonzero(keep)


def changes(*rows: ArrayLike) -> NDArray[np.int64]:
    """The places at which a step curve through these rows changes, with the first and the last."""
    values = np.stack([np.asarray(row, np.float64) for row in rows])
    new = (values[:, 1:] != values[:, :-1]).any(axis=0)
    new[-1:] = True
    return np.concatenate(([0], np.flatnonzero(new) + 1))


def held(time: ArrayLike, *rows: ArrayLike) -> tuple[NDArray[np.float64], ...]:
    """The time at both ends of each stretch, and rows that hold from the instant before up to this one.

    Returns: the times, then each row, all of them twice as long less two: lines through them are steps.
    """
    times = np.asarray(time, np.float64)
    ends = np.repeat(times, 2)[1:-1]
    return ends, *(np.repeat(np.asarray(row, np.float64)[1:], 2) for row in rows)


def picked(places: NDArray[np.int64], *rows: Sequence[float] | NDArray[np.generic]) -> tuple[Rows, ...]:
    """Each row at these places."""
    return tuple(np.asarray(row, np.float64)[places] for row in rows)


def _scaled(row: Rows) -> Rows:
    span = float(row.max() - row.min())
    return row / span if span else np.zeros_like(row)


def _farthest(x: Rows, rows: Rows, start: int, end: int, tolerance: float) -> int | None:
    """The point between two that is farthest from the line through them, if it is too far."""
    if end - start < 2:
        return None
    inner = slice(start + 1, end)
    width = x[end] - x[start]
    part = (x[inner] - x[start]) / width if width else np.zeros(end - start - 1)
    line = rows[:, start, None] + (rows[:, end] - rows[:, start])[:, None] * part
    off = np.abs(rows[:, inner] - line).max(axis=0)
    far = int(off.argmax())
    return start + 1 + far if off[far] > tolerance else None
