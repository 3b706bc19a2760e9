"""The columns of a chart's table: which there are, in which order, and where their numbers come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from talk.chart.model import ChartData, Heat, Panel, Series
from talk.chart.union import Keyed, MarkKey

ColumnKind = Literal["x", "series", "low", "events", "lane", "row"]


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its name, its unit, and which numbers of which mark it shows.

    `row` counts the rows of a heat map, and the lanes of a panel; lanes have no mark of their own.
    """

    kind: ColumnKind
    name: str
    unit: str = ""
    panel: int = 0
    key: MarkKey | None = None
    row: int = 0

    @property
    def text(self) -> str:
        """`heap (MiB)`: the name with its unit."""
        return f"{self.name} ({self.unit})" if self.unit else self.name


def headings(charts: Sequence[ChartData], states: Sequence[Keyed]) -> list[Heading]:
    """The columns for all of these states: x, then the marks panel by panel, then all events."""
    first = charts[0]
    keys = sorted(dict.fromkeys(key for state in states for key in state), key=lambda key: key.panel)
    found = [Heading("x", first.x.label or "x", first.x.show)]
    told: set[int] = set()
    for key in keys:
        if key.kind == "spans" and key.panel not in told:
            told.add(key.panel)
            found += _lane_headings([chart.panels[key.panel] for chart in charts], key.panel)
        found += _headings(first.panels[key.panel], key, states, charts)
    events = [key for key in keys if key.kind == "events"]
    return found + [Heading("events", key.label or "event", "", key.panel, key) for key in events]


def _headings(
    panel: Panel, key: MarkKey, states: Sequence[Keyed], charts: Sequence[ChartData]
) -> Iterator[Heading]:
    marks = [state[key] for state in states if key in state]
    first = marks[0]
    if isinstance(first, Series):
        name = key.label or panel.y.label or "y"
        if any(isinstance(mark, Series) and mark.low is not None for mark in marks):
            yield Heading("low", f"{name}, from", panel.y.show, key.panel, key)
            name = f"{name}, to"
        yield Heading("series", name, panel.y.show, key.panel, key)
    elif isinstance(first, Heat):
        lanes = _lanes([chart.panels[key.panel] for chart in charts])
        for row, lane in enumerate(lanes):
            yield Heading("row", lane, first.show, key.panel, key, row)


def _lane_headings(panels: Sequence[Panel], panel: int) -> list[Heading]:
    return [Heading("lane", name, "", panel, None, row) for row, name in enumerate(_lanes(panels))]


def _lanes(panels: Sequence[Panel]) -> tuple[str, ...]:
    return max((panel.lanes or () for panel in panels), key=len)
