"""The figures of what was recorded, drawn for the room that their slides leave, or kept by an earlier one."""

from __future__ import annotations

from collections.abc import Mapping

from talk.asked.shown import Drawable
from talk.chart.describe import status_text
from talk.chart.figure import Figure, figure
from talk.chart.model import Result, StepsData
from talk.deck.front_matter import FrontMatter
from talk.deck.model import Deck
from talk.errors import Diagnostics, TalkError
from talk.figures.kept import Kept
from talk.render.space import Space, figure_space


def draw_all(
    drawables: Mapping[str, Drawable], deck: Deck, kept: Kept, diagnostics: Diagnostics
) -> dict[str, Figure]:
    """A figure for each, by its id. `deck` is the one with the answers in it."""
    slides = {slide.id: slide for slide in deck.slides}
    figures = {}
    for name, drawable in drawables.items():
        slide = slides[drawable.slide.id]
        space = figure_space(
            slide,
            drawable.call,
            canvas=deck.meta.canvas,
            font_px=deck.meta.font_px,
            words=(status_text(drawable.result),),
            steps=_moments(drawable.result) if drawable.call.steps == "slider" else 0,
        )
        try:
            figures[name] = _kept_or_drawn(drawable, space, deck.meta, kept)
        except TalkError as error:
            told = error.diagnostics[0]
            diagnostics.error(told.text, drawable.call.span, told.hint)
    return figures


def _kept_or_drawn(drawable: Drawable, space: Space, meta: FrontMatter, kept: Kept) -> Figure:
    call = drawable.call
    numbers = (drawable.result, drawable.printed)
    key = kept.key("recorded", numbers, call.id, call.steps, space, meta.figure_budget_bytes)
    known = kept.figure(key)
    if known is not None:
        return known
    drawn = figure(
        [drawable.result],
        id=call.id,
        width_px=space.width_px,
        height_px=space.height_px,
        font_px=space.font_px,
        steps=call.steps,
        prints=[("", drawable.printed)] if drawable.printed is not None else (),
    )
    if len(drawn.states.encode()) > meta.figure_budget_bytes:
        raise TalkError("its moments take more than the figure budget", hint="show fewer of them")
    kept.keep_figure(key, drawn)
    return drawn


def _moments(result: Result) -> int:
    return len(result.steps) if isinstance(result, StepsData) else 0
