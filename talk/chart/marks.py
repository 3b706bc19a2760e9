"""The marks themselves: lines, steps, areas, bars, dots, rings with a word."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from talk.chart.canvas import Canvas, Down, Text
from talk.chart.fonts import LINE, text_width
from talk.chart.format import decimals_for, show_number
from talk.chart.layout import Rect, least_covered
from talk.chart.model import Band, ChartData, Events, Panel, Rule, Series
from talk.chart.palette import DASHES, MARKERS, bar_ink
from talk.chart.scale import Scale

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Styles = dict[str, tuple[str, int]]

_BAR_SHARE = 0.72  # of the distance of two bars, or groups of them
_LABELLED_BARS = 24  # more do not carry their numbers
_WIDEST_BAR = 6.0  # in text sizes
_SAMPLES = 400  # points of a line that a word keeps away from


def x_values(chart: ChartData) -> list[float]:
    """Every x that must be seen, in the unit shown."""
    found = list(chart.xs)
    for panel in chart.panels:
        for mark in panel.marks:
            if isinstance(mark, Series):
                found.extend(mark.x or ())
            elif isinstance(mark, Events):
                found.extend(mark.x)
            elif isinstance(mark, Rule | Band) and mark.axis == "x":
                found.extend([mark.at] if isinstance(mark, Rule) else [mark.start, mark.end])
    return [x * chart.x.factor for x in found]


def panel_values(panel: Panel) -> list[float]:
    """Every y that must be seen in a panel, in the unit shown."""
    found: list[float] = []
    for mark in panel.marks:
        if isinstance(mark, Series):
            found.extend(y for y in (*mark.y, *(mark.low or ())) if y is not None)
        elif isinstance(mark, Events):
            found.extend(mark.y or ())
        elif isinstance(mark, Rule | Band) and mark.axis == "y":
            found.extend([mark.at] if isinstance(mark, Rule) else [mark.start, mark.end])
    return [y * panel.y.factor for y in found]


def widened(scale: Scale, chart: ChartData) -> Scale:
    """The x scale with room at its ends for bars and dots, if there are any."""
    kinds = {series.kind for _, series in chart.all_series}
    if chart.x.span is not None or scale.log or not kinds & {"bars", "points"}:
        return scale
    extra = _bar_slot(chart) * 0.6 if "bars" in kinds else (scale.high - scale.low) * 0.02
    return Scale(scale.low - extra, scale.high + extra, scale.ticks, scale.labels)


def to_px(axes: Axes, canvas: Canvas, x: float, y: float) -> tuple[float, float]:
    """A point of the axes as a place on the canvas."""
    across_px, up = axes.transData.transform((x, y))
    return float(across_px), canvas.height - float(up)


def across(value: float, scale: Scale, left: float, right: float) -> float:
    """Where a value of x lies between two edges."""
    low, high = scale.low, scale.high
    if scale.log:
        low, high, value = math.log(low), math.log(high), math.log(value)
    return left + (value - low) / (high - low) * (right - left)


def draw_marks(
    axes: Axes, chart: ChartData, panel: Panel, styles: Styles, canvas: Canvas, frame: Rect
) -> Iterator[Text]:
    """Draw all marks of a panel; yields the words that stand among them."""
    bars = [series for series in panel.series if series.kind == "bars"]
    for mark in panel.marks:
        if isinstance(mark, Series) and mark.kind != "bars":
            _draw_series(axes, chart, panel, mark, styles[mark.label], canvas)
        elif isinstance(mark, Rule | Band) and mark.axis == "y":
            yield from _draw_level(axes, panel, mark, frame, canvas)
    for number, series in enumerate(bars):
        offset = (number - (len(bars) - 1) / 2) / len(bars)
        yield from _draw_bars(axes, chart, panel, series, styles[series.label], (offset, len(bars)), canvas)
    yield from _draw_events(axes, chart, panel, canvas, frame)


def _draw_series(
    axes: Axes, chart: ChartData, panel: Panel, series: Series, style: tuple[str, int], canvas: Canvas
) -> None:
    role, number = style
    colour = canvas.colours[role]
    xs = [x * chart.x.factor for x in chart.x_of(series)]
    ys = _shown(series.y, panel)
    clip = chart.x.span is not None or panel.y.span is not None
    if series.kind == "points":
        axes.plot(
            xs, ys, linestyle="none", marker=MARKERS[number % len(MARKERS)], color=colour, clip_on=clip,
            markersize=9 * canvas.unit, markeredgewidth=canvas.unit, markeredgecolor=canvas.colours["bg"],
        )  # fmt: skip
        return
    if series.kind == "area":
        lows = _shown(series.low, panel) if series.low else [max(0.0, axes.get_ylim()[0])] * len(ys)
        for start, end in _runs(ys):
            outline = [*zip(xs[start:end], ys[start:end], strict=True)]
            outline += reversed([*zip(xs[start:end], lows[start:end], strict=True)])
            axes.fill(*zip(*outline, strict=True), color=colour, alpha=0.16, linewidth=0, clip_on=clip)
    width = (1.8 if series.tone == "muted" else 2.8) * canvas.unit
    (line,) = axes.plot(
        xs, ys, color=colour, linewidth=width, clip_on=clip, solid_capstyle="round", dash_capstyle="butt",
        drawstyle="steps-post" if series.kind == "step" else "default",
    )  # fmt: skip
    if not series.tone and DASHES[number % len(DASHES)]:
        line.set_dashes(DASHES[number % len(DASHES)])


def _runs(values: list[float]) -> list[tuple[int, int]]:
    """Where numbers stand without a gap: the index of the first, and that after the last."""
    edges = [-1, *(index for index, value in enumerate(values) if math.isnan(value)), len(values)]
    return [(before + 1, after) for before, after in pairwise(edges) if after - before > 2]


def _draw_level(axes: Axes, panel: Panel, mark: Rule | Band, frame: Rect, canvas: Canvas) -> Iterator[Text]:
    left = axes.get_xlim()[0]
    if isinstance(mark, Rule):
        _, y = to_px(axes, canvas, left, mark.at * panel.y.factor)
        canvas.line([(frame.left, y), (frame.right + 11 * canvas.unit, y)], "muted", 1.6, (4, 2.4))
        return
    ends = [to_px(axes, canvas, left, value * panel.y.factor)[1] for value in (mark.start, mark.end)]
    top, bottom = max(min(ends), frame.top), min(max(ends), frame.bottom)
    canvas.rectangle((frame.left, top), (frame.right - frame.left, bottom - top), fill="muted", alpha=0.11)
    unit = canvas.unit
    yield Text(frame.left + 6 * unit, top + 5 * unit, mark.text, down="top", role="muted", halo=True)


def _draw_bars(
    axes: Axes,
    chart: ChartData,
    panel: Panel,
    series: Series,
    style: tuple[str, int],
    place: tuple[float, int],
    canvas: Canvas,
) -> Iterator[Text]:
    role, number = style
    offset, count = place
    pixel = to_px(axes, canvas, 1.0, 1.0)[0] - to_px(axes, canvas, 0.0, 1.0)[0]
    share = min(_bar_slot(chart) * _BAR_SHARE / count, _WIDEST_BAR * canvas.room_px / pixel)
    wide = share * (0.94 if count > 1 else 1)
    alpha, edge = bar_ink(series.tone, number)
    floor = axes.get_ylim()[0] if panel.y.log else 0.0
    decimals = decimals_for(_shown(series.y, panel))
    for x, y in zip(chart.x_of(series), _shown(series.y, panel), strict=True):
        if math.isnan(y):
            continue
        middle = x * chart.x.factor + offset * count * share
        left, at = to_px(axes, canvas, middle - wide / 2, y)
        right, base = to_px(axes, canvas, middle + wide / 2, floor)
        corner, size = (left, min(at, base)), (right - left, abs(base - at))
        canvas.rectangle(corner, size, fill="bg")
        canvas.rectangle(corner, size, fill=role, stroke=role, alpha=alpha, width=edge)
        label = show_number(y, decimals)
        if len(series.y) * count <= _LABELLED_BARS and text_width(label, canvas.room_px) <= right - left + 14:
            gap = 4 * canvas.unit * (1 if y < 0 else -1)
            down: Down = "top" if y < 0 else "base"
            yield Text((left + right) / 2, at + gap, label, across="middle", down=down, halo=True)


def _draw_events(axes: Axes, chart: ChartData, panel: Panel, canvas: Canvas, frame: Rect) -> Iterator[Text]:
    """Rings with their words, each where it hides least; words without room are left to the table."""
    points = [point for series in panel.series for point in _sampled(axes, chart, panel, series, canvas)]
    rings = []
    for events in panel.events:
        for x, y, text in zip(events.x, events.y or (), events.texts, strict=False):
            at = to_px(axes, canvas, x * chart.x.factor, y * panel.y.factor)
            canvas.dot(*at, 5, "fg", hollow=True)
            rings.append((at, text))
    radius = 7 * canvas.unit
    taken = [Rect(x - radius, y - radius, x + radius, y + radius) for (x, y), _ in rings]
    for at, text in rings:
        size = (text_width(text, canvas.room_px), canvas.room_px * LINE)
        places = [place for place in _around(at, size, 10 * canvas.unit) if place.within(frame)]
        place = least_covered(places, taken, points)
        if text and place is not None:
            taken.append(place)
            yield Text(place.left, (place.top + place.bottom) / 2, text, down="middle", halo=True)


def _around(at: tuple[float, float], size: tuple[float, float], gap: float) -> Iterator[Rect]:
    """Places for a word around a point: above and below, left, over and right of it, then beside it."""
    (x, y), (wide, high) = at, size
    lefts = (x - wide - gap / 2, x - wide / 2, x + gap / 2)
    for top in (y - gap - high, y + gap):
        for left in lefts:
            yield Rect(left, top, left + wide, top + high)
    for left in (x - wide - gap, x + gap):
        yield Rect(left, y - high / 2, left + wide, y + high / 2)


def _sampled(
    axes: Axes, chart: ChartData, panel: Panel, series: Series, canvas: Canvas
) -> Iterator[tuple[float, float]]:
    """Points along a line, close enough that no word fits between two of them."""
    shown = zip(chart.x_of(series), _shown(series.y, panel), strict=True)
    corners = [to_px(axes, canvas, x * chart.x.factor, y) for x, y in shown if not math.isnan(y)]
    if len(corners) > _SAMPLES:
        corners = corners[:: len(corners) // _SAMPLES]
    for (x, y), (next_x, next_y) in pairwise(corners):
        if series.kind == "step":
            yield from _between(x, y, next_x, y)
            yield from _between(next_x, y, next_x, next_y)
        elif series.kind in ("line", "area"):
            yield from _between(x, y, next_x, next_y)
        else:
            yield x, y


def _between(x: float, y: float, to_x: float, to_y: float) -> Iterator[tuple[float, float]]:
    count = max(1, int(max(abs(to_x - x), abs(to_y - y)) / 6))
    for number in range(count + 1):
        share = number / count
        yield x + (to_x - x) * share, y + (to_y - y) * share


def _shown(values: tuple[float | None, ...], panel: Panel) -> list[float]:
    """The numbers in the unit shown, NaN where there is a gap."""
    return [math.nan if value is None else value * panel.y.factor for value in values]


def _bar_slot(chart: ChartData) -> float:
    """The least distance of two bars' middles, in the unit of x that is shown."""
    xs = sorted({x * chart.x.factor for x in chart.xs})
    return min((after - before for before, after in pairwise(xs)), default=1.0)
