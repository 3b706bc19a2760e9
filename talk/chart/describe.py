"""A result in words, made from its numbers: the alt text and the status line."""

from __future__ import annotations

from collections.abc import Sequence

from talk.chart.extent import is_empty
from talk.chart.format import decimals_for, show_number, with_unit
from talk.chart.model import (
    ChartData,
    Column,
    Graph,
    Heat,
    Mark,
    Panel,
    Queue,
    Result,
    Series,
    Spans,
    StepsData,
)
from talk.chart.shown import in_shown_units
from talk.chart.union import keyed
from talk.chart.units import unbroken

MAX_ALT_CHARS = 150
_TOLD_SERIES = 3  # with their numbers in a sentence that nobody wrote by hand

_KINDS = {
    "line": "Line chart",
    "step": "Step chart",
    "area": "Area chart",
    "bars": "Bar chart",
    "stack": "Stacked area chart",
    "hist": "Histogram",
    "points": "Dot plot",
    "spans": "Timeline",
    "heat": "Heat map",
}

_STEP_KINDS: dict[type, str] = {Column: "memory diagram", Graph: "object graph", Queue: "queue diagram"}


def alt_text(result: Result) -> str:
    """Kind, axes and finding, in at most 150 characters."""
    if isinstance(result, StepsData):
        return _fitted([_steps_kind(result)], result.finding)
    series = [key.label for key in keyed(result) if key.label and key.kind in _KINDS]
    kind, over = _kind(result), f" over {result.x.title}" if result.x.title else ""
    titles = dict.fromkeys(panel.y.title for panel in result.panels if panel.y.title)
    ys = " and ".join(title for title in titles if [title] != series)
    named = (
        f"{kind} of {_and(series)}" + (f" ({ys})" if ys else "") if series else f"{kind} of {ys or 'numbers'}"
    )
    shorter = f"{kind} of {ys}" if ys else kind
    return _fitted([named + over, shorter + over, shorter, kind], result.finding or _ranges(result))


def status_text(result: Result) -> str:
    """The finding; without one, where each series lies. Numbers and their units stay on one line."""
    if result.finding:
        return unbroken(result.finding)
    if isinstance(result, StepsData):
        return "; ".join(f"{number}. {step.caption}" for number, step in enumerate(result.steps, start=1))
    return unbroken(_ranges(result))


def _ranges(chart: ChartData) -> str:
    if is_empty(chart):
        return "There are no numbers to show."
    shown = in_shown_units(chart)
    told = [words for panel in shown.panels for mark in panel.marks if (words := _told(panel, mark))]
    more = len(told) - _TOLD_SERIES
    return "; ".join([*told[:_TOLD_SERIES], f"and {more} more"] if more > 0 else told) + "."


def _told(panel: Panel, mark: Mark) -> str:
    """The range of a mark's numbers, or how many spans it has; empty for what carries no numbers."""
    if isinstance(mark, Series):
        name = mark.label or panel.y.label or "y"
        if mark.low is None:
            return _range(name, mark.y, panel.y.show)
        return "; ".join(
            filter(None, (_range(f"{name}, {end}", values, panel.y.show)
                          for end, values in (("from", mark.low), ("to", mark.y))))
        )  # fmt: skip
    if isinstance(mark, Heat):
        return _range(mark.label or "numbers", [value for row in mark.rows for value in row], mark.show)
    if isinstance(mark, Spans):
        count = len(mark.starts)
        return f"{mark.label or 'spans'}: {count} span{'s' * (count != 1)}"
    return ""


def _range(name: str, given: Sequence[float | None], unit: str) -> str:
    values = [value for value in given if value is not None]
    if not values:
        return ""
    decimals = decimals_for(values)
    ends = [_plain(show_number(value, decimals)) for value in (min(values), max(values))]
    if ends[0] == ends[1]:
        return f"{name} is {with_unit(ends[0], unit)}"
    return f"{name} from {ends[0]} to {with_unit(ends[1], unit)}"


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number and "e" not in number else number


def _kind(chart: ChartData) -> str:
    kinds = {key.kind for key in keyed(chart) if key.kind in _KINDS}
    word = _KINDS[kinds.pop()] if len(kinds) == 1 else "Chart"
    return f"{word} in {len(chart.panels)} panels" if len(chart.panels) > 1 else word


def _steps_kind(steps: StepsData) -> str:
    count = len(steps.steps)
    kinds = {type(part) for step in steps.steps for part in step.parts}
    word = _STEP_KINDS[kinds.pop()] if len(kinds) == 1 else "diagram"
    return f"{count} {word}s in a row" if count > 1 else f"{'An' if word[0] in 'aeiou' else 'A'} {word}"


def _fitted(starts: list[str], finding: str) -> str:
    """The longest start that leaves room for the finding; what still is too long is cut at a word."""
    for start in starts:
        text = f"{start}: {finding}" if finding else f"{start}."
        if len(text) <= MAX_ALT_CHARS:
            return text
    return text[: MAX_ALT_CHARS - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _and(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else "".join(words)
