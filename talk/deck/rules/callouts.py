"""`::: {.callout-note}`: a box with a title, from `title=`, its first heading, or its kind."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from talk.deck.rules.div import CALLOUTS
from talk.deck.tokens import block, classes_of, inline


def callouts_plugin(md: MarkdownIt) -> None:
    """Give every callout its title."""
    md.core.ruler.push("callouts", callouts)


def callouts(state: StateCore) -> None:
    """Every callout gets the class `callout` and a title paragraph."""
    out: list[Token] = []
    index = 0
    while index < len(state.tokens):
        token = state.tokens[index]
        out.append(token)
        index += 1
        kind = _kind(token)
        if not kind:
            continue
        token.attrSet("class", " ".join(["callout", *classes_of(token)]))
        title, used = _title(token, state.tokens, index, kind)
        out += title
        index += used
    state.tokens = out


def _kind(token: Token) -> str:
    if token.type != "div_open":
        return ""
    return next((kind for kind in CALLOUTS if f"callout-{kind}" in classes_of(token)), "")


def _title(token: Token, tokens: list[Token], index: int, kind: str) -> tuple[list[Token], int]:
    """The title's tokens, and how many of the box's own tokens it took."""
    span = token.meta["span"]
    given = token.attrs.pop("title", None)
    used, text = 0, inline(str(given or kind.capitalize()), span)
    if given is None and tokens[index].type == "heading_open":
        used, text = 3, tokens[index + 1]
    opened = block("paragraph_open", "p", 1, span, class_="callout-title")
    return [opened, text, block("paragraph_close", "p", -1, span)], used
