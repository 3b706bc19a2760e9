"""The numbers of a result as rows: at most 50 for the page, all of them as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from talk.chart.format import decimals_for, show_exact, show_number
from talk.chart.model import ChartData, Result, StepsData
from talk.chart.step_rows import step_rows

MAX_ROWS = 50
_KEPT_EVENTS = 20  # rows with an event stay in the short table while there are no more

Key = tuple[float, int]
"""An x and which of its occurrences: a jump has two rows at one x."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a page shows of the numbers. The first cell of a row is its header."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Values:
    """One column: its header, and a value at some of the rows, in the unit shown."""

    header: str
    at: dict[Key, float | str]
    unit: str = ""
    decimals: int | None = field(default=None)

    def show(self, key: Key) -> str:
        value = self.at.get(key, "")
        return value if isinstance(value, str) else show_number(value, self.decimals)

    def exact(self, key: Key) -> str:
        value = self.at.get(key, "")
        return value if isinstance(value, str) else show_exact(value)


def short_table(result: Result, caption: str) -> Table:
    """At most 50 rows, evenly chosen with the first and the last; numbers as a reader sees them."""
    if isinstance(result, StepsData):
        header, rows = step_rows(result)
        kept = [rows[index] for index in _even(len(rows), MAX_ROWS)]
        return Table(caption, header, tuple(kept), len(kept) == len(rows))
    keys, columns = chart_columns(result)
    chosen = _chosen(keys, columns)
    body = tuple(tuple(column.show(key) for column in columns) for key in chosen)
    return Table(caption, tuple(column.header for column in columns), body, len(chosen) == len(keys))


def full_csv(result: Result) -> bytes:
    """Every row, UTF-8, numbers in the units shown with all their digits."""
    if isinstance(result, StepsData):
        return _written(*step_rows(result))
    keys, columns = chart_columns(result)
    rows = (tuple(column.exact(key) for column in columns) for key in keys)
    return _written(tuple(column.header for column in columns), rows)


def chart_columns(chart: ChartData) -> tuple[list[Key], list[Values]]:
    """The rows' keys in order of x, and the columns: x, every series, the events."""
    columns = [*_series_columns(chart), *_event_columns(chart)]
    keys = set(_keys(chart.xs)).union(*(column.at for column in columns))
    ordered = sorted(keys)
    return ordered, [_x_column(chart, ordered), *columns]


def _x_column(chart: ChartData, keys: Sequence[Key]) -> Values:
    header = _header(chart.x.label or "x", chart.x.show)
    if chart.names is not None:
        return Values(header, {key: chart.names[int(key[0])] for key in keys})
    factor = chart.x.factor
    at: dict[Key, float | str] = {key: key[0] * factor for key in keys}
    return Values(header, at, chart.x.show, decimals_for(key[0] * factor for key in keys))


def _series_columns(chart: ChartData) -> Iterator[Values]:
    for panel, series in chart.all_series:
        factor = panel.y.factor
        name = series.label or panel.y.label or "y"
        keys = list(_keys(chart.x_of(series)))
        lows = [] if series.low is None else [(f"{name}, from", series.low)]
        for title, values in (*lows, (f"{name}, to" if lows else name, series.y)):
            at = {key: value * factor for key, value in zip(keys, values, strict=True) if value is not None}
            yield Values(_header(title, panel.y.show), {**at}, panel.y.show, decimals_for(at.values()))


def _event_columns(chart: ChartData) -> Iterator[Values]:
    for panel in chart.panels:
        for events in panel.events:
            at: dict[Key, float | str] = {}
            for key, text in zip(_keys(events.x), events.texts, strict=True):
                at[key] = text or events.label or "•"
            yield Values(events.label or "event", at)


def _keys(xs: Sequence[float]) -> Iterator[Key]:
    seen: Counter[float] = Counter()
    for x in xs:
        yield x, seen[x]
        seen[x] += 1


def _chosen(keys: list[Key], columns: list[Values]) -> list[Key]:
    events = {key for column in columns[1:] for key, value in column.at.items() if isinstance(value, str)}
    if len(events) > _KEPT_EVENTS:
        events = set()
    others = [key for key in keys if key not in events]
    kept = {others[index] for index in _even(len(others), MAX_ROWS - len(events))}
    return [key for key in keys if key in kept or key in events]


def _even(count: int, most: int) -> list[int]:
    """At most so many of the indices below `count`, evenly, with both ends."""
    if count <= most:
        return list(range(count))
    return [round(index * (count - 1) / (most - 1)) for index in range(most)]


def _header(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit else name


def _written(header: Sequence[str], rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
