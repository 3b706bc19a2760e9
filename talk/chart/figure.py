"""`figure`: all that a page shows of one demo block, in all of its states, from the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from talk.chart.controls import ControlView
from talk.chart.describe import alt_text, status_text
from talk.chart.model import ChartData, Result, StepsData
from talk.chart.size import BASE_FONT_PX, PAPER_TEXT_PX, PAPER_WIDTH_PX, Size, paper_size, slide_size
from talk.chart.table import Table, full_csv, short_table
from talk.chart.union import StateError

if TYPE_CHECKING:
    from talk.chart.drawing import Drawing

__all__ = ["BASE_FONT_PX", "Figure", "PaperFigure", "Table", "figure", "slide_size"]

Steps = Literal["fragments", "slider", "all"]
Standing = Literal["strip", "stage"]
Kind = Literal["chart", "steps"]


@dataclass(frozen=True, slots=True)
class PaperFigure:
    """One drawing on paper: its SVG and, where there are several, the state that it shows.

    Then it also brings that state's sentence and its own numbers.
    """

    svg: str
    label: str = ""
    status: str = ""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One demo block as a page shows it.

    `svg` is for the slide: one unit is one slide pixel, text in `em` of the text around it, colours as CSS
    variables, `role="img"` with the alt text as its label. `paper` holds the drawings for the handout, one or
    one for each print state; their text has a size of its own. All ids begin with `id`.
    `status` is the finding in a sentence, `table` has at most 50 rows, `csv` is complete.
    `states` is the JSON from which the page draws all states, empty where there is only one; `controls` move
    among them, in the order of the grid, and `compare` keeps one behind the next. `kind` says whether they
    are states of a chart or of diagrams, `moments` how many moments come one after another on the slide; 0
    where all is shown at once.
    `shrink_px` is by how much the text of its slide must be smaller than asked for, so that all has room.
    """

    id: str
    svg: str
    paper: tuple[PaperFigure, ...]
    caption: str
    alt: str
    status: str
    table: Table
    csv: bytes
    width_px: int
    height_px: int
    states: str = ""
    controls: tuple[ControlView, ...] = ()
    compare: bool = False
    kind: Kind = "chart"
    moments: int = 0
    shrink_px: int = 0

    @property
    def csv_name(self) -> str:
        """A name for its CSV."""
        return f"{self.id}.csv"


def figure(
    results: Sequence[Result],
    *,
    id: str,  # noqa: A002 - the id of the element
    width_px: int,
    height_px: int,
    font_px: float = BASE_FONT_PX,
    caption: str = "",
    alt: str = "",
    shown: int = 0,
    controls: Sequence[ControlView] = (),
    compare: bool = False,
    steps: Steps = "fragments",
    prints: Sequence[tuple[str, Result]] = (),
    paper_width_px: int = PAPER_WIDTH_PX,
    paper_text_px: float = PAPER_TEXT_PX,
) -> Figure:
    """The results of all states as a figure.

    Args:
        results: the numbers (`Chart.data`, `Steps.data`, or what the worker brought) of every state of the
            grid that the controls span, in its order; one where there are no controls.
        id: the figure's id in the page; every id in its drawings begins with it.
        width_px: the space on the slide.
        height_px: the same; a chart fills it, diagrams take the height that they need.
        font_px: the size of the plain text around it (28 + N); chart text is 20/28 of it, at least 16 px.
        caption: what the demo's docstring or the block says.
        alt: the author's own alt text; without it one is made from the numbers of each state.
        shown: the number of the state that is shown first.
        controls: what moves among the states.
        compare: whether a state can be kept behind the next.
        steps: how the moments of diagrams come: with the clicker, by a slider, or all at once.
        prints: the states for paper, each with its label; without them paper shows the state shown first.
        paper_width_px: the width of the text on paper, in CSS pixels.
        paper_text_px: the size of chart text on paper, likewise.

    Returns:
        The figure; the same arguments give the same bytes.

    Raises:
        StateError: a state cannot be drawn on the axes of the others; those for paper count on from the last.
        TalkError: the space is too small for it (the message holds both sizes).
    """
    _same_kind(results)
    first, shape = results[shown], height_px / width_px
    size = slide_size(width_px, height_px, font_px)
    standing: Standing = "strip" if steps == "all" else "stage"
    drawn = _drawn(results, shown, size, id, alt, em_of=font_px, standing=standing)
    several = len(results) > 1
    return Figure(
        id=id,
        svg=drawn.svg,
        paper=_on_paper(prints or [("", first)], len(results), id, alt, shape, paper_width_px, paper_text_px),
        caption=caption,
        alt=alt or alt_text(first),
        status=status_text(first),
        table=short_table(first, caption),
        csv=full_csv(first),
        width_px=width_px,
        height_px=drawn.height_px,
        states=drawn.states if several or steps == "slider" else "",
        controls=tuple(controls) if several else (),
        compare=compare and several,
        kind="chart" if isinstance(first, ChartData) else "steps",
        moments=drawn.moments,
    )


def _drawn(
    results: Sequence[Result],
    shown: int,
    size: Size,
    id: str,  # noqa: A002 - as above
    alt: str,
    *,
    em_of: float | None = None,
    standing: Standing = "strip",
    label: str = "",
) -> Drawing:
    """All states drawn in one place; `label` says on paper which of them this is."""
    alts = [alt or alt_text(each) for each in results]
    words = f"{label}: {alts[shown]}" if label else alts[shown]
    says = [status_text(each) for each in results]
    diagrams = [each for each in results if isinstance(each, StepsData)]
    if diagrams:
        from talk.chart.moments import draw_moments

        return draw_moments(
            diagrams, shown, size, alt=words, alts=alts, says=says, em_of=em_of, standing=standing
        )
    from talk.chart.chart_states import draw_charts

    charts = [each for each in results if isinstance(each, ChartData)]
    return draw_charts(charts, shown, size, id=id, alt=words, alts=alts, says=says, em_of=em_of)


def _on_paper(
    prints: Sequence[tuple[str, Result]],
    after: int,
    id: str,  # noqa: A002 - as above
    alt: str,
    shape: float,
    width_px: int,
    text_px: float,
) -> tuple[PaperFigure, ...]:
    """The drawings for paper, side by side on the same axes; diagrams are as high as they must be.

    Raises:
        StateError: one does not go with the others; its number is counted from `after`.
    """
    results = [result for _, result in prints]
    _same_kind(results, after)
    size = paper_size(len(prints), width_px, text_px, shape)
    if isinstance(results[0], StepsData):
        size = replace(size, height_px=0)
    several = len(prints) > 1
    found = []
    for number, (label, result) in enumerate(prints):
        try:
            drawn = _drawn(results, number, size, f"{id}-paper-{number + 1}", alt, label=label)
        except StateError as error:
            raise StateError(after + error.index, error.fact, error.hint) from error
        told = (status_text(result), short_table(result, label)) if several else ("", None)
        found.append(PaperFigure(drawn.svg, label, *told))
    return tuple(found)


def _same_kind(results: Sequence[Result], after: int = 0) -> None:
    kind = type(results[0])
    odd = next((number for number, each in enumerate(results) if type(each) is not kind), None)
    if odd is not None:
        names = [("Chart" if isinstance(each, ChartData) else "Steps") for each in (results[odd], results[0])]
        fact = f"it is {names[0]}, the first state is {names[1]}"
        raise StateError(after + odd, fact, "return the same kind for all values")
