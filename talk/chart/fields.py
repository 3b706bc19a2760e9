"""The numbers of each mark as fields, coded for the page; those that never change travel once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from talk.chart.coding import Coding, Column, Nums, Travelled, coding_of, pixel_decimals, plain, uncoded
from talk.chart.ends import broken
from talk.chart.model import Band, ChartData, Events, Heat, Mark, Rule, Series, Spans
from talk.chart.plot import rows_of

if TYPE_CHECKING:
    from talk.chart.axis_map import AxisMap
    from talk.chart.looks import Look
    from talk.chart.view import Plot, View

Rows = tuple[Nums, ...]
"""A field: its rows one after another. Only heat maps have more than one."""

_OF_X = ("x", "start", "end")  # coded alike everywhere, so that what is equal stays equal
_OF_Y = ("y", "low", "v")


class Texts:
    """Texts by number, each held once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def all(self) -> list[str]:
        return list(self._numbers)


@dataclass(slots=True)
class Fields:
    """The fields of one mark: the usual decimals of each, those that all states share, those of each state.

    A state that lacks the mark has 0. `codings` holds how each numbers of y are coded.
    """

    decimals: dict[str, int | None] = field(default_factory=dict)
    common: dict[str, Travelled] = field(default_factory=dict)
    states: list[dict[str, Travelled] | int] = field(default_factory=list)
    codings: dict[Rows, Coding] = field(default_factory=dict)


def x_coding(view: View, *, is_short: bool) -> Coding:
    """One coding for every x in every state."""
    columns = [column for chart in view.whole.charts for column in _x_columns(chart)]
    if not is_short:
        return uncoded(columns)
    return coding_of(columns, _pixel_decimals(view.x, columns), distinct=True)


def fields_of(view: View, plot: Plot, look: Look, x: Coding, texts: Texts, *, is_short: bool) -> Fields:
    """All fields of a mark in all states."""
    states = [state.get(look.key) for state in view.whole.states]
    raw = [
        None if mark is None else _raw(view, mark, texts, rows_of(plot, look.key, mark, index))
        for index, mark in enumerate(states)
    ]
    found = Fields(states=[0 if each is None else {} for each in raw])
    present = [each for each in raw if each is not None]
    for name in dict.fromkeys(name for each in present for name in each):
        given = [each.get(name) for each in present]
        distinct = [rows for rows in dict.fromkeys(given) if rows is not None]
        codings = {rows: _coding(name, rows, x, plot.y if is_short else None) for rows in distinct}
        found.codings |= {rows: coding for rows, coding in codings.items() if coding and name in _OF_Y}
        decimals = _usual(given, codings)
        found.decimals[name] = decimals
        coded = {
            rows: coding.travelled(rows, decimals) if coding else plain(rows[0])
            for rows, coding in codings.items()
        }
        if len(set(given)) == 1:
            found.common[name] = coded[distinct[0]]
            continue
        for each, state in zip(raw, found.states, strict=True):
            if each is not None and isinstance(state, dict) and name in each:
                state[name] = coded[each[name]]
    return found


def _coding(name: str, rows: Rows, x: Coding, y: AxisMap | None) -> Coding | None:
    """How a field is coded in a state: by the pixels of its axis if one is given; None for plain numbers."""
    if name in _OF_X:
        return x
    if name not in _OF_Y:
        return None
    columns: list[Column] = [(row,) for row in rows]
    if y is None:
        return uncoded(columns)
    return coding_of(columns, 0 if name == "v" else _pixel_decimals(y, columns))


def _usual(given: Sequence[Rows | None], codings: Mapping[Rows, Coding | None]) -> int | None:
    """The decimals that a field has in most states."""
    found = [codings[rows] for rows in given if rows is not None]
    ((decimals, _),) = Counter(each.decimals if each else None for each in found).most_common(1)
    return decimals


def _raw(view: View, mark: Mark, texts: Texts, rows: Sequence[int]) -> dict[str, Rows]:
    """The fields of a mark as they are."""
    if isinstance(mark, Series):
        given = {"x": mark.x, "y": mark.y, "low": mark.low}
        return {name: (values,) for name, values in given.items() if values is not None}
    if isinstance(mark, Spans):
        told = [texts.number(text or mark.label or "•") for text in mark.texts]
        lanes = tuple(map(float, mark.lanes))
        return {"lane": (lanes,), "start": (mark.starts,), "end": (mark.ends,), "t": (tuple(told),)}
    if isinstance(mark, Heat):
        return {"v": mark.rows}
    if isinstance(mark, Band):
        return {"a": ((mark.start,),), "b": ((mark.end,),)}
    if isinstance(mark, Rule):
        if mark.axis == "x":
            return {"at": ((mark.at,),), "row": (tuple(rows),)}
        return {"at": ((mark.at,),), "t": ((texts.number(broken(mark.text, view.canvas)),),)}
    return _event_fields(mark, texts, rows)


def _event_fields(mark: Events, texts: Texts, rows: Sequence[int]) -> dict[str, Rows]:
    told = tuple(texts.number(text or mark.label or "•") for text in mark.texts)
    if mark.y is None:
        return {"x": (mark.x,), "t": (told,), "row": (tuple(rows),)}
    return {"x": (mark.x,), "y": (mark.y,), "t": (told,)}


def _x_columns(chart: ChartData) -> list[Column]:
    """The x of all that has a row in the table; for each panel with spans, when these begin and end."""
    marks = [mark for panel in chart.panels for mark in panel.marks]
    own = [mark.x for mark in marks if isinstance(mark, Series | Events) and mark.x is not None]
    keys: Column = (chart.xs, *own, *(mark.starts for mark in marks if isinstance(mark, Spans)))
    lanes = [tuple(row for mark in panel.spans for row in (mark.starts, mark.ends)) for panel in chart.panels]
    return [keys, *(each for each in lanes if each)]


def _pixel_decimals(axis: AxisMap, columns: Sequence[Column]) -> int:
    """How many decimals keep a tenth of a pixel everywhere on an axis."""
    if not axis.log:
        return pixel_decimals(axis.per_value(1.0))
    values = (value for column in columns for row in column for value in row if value is not None)
    return pixel_decimals(axis.per_value(min((each for each in values if each > 0), default=1.0)))
