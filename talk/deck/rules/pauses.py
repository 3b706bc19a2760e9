"""`. . .` on a line of its own is a pause, like `<!-- pause -->`."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from talk.deck.tokens import block


def pauses_plugin(md: MarkdownIt) -> None:
    """Turn paragraphs of three spaced dots into `pause` tokens."""
    md.core.ruler.push("pauses", pauses)


def pauses(state: StateCore) -> None:
    """Paragraphs of three spaced dots become `pause` tokens."""
    out: list[Token] = []
    skip = 0
    for index, token in enumerate(state.tokens):
        if skip:
            skip -= 1
        elif token.type == "paragraph_open" and state.tokens[index + 1].content == ". . .":
            out.append(block("pause", "", 0, token.meta["span"]))
            skip = 2
        else:
            out.append(token)
    state.tokens = out
