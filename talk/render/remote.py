"""The speaker's phone: next and back, the notes, the timer, and the present slide's sliders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from talk.deck.model import Deck, Slide
from talk.errors import Diagnostics
from talk.render.assets import Links, Live, PageOptions
from talk.render.body import Body, Page
from talk.render.controls import told_params
from talk.render.loaded import own_styles
from talk.render.notes import notes_for
from talk.render.plan import plan_of
from talk.render.templates import Templates
from talk.render.wayfinding import Way

if TYPE_CHECKING:
    from talk.chart.figure import Figure

STYLES = ("reset.css", "css/theme.css", "css/content.css", "css/code.css", "css/stage.css", "css/remote.css")


@dataclass(frozen=True, slots=True)
class Card:
    """One slide as the phone shows it."""

    id: str
    title: str
    notes: list[Markup]


def render_remote(
    deck: Deck,
    figures: Mapping[str, Figure],
    links: Links,
    options: PageOptions,
    live: Live,
    told: Mapping[str, Any],
) -> str:
    """The text of the remote's page; `told` is what its script learns of the server."""
    templates, way = Templates(options.theme), Way(deck, options)
    body = Body(Page("handout", deck, figures, links, options, templates, way, Diagnostics()))
    cards = [
        Card(slide.id, slide.title or f"Slide {number}", _notes(slide, body))
        for number, slide in enumerate(deck.slides, start=1)
    ]
    config = {
        "live": told,
        "figures": {slide.id: _sliders(slide, figures) for slide in deck.slides if slide.demo_calls},
        "plan": plan_of(deck),
    }
    return templates.render(
        "remote.html.j2",
        meta=deck.meta,
        title=f"Remote · {deck.meta.title or 'Slides'}",
        options=options,
        styles=own_styles(STYLES, deck.meta, links, options, math=body.math_used),
        script=links.url("remote.js"),
        nonce=live.nonce,
        cards=cards,
        config=config,
    )


def _notes(slide: Slide, body: Body) -> list[Markup]:
    return [body.render_slide(block.tokens, slide) for block in notes_for("speaker", slide.notes)]


def _sliders(slide: Slide, figures: Mapping[str, Figure]) -> list[dict[str, Any]]:
    """The controls of the slide's figures, as the page's own data name them."""
    found = []
    for call in slide.demo_calls:
        figure = figures.get(call.id)
        if figure is not None and figure.controls:
            found.append({"id": call.id, "caption": figure.caption, "params": told_params(figure.controls)})
    return found
