"""The deck as a page: reveal.js's sections, their notes, and what they load."""

from __future__ import annotations

from collections.abc import Mapping

from talk.chart.figure import Figure
from talk.deck.model import Deck
from talk.errors import Diagnostics
from talk.render.assets import Links, PageOptions


def render_deck(
    deck: Deck,
    figures: Mapping[str, Figure],
    links: Links,
    options: PageOptions,
    diagnostics: Diagnostics,
) -> str:
    """The text of `index.html`. `figures` holds a figure for each demo call by its id."""
    raise NotImplementedError
