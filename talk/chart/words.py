"""What is written inside the plots in one state: numbers on bars, words of events, spans and bands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from talk.chart.canvas import Down, Text
from talk.chart.extent import is_empty
from talk.chart.flags import flag_texts
from talk.chart.fonts import LINE, text_width
from talk.chart.format import decimals_for, show_number
from talk.chart.layout import Rect, least_covered
from talk.chart.model import Band, ChartData, Events, Mark, Series, Spans

if TYPE_CHECKING:
    from talk.chart.ink import Point
    from talk.chart.looks import Look
    from talk.chart.view import Plot, View

_LABELLED_BARS = 24  # more do not carry their numbers
_SAMPLES = 400  # points of a line that a word keeps away from
_NEAR = 6  # pixels between two of them
_DOT = 7  # half the size of a point's mark
_AIR = 4  # units between a word and a line
_PAST = 14  # units that a word may reach past the plot, where labels of lines do not begin yet
_BELOW_LINE = frozenset("gjpqyQ,;()[]{}_|")  # what reaches below the line
_IN_SPAN = 0.85  # of the size of a word without such: what it needs between the edges of a span
_OVER = 14  # units that a number may be wider than its bar


def words_of(view: View, index: int) -> list[Text]:
    """All that is written among the marks of a state."""
    chart, state = view.whole.charts[index], view.whole.states[index]
    found: list[Text] = []
    for plot in view.plots:
        marks = [(look, state[look.key]) for look in plot.looks if look.key in state]
        found += flag_texts(plot.flags[index], plot.frame, view.canvas)
        for look, mark in marks:
            found += _words(view, plot, chart, look, mark, _dots(view, plot, chart, marks))
        found += _event_words(view, plot, chart, [mark for _, mark in marks])
    if is_empty(chart):
        found.append(_no_data(view.plots[0].frame))
    return [text for text in found if text.text]


def _words(
    view: View, plot: Plot, chart: ChartData, look: Look, mark: Mark, dots: Sequence[Rect]
) -> Iterator[Text]:
    if isinstance(mark, Band) and mark.axis == "y":
        unit, top = view.canvas.unit, min(plot.y.at(mark.start), plot.y.at(mark.end))
        top = max(top, plot.frame.top)
        yield Text(plot.frame.left + 6 * unit, top + 5 * unit, mark.text, down="top", role="muted", halo=True)
    elif isinstance(mark, Spans):
        yield from _span_words(view, plot, mark)
    elif isinstance(mark, Series) and mark.kind == "bars":
        yield from _bar_words(view, plot, chart, look, mark, dots)


def _dots(view: View, plot: Plot, chart: ChartData, marks: Sequence[tuple[Look, Mark]]) -> list[Rect]:
    """The room that single points take."""
    radius = _DOT * view.canvas.unit
    return [
        Rect(at - radius, plot.y.at(y) - radius, at + radius, plot.y.at(y) + radius)
        for look, mark in marks
        if isinstance(mark, Series) and mark.kind == "points"
        for x, y in zip(chart.x_of(mark), mark.y, strict=True)
        if y is not None
        for at in (view.x.at(x + look.off),)
    ]


def _bar_words(
    view: View, plot: Plot, chart: ChartData, look: Look, mark: Series, dots: Sequence[Rect]
) -> Iterator[Text]:
    count = sum(each.key.kind == "bars" for each in plot.looks)
    if len(mark.y) * count > _LABELLED_BARS:
        return
    decimals, canvas = decimals_for(mark.y), view.canvas
    for x, y in zip(chart.x_of(mark), mark.y, strict=True):
        if y is None:
            continue
        left, right = view.x.at(x + look.off - look.wide / 2), view.x.at(x + look.off + look.wide / 2)
        label = show_number(y, decimals)
        if text_width(label, canvas.room_px) <= right - left + _OVER * canvas.unit:
            gap = 4 * canvas.unit * (1 if y < 0 else -1)
            down: Down = "top" if y < 0 else "base"
            middle, wide = (left + right) / 2, text_width(label, canvas.room_px)
            at = _clear(plot.y.at(y) + gap, middle, (wide, canvas.room_px), gap, dots)
            yield Text(middle, at, label, across="middle", down=down, halo=True)


def _clear(at: float, middle: float, size: Point, gap: float, dots: Sequence[Rect]) -> float:
    """Where the number of a bar begins, as near to it as no point allows; `gap` leads away from the bar."""
    wide, high = size
    for dot in sorted(dots, key=lambda each: -each.bottom if gap < 0 else each.top):
        top, bottom = sorted((at, at + math.copysign(high, gap)))
        if Rect(middle - wide / 2, top, middle + wide / 2, bottom).meets(dot):
            at = (dot.top if gap < 0 else dot.bottom) + gap
    return at


def _span_words(view: View, plot: Plot, mark: Spans) -> Iterator[Text]:
    """A word in each span that has room for it."""
    room, high = view.canvas.room_px, abs(plot.y.at(0.36) - plot.y.at(-0.36))
    for lane, start, end, text in zip(mark.lanes, mark.starts, mark.ends, mark.texts, strict=True):
        left, right = view.x.at(start), view.x.at(end)
        low = room * (1 if _BELOW_LINE & set(text) else _IN_SPAN)
        if text and high >= low and text_width(text, room) + room * 0.3 <= right - left:
            yield Text((left + right) / 2, plot.y.at(lane), text, across="middle", down="middle")


def _event_words(view: View, plot: Plot, chart: ChartData, marks: Sequence[Mark]) -> Iterator[Text]:
    """Words beside rings, each where it hides least; words without room are left to the table."""
    rings = [
        ((view.x.at(x), plot.y.at(y)), text)
        for mark in marks
        if isinstance(mark, Events)
        for x, y, text in zip(mark.x, mark.y or (), mark.texts, strict=False)
    ]
    if not any(text for _, text in rings):
        return
    unit, room = view.canvas.unit, view.canvas.room_px
    points = [point for mark in marks for point in _sampled(view, plot, chart, mark)]
    inside = replace(plot.frame, right=min(plot.frame.right + _PAST * unit, view.canvas.width))
    radius = 7 * unit
    taken = [Rect(x - radius, y - radius, x + radius, y + radius) for (x, y), _ in rings]
    for at, text in rings:
        size = (text_width(text, room), room * LINE)
        places = [place for place in _around(at, size, 10 * unit) if place.within(inside)]
        place = least_covered(places, taken, points, _AIR * unit)
        if text and place is not None:
            taken.append(place)
            yield Text(place.left, (place.top + place.bottom) / 2, text, down="middle", halo=True)


def _around(at: Point, size: Point, gap: float) -> Iterator[Rect]:
    """Places for a word around a point: above and below, left, over and right of it, then beside it."""
    (x, y), (wide, high) = at, size
    lefts = (x - wide - gap / 2, x - wide / 2, x + gap / 2)
    for top in (y - gap - high, y + gap):
        for left in lefts:
            yield Rect(left, top, left + wide, top + high)
    for left in (x - wide - gap, x + gap):
        yield Rect(left, y - high / 2, left + wide, y + high / 2)


def _sampled(view: View, plot: Plot, chart: ChartData, mark: Mark) -> Iterator[Point]:
    """Points along a mark, close enough that no word fits between two of them."""
    if isinstance(mark, Spans):
        for lane, start, end in zip(mark.lanes, mark.starts, mark.ends, strict=True):
            yield from _between(view.x.at(start), plot.y.at(lane), view.x.at(end), plot.y.at(lane))
    elif isinstance(mark, Series):
        yield from _along(view, plot, chart, mark)


def _along(view: View, plot: Plot, chart: ChartData, mark: Series) -> Iterator[Point]:
    shown = zip(chart.x_of(mark), mark.y, strict=True)
    corners = [(view.x.at(x), plot.y.at(y)) for x, y in shown if y is not None]
    corners = [corner for corner in corners if all(map(math.isfinite, corner))]
    if len(corners) > _SAMPLES:
        corners = corners[:: len(corners) // _SAMPLES]
    for (x, y), (next_x, next_y) in pairwise(corners):
        if mark.kind == "step":
            yield from _between(x, y, next_x, y)
            yield from _between(next_x, y, next_x, next_y)
        elif mark.kind in ("line", "area", "stack"):
            yield from _between(x, y, next_x, next_y)
        else:
            yield x, y


def _between(x: float, y: float, to_x: float, to_y: float) -> Iterator[Point]:
    count = max(1, int(max(abs(to_x - x), abs(to_y - y)) / _NEAR))
    for number in range(count + 1):
        share = number / count
        yield x + (to_x - x) * share, y + (to_y - y) * share


def _no_data(frame: Rect) -> Text:
    middle = ((frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2)
    return Text(*middle, "no data", across="middle", down="middle", role="muted")
