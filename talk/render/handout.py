"""The handout: every slide, its notes and charts as one page to read and print."""

from __future__ import annotations

from collections.abc import Mapping

from talk.chart.figure import Figure
from talk.deck.model import Deck
from talk.errors import Diagnostics
from talk.render.assets import Links, PageOptions


def render_handout(
    deck: Deck,
    figures: Mapping[str, Figure],
    links: Links,
    options: PageOptions,
    diagnostics: Diagnostics,
) -> str:
    """The text of `handout.html`. `figures` holds a figure for each demo call by its id."""
    raise NotImplementedError
