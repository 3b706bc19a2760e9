"""What stands in a chart in any of its states: the marks of all of them, each under a key of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from talk.chart.model import ChartData, Events, Heat, Mark, Rule, Series, Spans
from talk.chart.palette import series_role
from talk.errors import TalkError

MarkKind = Literal[
    "line", "step", "area", "stack", "bars", "hist", "points", "spans", "heat", "rule", "band", "events"
]
Role = tuple[str, int]

# What is drawn first lies underneath.
_ORDER: dict[MarkKind, int] = {
    "heat": 0,
    "band": 1,
    "rule": 3,
    "line": 4,
    "step": 4,
    "points": 5,
    "events": 6,
}
_FILLED = 2


class StateError(TalkError):
    """One of several states does not go with the others.

    `index` is its number, counted from 0, and `fact` what is wrong, for a caller who knows its settings.
    """

    def __init__(self, index: int, fact: str, hint: str = "") -> None:
        super().__init__(f"state {index + 1}: {fact}", hint=hint)
        self.index, self.fact, self.hint = index, fact, hint


@dataclass(frozen=True, slots=True)
class MarkKey:
    """What makes a mark of one state the same as one of another: panel, kind, label; else the how manieth.

    `across` is the axis of a rule or a band, and `y` for events that have a height.
    """

    panel: int
    kind: MarkKind
    label: str = ""
    across: Literal["", "x", "y"] = ""
    number: int = 0


Keyed = dict[MarkKey, Mark]


def keyed(chart: ChartData) -> Keyed:
    """Every mark under its key."""
    seen: Counter[tuple[object, ...]] = Counter()
    found: Keyed = {}
    for panel_number, panel in enumerate(chart.panels):
        for mark in panel.marks:
            named = (panel_number, *_name(mark))
            found[MarkKey(*named, seen[named])] = mark
            seen[named] += 1
    return found


def union(states: Sequence[Keyed]) -> list[MarkKey]:
    """The keys of all states in drawing order, panel by panel: fills, rules, lines, dots, events."""
    keys = dict.fromkeys(key for state in states for key in state)
    return sorted(keys, key=lambda key: (key.panel, rank(key)))


def rank(key: MarkKey) -> int:
    """The layer of a panel in which a mark is drawn; the lowest is drawn first."""
    return _ORDER.get(key.kind, _FILLED)


def roles(states: Sequence[Keyed]) -> dict[MarkKey, Role]:
    """The colour of each mark with a label and the number of its shape; equal labels look alike."""
    found: dict[MarkKey, Role] = {}
    shapes: dict[str, int] = {}
    colours: dict[str, int] = {}
    for state in states:
        for key, mark in state.items():
            if key not in found and isinstance(mark, Series | Spans | Heat):
                name = key.label or f"#{key.panel}"
                tone = "" if isinstance(mark, Heat) else mark.tone
                shape = shapes.setdefault(name, len(shapes))
                colour = 0 if tone else colours.setdefault(name, len(colours))
                found[key] = (series_role(tone, colour), shape)
    return found


def check_states(charts: Sequence[ChartData]) -> None:
    """Nothing, if all states have the same axes.

    Raises:
        StateError: a state differs from the first (the message shows both).
    """
    first = charts[0]
    most = max((chart.names or () for chart in charts), key=len)
    lanes = [max((chart.panels[n].lanes or () for chart in charts if n < len(chart.panels)), key=len)
             for n in range(len(first.panels))]  # fmt: skip
    for index, chart in enumerate(charts):
        _same(index, "panels", len(chart.panels), len(first.panels))
        _same(index, "x as names", chart.names is not None, first.names is not None)
        _same_axis(index, "x", chart.x, first.x)
        _begins(index, "names", chart.names or (), most)
        for number, (panel, other) in enumerate(zip(chart.panels, first.panels, strict=True)):
            _same_axis(index, "y", panel.y, other.y)
            _same(index, "lanes in a panel", panel.lanes is not None, other.lanes is not None)
            _begins(index, "lanes", panel.lanes or (), lanes[number])


def _same_axis(index: int, name: str, axis: object, other: object) -> None:
    for field in ("unit", "show", "label", "log", "span"):
        _same(index, f"{name} {field}", getattr(axis, field), getattr(other, field))


def _same(index: int, what: str, value: object, first: object) -> None:
    if value != first:
        raise StateError(
            index, f"{what}: {value!r}, the first state has {first!r}", "all states share their axes"
        )


def _begins(index: int, what: str, names: Sequence[str], most: Sequence[str]) -> None:
    if tuple(most[: len(names)]) != tuple(names):
        at = next(number for number, (a, b) in enumerate(zip(names, most, strict=False)) if a != b)
        raise StateError(
            index,
            f"{what}: number {at + 1} is '{names[at]}', in another state it is '{most[at]}'",
            "each state may leave some out at the end, no more",
        )


def _name(mark: Mark) -> tuple[MarkKind, str, Literal["", "x", "y"]]:
    if isinstance(mark, Series):
        return mark.kind, mark.label, ""
    if isinstance(mark, Spans):
        return "spans", mark.label, ""
    if isinstance(mark, Heat):
        return "heat", mark.label, ""
    if isinstance(mark, Events):
        return "events", mark.label, "" if mark.y is None else "y"
    return ("rule" if isinstance(mark, Rule) else "band"), "", mark.axis
