"""Raw HTML is passed on as it is, so what would break the deck or reach for the network is told.

A slide is a `section`: an end tag that closes it, or an element left open that takes in
all the slides behind it, are errors. Addresses on the web load when the deck is opened, and
files beside the slides are not copied: both are warnings.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from talk.deck.reading import Reading, reading_of
from talk.deck.tokens import everything
from talk.errors import Span

# Elements that hold slides or may hold them: HTML closes the others by itself, or does no harm.
_HOLDERS = frozenset(
    {"section", "div", "main", "article", "aside", "header", "footer", "nav", "figure", "details"}
    | {"form", "table", "body", "html", "template", "svg", "math", "script", "style", "textarea"}
    | {"title", "select", "iframe", "noscript", "object", "video", "audio"}
)
_LOADING = frozenset({"src", "srcset", "poster", "data"})
_LINKING = frozenset({"link", "image", "use"})
_REMOTE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
_INLINE = re.compile(r"\s*(?:data:|blob:|#|$)", re.IGNORECASE)


def raw_html_plugin(md: MarkdownIt) -> None:
    """Look at the raw HTML of every slide."""
    md.core.ruler.push("raw_html", raw_html)


def raw_html(state: StateCore) -> None:
    """Go through the raw HTML slide by slide."""
    reading = reading_of(state.env)
    slide = _SlideHtml(reading)
    for token in everything(state.tokens):
        if token.type == "slide_break":
            slide.end()
            slide = _SlideHtml(reading)
        elif token.type in ("html_block", "html_inline"):
            slide.take(token)
    slide.end()


class _SlideHtml(HTMLParser):
    """The raw HTML of one slide, piece by piece, with the elements that are open."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.reading = reading
        self.open: list[tuple[str, Span]] = []
        self.first_line = 0
        self.piece = Span(reading.file)

    def take(self, token: Token) -> None:
        """Read on; lines are counted from where this piece begins."""
        self.piece = token.meta["span"]
        self.first_line = self.getpos()[0]
        self.feed(token.content)

    def end(self) -> None:
        """Tell about what the slide leaves open."""
        for tag, span in self.open:
            self.reading.diagnostics.error(
                f"'<{tag}>' is never closed on its slide", span, f"close it with '</{tag}>'"
            )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._check(tag, attrs)
        if tag in _HOLDERS:
            self.open.append((tag, self._span()))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HOLDERS and tag not in ("svg", "math"):  # elsewhere HTML does not know `<div/>`
            self.handle_starttag(tag, attrs)
        else:
            self._check(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _HOLDERS:
            return
        names = [name for name, _ in self.open]
        if tag not in names:
            self.reading.diagnostics.error(
                f"'</{tag}>' closes nothing on its slide",
                self._span(),
                f"remove it, or open a '<{tag}>' above",
            )
            return
        while self.open.pop()[0] != tag:
            pass

    def _check(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img" and not any(name == "alt" for name, _ in attrs):
            self.reading.diagnostics.warning(
                "this image in raw HTML has no alternative text",
                self._span(),
                'write alt="what it shows", or alt="" if it is decoration',
                "image-alt",
            )
        for name, value in attrs:
            loads = name in _LOADING or (tag in _LINKING and name in ("href", "xlink:href"))
            if not loads or value is None or _INLINE.match(value):
                continue
            if _REMOTE.match(value):
                fact, rule = "is loaded from the web when the deck is opened", "foreign-request"
            else:
                fact, rule = "is not part of the built deck", "link-target"
            hint = "write ![what it shows](file.png): such images come along"
            self.reading.diagnostics.warning(f"'{value[:80]}' in raw HTML {fact}", self._span(), hint, rule)

    def _span(self) -> Span:
        return self.piece.down(self.getpos()[0] - self.first_line)
