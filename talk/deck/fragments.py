"""Step by step: pauses wrap what follows them, incremental lists make each item a fragment."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from talk.deck.rules.div import is_div
from talk.deck.tokens import block, classes_of, set_levels


def with_fragments(tokens: Sequence[Token], incremental: bool) -> list[Token]:
    """The tokens of a slide with its fragments marked by class."""
    mark_items(tokens, incremental)
    wrapped = wrap_pauses(tokens)
    set_levels(wrapped)
    return wrapped


def mark_items(tokens: Sequence[Token], incremental: bool) -> None:
    """Give list items the class `fragment` where lists go step by step."""
    modes = [incremental]
    for token in tokens:
        if token.nesting < 0:
            modes.pop()
        elif token.nesting > 0:
            mode = modes[-1]
            if is_div(token, "incremental"):
                mode = True
            elif is_div(token, "nonincremental"):
                mode = False
            if token.type == "list_item_open" and mode and "fragment" not in classes_of(token):
                token.attrJoin("class", "fragment")
            modes.append(mode)


def wrap_pauses(tokens: Sequence[Token]) -> list[Token]:
    """Everything behind a pause, up to the next one or the end of what it stands in, as one fragment."""
    out: list[Token] = []
    open_tokens: list[Token] = []
    for token in tokens:
        if token.type == "pause":
            _close_fragment(out, open_tokens)
            opened = block("fragment_open", "div", 1, token.meta["span"], class_="fragment")
            out.append(opened)
            open_tokens.append(opened)
            continue
        if token.nesting < 0:
            _close_fragment(out, open_tokens)
            if open_tokens:
                open_tokens.pop()
        out.append(token)
        if token.nesting > 0:
            open_tokens.append(token)
    _close_fragment(out, open_tokens)
    return out


def _close_fragment(out: list[Token], open_tokens: list[Token]) -> None:
    """End the innermost fragment, if one is open here; one without content disappears."""
    if not open_tokens or open_tokens[-1].type != "fragment_open":
        return
    opened = open_tokens.pop()
    if out[-1] is opened:
        out.pop()
    else:
        out.append(block("fragment_close", "div", -1, opened.meta["span"]))
