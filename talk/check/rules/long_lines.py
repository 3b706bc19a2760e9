"""Lines of code that do not fit into their block in the least size either: on the slide they go on below."""

from __future__ import annotations

from talk.deck.model import CodeBlock, Deck
from talk.errors import Diagnostics, Span
from talk.render.code import gutter, letters
from talk.render.scale import MINIMUM_PX
from talk.render.space import block_width

LETTER_EM = 0.602  # the advance of DejaVu Sans Mono
PADDING_EM = 2.4
BORDERS_PX = 8  # at the most, in any theme


def check_lines(deck: Deck, diagnostics: Diagnostics) -> None:
    """Warn about every line of code with more letters than its block has room for in the least size."""
    for slide in deck.slides:
        for token in slide.tokens:
            if token.type == "code":
                block: CodeBlock = token.meta["code"]
                width = (block_width(slide, token, deck.meta.canvas) - BORDERS_PX) / MINIMUM_PX
                _check_block(block, columns(block, width), diagnostics)


def columns(block: CodeBlock, width_em: float) -> int:
    """How many letters of code fit side by side into so many times its size."""
    return int((width_em - PADDING_EM) / LETTER_EM - gutter(block))


def _check_block(block: CodeBlock, most: int, diagnostics: Diagnostics) -> None:
    first: Span = block.text_span or block.span.down(1)
    for number, line in enumerate(block.text.split("\n")):
        length = letters(line)
        if length > most:
            diagnostics.warning(
                f"the line of code has {length} letters, {most} fit beside each other",
                first.down(number),
                "break it, or give its block more width",
                "long-line",
            )
