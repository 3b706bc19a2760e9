"""How far the numbers of a chart reach. The chart is in the units shown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from talk.chart.model import Axis, Band, ChartData, Events, Heat, Mark, Number, Panel, Rule, Series, Spans

CLOSE = 1e-9


def x_ends(chart: ChartData) -> list[float]:
    """The least and the greatest x of all that must be seen; nothing if there is none."""
    return _ends([chart.xs, *(_xs(mark) for panel in chart.panels for mark in panel.marks)])


def y_ends(panel: Panel) -> list[float]:
    """The same for the y of a panel."""
    return _ends([*(_ys(mark) for mark in panel.marks), *stack_sums(panel.series)])


def stack_sums(series: Sequence[Series]) -> Iterator[list[Number]]:
    """The upper edges of the stacks, one after another; a gap adds nothing to those above it."""
    below: list[float] = []
    for each in series:
        if each.kind == "stack":
            below += [0.0] * (len(each.y) - len(below))
            sums = [None if y is None else low + y for low, y in zip(below, each.y, strict=False)]
            below = [low if top is None else top for low, top in zip(below, sums, strict=True)]
            yield sums


def narrowest(chart: ChartData) -> float:
    """The least distance of two neighbours in x; 1 where there are no two."""
    xs = sorted(set(chart.xs))
    return min((after - before for before, after in pairwise(xs)), default=1.0)


def is_empty(chart: ChartData) -> bool:
    """Whether there is nothing to draw: no number in what carries numbers, or no mark at all."""
    marks = [mark for panel in chart.panels for mark in panel.marks]
    carriers = [mark for mark in marks if isinstance(mark, Series | Spans | Heat)]
    if any(_has_numbers(mark) for mark in carriers):
        return False
    return not marks or bool(carriers)


def _has_numbers(mark: Series | Spans | Heat) -> bool:
    if isinstance(mark, Spans):
        return bool(mark.starts)
    rows = mark.rows if isinstance(mark, Heat) else (mark.y,)
    return any(value is not None for row in rows for value in row)


def leaves(chart: ChartData) -> str:
    """What lies outside of an axis with fixed ends, in words; empty if nothing does."""
    found = _beyond("x", chart.x, x_ends(_without_bands(chart)))
    for panel in _without_bands(chart).panels:
        found = found or _beyond("y", panel.y, y_ends(panel))
    return found


def _beyond(name: str, axis: Axis, ends: list[float]) -> str:
    if axis.span is None or not ends:
        return ""
    low, high = axis.span
    slack = CLOSE * (high - low)
    out = next((end for end in ends if not low - slack <= end <= high + slack), None)
    unit = f" {axis.show}" if axis.show else ""
    return "" if out is None else f"{name} has {out:g}{unit}, its axis goes from {low:g} to {high:g}{unit}"


def _without_bands(chart: ChartData) -> ChartData:
    """The chart without what may reach over the edge of a plot."""
    from talk.chart.shown import replace

    panels = tuple(
        replace(panel, marks=tuple(mark for mark in panel.marks if not isinstance(mark, Band)))
        for panel in chart.panels
    )
    return replace(chart, panels=panels)


def _xs(mark: Mark) -> Sequence[Number]:
    if isinstance(mark, Series):
        return mark.x or ()
    if isinstance(mark, Events):
        return mark.x
    if isinstance(mark, Spans):
        return (*mark.starts, *mark.ends)
    return () if isinstance(mark, Heat) or mark.axis != "x" else _levels(mark)


def _ys(mark: Mark) -> Sequence[Number]:
    if isinstance(mark, Series):
        return () if mark.kind == "stack" else (*mark.y, *(mark.low or ()))
    if isinstance(mark, Events):
        return mark.y or ()
    return () if isinstance(mark, Spans | Heat) or mark.axis != "y" else _levels(mark)


def _levels(mark: Rule | Band) -> tuple[float, ...]:
    return (mark.at,) if isinstance(mark, Rule) else (mark.start, mark.end)


def _ends(rows: Sequence[Sequence[Number]]) -> list[float]:
    low, high = math.inf, -math.inf
    for row in rows:
        values = [value for value in row if value is not None]
        if values:
            low, high = min(low, *values), max(high, *values)
    return [low, high] if low <= high else []
