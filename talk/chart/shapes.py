"""From one state's numbers to shapes, kind by kind; web/ts/shapes.ts makes the same ones in the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from talk.chart.ink import Disc, Marker, Point, Run, Shape, rectangle
from talk.chart.layout import Rect
from talk.chart.looks import Look
from talk.chart.model import Band, Events, Heat, Mark, Number, Rule, Series, Spans

RULE_OVER = 11  # units that a rule across goes on beyond the plot
RING = 5  # radius of an event, in units

ToPixels = Callable[[Sequence[Number]], list[float]]
"""From values of an axis to pixels; NaN for a gap and for what the axis cannot show."""

Layer = list[Shape]


@dataclass(slots=True)
class Sheet:
    """A panel in one state: its frame, the ways from values to pixels, the chart's own x.

    `below` holds what the stacks so far add up to.
    """

    frame: Rect
    to_x: ToPixels
    to_y: ToPixels
    unit: float
    line: float
    xs: Sequence[float]
    below: list[float] = field(default_factory=list)


def layers(look: Look, mark: Mark, sheet: Sheet, rows: Sequence[int]) -> list[Layer]:
    """What is drawn of a mark with each of its inks.

    `rows` says of its upright lines how many rows of words they pass above the plot.
    """
    if isinstance(mark, Series):
        return _SERIES[mark.kind](look, mark, sheet)
    if isinstance(mark, Spans):
        return [_spans(look, mark, sheet)]
    if isinstance(mark, Heat):
        return _heat(look, mark, sheet)
    if isinstance(mark, Events):
        return [_events(mark, sheet, rows)]
    return [_rule(mark, sheet, rows) if isinstance(mark, Rule) else [_band(mark, sheet)]]


def level_of(value: float, low: float, high: float, count: int) -> int:
    """The step of a heat map that a value belongs to."""
    level = math.floor((value - low) / (high - low) * count) if high > low else 0
    return min(count - 1, max(0, level))


def _line(_: Look, mark: Series, sheet: Sheet) -> list[Layer]:
    return [_stroke(_points(mark, sheet, mark.y))]


def _step(_: Look, mark: Series, sheet: Sheet) -> list[Layer]:
    points, xs = _points(mark, sheet, mark.y), sheet.to_x(_xs(mark, sheet))
    drawn: Layer = []
    for first, after in _runs(points, 1):
        run = [points[first]]
        for before, point in pairwise(points[first:after]):
            run += [(point[0], before[1]), point]
        if after < len(points):
            run.append((xs[after], points[after - 1][1]))
        if len(run) > 1:
            drawn.append(Run(run))
    return [drawn]


def _area(look: Look, mark: Series, sheet: Sheet) -> list[Layer]:
    upper = _points(mark, sheet, mark.y)
    lower = _points(mark, sheet, mark.low or [look.floor] * len(mark.y))
    return [_between(upper, lower), _stroke(upper)]


def _stack(_: Look, mark: Series, sheet: Sheet) -> list[Layer]:
    lower = sheet.below or [0.0] * len(mark.y)
    upper = [None if y is None else low + y for low, y in zip(lower, mark.y, strict=True)]
    sheet.below = [low if top is None else top for low, top in zip(lower, upper, strict=True)]
    edge = _points(mark, sheet, upper)
    return [_between(edge, _points(mark, sheet, lower)), _stroke(edge)]


def _bars(look: Look, mark: Series, sheet: Sheet) -> list[Layer]:
    (floor,) = sheet.to_y([look.floor])
    lefts = [x + look.off - look.wide / 2 for x in _xs(mark, sheet)]
    rights = sheet.to_x([left + look.wide for left in lefts])
    corners = zip(sheet.to_x(lefts), rights, sheet.to_y(mark.y), strict=True)
    boxes: Layer = [rectangle(left, floor, right, y) for left, right, y in corners if _all_shown(left, y)]
    return [boxes, boxes]


def _hist(look: Look, mark: Series, sheet: Sheet) -> list[Layer]:
    (floor,) = sheet.to_y([look.floor])
    edges = pairwise(sheet.to_x(_xs(mark, sheet)))
    pairs = zip(edges, sheet.to_y(mark.y), strict=False)
    bins: Layer = [rectangle(left, floor, right, y) for (left, right), y in pairs if _all_shown(y)]
    return [bins, bins]


def _markers(look: Look, mark: Series, sheet: Sheet) -> list[Layer]:
    points = _points(mark, sheet, mark.y)
    return [[Marker(x, y, look.marker, look.size) for x, y in points if _all_shown(x, y)]]


def _spans(look: Look, mark: Spans, sheet: Sheet) -> Layer:
    tops = sheet.to_y([lane - look.half for lane in mark.lanes])
    bottoms = sheet.to_y([lane + look.half for lane in mark.lanes])
    corners = zip(sheet.to_x(mark.starts), tops, sheet.to_x(mark.ends), bottoms, strict=True)
    return [rectangle(*each) for each in corners]


def _heat(look: Look, mark: Heat, sheet: Sheet) -> list[Layer]:
    low, high, count = look.levels or (0.0, 1.0, 1)
    drawn: list[Layer] = [[] for _ in look.inks]
    columns = list(pairwise(_cell_edges(sheet.to_x(sheet.xs), sheet.frame)))
    ups = sheet.to_y([row - 0.5 for row in range(len(mark.rows) + 1)])
    for values, (top, bottom) in zip(mark.rows, pairwise(ups), strict=True):
        for value, (left, right) in zip(values, columns, strict=True):
            if value is not None:
                drawn[level_of(value, low, high, count)].append(rectangle(left, top, right, bottom))
    return drawn


def _cell_edges(middles: list[float], frame: Rect) -> list[float]:
    """The edges of cells around these middles; a lone cell is as wide as the plot."""
    if len(middles) < 2:
        return [frame.left, frame.right]
    inner = [(before + after) / 2 for before, after in pairwise(middles)]
    return [2 * middles[0] - inner[0], *inner, 2 * middles[-1] - inner[-1]]


def _events(mark: Events, sheet: Sheet, rows: Sequence[int]) -> Layer:
    if mark.y is None:
        return _uprights(mark.x, sheet, rows)
    points = zip(sheet.to_x(mark.x), sheet.to_y(mark.y), strict=True)
    return [Disc(x, y, RING * sheet.unit) for x, y in points if _all_shown(x, y)]


def _rule(mark: Rule, sheet: Sheet, rows: Sequence[int]) -> Layer:
    if mark.axis == "x":
        return _uprights([mark.at], sheet, rows)
    frame = sheet.frame
    end = frame.right + RULE_OVER * sheet.unit
    return [Run([(frame.left, y), (end, y)]) for y in sheet.to_y([mark.at]) if _all_shown(y)]


def _uprights(xs: Sequence[float], sheet: Sheet, rows: Sequence[int]) -> Layer:
    top, bottom = sheet.frame.top, sheet.frame.bottom
    pairs = zip(sheet.to_x(xs), rows, strict=True)
    return [Run([(x, top - row * sheet.line), (x, bottom)]) for x, row in pairs if _all_shown(x)]


def _band(mark: Band, sheet: Sheet) -> Run:
    frame = sheet.frame
    if mark.axis == "x":
        left, right = (_held(x, frame.left, frame.right) for x in sheet.to_x([mark.start, mark.end]))
        return rectangle(left, frame.top, right, frame.bottom)
    low, high = (_held(y, frame.top, frame.bottom) for y in sheet.to_y([mark.start, mark.end]))
    return rectangle(frame.left, high, frame.right, low)


def _xs(mark: Series, sheet: Sheet) -> Sequence[float]:
    return sheet.xs if mark.x is None else mark.x


def _points(mark: Series, sheet: Sheet, ys: Sequence[Number]) -> list[Point]:
    return list(zip(sheet.to_x(_xs(mark, sheet)), sheet.to_y(ys), strict=True))


def _runs(points: Sequence[Point], least: int = 2) -> Iterator[tuple[int, int]]:
    """The stretches of points without a gap, as the first and the one after the last."""
    start = 0
    for index, point in enumerate([*points, (math.nan, math.nan)]):
        if not _all_shown(*point):
            if index - start >= least:
                yield start, index
            start = index + 1


def _stroke(points: Sequence[Point]) -> Layer:
    return [Run(points[first:after]) for first, after in _runs(points)]


def _between(upper: Sequence[Point], lower: Sequence[Point]) -> Layer:
    """The area between two rows of points; where either has a gap there is none."""
    both = [(*one, *other) for one, other in zip(upper, lower, strict=True)]
    gaps = [(0.0, 0.0) if _all_shown(*each) else (math.nan, math.nan) for each in both]
    return [
        Run([*upper[first:after], *reversed(lower[first:after])], closed=True) for first, after in _runs(gaps)
    ]


def _all_shown(*pixels: float) -> bool:
    return all(map(math.isfinite, pixels))


def _held(value: float, low: float, high: float) -> float:
    """The value between these, also where a logarithmic axis cannot show it."""
    return low if math.isnan(value) else min(max(value, low), high)


_SERIES: dict[str, Callable[[Look, Series, Sheet], list[Layer]]] = {
    "line": _line,
    "step": _step,
    "area": _area,
    "stack": _stack,
    "bars": _bars,
    "hist": _hist,
    "points": _markers,
}
