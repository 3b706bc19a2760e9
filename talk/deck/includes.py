"""Includes: the tokens of one file in the place where another names it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it.token import Token

from talk.deck.files import Files, bidi_controls
from talk.deck.reading import Reading
from talk.deck.syntax import parse
from talk.deck.tokens import set_levels
from talk.errors import Diagnostics, Span, TalkError, shown_path

MAX_DEPTH = 20
MAX_INCLUDES = 1000
MAX_LINES = 200_000  # of a deck: a line can take 4 kB and 80 µs
_SELECTION = re.compile(r"\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?)*")


@dataclass(slots=True)
class Reader:
    """Reads Markdown files of one deck to tokens, with what they include."""

    files: Files
    diagnostics: Diagnostics
    slide_level: int | None = None
    included: int = 0
    lines: int = 0
    _checked: set[Path] = field(default_factory=set)

    def read(
        self, file: Path, text: str, chain: tuple[Path, ...] = (), *, begins_slide: bool = False
    ) -> list[Token]:
        """The tokens of a file's text; slide breaks inside included files are kept."""
        self._charge(text.count("\n"), file)
        if file not in self._checked:
            self._checked.add(file)
            self._warn_bidi(file, text)
        tokens = self.parse(file, text, begins_slide=begins_slide)
        return self.expand(tokens, file, (*chain, file))

    def parse(self, file: Path, text: str, first_line: int = 1, *, begins_slide: bool = False) -> list[Token]:
        """The tokens of a text that begins at a line of a file, includes not yet read."""
        return parse(
            Reading(file, text, self.files, self.diagnostics, first_line, self.slide_level, begins_slide)
        )

    def expand(self, tokens: Sequence[Token], file: Path, chain: tuple[Path, ...]) -> list[Token]:
        """The tokens with every include replaced by what it names."""
        out: list[Token] = []
        for token in tokens:
            if token.type != "include":
                out.append(token)
                continue
            try:
                out += self._included(token, file, chain)
            except TalkError as error:
                self.diagnostics.take(error)
        set_levels(out)
        return out

    def _included(self, token: Token, file: Path, chain: tuple[Path, ...]) -> list[Token]:
        span: Span = token.meta["span"]
        path = self.files.locate(token.meta["path"], file, span, "include")
        self._check_chain(path, span, chain)
        tokens = self.read(path, self.files.text(path, span), chain)
        if token.meta["selection"]:
            tokens = select(tokens, token.meta["selection"], path, span)
            self._charge(len(tokens), path)
        if token.level and any(each.type == "slide_break" for each in tokens):
            raise TalkError(
                f"'{path.name}' holds more than one slide and stands inside another block",
                span,
                "include it at the left margin, outside of '::: ...', lists and quotes",
            )
        return tokens

    def _charge(self, lines: int, file: Path) -> None:
        """Count lines before they are parsed: a part counts each time, a token that is chosen as a line."""
        self.lines += lines
        if self.lines > MAX_LINES:
            raise TalkError(
                f"with this file the deck has more than {MAX_LINES:,} lines",
                Span(file),
                "make two decks of it, or include less often",
            )

    def _check_chain(self, path: Path, span: Span, chain: tuple[Path, ...]) -> None:
        if path in chain:
            names = " -> ".join(shown_path(each) for each in (*chain[chain.index(path) :], path))
            raise TalkError(f"includes go round in a circle: {names}", span, "remove one of them")
        if len(chain) > MAX_DEPTH:
            raise TalkError(
                f"includes are nested deeper than {MAX_DEPTH}", span, "include the file from higher up"
            )
        self.included += 1
        if self.included > MAX_INCLUDES:
            raise TalkError(
                f"the deck has more than {MAX_INCLUDES:,} includes", span, "paste the text instead"
            )

    def _warn_bidi(self, file: Path, text: str) -> None:
        for line, name in bidi_controls(text):
            self.diagnostics.warning(
                f"the invisible character {name} changes the direction of the text",
                Span(file, line),
                "remove it, or write its text in a [span]{dir=rtl}",
            )


def select(tokens: Sequence[Token], selection: str, path: Path, span: Span) -> list[Token]:
    """The chosen slides of a file (`2,5-7`, counted from 1), breaks between them."""
    slides = split(tokens)
    if not _SELECTION.fullmatch(selection):
        raise TalkError(f"'#{selection}' chooses no slides", span, "write #2 or #2,5-7")
    out: list[Token] = []
    for part in selection.split(","):
        first, _, last = part.partition("-")
        low, high = int(first), int(last or first)
        if not 1 <= low <= high <= len(slides):
            raise TalkError(
                f"'#{part}' chooses slides that '{path.name}' has not",
                span,
                f"it has slides 1 to {len(slides)}",
            )
        for opening, slide in slides[low - 1 : high]:
            if out:
                out.append(opening or _new_break(span))
            out += slide
    return out


def split(tokens: Sequence[Token]) -> list[tuple[Token | None, list[Token]]]:
    """The tokens slide by slide, each with the break before it; slides without anything are dropped."""
    slides: list[tuple[Token | None, list[Token]]] = [(None, [])]
    for token in tokens:
        if token.type == "slide_break":
            slides.append((token, []))
        else:
            slides[-1][1].append(token)
    return [(opening, slide) for opening, slide in slides if any(each.type != "comment" for each in slide)]


def _new_break(span: Span) -> Token:
    made = Token("slide_break", "", 0, block=True, hidden=True)
    made.meta = {"span": span, "vertical": False}
    return made
