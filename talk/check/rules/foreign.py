"""What other slide tools would understand and `talk` shows as it stands: components, slots, their notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.token import Token

from talk.deck.model import Deck
from talk.deck.tokens import everything, text_of
from talk.errors import Diagnostics, Span

_NOTE_HINT = "for a speaker note put 'Note:' at the left margin, with a blank line above it"
_COMPONENT = re.compile(r"<(v-[a-z-]+|[A-Z][A-Za-z]+)[\s/>]")
# What a line begins with, whose syntax it is, and the way out.
_LINES = [
    (re.compile(r"::[a-z-]+::\s*$"), "a slot of Slidev", "write columns as ':::: columns'"),
    (re.compile(r"<<<\s+[@\w./]"), "an import of Slidev", "write ```go {file=PATH region=NAME}"),
    (re.compile(r"\[\[toc\]\]", re.I), "a contents of another tool", "write '::: agenda' and ':::'"),
    (re.compile(r"\[\.[a-z-]+(:[^\]]*)?\]\s*$"), "a directive of Deckset", "write classes in the heading"),
    (re.compile(r"\.[a-z-]+\["), "a class of remark", "write [text]{.class}"),
    (re.compile(r"\{\{\s*\$"), "an expression of Vue", "write the text itself"),
]
_NOTES = [
    (re.compile(r"\^ ?\S"), "a note of Deckset"),
    (re.compile(r"\?\?\?\s*$"), "where notes begin in remark"),
]
_MARP_IMAGE = re.compile(r"(?:bg|fit|[wh]:\d+\w*)(?:\s|$)")


def check_foreign(deck: Deck, diagnostics: Diagnostics) -> None:
    """Warn about leftovers of other tools on slides; code is code."""
    for slide in deck.slides:
        for token in everything(slide.tokens):
            if token.type in ("html_block", "html_inline"):
                _check_html(token, diagnostics)
            elif token.type == "image":
                _check_image(token, diagnostics)
            elif token.type == "inline":
                for span, line in _lines(token):
                    _check_line(line, span, diagnostics)


def _check_html(token: Token, diagnostics: Diagnostics) -> None:
    for found in _COMPONENT.finditer(token.content):
        diagnostics.warning(
            f"'<{found[1]}>' is a component of another tool and shows nothing",
            token.meta["span"].down(token.content.count("\n", 0, found.start())),
            "fragments are '. . .' or {.fragment}; write HTML's own elements in lower case",
            "foreign-syntax",
        )


def _check_image(token: Token, diagnostics: Diagnostics) -> None:
    if _MARP_IMAGE.match(text_of(token.children)):
        diagnostics.warning(
            f"'![{text_of(token.children)}]' sizes or places an image as Marp does; here it is its text",
            token.meta["span"],
            "write {background-image=...} on the heading, or ![what it shows](...){width=40%}",
            "foreign-syntax",
        )


def _lines(token: Token) -> Iterator[tuple[Span, str]]:
    """The lines of a paragraph, each with its place."""
    for number, line in enumerate(token.content.split("\n")):
        yield token.meta["span"].down(number), line.strip()


def _check_line(line: str, span: Span, diagnostics: Diagnostics) -> None:
    for pattern, what, hint in _LINES:
        if pattern.match(line):
            diagnostics.warning(
                f"'{line[:40]}' is {what} and is shown as it is", span, hint, "foreign-syntax"
            )
    for pattern, what in _NOTES:
        if pattern.match(line):
            diagnostics.warning(f"'{line[:40]}' is {what} and is shown", span, _NOTE_HINT, "foreign-note")
