"""The numbers of a result as rows: at most 50 for the page, all of them as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from talk.chart.format import decimals_for, show_exact, show_number
from talk.chart.headings import Heading, headings
from talk.chart.model import ChartData, Events, Heat, Result, Series, Spans, StepsData
from talk.chart.shown import in_shown_units
from talk.chart.step_rows import step_rows
from talk.chart.union import Keyed, keyed

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
class Until:
    """What lies in a lane from the row's x on: a word, and where it ends."""

    word: str
    end: float


Cell = float | str | Until


@dataclass(frozen=True, slots=True)
class Values:
    """One column: what it is, and a value at some of the rows, in the unit shown."""

    heading: Heading
    at: dict[Key, Cell]
    decimals: int | None = None

    def show(self, key: Key) -> str:
        value = self.at.get(key, "")
        if isinstance(value, Until):
            return f"{value.word} to {show_number(value.end, self.decimals)}"
        return value if isinstance(value, str) else show_number(value, self.decimals)

    def exact(self, key: Key) -> str:
        value = self.at.get(key, "")
        if isinstance(value, Until):
            return f"{value.word} to {show_exact(value.end)}"
        return value if isinstance(value, str) else show_exact(value)

    @property
    def numbers(self) -> list[float]:
        """Those of its values that are numbers."""
        return [value for value in self.at.values() if isinstance(value, float)]


def short_table(result: Result, caption: str) -> Table:
    """At most 50 rows, evenly chosen with the first and the last; numbers as a reader sees them."""
    if isinstance(result, StepsData):
        header, rows = step_rows(result)
        kept = [rows[index] for index in _even(len(rows), MAX_ROWS)]
        return Table(caption, header, tuple(kept), len(kept) == len(rows))
    keys, columns = chart_columns(result)
    chosen = _chosen(keys, columns)
    body = tuple(tuple(column.show(key) for column in columns) for key in chosen)
    return Table(caption, tuple(column.heading.text for column in columns), body, len(chosen) == len(keys))


def full_csv(result: Result) -> bytes:
    """Every row, UTF-8, numbers in the units shown with all their digits."""
    if isinstance(result, StepsData):
        return _written(*step_rows(result))
    keys, columns = chart_columns(result)
    rows = (tuple(column.exact(key) for column in columns) for key in keys)
    return _written(tuple(column.heading.text for column in columns), rows)


def chart_columns(chart: ChartData) -> tuple[list[Key], list[Values]]:
    """The rows' keys in order of x, and the columns: x, every series, the events."""
    shown = in_shown_units(chart)
    marks = keyed(shown)
    first, *others = headings([shown], [marks])
    columns = [_column(shown, heading, marks) for heading in others]
    keys = sorted(set(_keys(shown.xs)).union(*(column.at for column in columns)))
    return keys, [_x_column(shown, first, keys), *columns]


def _x_column(chart: ChartData, heading: Heading, keys: Sequence[Key]) -> Values:
    if chart.names is not None:
        return Values(heading, {key: chart.names[int(key[0])] for key in keys})
    return Values(heading, {key: key[0] for key in keys}, decimals_for(key[0] for key in keys))


def _column(chart: ChartData, heading: Heading, marks: Keyed) -> Values:
    mark = None if heading.key is None else marks[heading.key]
    if isinstance(mark, Series):
        values = mark.low or () if heading.kind == "low" else mark.y
        return _number_column(heading, chart.x_of(mark), values)
    if isinstance(mark, Heat):
        return _number_column(heading, chart.xs, mark.rows[heading.row])
    if isinstance(mark, Events):
        texts = [text or mark.label or "•" for text in mark.texts]
        return Values(heading, dict(zip(_keys(mark.x), texts, strict=True)))
    return _lane_column(heading, chart.panels[heading.panel].spans)


def _number_column(heading: Heading, xs: Sequence[float], values: Sequence[float | None]) -> Values:
    pairs = zip(_keys(xs), values, strict=True)
    at: dict[Key, Cell] = {key: float(value) for key, value in pairs if value is not None}
    return Values(heading, at, decimals_for(values))


def _lane_column(heading: Heading, spans: Sequence[Spans]) -> Values:
    found = [
        (start, Until(text or mark.label or "•", end))
        for mark in spans
        for lane, start, end, text in zip(mark.lanes, mark.starts, mark.ends, mark.texts, strict=True)
        if lane == heading.row
    ]
    at: dict[Key, Cell] = dict(
        zip(_keys([start for start, _ in found]), (until for _, until in found), strict=True)
    )
    return Values(heading, at, decimals_for(x for mark in spans for x in (*mark.starts, *mark.ends)))


def _keys(xs: Sequence[float]) -> Iterator[Key]:
    seen: Counter[float] = Counter()
    for x in xs:
        yield x, seen[x]
        seen[x] += 1


def _chosen(keys: list[Key], columns: list[Values]) -> list[Key]:
    worded = (item for column in columns[1:] for item in column.at.items())
    events = {key for key, value in worded if not isinstance(value, float)}
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


def _written(header: Sequence[str], rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
