"""Lines of code that do not fit into their block: on the slide they go on below."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from talk.deck.model import CodeBlock, Deck, Slide
from talk.errors import Diagnostics, Span
from talk.render.scale import MINIMUM_PX, text_px
from talk.render.space import block_width

CODE_EM = 0.7857  # of the text around it, as in `web/css/deck.css`
LETTER_EM = 0.602  # the advance of DejaVu Sans Mono
PADDING_EM = 2.4
GUTTER_LETTERS = 1.8  # beside the digits of a line number
TAB_LETTERS = 4


def check_lines(deck: Deck, diagnostics: Diagnostics) -> None:
    """Warn about every line of code with more letters than its block has room for."""
    for slide in deck.slides:
        for token in slide.tokens:
            if token.type != "code":
                continue
            block: CodeBlock = token.meta["code"]
            most = columns(block, slide, block_width(slide, token, deck.meta.canvas), deck.meta.font_px)
            _check_block(block, most, diagnostics)


def columns(block: CodeBlock, slide: Slide, width_px: float, font_px: float) -> int:
    """How many letters of code fit side by side."""
    size = max(MINIMUM_PX, text_px(font_px, slide.font, block.font) * CODE_EM)
    digits = len(str(block.start + block.text.count("\n")))
    gutter = digits + GUTTER_LETTERS if block.numbered else 0.0
    return int((width_px / size - PADDING_EM) / LETTER_EM - gutter)


def _check_block(block: CodeBlock, most: int, diagnostics: Diagnostics) -> None:
    first: Span = block.text_span or block.span.down(1)
    for number, line in enumerate(block.text.split("\n")):
        length = letters(line)
        if length > most:
            diagnostics.warning(
                f"the line of code has {length} letters, {most} fit beside each other",
                first.down(number),
                "break it, or give its block more width or smaller text: font=-4",
                "long-line",
            )


def letters(line: str) -> int:
    """The width of a line in letters: wide ones count twice, accents that lie on others not at all."""
    text = line.rstrip().expandtabs(TAB_LETTERS)
    return sum(0 if combining(char) else 1 + (east_asian_width(char) in "WF") for char in text)
