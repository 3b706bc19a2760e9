"""The last look before an output is written: no note in it that its readers may not see.

What is looked for is the words of the notes themselves, six in a row, wherever they
come from: a template of a theme, a mistake of ours, a file of the deck that repeats them.
Words that also stand on a slide, in a note that may be seen or in a figure are no leak.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from markdown_it.token import Token

from talk.deck.model import Deck
from talk.errors import TalkError
from talk.render.notes import Reader, hidden_from, notes_for

if TYPE_CHECKING:
    from talk.chart.figure import Figure

IN_A_ROW = 6
LEAST_LETTERS = 8  # "thank you" alone proves nothing
_WORD = re.compile(r"\w+")
_TOLD = ("alt", "aria-label", "title", "content", "data-notes", "value")

Gram = tuple[str, ...]


class Watch:
    """Knows what the readers of an output must not see."""

    def __init__(self, deck: Deck, figures: Mapping[str, Figure], reader: Reader) -> None:
        self._deck, self._figures, self._reader = deck, figures, reader
        self._secrets = [
            (gram, block)
            for slide in deck.slides
            for block in hidden_from(reader, slide.notes)
            for text in token_texts(block.tokens)
            for gram in _grams(_words(text))
        ]
        self._allowed: dict[int, set[Gram]] = {}

    @property
    def has_secrets(self) -> bool:
        """Whether there is a note that the readers must not see."""
        return bool(self._secrets)

    def check(self, name: str, text: str) -> None:
        """Let an output pass that gives nothing away.

        Raises:
            TalkError: its text holds words of a note that is not for its readers; the error stands there.
        """
        words = _words(text) if self._secrets else []
        lengths = {len(gram) for gram, _ in self._secrets}
        shown = {length: set(_rows(words, length)) for length in lengths}
        for gram, block in self._secrets:
            if gram in shown[len(gram)] and gram not in self._may_stand(len(gram)):
                raise TalkError(
                    f"{name} would show a note that is not for its readers: '{' '.join(gram)}'",
                    block.span,
                    f"the note is {block.level}: look for a theme or a style sheet that repeats it",
                    "note-leak",
                )

    def check_page(self, name: str, html: str) -> None:
        """The same for a page: its text, comments and scripts, and what its attributes tell."""
        if self._secrets:
            self.check(name, page_text(html))

    def _may_stand(self, length: int) -> set[Gram]:
        if length not in self._allowed:
            texts = self._open_texts()
            self._allowed[length] = {gram for text in texts for gram in _rows(_words(text), length)}
        return self._allowed[length]

    def _open_texts(self) -> Iterator[str]:
        """All text of the deck that everybody may see, slide by slide, and what its figures say."""
        meta = self._deck.meta
        yield from (meta.title, meta.subtitle, meta.header, meta.footer, *meta.author, *meta.keywords)
        for slide in self._deck.slides:
            blocks = (slide.tokens, *(block.tokens for block in notes_for(self._reader, slide.notes)))
            yield "\n".join(text for tokens in blocks for text in token_texts(tokens))
        if self._deck.outline:
            yield from (point.text for _, point in self._deck.outline.walk())
        for figure in self._figures.values():
            yield from (figure.caption, figure.alt, figure.status, figure.states)
            yield from (page_text(svg) for svg in (figure.svg, *(paper.svg for paper in figure.paper)))
            yield from (f"{paper.label} {paper.status}" for paper in figure.paper)
            yield from (f"{control.title}\n{control.help}" for control in figure.controls)
            yield figure.csv.decode(errors="replace")


def page_text(html: str) -> str:
    """All text that a page holds or tells: nothing that a search of its source would find is left out."""
    if not html.strip():
        return ""
    import lxml.html
    from lxml.etree import Comment

    root = lxml.html.document_fromstring(html)
    before = root.itersiblings(preceding=True)
    comments = [each.text or "" for each in (*before, *root.iter(tag=Comment))]
    told = [str(value) for each in root.iter() for name, value in each.items() if name in _TOLD]
    return "\n".join([*map(str, root.itertext()), *comments, *told])


def token_texts(tokens: Iterable[Token]) -> Iterator[str]:
    """The text of tokens, block by block; what only marks them up is left out."""
    for token in tokens:
        if token.type == "inline":
            yield "".join(_inline_texts(token.children or []))
        elif "code" in token.meta:
            yield token.meta["code"].text
        elif token.content:
            yield token.content


def _inline_texts(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif child.type == "image":
            yield "".join(_inline_texts(child.children or []))
        elif child.type != "html_inline":
            yield child.content


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _grams(words: Sequence[str]) -> Iterator[Gram]:
    """Six words in a row, each place once; all of them where there are fewer."""
    rows = _rows(words, min(IN_A_ROW, len(words))) if words else iter(())
    return (row for row in rows if sum(map(len, row)) >= LEAST_LETTERS)


def _rows(words: Sequence[str], length: int) -> Iterator[Gram]:
    return zip(*(words[start:] for start in range(length)), strict=False)
