"""From what is seen on a slide back to the line of Markdown that put it there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it.token import Token

from talk.deck.model import CodeBlock, Deck, Slide
from talk.deck.tokens import text_of
from talk.errors import Span

SEARCHED = (".md", ".css", ".js", ".html", ".j2")


def place_of(slide: Slide, *texts: str, figure: str = "") -> Span:
    """Where a figure by its id, or else the first of these texts, is written; else the slide's own place."""
    for call in slide.demo_calls:
        if call.id == figure:
            return call.span
    notes = [token for note in slide.notes for token in note.tokens]
    lines = list(_lines([*slide.tokens, *notes]))
    for wanted in filter(None, map(_plain, texts)):
        for holds in (_is, _is_part_of):
            found = next((span for line, span in lines if holds(wanted, _plain(line))), None)
            if found:
                return found
    return slide.span


def find_text(deck: Deck, text: str) -> Span | None:
    """The first line of the deck's own files that holds a text."""
    folders = {slide.span.file.parent for slide in deck.slides}
    files = [
        path for folder in sorted(folders) for path in sorted(folder.iterdir()) if path.suffix in SEARCHED
    ]
    for path in dict.fromkeys([*files, *deck.meta.css, *deck.meta.js, *_theme_files(deck)]):
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
            if text in line:
                return Span(path.resolve(), number)
    return None


def _theme_files(deck: Deck) -> Iterator[Path]:
    if deck.meta.theme_folder is not None:
        yield from sorted(each for each in deck.meta.theme_folder.rglob("*") if each.suffix in SEARCHED)


def _lines(tokens: Sequence[Token]) -> Iterator[tuple[str, Span]]:
    """Every line of text on a slide with its place."""
    for token in tokens:
        if token.type == "code":
            block: CodeBlock = token.meta["code"]
            first = block.text_span or block.span
            yield from ((line, first.down(number)) for number, line in enumerate(block.text.split("\n")))
        elif token.type == "inline" and "span" in token.meta:
            written = token.content.split("\n")
            yield from ((line, token.meta["span"].down(number)) for number, line in enumerate(written))
            yield text_of(token.children), token.meta["span"]
        elif token.type in ("html_block", "math_block") and "span" in token.meta:
            written = token.content.split("\n")
            yield from ((line, token.meta["span"].down(number)) for number, line in enumerate(written))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _is(wanted: str, line: str) -> bool:
    return wanted == line


def _is_part_of(wanted: str, line: str) -> bool:
    return wanted in line
