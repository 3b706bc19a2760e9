"""Labels at the ends of lines, in the margin at the right, spread so that none touches another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from talk.chart.canvas import Canvas, Text
from talk.chart.fonts import block_height, block_width, wrapped
from talk.chart.ink import Disc, Ink, Point, Run, Shape
from talk.chart.layout import Rect, spread
from talk.chart.model import ChartData, Rule, Series
from talk.chart.scale import Scale
from talk.chart.size import NoRoomError
from talk.chart.union import Keyed, MarkKey
from talk.chart.whole import Whole

AT_END = 0.85  # share of the width after which a line counts as ending at the right
LEADER = 20  # from the end of a line to its label, in units
LABELLED = ("line", "step", "area", "stack")
_MARGIN = 0.28  # the most of the width that labels take
_SPACE = 1.04  # a label's height with the air around it
_SLACK = 0.6  # text sizes that labels may stand above and under the plot
_DOT = 4  # radius, in units
_LEADER_FROM, _LEADER_TO = 4, 5  # units after the plot, and before the label
_MOVED, _SHORT = 3, 8  # units: a label that moved more, or a line that ends earlier, gets a leader


@dataclass(frozen=True, slots=True)
class Ending:
    """A label for a point at the right, in the units shown, its lines already broken.

    Rules across have no role and no x.
    """

    text: str
    y: float
    role: str = ""
    x: float = math.nan


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A label where it stands: the end of its line (None for a rule), and its own middle."""

    text: str
    role: str
    middle: float
    start: Point | None


def endings_of(whole: Whole, index: int, panel: int, x: Scale, canvas: Canvas) -> list[Ending]:
    """The labels of a panel's lines that reach the right in a state, and of its rules across."""
    chart, state = whole.charts[index], whole.states[index]
    points = end_points(chart, state, whole.keys_in(panel))
    found = []
    for key in whole.keys_in(panel):
        mark = state.get(key)
        if isinstance(mark, Rule) and mark.axis == "y":
            found.append(Ending(broken(mark.text, canvas), mark.at))
        elif key in points and reaches_right(points[key], x):
            role, _ = whole.roles[key]
            found.append(Ending(broken(key.label, canvas), points[key][1], role, points[key][0]))
    return [each for each in found if each.text]


def end_points(chart: ChartData, state: Keyed, keys: Sequence[MarkKey]) -> dict[MarkKey, Point]:
    """Where the lines of a panel end: at their last point, areas in the middle of their height there."""
    below: dict[int, float] = {}
    found = {}
    for key in keys:
        mark = state.get(key)
        if isinstance(mark, Series) and mark.kind in LABELLED:
            index = _last(mark)
            if index is not None:
                found[key] = (chart.x_of(mark)[index], _end_height(mark, index, below))
            if mark.kind == "stack":
                _pile(mark, below)
    return found


def reaches_right(point: Point, x: Scale) -> bool:
    """Whether a line ends far enough to the right for a label in the margin."""
    return x.share(point[0]) >= AT_END - 1e-9


def broken(text: str, canvas: Canvas) -> str:
    """The text of a label, broken into lines that fit in the margin."""
    return wrapped(text, canvas.room_px, canvas.width * _MARGIN)


def ends_width(endings: Sequence[Ending], canvas: Canvas) -> float:
    """The width of the margin that they need."""
    widest = max((block_width(label.text, canvas.room_px) for label in endings), default=0.0)
    return widest + (LEADER + 2) * canvas.unit if widest else 0.0


def spread_out(
    endings: Sequence[Ending], points: Sequence[Point], frame: Rect, room_px: float
) -> list[EndLabel]:
    """The labels of a panel where they stand; `points` are the ends of their lines in pixels.

    Raises:
        TalkError: there are more than fit above each other.
    """
    wanted = [min(max(y, frame.top), frame.bottom) for _, y in points]
    heights = [block_height(label.text, room_px) * _SPACE for label in endings]
    slack = room_px * _SLACK
    middles = spread(wanted, heights, frame.top - slack, frame.bottom + slack)
    if middles is None:
        raise NoRoomError(
            f"{len(endings)} labels at the lines' ends need {sum(heights):.0f} px, there are "
            f"{frame.bottom - frame.top:.0f}",
            hint="give the chart more height, or shorter labels",
        )
    return [
        EndLabel(label.text, label.role, middle, (min(x, frame.right), y) if label.role else None)
        for label, (x, _), y, middle in zip(endings, points, wanted, middles, strict=True)
    ]


def end_inks(role: str, unit: float) -> tuple[Ink, Ink]:
    """How leaders and dots of that colour look."""
    return Ink(stroke=role, width=unit, round=True), Ink(role)


def end_shapes(start: Point, middle: float, frame: Rect, unit: float) -> tuple[list[Shape], list[Shape]]:
    """The leader from the end of a line to its label, where it needs one, and the dot there."""
    x, y = start
    dot = Disc(x, y, _DOT * unit)
    if abs(middle - y) <= _MOVED * unit and frame.right - x <= _SHORT * unit:
        return [], [dot]
    turn = (max(x, frame.right + _LEADER_FROM * unit), y)
    return [Run([start, turn, (ends_x(frame, unit) - _LEADER_TO * unit, middle)])], [dot]


def ends_x(frame: Rect, unit: float) -> float:
    """Where the labels of a panel begin."""
    return frame.right + LEADER * unit


def end_texts(labels: Sequence[EndLabel], frame: Rect, unit: float) -> Iterator[Text]:
    """The labels as texts."""
    for label in labels:
        role = "fg" if label.role else "muted"
        yield Text(ends_x(frame, unit), label.middle, label.text, down="middle", role=role)


def _last(mark: Series) -> int | None:
    return next((index for index in range(len(mark.y) - 1, -1, -1) if mark.y[index] is not None), None)


def _end_height(mark: Series, index: int, below: dict[int, float]) -> float:
    y = mark.y[index] or 0.0
    if mark.kind == "stack":
        return below.get(index, 0.0) + y / 2
    low = mark.low[index] if mark.low else None
    return y if low is None else (y + low) / 2


def _pile(mark: Series, below: dict[int, float]) -> None:
    for index, y in enumerate(mark.y):
        below[index] = below.get(index, 0.0) + (y or 0.0)
