"""A demo's figure in the page: the chart, what it says, and its numbers as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from talk.deck.model import DemoCall
from talk.render.assets import Links
from talk.render.controls import payload, slider
from talk.render.scale import add_style
from talk.render.templates import Templates

if TYPE_CHECKING:
    from talk.chart.figure import Figure, Table

_NUMBER = re.compile(r"[-−]?\d[\d,. \u202f\u2009]*(e[-+]?\d+)?")
_NUMERIC = Markup(' class="number"')
PAPER_ROWS = 12  # of a table in the handout; the CSV beside it is complete
STATE_ROWS = 6  # of each table where several states have one


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawing of a figure, with its finding; `label` names its state where there are several."""

    svg: Markup
    label: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """One table of a figure. `number` has for each column the class that sets numbers flush right."""

    caption: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    number: list[Markup]


def render_slide_figure(call: DemoCall, figure: Figure, links: Links, templates: Templates) -> Markup:
    """The figure as it stands on a slide: one chart, its controls, its numbers behind a button."""
    sheets = [Sheet(_svg(figure.svg), status=figure.status)]
    numbers = [_numbers(figure.table, len(figure.table.rows))]
    live = bool(figure.controls or (figure.moments and call.steps == "slider"))
    return templates.render(
        "figure.html.j2",
        **_common(call, figure, links, "live" if live else ""),
        sheets=sheets,
        numbers=numbers,
        on_paper=False,
        live=_live(call, figure, templates) if live else Markup(""),
        data=_data(figure) if live else Markup(""),
        moments=range(2, figure.moments + 1) if call.steps == "fragments" else range(0),
    )


def render_paper_figure(call: DemoCall, figure: Figure, links: Links, templates: Templates) -> Markup:
    """The figure as it stands in the handout: its states drawn for paper, their numbers open below."""
    sheets = [Sheet(_svg(each.svg), each.label, each.status or figure.status) for each in figure.paper]
    several = len(figure.paper) > 1
    tables = [(each.label, each.table) for each in figure.paper if several and each.table]
    return templates.render(
        "figure.html.j2",
        **_common(call, figure, links, ""),
        sheets=sheets,
        numbers=[_numbers(table, STATE_ROWS, label) for label, table in tables]
        or [_numbers(figure.table, PAPER_ROWS)],
        on_paper=True,
        live=Markup(""),
        data=Markup(""),
        moments=range(0),
    )


def thinned(count: int, most: int) -> list[int]:
    """At most so many of `count` rows, evenly taken, first and last among them."""
    if count <= most:
        return list(range(count))
    return sorted({round(step * (count - 1) / (most - 1)) for step in range(most)})


def _common(call: DemoCall, figure: Figure, links: Links, kind: str) -> dict[str, Any]:
    return {
        "call": call,
        "figure": figure,
        "classes": " ".join(filter(None, ("demo", kind, *call.classes))),
        "style": add_style(call.font),
        "csv": links.data(f"data/{figure.csv_name}"),
    }


def _numbers(table: Table, most: int, state: str = "") -> Numbers:
    """At most so many rows of a table, under a caption that says whether they are all."""
    kept = thinned(len(table.rows), most)
    complete = table.complete and len(kept) == len(table.rows)
    caption = "The numbers" if complete else "The numbers, thinned evenly"
    rows = [table.rows[row] for row in kept]
    marks = _number_marks(table.rows, len(table.header))
    return Numbers(f"{caption}: {state}" if state else caption, table.header, rows, marks)


def _data(figure: Figure) -> Markup:
    if not figure.states:
        return Markup("")
    return payload(figure, "steps" if figure.moments else "chart")


def _live(call: DemoCall, figure: Figure, templates: Templates) -> Markup:
    """The form with the figure's controls."""
    steps = figure.moments if call.steps == "slider" else 0
    sweeps = steps > 0 or any(control.kind == "slider" for control in figure.controls)
    return templates.render(
        "controls.html.j2", call=call, figure=figure, slider=slider, steps=steps, sweeps=sweeps
    )


def _number_marks(rows: Sequence[Sequence[str]], columns: int) -> list[Markup]:
    """For each column the class that sets numbers flush right, or nothing."""
    filled = [[row[column] for row in rows if row[column]] for column in range(columns)]
    return [_NUMERIC if cells and all(map(_NUMBER.fullmatch, cells)) else Markup("") for cells in filled]


def _svg(text: str) -> Markup:
    return Markup(text)
