"""A demo's figure in the page: the chart, what it says, and its numbers as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from talk.deck.model import DemoCall
from talk.render.assets import Links
from talk.render.controls import payload, slider
from talk.render.scale import add_style
from talk.render.templates import Templates

if TYPE_CHECKING:
    from talk.chart.figure import Figure

_NUMBER = re.compile(r"[-−]?\d[\d,. \u202f\u2009]*(e[-+]?\d+)?")
_NUMERIC = Markup(' class="number"')
PAPER_ROWS = 12  # of a table in the handout; the CSV beside it is complete


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawing of a figure; `label` names its state where there are several."""

    svg: Markup
    label: str = ""


def render_slide_figure(call: DemoCall, figure: Figure, links: Links, templates: Templates) -> Markup:
    """The figure as it stands on a slide: one chart, its numbers behind a button."""
    sheets = [Sheet(_svg(figure.svg))]
    return _render(call, figure, sheets, links, templates, on_paper=False)


def render_paper_figure(call: DemoCall, figure: Figure, links: Links, templates: Templates) -> Markup:
    """The figure as it stands in the handout: its states drawn for paper, its numbers open below."""
    sheets = [Sheet(_svg(paper.svg), paper.label) for paper in figure.paper]
    return _render(call, figure, sheets, links, templates, on_paper=True)


def thinned(count: int, most: int) -> list[int]:
    """At most so many of `count` rows, evenly taken, first and last among them."""
    if count <= most:
        return list(range(count))
    return sorted({round(step * (count - 1) / (most - 1)) for step in range(most)})


def _render(
    call: DemoCall,
    figure: Figure,
    sheets: list[Sheet],
    links: Links,
    templates: Templates,
    *,
    on_paper: bool,
) -> Markup:
    live = not on_paper and bool(figure.controls or (figure.moments and call.steps == "slider"))
    kept = thinned(len(figure.table.rows), PAPER_ROWS if on_paper else len(figure.table.rows))
    return templates.render(
        "figure.html.j2",
        call=call,
        figure=figure,
        classes=" ".join(("demo", *(["live"] if live else []), *call.classes)),
        style=add_style(call.font),
        sheets=sheets,
        header=figure.table.header,
        rows=[figure.table.rows[row] for row in kept],
        number=_number_marks(figure.table.rows, len(figure.table.header)),
        complete=figure.table.complete and len(kept) == len(figure.table.rows),
        on_paper=on_paper,
        live=_live(call, figure, templates) if live else Markup(""),
        data=payload(figure, "steps" if figure.moments else "chart")
        if figure.states and live
        else Markup(""),
        moments=range(2, figure.moments + 1) if call.steps == "fragments" and not on_paper else range(0),
        csv=links.data(f"data/{figure.csv_name}"),
    )


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
