"""The pages that are looked at: the deck in each shape, its handouts, and what they give away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from talk.build import BuildOptions, Parts, gather, look_for_leaks
from talk.errors import Diagnostics, TalkError
from talk.figures import Progress
from talk.project import Project
from talk.render.handout import render_handout
from talk.render.pages import render_deck
from talk.render.sheets import render_sheets
from talk.site import Site, write_site

DECK, READING, PRINTED = "index.html", "handout.html", "print.html"


@dataclass(frozen=True, slots=True)
class Made:
    """A deck in one shape with the pages that could be made of it."""

    parts: Parts
    site: Site

    def write(self, folder: Path) -> Path:
        """Put the pages into a folder."""
        write_site(self.site, folder)
        return folder


def make(
    project: Project,
    aspect: str | None,
    diagnostics: Diagnostics,
    progress: Progress | None = None,
    *,
    safe: bool = False,
) -> Made:
    """The pages in a shape, or in the deck's own. What is wrong is told, and what can be made is made.

    Raises:
        TalkError: there is no deck.
    """
    parts = gather(project, BuildOptions(aspect=aspect, safe=safe), diagnostics, progress)
    site = Site(pages={}, files=parts.links.site.files)
    for name, render in _RENDERERS.items():
        try:
            site.pages[name] = render(parts, diagnostics).encode()
        except TalkError as error:
            diagnostics.take(error)
        except LookupError:
            if not diagnostics.errors:  # else it is no wonder: parts of the deck could not be read
                raise
    return Made(parts, site)


def find_leaks(made: Made, diagnostics: Diagnostics) -> None:
    """Tell of notes that the handout, or a published deck, shows to others than their readers."""
    for publish in (False, True):
        parts = replace(made.parts, options=replace(made.parts.options, publish=publish))
        try:
            pages = {name: _RENDERERS[name](parts, Diagnostics()).encode() for name in made.site.pages}
            look_for_leaks(parts, Site(pages=pages, files=made.site.files))
        except TalkError as error:
            diagnostics.take(error)


def _deck(parts: Parts, diagnostics: Diagnostics) -> str:
    return render_deck(parts.deck, parts.figures, parts.links, parts.options, diagnostics)


def _reading(parts: Parts, diagnostics: Diagnostics) -> str:
    return render_handout(parts.deck, parts.figures, parts.links, parts.options, diagnostics)


def _printed(parts: Parts, diagnostics: Diagnostics) -> str:
    options = replace(parts.options, mode="light", paper="a4")
    return render_sheets(parts.deck, parts.figures, parts.links, options, diagnostics, "notes")


_RENDERERS: dict[str, Callable[[Parts, Diagnostics], str]] = {
    DECK: _deck,
    READING: _reading,
    PRINTED: _printed,
}
