"""A chart in the units that its reader sees: all its factors are 1."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from talk.chart.model import Axis, Band, ChartData, Events, Heat, Mark, Panel, Rule, Series, Spans

replace = msgspec.structs.replace
Numbers = tuple[float, ...]


def in_shown_units(chart: ChartData) -> ChartData:
    """The same chart with every number converted; itself if there is nothing to convert."""
    if _is_shown(chart):
        return chart
    factor = chart.x.factor
    panels = tuple(_panel(panel, factor) for panel in chart.panels)
    return replace(chart, x=_axis(chart.x), xs=_all(chart.xs, factor), panels=panels)


def _is_shown(chart: ChartData) -> bool:
    measures: list[Axis | Heat] = [chart.x, *(panel.y for panel in chart.panels)]
    measures += [mark for panel in chart.panels for mark in panel.marks if isinstance(mark, Heat)]
    return all(each.unit == each.show for each in measures)


def _axis(axis: Axis) -> Axis:
    factor = axis.factor
    span = axis.span and (axis.span[0] * factor, axis.span[1] * factor)
    return replace(axis, unit=axis.show, span=span)


def _panel(panel: Panel, x: float) -> Panel:
    y = panel.y.factor
    return replace(panel, y=_axis(panel.y), marks=tuple(_mark(mark, x, y) for mark in panel.marks))


def _mark(mark: Mark, x: float, y: float) -> Mark:
    if isinstance(mark, Series):
        low = mark.low and _gapped(mark.low, y)
        return replace(mark, x=mark.x and _all(mark.x, x), y=_gapped(mark.y, y), low=low)
    if isinstance(mark, Spans):
        return replace(mark, starts=_all(mark.starts, x), ends=_all(mark.ends, x))
    if isinstance(mark, Heat):
        factor = mark.factor
        return replace(mark, unit=mark.show, rows=tuple(_gapped(row, factor) for row in mark.rows))
    if isinstance(mark, Events):
        return replace(mark, x=_all(mark.x, x), y=mark.y and _all(mark.y, y))
    return _level(mark, x if mark.axis == "x" else y)


def _level(mark: Rule | Band, factor: float) -> Rule | Band:
    if isinstance(mark, Rule):
        return replace(mark, at=mark.at * factor)
    return replace(mark, start=mark.start * factor, end=mark.end * factor)


def _all(values: Numbers, factor: float) -> Numbers:
    return values if factor == 1 else tuple(value * factor for value in values)


def _gapped(values: Sequence[float | None], factor: float) -> tuple[float | None, ...]:
    if factor == 1:
        return tuple(values)
    return tuple(None if value is None else value * factor for value in values)
