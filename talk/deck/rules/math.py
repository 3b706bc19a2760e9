"""`$x$` and `$$x$$`. Prices stay prices: no digit before or behind a dollar, no space inside it."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from mdit_py_plugins.dollarmath import dollarmath_plugin

from talk.deck.tokens import everything


def math_plugin(md: MarkdownIt) -> None:
    """Add dollar math; `$$...$$` inside a paragraph becomes `math_inline` with `display`."""
    dollarmath_plugin(
        md,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
        double_inline=True,
    )
    md.core.ruler.push("display_math", display_math)


def display_math(state: StateCore) -> None:
    """Display math inside a paragraph gets the type that a renderer knows."""
    for token in everything(state.tokens):
        if token.type == "math_inline_double":
            token.type, token.meta["display"] = "math_inline", True
