"""Lines of code that do not fit into their block: on the slide they go on below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from markdown_it.token import Token

from talk.deck.model import CodeBlock, Deck, Slide
from talk.deck.rules.div import is_div
from talk.deck.tokens import end_of
from talk.errors import Diagnostics, Span
from talk.render.scale import MINIMUM_PX, text_px
from talk.render.space import block_width

if TYPE_CHECKING:
    from talk.chart.figure import Figure

CODE_EM = 0.7857  # of the text around it, as in `web/css/deck.css`
LETTER_EM = 0.602  # the advance of DejaVu Sans Mono
PADDING_EM = 2.4
GUTTER_LETTERS = 1.8  # beside the digits of a line number
TAB_LETTERS = 4


def check_lines(deck: Deck, figures: Mapping[str, Figure], diagnostics: Diagnostics) -> None:
    """Warn about every line of code with more letters than its block has room for."""
    for slide in deck.slides:
        font_px = deck.meta.font_px - _shrunk_px(slide, figures)
        small = _beside_memory(slide.tokens)
        for place, token in enumerate(slide.tokens):
            if token.type == "code":
                block: CodeBlock = token.meta["code"]
                size = MINIMUM_PX if place in small else code_px(block, slide, font_px)
                most = columns(block, block_width(slide, token, deck.meta.canvas) / size)
                _check_block(block, most, diagnostics)


def code_px(block: CodeBlock, slide: Slide, font_px: float) -> float:
    """The size of code on a slide."""
    return max(MINIMUM_PX, text_px(font_px, slide.font, block.font) * CODE_EM)


def columns(block: CodeBlock, width_em: float) -> int:
    """How many letters of code fit side by side into so many times its size."""
    digits = len(str(block.start + block.text.count("\n")))
    gutter = digits + GUTTER_LETTERS if block.numbered else 0.0
    return int((width_em - PADDING_EM) / LETTER_EM - gutter)


def _beside_memory(tokens: Sequence[Token]) -> set[int]:
    """The places of all that stands where code is stepped beside the memory that it changes."""
    starts = (place for place, token in enumerate(tokens) if is_div(token, "stepped"))
    return {place for start in starts for place in range(start, end_of(tokens, start))}


def _shrunk_px(slide: Slide, figures: Mapping[str, Figure]) -> int:
    """By how much the text of a slide gives way to its figures."""
    calls = (call.id for call in slide.demo_calls)
    return max((figures[name].shrink_px for name in calls if name in figures), default=0)


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
