"""The figures of what was recorded, drawn for the room that their slides leave, or kept by an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from talk.asked.shown import Drawable
from talk.chart.describe import status_text
from talk.chart.figure import Figure, figure
from talk.chart.model import Result, StepsData
from talk.deck.front_matter import FrontMatter
from talk.deck.model import Deck, Slide
from talk.errors import Diagnostics, TalkError
from talk.figures.drawn import SHRINK_PX, lacks_room
from talk.figures.kept import Kept
from talk.render.scale import FIGURE_TEXT_PX
from talk.render.space import Space, figure_space


def draw_all(
    drawables: Mapping[str, Drawable], deck: Deck, kept: Kept, diagnostics: Diagnostics
) -> dict[str, Figure]:
    """A figure for each, by its id. `deck` is the one with the answers in it."""
    slides = {slide.id: slide for slide in deck.slides}
    figures = {}
    for name, drawable in drawables.items():
        try:
            figures[name] = _with_room(drawable, slides[drawable.slide.id], deck.meta, kept)
        except TalkError as error:
            told = error.diagnostics[0]
            diagnostics.error(told.text, drawable.call.span, told.hint)
    return figures


def _with_room(drawable: Drawable, slide: Slide, meta: FrontMatter, kept: Kept) -> Figure:
    """The figure at the largest text of its slide with which both have room, as for demos."""
    asked = _space(drawable, slide, meta, 0)
    steps = range(0, max(0, int(asked.font_px - FIGURE_TEXT_PX)) + 1, SHRINK_PX)
    spaces = [(step, _space(drawable, slide, meta, step)) for step in steps]
    refused: list[TalkError] = []
    for step, space in [each for each in spaces if not each[1].cramped] or spaces[-1:]:
        try:
            return replace(_kept_or_drawn(drawable, space, meta, kept), shrink_px=step)
        except TalkError as error:
            if not lacks_room(error):
                raise
            refused.append(error)
    raise refused[0]


def _space(drawable: Drawable, slide: Slide, meta: FrontMatter, shrink_px: int) -> Space:
    return figure_space(
        slide,
        drawable.call,
        canvas=meta.canvas,
        font_px=meta.font_px - shrink_px,
        words=(status_text(drawable.result),),
        steps=_moments(drawable.result) if drawable.call.steps == "slider" else 0,
    )


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
