"""The axis along x as it is written: its ticks or names, and its title at their end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from talk.chart.axis_map import AxisMap
from talk.chart.fonts import LINE, block_height, text_width, wrapped
from talk.chart.scale import Scale, make_scale

if TYPE_CHECKING:
    from talk.chart.canvas import Canvas
    from talk.chart.whole import Whole

TICK = 5  # length of a tick, in units
_APART = 0.8  # from the last label to the title, in text sizes
_LEAST_LABELS = 3  # a title that leaves fewer of them stands below


@dataclass(frozen=True, slots=True)
class XAxis:
    """The scale with the labels that are written, or `names` on several lines; and the title.

    It ends with the plot, in the row of the labels or, with `below`, in one of its own.
    """

    scale: Scale
    names: tuple[str, ...] = ()
    title: str = ""
    below: bool = True

    def height(self, canvas: Canvas) -> float:
        """Of all that stands under the lowest panel."""
        title = canvas.room_px * LINE if self.title and self.below else 0.0
        return TICK * canvas.unit * 1.6 + self.labels_height(canvas) + title

    def labels_height(self, canvas: Canvas) -> float:
        return max((block_height(name, canvas.room_px) for name in self.names), default=canvas.room_px * LINE)


def x_axis(whole: Whole, canvas: Canvas, left: float, right: float) -> XAxis:
    """The axis between two edges of the plot, with as many ticks as have room for their labels."""
    title, width = whole.first.x.title, right - left
    if whole.names is not None:
        count = max(len(whole.names), 1)
        slot = width / count - canvas.room_px * 0.4
        names = tuple(cut(wrapped(name, canvas.room_px, slot), canvas.room_px, slot) for name in whole.names)
        return XAxis(Scale(-0.5, count - 0.5, tuple(map(float, range(len(names)))), names), names, title)
    for most in (7, 6, 5, 4, 3, 2):
        scale = make_scale(whole.first.x, whole.x, most=most, tight=True)
        if sum(text_width(label, canvas.room_px) + canvas.room_px for label in scale.labels) <= width:
            break
    return _titled(XAxis(widened(scale, whole), title=title), canvas, left, right)


def widened(scale: Scale, whole: Whole) -> Scale:
    """The x scale with room at its ends for bars, cells and dots, if there are any."""
    if whole.names is not None:
        return Scale(-0.5, max(len(whole.names), 1) - 0.5, (), ())
    if whole.first.x.span is not None or scale.log or not whole.kinds & {"bars", "points", "heat"}:
        return scale
    extra = (scale.high - scale.low) * 0.02
    if whole.kinds & {"bars", "heat"}:
        extra = whole.slot * (0.6 if "bars" in whole.kinds else 0.5)
    return Scale(scale.low - extra, scale.high + extra, scale.ticks, scale.labels)


def cut(text: str, size: float, width: float) -> str:
    """Its lines, each cut to the width with an ellipsis."""
    lines = []
    for line in text.split("\n"):
        kept = line
        while text_width(kept, size) > width and len(kept) > 1:
            kept = kept.removesuffix("…")[:-1] + "…"
        lines.append(kept)
    return "\n".join(lines)


def _titled(axis: XAxis, canvas: Canvas, left: float, right: float) -> XAxis:
    """The title in the row of the labels instead of those that it would touch, unless too few were left."""
    if not axis.title:
        return axis
    px, scale = canvas.room_px, axis.scale
    free = right - text_width(axis.title, px) - _APART * px
    ends = _label_ends(scale, AxisMap.of(scale, left, right), px)
    labels = tuple(label if end <= free else "" for label, end in zip(scale.labels, ends, strict=True))
    if sum(map(bool, labels)) < min(_LEAST_LABELS, len(labels)):
        return axis
    return replace(axis, scale=replace(scale, labels=labels), below=False)


def _label_ends(scale: Scale, x: AxisMap, px: float) -> Sequence[float]:
    """The right edge of each label."""
    return [
        x.at(tick) + text_width(label, px) / 2 for tick, label in zip(scale.ticks, scale.labels, strict=True)
    ]
