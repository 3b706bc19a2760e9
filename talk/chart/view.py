"""A chart laid out for all of its states: what a drawing and the page both go by."""

from __future__ import annotations

from dataclasses import dataclass

from talk.chart.axis_map import AxisMap
from talk.chart.canvas import Canvas
from talk.chart.ends import Ending
from talk.chart.flags import Flag
from talk.chart.inks import Inks
from talk.chart.keys import Row
from talk.chart.layout import Rect
from talk.chart.looks import Look
from talk.chart.model import Panel
from talk.chart.scale import Scale
from talk.chart.whole import Whole
from talk.chart.x_axis import XAxis


@dataclass(frozen=True, slots=True)
class Plot:
    """One panel: what it shows, its y axis, its frame, the height of what stands over it.

    `endings` and `flags` hold those of each state.
    """

    panel: Panel
    lanes: tuple[str, ...] | None
    scale: Scale
    looks: tuple[Look, ...]
    endings: tuple[list[Ending], ...]
    flags: tuple[list[Flag], ...]
    keys: list[Row]
    frame: Rect
    head: float

    @property
    def y(self) -> AxisMap:
        return AxisMap.of(self.scale, self.frame.bottom, self.frame.top)


@dataclass(frozen=True, slots=True)
class View:
    """A chart laid out on a canvas."""

    whole: Whole
    canvas: Canvas
    x_axis: XAxis
    plots: tuple[Plot, ...]
    inks: Inks

    @property
    def x(self) -> AxisMap:
        frame = self.plots[0].frame
        return AxisMap.of(self.x_axis.scale, frame.left, frame.right)
