"""All states of a chart: the drawing of one, and the numbers from which a page draws the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from talk.chart import palette
from talk.chart.arrange import arrange
from talk.chart.canvas import Canvas
from talk.chart.chart_payload import Payload
from talk.chart.drawing import Drawing
from talk.chart.plot import draw_view
from talk.chart.settings import own_settings
from talk.chart.svg import to_svg
from talk.chart.view import View
from talk.chart.whole import whole_of

if TYPE_CHECKING:
    from talk.chart.model import ChartData
    from talk.chart.size import Size


def draw_charts(
    charts: Sequence[ChartData],
    shown: int,
    size: Size,
    *,
    id: str,  # noqa: A002 - the id of the element
    alt: str,
    alts: Sequence[str],
    says: Sequence[str],
    em_of: float | None,
) -> Drawing:
    """A chart in one of its states, and all of them as numbers.

    Args:
        charts: its states.
        shown: the number of the state that is drawn.
        size: the size of the drawing.
        id: what every id in the SVG begins with.
        alt: the text alternative of the drawing.
        alts: the text alternative of each state.
        says: the sentence of each state.
        em_of: the size of the text around it in the page; None where the drawing brings its own.

    Raises:
        StateError: a state does not go with the others, or has no room.
        TalkError: the size is too small for the chart.
    """
    with own_settings():
        view = _view(charts, size, palette.SENTINELS)
        payload = Payload(view) if len(charts) > 1 else None
        draw_view(view if payload is None else payload.as_shown(), shown)
        svg = to_svg(view.canvas, id=id, alt=alt, em_of=em_of)
    return Drawing(svg, round(view.canvas.height), payload.json(alts, says) if payload else "")


def paint_chart(chart: ChartData, size: Size, colours: dict[str, str]) -> Canvas:
    """A canvas with one chart."""
    view = _view([chart], size, colours)
    draw_view(view, 0)
    return view.canvas


def _view(charts: Sequence[ChartData], size: Size, colours: dict[str, str]) -> View:
    canvas = Canvas(size.width_px, size.height_px, size.text_px, size.room, colours)
    return arrange(whole_of(charts), canvas)
