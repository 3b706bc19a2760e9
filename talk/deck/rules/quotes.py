"""A quote whose last line begins with a dash names its source: `— Rob Pike` or `-- Rob Pike`."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from talk.deck.tokens import block, end_of

_DASH = re.compile(r"(?:—|--|―)\s*(?=\S)")


def quotes_plugin(md: MarkdownIt) -> None:
    """Turn such quotes into a figure: the quote and, as its caption, the source."""
    md.core.ruler.push("quotes", quotes)


def quotes(state: StateCore) -> None:
    """Quotes with a source become figures; quotes inside quotes stay as they are."""
    out: list[Token] = []
    index = 0
    while index < len(state.tokens):
        token = state.tokens[index]
        if token.type == "blockquote_open":
            end = end_of(state.tokens, index)
            out.extend(_with_source(state.tokens[index:end]))
            index = end
        else:
            out.append(token)
            index += 1
    state.tokens = out


def _with_source(quote: list[Token]) -> list[Token]:
    """The quote as a figure if its last paragraph ends with a source, else as it was."""
    if len(quote) < 5 or quote[-2].type != "paragraph_close" or quote[-4].type != "paragraph_open":
        return quote
    children = quote[-3].children or []
    breaks = [at for at, child in enumerate(children) if child.type in ("softbreak", "hardbreak")]
    start = breaks[-1] + 1 if breaks else 0
    first = children[start] if start < len(children) else None
    found = _DASH.match(first.content) if first is not None and first.type == "text" else None
    if first is None or found is None or (not breaks and len(quote) == 5):
        return quote
    first.content = "— " + first.content[found.end() :]
    caption = block("inline", "", 0, first.meta["span"])
    caption.children = children[start:]
    quote[-3].children = children[: breaks[-1]] if breaks else []
    body = quote if breaks else [*quote[:-4], quote[-1]]
    return _figure(body, caption)


def _figure(quote: list[Token], caption: Token) -> list[Token]:
    span = quote[0].meta["span"]
    opened = block("figure_open", "figure", 1, span, class_="quote")
    for key in [name for name in ("id", "class", "style") if name in quote[0].attrs]:
        value = str(quote[0].attrs.pop(key))
        opened.attrSet(key, f"quote {value}" if key == "class" else value)
    return [
        opened,
        *quote,
        block("figcaption_open", "figcaption", 1, caption.meta["span"]),
        caption,
        block("figcaption_close", "figcaption", -1, caption.meta["span"]),
        block("figure_close", "figure", -1, span),
    ]
