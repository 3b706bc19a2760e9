"""A result in words, made from its numbers: the alt text and the status line."""

from __future__ import annotations

from talk.chart.format import show_number, with_unit
from talk.chart.model import ChartData, Column, Graph, Queue, Result, Series, StepsData
from talk.chart.table import Values, chart_columns

MAX_ALT_CHARS = 150
_TOLD_SERIES = 3  # with their numbers in a sentence that nobody wrote by hand

_KINDS = {
    "line": "Line chart",
    "step": "Step chart",
    "area": "Area chart",
    "stack": "Stacked area chart",
    "bars": "Bar chart",
    "hist": "Histogram",
    "points": "Dot plot",
}

_STEP_KINDS: dict[type, str] = {Column: "memory diagram", Graph: "object graph", Queue: "queue diagram"}


def alt_text(result: Result) -> str:
    """Kind, axes and finding, in at most 150 characters."""
    if isinstance(result, StepsData):
        return _fitted([_steps_kind(result)], result.finding)
    series = [panel_series.label for _, panel_series in result.all_series if panel_series.label]
    kind, over = _kind(result), f" over {result.x.title}" if result.x.title else ""
    ys = " and ".join(dict.fromkeys(panel.y.title for panel in result.panels if panel.y.title))
    named = (
        f"{kind} of {_and(series)}" + (f" ({ys})" if ys else "") if series else f"{kind} of {ys or 'numbers'}"
    )
    shorter = f"{kind} of {ys}" if ys else kind
    return _fitted([named + over, shorter + over, shorter, kind], result.finding or _ranges(result))


def status_text(result: Result) -> str:
    """The finding; without one, where each series lies."""
    if result.finding:
        return result.finding
    if isinstance(result, StepsData):
        return "; ".join(f"{number}. {step.caption}" for number, step in enumerate(result.steps, start=1))
    return _ranges(result)


def is_empty(chart: ChartData) -> bool:
    """Whether there is nothing to draw: series without a number, or no mark at all."""
    if any(value is not None for _, series in chart.all_series for value in series.y):
        return False
    marks = [mark for panel in chart.panels for mark in panel.marks]
    return not marks or any(isinstance(mark, Series) for mark in marks)


def _ranges(chart: ChartData) -> str:
    if is_empty(chart):
        return "There are no numbers to show."
    _, columns = chart_columns(chart)
    numeric = [
        column for column in columns[1:] if column.at and not isinstance(next(iter(column.at.values())), str)
    ]
    told = [_range(column) for column in numeric[:_TOLD_SERIES]]
    more = len(numeric) - len(told)
    return "; ".join([*told, f"and {more} more"] if more else told) + "."


def _range(column: Values) -> str:
    values = [value for value in column.at.values() if not isinstance(value, str)]
    name = column.header.removesuffix(f" ({column.unit})")
    ends = [_plain(show_number(value, column.decimals)) for value in (min(values), max(values))]
    if ends[0] == ends[1]:
        return f"{name} is {with_unit(ends[0], column.unit)}"
    return f"{name} from {ends[0]} to {with_unit(ends[1], column.unit)}"


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number and "e" not in number else number


def _kind(chart: ChartData) -> str:
    kinds = {series.kind for _, series in chart.all_series}
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
