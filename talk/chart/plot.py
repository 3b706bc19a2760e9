"""A chart on a canvas: what stands still, and one state of what moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from talk.chart.arrange import GAP
from talk.chart.canvas import Canvas, Text
from talk.chart.ends import EndLabel, end_shapes, end_texts, spread_out
from talk.chart.flags import rows_passed
from talk.chart.fonts import LINE
from talk.chart.ink import Shape
from talk.chart.keys import draw_keys
from talk.chart.model import Events, Mark, Number
from talk.chart.scale import Scale
from talk.chart.shapes import Sheet, ToPixels, layers
from talk.chart.union import MarkKey
from talk.chart.view import Plot, View
from talk.chart.words import words_of
from talk.chart.x_axis import TICK

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_view(view: View, index: int) -> None:
    """Draw the chart on its canvas in one of its states.

    Raises:
        TalkError: labels at the ends of its lines have no room.
    """
    canvas, inks = view.canvas, view.inks
    axes = [_draw_standing(view, plot) for plot in view.plots]
    _draw_x(view)
    drawn: list[list[Shape]] = [[] for _ in inks.styles]
    for number in range(len(view.plots)):
        _draw_marks(view, number, axes[number], index, drawn)
        _draw_ends(view, number, end_labels(view, number, index), drawn)
    canvas.words += words_of(view, index)
    for ink, shapes in zip(inks.styles, drawn, strict=True):
        canvas.ink(ink, shapes, None if ink.clip is None else axes[ink.clip])


def end_labels(view: View, number: int, index: int) -> list[EndLabel]:
    """The labels at the right of a panel in a state, spread.

    Raises:
        TalkError: there are more than fit above each other.
    """
    plot, x, y = view.plots[number], view.x, view.plots[number].y
    endings = plot.endings[index]
    points = [(x.at(each.x), y.at(each.y)) for each in endings]
    with view.whole.naming(index):
        return spread_out(endings, points, plot.frame, view.canvas.room_px)


def rows_of(plot: Plot, key: MarkKey, mark: Mark, index: int) -> list[int]:
    """How many rows of words each upright line of a mark passes in a state."""
    count = len(mark.x) if isinstance(mark, Events) else 1
    return rows_passed(plot.flags[index], key, count)


def _draw_marks(view: View, number: int, axes: Axes, index: int, drawn: list[list[Shape]]) -> None:
    plot, canvas = view.plots[number], view.canvas
    to_x, to_y = _pixels(axes, canvas, 0), _pixels(axes, canvas, 1)
    xs = view.whole.charts[index].xs
    sheet = Sheet(plot.frame, to_x, to_y, canvas.unit, canvas.room_px * LINE, xs)
    for look in plot.looks:
        mark = view.whole.states[index].get(look.key)
        if mark is not None:
            rows = rows_of(plot, look.key, mark, index)
            shown = layers(look, mark, sheet, rows)
            for ink, layer in zip(view.inks.of[look.key], shown, strict=True):
                drawn[ink] += layer


def _draw_ends(view: View, number: int, labels: list[EndLabel], drawn: list[list[Shape]]) -> None:
    canvas, frame = view.canvas, view.plots[number].frame
    for label in labels:
        if label.start is not None:
            leader, dot = view.inks.ends[number, label.role]
            shapes = end_shapes(label.start, label.middle, frame, canvas.unit)
            drawn[leader] += shapes[0]
            drawn[dot] += shapes[1]
    canvas.ends += end_texts(labels, frame, canvas.unit)


def _pixels(axes: Axes, canvas: Canvas, dimension: int) -> ToPixels:
    """The way that matplotlib itself takes from the values of an axis to pixels."""
    import numpy as np

    corner = [axes.get_xlim()[0], axes.get_ylim()[0]]

    def to_pixels(values: Sequence[Number]) -> list[float]:
        points = np.tile(np.array(corner), (len(values), 1))
        points[:, dimension] = np.array(values, dtype=float)
        pixels = axes.transData.transform(points)[:, dimension]
        return list((canvas.height - pixels if dimension else pixels).tolist())

    return to_pixels


def _draw_standing(view: View, plot: Plot) -> Axes:
    """The axes of a panel with its grid, its title and its keys."""
    canvas, frame = view.canvas, plot.frame
    axes = canvas.axes(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top)
    _set_scales(axes, view.x_axis.scale, plot.scale)
    top = frame.top - plot.head
    title_y = top + canvas.room_px * LINE / 2
    canvas.text(Text(0, title_y, plot.panel.y.title, down="middle", role="muted"))
    draw_keys(plot.keys, top, canvas)
    _draw_grid(axes, plot, canvas)
    return axes


def _set_scales(axes: Axes, x: Scale, y: Scale) -> None:
    if x.log:
        axes.set_xscale("log", nonpositive="mask")
    if y.log:
        axes.set_yscale("log", nonpositive="mask")
    axes.set_xlim(x.low, x.high)
    axes.set_ylim(y.low, y.high)


def _draw_grid(axes: Axes, plot: Plot, canvas: Canvas) -> None:
    from matplotlib.ticker import FixedLocator, NullLocator

    lines = plot.scale.ticks if plot.lanes is None else _between_lanes(plot)
    for axis, ticks in ((axes.xaxis, ()), (axes.yaxis, lines)):
        axis.set_major_locator(FixedLocator(list(ticks)))
        axis.set_minor_locator(NullLocator())
    axes.tick_params(length=0, labelleft=False, labelbottom=False)
    axes.grid(axis="y", color=canvas.colours["grid"], linewidth=1.2 * canvas.unit)
    axes.set_axisbelow(True)
    axes.spines[["left", "right", "top", "bottom"]].set_visible(False)
    for tick, label in zip(plot.scale.ticks, plot.scale.labels, strict=True):
        left = plot.frame.left - GAP * canvas.unit
        canvas.text(Text(left, plot.y.at(tick), label, across="end", down="middle", role="muted"))
    base = plot.y.at(_base(plot.scale))
    canvas.line([(plot.frame.left, base), (plot.frame.right, base)], "muted", 1.2)


def _between_lanes(plot: Plot) -> list[float]:
    """Where lines part the lanes; the cells of a heat map need none."""
    if any(look.key.kind == "heat" for look in plot.looks):
        return []
    return [number + 0.5 for number in range(len(plot.lanes or ()) - 1)]


def _base(scale: Scale) -> float:
    """Where the line stands that all else stands on: at zero, or at the lower end."""
    low, high = scale.low, scale.high
    return 0.0 if not scale.log and low < 0 < high else low


def _draw_x(view: View) -> None:
    canvas, frame, x, axis = view.canvas, view.plots[-1].frame, view.x, view.x_axis
    tick = TICK * canvas.unit
    y = frame.bottom + tick * 1.6
    for value, label in zip(axis.scale.ticks, axis.scale.labels, strict=True):
        at = x.at(value)
        if not axis.names:
            canvas.line([(at, frame.bottom), (at, frame.bottom + tick)], "muted", 1.2)
        canvas.text(Text(at, y, label, across="middle", down="top", role="muted"))
    below = axis.labels_height(canvas) if axis.below else 0.0
    canvas.text(Text(frame.right, y + below, axis.title, across="end", down="top", role="muted"))
