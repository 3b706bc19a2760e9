"""A demo's figure in the page: the chart, what it says, and its numbers as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    live = bool(figure.controls or (figure.moments and call.steps == "slider"))
    return _written(
        call,
        figure,
        templates,
        kind="live" if live else "",
        sheets=[Sheet(_svg(figure.svg), status=figure.status)],
        numbers=[_numbers(figure.table, len(figure.table.rows))],
        csv=links.data(f"data/{figure.csv_name}"),
        live=_live(call, figure, templates) if live else Markup(""),
        data=_data(figure) if live else Markup(""),
        moments=_moments(call, figure),
    )


def render_still_figure(call: DemoCall, figure: Figure, templates: Templates) -> Markup:
    """The figure of a slide on which nothing moves: in place of its controls it says where they stand."""
    return _written(
        call,
        figure,
        templates,
        sheets=[Sheet(_svg(figure.svg), status=figure.status)],
        settings=settings_in_words(figure),
        moments=_moments(call, figure),
        printed=True,
    )


def render_paper_figure(call: DemoCall, figure: Figure, links: Links, templates: Templates) -> Markup:
    """The figure as it stands in the handout: its states drawn for paper, their numbers open below."""
    return _written(
        call,
        figure,
        templates,
        sheets=_sheets(figure),
        numbers=_paper_numbers(figure),
        csv=links.data(f"data/{figure.csv_name}"),
        on_paper=True,
    )


def render_printed_figure(call: DemoCall, figure: Figure, templates: Templates, *, tables: bool) -> Markup:
    """The figure where it is printed: its states, what they were set to and, if asked for, their numbers."""
    return _written(
        call,
        figure,
        templates,
        sheets=_sheets(figure),
        settings=settings_in_words(figure) if len(figure.paper) == 1 else "",
        numbers=_paper_numbers(figure) if tables else [],
        on_paper=True,
        printed=True,
    )


def settings_in_words(figure: Figure) -> str:
    """Where the controls of a figure stand at first: `GOGC 100 % · live heap 64 MiB`."""
    return " · ".join(f"{control.title} {control.labels[control.at]}" for control in figure.controls)


def thinned(count: int, most: int) -> list[int]:
    """At most so many of `count` rows, evenly taken, first and last among them."""
    if count <= most:
        return list(range(count))
    return sorted({round(step * (count - 1) / (most - 1)) for step in range(most)})


_NOTHING: Mapping[str, Any] = {
    "settings": "",
    "numbers": (),
    "csv": "",
    "live": Markup(""),
    "data": Markup(""),
    "moments": (),
    "on_paper": False,
    "printed": False,
}


def _written(call: DemoCall, figure: Figure, templates: Templates, *, kind: str = "", **given: Any) -> Markup:
    """The template with what is given; the rest of what it asks for is nothing."""
    classes = " ".join(filter(None, ("demo", kind, *call.classes)))
    style = add_style(call.font)
    return templates.render(
        "figure.html.j2", call=call, figure=figure, classes=classes, style=style, **{**_NOTHING, **given}
    )


def _sheets(figure: Figure) -> list[Sheet]:
    """The drawings of a figure's states for paper."""
    return [Sheet(_svg(each.svg), each.label, each.status or figure.status) for each in figure.paper]


def _paper_numbers(figure: Figure) -> list[Numbers]:
    """The tables of a figure's states, or of the one that it shows."""
    several = len(figure.paper) > 1
    tables = [(each.label, each.table) for each in figure.paper if several and each.table]
    return [_numbers(table, STATE_ROWS, label) for label, table in tables] or [
        _numbers(figure.table, PAPER_ROWS)
    ]


def _moments(call: DemoCall, figure: Figure) -> Sequence[int]:
    """The numbers of the moments that come with the clicker."""
    return range(2, figure.moments + 1) if call.steps == "fragments" else ()


def _numbers(table: Table, most: int, state: str = "") -> Numbers:
    """At most so many rows of a table, under a caption that says whether they are all."""
    kept = thinned(len(table.rows), most)
    complete = table.complete and len(kept) == len(table.rows)
    caption = "The numbers" if complete else "The numbers, thinned evenly"
    rows = [table.rows[row] for row in kept]
    marks = _number_marks(table.rows, len(table.header))
    return Numbers(f"{caption}: {state}" if state else caption, table.header, rows, marks)


def _data(figure: Figure) -> Markup:
    return payload(figure) if figure.states else Markup("")


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
