"""What a page asks of the build: addresses of files, and the options of the rendering."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from talk.deck.front_matter import FrontMatter, Mode
from talk.deck.model import ImageSource

Paper = Literal["", "a4", "letter"]


class Links(Protocol):
    """Where a page finds what it loads. The build decides: files with a hash in their name, or all inside.

    `inline` says that scripts and styles are written into the page (`--single-file`).
    Whatever a page asks for through these methods is a file that the site must hold.
    """

    inline: bool

    def url(self, name: str) -> str:
        """The address of a file of the bundle (`talk.js`, `css/deck.css`): relative, or a data: URI."""

    def text(self, name: str) -> str:
        """The text of a file of the bundle, to be written into the page."""

    def file(self, path: Path) -> str:
        """The address of an author's own stylesheet or script: relative, or a data: URI."""

    def script(self, path: Path) -> str:
        """The text of an author's own script, to be written into the page."""

    def image(self, source: ImageSource) -> str:
        """The address of an author's image: relative, a data: URI, or the URL as it is written."""

    def data(self, name: str) -> str:
        """The address of a data file of the site (`data/heap.csv`)."""


@dataclass(frozen=True, slots=True)
class Live:
    """What a page needs to know that is served: whose it is, the token of its channel, its scripts' nonce."""

    role: Literal["presenter", "remote", "audience"]
    token: str
    nonce: str


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How pages are made, after the front matter and the command line have had their say.

    `publish` leaves only public notes on every page. `paper` names the size of the
    handout's sheet, "" leaves it to the printer. `theme` is a folder whose
    `css/*.css` follow ours and whose `templates/` go before ours. `font_rules` are
    `@font-face` rules for characters of this deck that the bundle's fixed set lacks. On paper alone,
    `tables` prints the numbers below figures, `grey` leaves the colours out, `notes` may be left out.
    `safe` says that nothing of the deck was run.
    `live` is None for a page that lies on the disk, `go` names the Go whose answers the deck shows.
    """

    mode: Mode = "auto"
    publish: bool = False
    font_px: float = 28
    canvas: tuple[int, int] = (1280, 720)
    paper: Paper = ""
    theme: Path | None = None
    font_rules: str = ""
    go: str = ""
    tables: bool = False
    grey: bool = False
    notes: bool = True
    safe: bool = False
    live: Live | None = None

    @classmethod
    def of(cls, meta: FrontMatter, *, publish: bool = False, theme: Path | None = None) -> PageOptions:
        """The options that a deck's own front matter asks for."""
        return cls(meta.mode, publish, meta.font_px, meta.canvas, theme=theme)
