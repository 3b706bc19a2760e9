"""Where everything of a chart stands, once for all of its states: axes, margins, rows of words, panels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from talk.chart.axis_map import AxisMap
from talk.chart.canvas import Canvas
from talk.chart.ends import endings_of, ends_width
from talk.chart.flags import Flag, flag_rows, flags_of
from talk.chart.fonts import LINE, text_width
from talk.chart.inks import inks_of
from talk.chart.keys import key_rows, keys_of
from talk.chart.layout import Rect
from talk.chart.looks import Measures, looks_of
from talk.chart.scale import Scale, make_scale
from talk.chart.size import NoRoomError
from talk.chart.view import Plot, View
from talk.chart.whole import Whole
from talk.chart.x_axis import TICK, cut, widened, x_axis

GAP = 10  # distance of a y label from the plot, in units
_MIN_LINES = 2.0  # the least height of a panel's plot, in lines of text
_MIN_WIDTH = 6  # the least width of the plot, in text sizes
_LANE_NAMES = 0.24  # the most of the width that the names of lanes take


def arrange(whole: Whole, canvas: Canvas) -> View:
    """The chart laid out for all of its states.

    Raises:
        TalkError: the canvas is too small for it; a StateError if that is so in one of several states.
    """
    panels = range(len(whole.panels))
    states = range(len(whole.charts))
    ys = [_y_scale(whole, number, canvas) for number in panels]
    bare = widened(make_scale(whole.first.x, whole.x, most=7, tight=True), whole)
    endings = [tuple(endings_of(whole, index, number, bare, canvas) for index in states) for number in panels]
    margins = [ends_width(each, canvas) for panel in endings for each in panel]
    half_tick = 0.0 if whole.names else _widest(bare, canvas) / 2
    right = canvas.width - max(half_tick, *margins)
    left = max(_widest(scale, canvas) for scale in ys) + GAP * canvas.unit
    _check_width(canvas, right - left)
    x = x_axis(whole, canvas, left, right)
    x_map = AxisMap.of(x.scale, left, right)
    measures = Measures(canvas.unit, canvas.room_px, x_map.per_value(1.0), right - left)
    looks = looks_of(whole, ys, measures)
    plots = []
    for number in panels:
        flags = _flags(whole, number, x_map, canvas)
        keys = key_rows(keys_of(whole, number, bare), canvas, whole.panels[number].y.title)
        own = tuple(look for look in looks if look.key.panel == number)
        plot = Plot(whole.panels[number], whole.lanes[number], ys[number], own, endings[number], flags, keys,
                    Rect(left, 0, right, 0), 0.0)  # fmt: skip
        plots.append(replace(plot, head=_head(plot, canvas)))
    roles = [
        (number, ending.role)
        for number in panels
        for state in endings[number]
        for ending in state
        if ending.role
    ]
    inks = inks_of(looks, dict.fromkeys(roles), canvas.unit)
    return View(whole, canvas, x, _stacked(plots, canvas.height - x.height(canvas), canvas), inks)


def _flags(whole: Whole, panel: int, x: AxisMap, canvas: Canvas) -> tuple[list[Flag], ...]:
    found = []
    for index, state in enumerate(whole.states):
        with whole.naming(index):
            found.append(flags_of(state, panel, x, canvas))
    return tuple(found)


def _head(plot: Plot, canvas: Canvas) -> float:
    """The height of the title, the keys and the rows of words over a plot."""
    told = plot.panel.y.title or plot.keys[0]
    rows = (len(plot.keys) + 0.4 if told else 0.5) + max(map(flag_rows, plot.flags))
    if any(look.key.kind == "bars" for look in plot.looks):
        rows += 0.5  # the number on the highest bar may stand over the plot
    return rows * canvas.room_px * LINE + TICK * canvas.unit


def _y_scale(whole: Whole, number: int, canvas: Canvas) -> Scale:
    panel, lanes = whole.panels[number], whole.lanes[number]
    if lanes is not None:
        return _lane_scale(lanes, canvas)
    if whole.is_empty():
        return Scale(0, 1, (), ())
    shares = sum(each.share for each in whole.panels)
    height = canvas.height * 0.8 * panel.share / shares
    most = max(3, min(6, int(height / (canvas.room_px * 2.2))))
    return make_scale(panel.y, whole.y[number], most=most, tight=False, zero=_needs_zero(whole, number))


def _needs_zero(whole: Whole, panel: int) -> bool:
    areas = [mark for key in whole.keys_in(panel, "area") for _, mark in whole.marks(key)]
    stands = any(getattr(mark, "low", None) is None for mark in areas)
    return stands or bool(whole.keys_in(panel, "bars", "hist", "stack"))


def _lane_scale(lanes: Sequence[str], canvas: Canvas) -> Scale:
    widest = canvas.width * _LANE_NAMES
    names = tuple(cut(name, canvas.room_px, widest) for name in lanes)
    return Scale(len(lanes) - 0.5, -0.5, tuple(map(float, range(len(lanes)))), names)


def _stacked(plots: list[Plot], bottom: float, canvas: Canvas) -> tuple[Plot, ...]:
    """The panels from top to bottom, each with its share of the height."""
    gap = canvas.room_px * 0.7
    free = bottom - sum(plot.head for plot in plots) - gap * (len(plots) - 1)
    shares = sum(plot.panel.share for plot in plots)
    least = max(_least_height(plot, canvas) * shares / plot.panel.share for plot in plots)
    if free < least:
        needed = round(canvas.height - free + least)
        raise NoRoomError(
            f"the chart needs a height of {needed} px, there are {canvas.height:.0f}",
            hint="give it more height, or use shorter labels",
        )
    top, placed = 0.0, []
    for plot in plots:
        start, height = top + plot.head, free * plot.panel.share / shares
        frame = Rect(plot.frame.left, start, plot.frame.right, start + height)
        placed.append(replace(plot, frame=frame))
        top = start + height + gap
    return tuple(placed)


def _least_height(plot: Plot, canvas: Canvas) -> float:
    """The height that a panel needs in pixels: a few lines of text, or the names of its lanes."""
    return max(_MIN_LINES * LINE, len(plot.lanes or ())) * canvas.room_px


def _widest(scale: Scale, canvas: Canvas) -> float:
    return max((text_width(label, canvas.room_px) for label in scale.labels), default=0.0)


def _check_width(canvas: Canvas, width: float) -> None:
    if width < _MIN_WIDTH * canvas.room_px:
        needed = round(canvas.width - width + _MIN_WIDTH * canvas.room_px)
        raise NoRoomError(
            f"the chart needs a width of {needed} px, there are {canvas.width:.0f}",
            hint="use shorter labels, or a wider column",
        )
