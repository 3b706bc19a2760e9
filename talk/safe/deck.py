"""A deck that was read becomes one that nothing of its author's can act in."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from talk.deck.model import Deck, NoteBlock, Slide
from talk.deck.tokens import everything
from talk.errors import Diagnostics, Span
from talk.safe.attributes import harmless_attributes, harmless_slide_attributes
from talk.safe.html import harmless_pieces, refused
from talk.safe.settings import harmless_settings

RULE = "safe"
_WAY_OUT = "build without --safe only decks whose author you trust"
_RAW = ("html_block", "html_inline")


def harmless_deck(deck: Deck, diagnostics: Diagnostics) -> Deck:
    """The deck without what runs, loads or leads out; a warning for each thing that is left out."""
    return _Sieve(diagnostics).deck(deck)


@dataclass(frozen=True, slots=True)
class _Sieve:
    diagnostics: Diagnostics

    def deck(self, deck: Deck) -> Deck:
        place = deck.slides[0].span if deck.slides else None

        def tell(key: str, what: str, instead: str) -> None:
            self._tell(f"'{what}' of '{key}' is left out: {instead}", deck.meta.spans.get(key, place))

        meta = harmless_settings(deck.meta, tell)
        return replace(deck, meta=meta, slides=tuple(map(self._slide, deck.slides)))

    def _slide(self, slide: Slide) -> Slide:
        attrs, wrong = harmless_slide_attributes(slide.attrs)
        for name in wrong:
            self._tell(f"{name}= of the slide is left out", slide.span)
        return replace(
            slide,
            attrs=attrs,
            tokens=self._tokens(slide.tokens),
            heading=self._tokens(slide.heading),
            notes=tuple(self._note(note) for note in slide.notes),
        )

    def _note(self, note: NoteBlock) -> NoteBlock:
        return replace(note, tokens=self._tokens(note.tokens))

    def _tokens(self, tokens: Sequence[Token]) -> list[Token]:
        """Copies of the tokens: their attributes one by one, their raw HTML all together."""
        kept = [self._token(token) for token in tokens]
        runs = list(_raw_runs(kept))
        for run in runs:
            for token in run:
                self._tell_refused(token)
        pieces = harmless_pieces(["".join(token.content for token in run) for run in runs])
        for run, piece in zip(runs, pieces, strict=True):
            for token, content in zip(run, (piece, *[""] * len(run)), strict=False):
                token.content = content
        return kept

    def _token(self, token: Token) -> Token:
        made = copy.copy(token)
        made.attrs, wrong = harmless_attributes(token.attrs)
        if token.type == "image":  # its address is known by its source; words in place of it are text
            wrong = [name for name in wrong if name != "src"]
            made.children = [child for child in token.children or [] if child.type not in _RAW]
        elif token.children:
            made.children = [self._token(child) for child in token.children]
        if "code" in token.meta:
            block = token.meta["code"]
            attrs, more = harmless_attributes(block.attrs)
            made.meta = {**token.meta, "code": replace(block, attrs=attrs)}
            wrong += more
        for name in wrong:
            self._tell(f"{name}= is left out", token.meta.get("span"))
        return made

    def _tell_refused(self, token: Token) -> None:
        names = refused(token.content)
        if names:
            self._tell(f"{', '.join(names[:8])} in raw HTML is left out", token.meta.get("span"))

    def _tell(self, text: str, span: Span | None) -> None:
        self.diagnostics.warning(text, span, _WAY_OUT, RULE)


def _raw_runs(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """The raw HTML of a slide in the order of the page: tokens with nothing between them together."""
    run: list[Token] = []
    for token in _in_order(tokens):
        if token.type in _RAW:
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _in_order(tokens: Iterable[Token]) -> Iterator[Token]:
    return (token for token in everything(list(tokens)) if token.type != "inline")
