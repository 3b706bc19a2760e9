"""`figure`: all that a page shows of one chart or one row of diagrams, from the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from talk.chart.controls import ControlView
from talk.chart.describe import alt_text, status_text
from talk.chart.model import Result, StepsData
from talk.chart.size import BASE_FONT_PX, PAPER_TEXT_PX, PAPER_WIDTH_PX, paper_size, slide_size
from talk.chart.table import Table, full_csv, short_table

__all__ = ["BASE_FONT_PX", "Figure", "PaperFigure", "Table", "figure", "slide_size"]


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
    among them, in the order of the grid, and `compare` keeps one behind the next. `moments` is how many
    moments come one after another on the slide; 0 where all is shown at once.
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
    moments: int = 0

    @property
    def csv_name(self) -> str:
        """A name for its CSV."""
        return f"{self.id}.csv"


def figure(
    result: Result,
    *,
    id: str,  # noqa: A002 - the id of the element
    width_px: int,
    height_px: int,
    font_px: float = BASE_FONT_PX,
    caption: str = "",
    alt: str = "",
    prints: Sequence[tuple[str, Result]] = (),
    paper_width_px: int = PAPER_WIDTH_PX,
    paper_text_px: float = PAPER_TEXT_PX,
) -> Figure:
    """A result as a figure.

    Args:
        result: the numbers (`Chart.data`, `Steps.data`, or what the worker brought).
        id: the figure's id in the page; every id in its drawings begins with it.
        width_px: the space on the slide.
        height_px: the same; a chart fills it, diagrams take the height that they need.
        font_px: the size of the plain text around it (28 + N); chart text is 20/28 of it, at least 16 px.
        caption: what the demo's docstring or the block says.
        alt: the author's own alt text; without it one is made from the numbers.
        prints: the states for paper, each with its label; without them paper shows `result`.
        paper_width_px: the width of the text on paper, in CSS pixels.
        paper_text_px: the size of chart text on paper, likewise.

    Returns:
        The figure; the same arguments give the same bytes.

    Raises:
        TalkError: the space is too small for it (the message holds both sizes).
    """
    from talk.chart.draw import render_svg

    words = alt or alt_text(result)
    size = slide_size(width_px, height_px, font_px)
    svg, high = render_svg(result, size, id=id, alt=words, em_of=font_px)
    shape = height_px / width_px
    drawn = []
    shown = list(prints) or [("", result)]
    for number, (label, each) in enumerate(shown, start=1):
        paper = paper_size(len(shown), paper_width_px, paper_text_px, shape)
        told = f"{label}: {words}" if label else words
        if isinstance(each, StepsData):  # on paper they may be as high as they must be
            paper = replace(paper, height_px=0)
        paper_svg, _ = render_svg(each, paper, id=f"{id}-paper-{number}", alt=told)
        drawn.append(PaperFigure(paper_svg, label))
    return Figure(
        id=id,
        svg=svg,
        paper=tuple(drawn),
        caption=caption,
        alt=words,
        status=status_text(result),
        table=short_table(result, caption),
        csv=full_csv(result),
        width_px=width_px,
        height_px=high,
    )
