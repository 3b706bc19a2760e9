"""Labels at the ends of lines, in the margin at the right, spread so that none touches another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talk.chart.canvas import Canvas, Text
from talk.chart.fonts import block_height, block_width, wrapped
from talk.chart.layout import Rect, spread
from talk.chart.marks import to_px, x_values
from talk.chart.model import ChartData, Panel, Rule, Series
from talk.errors import TalkError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

AT_END = 0.85  # share of the width after which a line counts as ending at the right
_MARGIN = 0.28  # the most of the width that labels take
_LEADER = 20  # from the end of a line to its label, in units
_SPACE = 1.04  # a label's height with the air around it

Roles = dict[tuple[int, str], tuple[str, int]]


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A label for a point at the right (in the units shown), its lines already broken."""

    text: str
    x: float
    y: float
    role: str


def end_labels(chart: ChartData, panel: Panel, roles: Roles, canvas: Canvas) -> list[EndLabel]:
    """The labels of the panel's lines that reach the right, and of its rules across."""
    found = []
    index = chart.panels.index(panel)
    for mark in panel.marks:
        if (
            isinstance(mark, Series)
            and (end := end_point(chart, panel, mark))
            and reaches_right(chart, end[0])
        ):
            role, _ = roles[index, mark.label]
            found.append(EndLabel(_broken(mark.label, canvas), *end, role))
        elif isinstance(mark, Rule) and mark.axis == "y" and mark.text:
            last = max(x_values(chart), default=1.0)
            found.append(EndLabel(_broken(mark.text, canvas), last, mark.at * panel.y.factor, ""))
    return [each for each in found if each.text]


def end_point(chart: ChartData, panel: Panel, series: Series) -> tuple[float, float] | None:
    """The last point of a line, in the units shown; None for what has no line."""
    if series.kind not in ("line", "step", "area"):
        return None
    xs = chart.x_of(series)
    for index in range(len(xs) - 1, -1, -1):
        y = series.y[index]
        if y is not None:
            low = series.low[index] if series.low else None
            middle = y if low is None else (y + low) / 2
            return xs[index] * chart.x.factor, middle * panel.y.factor
    return None


def reaches_right(chart: ChartData, x: float) -> bool:
    """Whether that x lies far enough to the right for a label in the margin."""
    low, high = min(x_values(chart)), max(x_values(chart))
    if chart.x.log:
        low, high, x = math.log(low), math.log(high), math.log(x)
    return high == low or (x - low) / (high - low) >= AT_END


def ends_width(labels: list[EndLabel], canvas: Canvas) -> float:
    """The width of the margin that they need."""
    widest = max((block_width(label.text, canvas.room_px) for label in labels), default=0.0)
    return widest + (_LEADER + 2) * canvas.unit if widest else 0.0


def draw_ends(axes: Axes, labels: list[EndLabel], frame: Rect, canvas: Canvas) -> None:
    """Set each label beside its line, joined to it by a thin stroke where it had to move.

    Raises:
        TalkError: there are more than fit above each other.
    """
    points = [to_px(axes, canvas, label.x, label.y) for label in labels]
    wanted = [min(max(y, frame.top), frame.bottom) for _, y in points]
    heights = [block_height(label.text, canvas.room_px) * _SPACE for label in labels]
    slack = canvas.room_px * 0.6
    middles = spread(wanted, heights, frame.top - slack, frame.bottom + slack)
    if middles is None:
        raise TalkError(
            f"{len(labels)} labels at the lines' ends need {sum(heights):.0f} px, there are "
            f"{frame.bottom - frame.top:.0f}",
            hint="give the chart more height, or shorter labels",
        )
    for label, (x, _), at, middle in zip(labels, points, wanted, middles, strict=True):
        _draw(label, min(x, frame.right), at, middle, frame, canvas)


def _draw(label: EndLabel, x: float, at: float, middle: float, frame: Rect, canvas: Canvas) -> None:
    unit, left = canvas.unit, frame.right + _LEADER * canvas.unit
    role = label.role or "muted"
    if label.role:
        start, end = frame.right + 4 * unit, left - 5 * unit
        if abs(middle - at) > 3 * unit or frame.right - x > 8 * unit:
            canvas.line([(x, at), (max(x, start), at), (end, middle)], role, 1)
        canvas.dot(x, at, 4, role)
    canvas.text(Text(left, middle, label.text, down="middle", role="fg" if label.role else "muted"))


def _broken(text: str, canvas: Canvas) -> str:
    return wrapped(text, canvas.room_px, canvas.width * _MARGIN)
