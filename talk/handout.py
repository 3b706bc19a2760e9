"""The handout on paper: a page of HTML made for one layout, and the PDF that a browser prints of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from talk.browser import Browser
from talk.build import BuildOptions, Parts, gather
from talk.errors import Diagnostics
from talk.printing import about_deck, print_page
from talk.project import Project
from talk.render.handout import render_handout
from talk.render.leaks import Watch
from talk.render.sheets import Layout, render_sheets
from talk.render.stills import deck_title

NotesChoice = Literal["none", "handout"]


@dataclass(frozen=True, slots=True)
class HandoutOptions:
    """What the command line asks for. `notes` is None where the layout decides."""

    layout: Layout = "notes"
    paper: Literal["a4", "letter"] = "a4"
    notes: NotesChoice | None = None
    ink: Literal["color", "gray"] = "color"
    font: str | None = None
    tables: bool = False
    safe: bool = False

    @property
    def with_notes(self) -> bool:
        """Whether the notes are printed: where one slide stands on a page they are, unless told otherwise."""
        return (self.notes or ("handout" if self.layout in ("notes", "article") else "none")) == "handout"


@dataclass(frozen=True, slots=True)
class Printed:
    """A handout: its page, and its PDF where there was a browser."""

    html: str
    pdf: bytes | None


def make_handout(
    project: Project, options: HandoutOptions, browser: Browser | None, diagnostics: Diagnostics
) -> Printed:
    """The handout of a project.

    Raises:
        TalkError: something is wrong with the deck; the browser failed or its PDF is not accessible; the
            output would show a private note.
    """
    asked = BuildOptions(font=options.font, single_file=True, whole_fonts=True, safe=options.safe)
    parts = gather(project, asked, diagnostics)
    html = handout_page(parts, options, diagnostics)
    diagnostics.stop_on_errors()
    watch = Watch(parts.deck, parts.figures, "handout" if options.with_notes else "public")
    if browser is None:
        watch.check_page("the handout", html)
        return Printed(html, None)
    return Printed(html, print_page(html, browser, about_deck(parts.deck, deck_title(parts.deck)), watch))


def handout_page(parts: Parts, options: HandoutOptions, diagnostics: Diagnostics) -> str:
    """The page of a handout, with all that it loads in it."""
    pages = replace(
        parts.options,
        mode="light",
        paper=options.paper,
        tables=options.tables,
        grey=options.ink == "gray",
        notes=options.with_notes,
    )
    deck, figures, links = parts.deck, parts.figures, parts.links
    if options.layout == "article":
        return render_handout(deck, figures, links, pages, diagnostics, printed=True)
    return render_sheets(deck, figures, links, pages, diagnostics, options.layout)
