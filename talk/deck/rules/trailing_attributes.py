"""`## Heading {...}`, `- item {...}`, `paragraph {...}`: attributes at the end of a block's text."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from talk.deck.attributes import TRAILING, parse_attributes
from talk.deck.reading import Reading, reading_of
from talk.deck.rules.attribute_line import give
from talk.errors import Span

_BEGUN = re.compile(r"\s*(?:[#.][A-Za-z]|[A-Za-z][\w-]*=[^=\s])")
_HOLDERS = ("heading_open", "paragraph_open", "dt_open")


def trailing_attributes_plugin(md: MarkdownIt) -> None:
    """Take the braces away before the text is read as inline Markdown."""
    md.core.ruler.after("bind_attribute_lines", "trailing_attributes", trailing_attributes)


def trailing_attributes(state: StateCore) -> None:
    """Attributes at the end of a text go to the element that holds it."""
    reading = reading_of(state.env)
    for index, token in enumerate(state.tokens):
        if token.type != "inline" or index == 0 or state.tokens[index - 1].type not in _HOLDERS:
            continue
        found = TRAILING.search(token.content[-5000:]) if token.content.endswith("}") else None
        if found is None:
            continue
        before = token.content[: len(token.content) - len(found[0])].rstrip()
        last_line = token.meta["span"].down(before.count("\n") + found[0].startswith("\n"))
        attributes = parse_attributes(found[1])
        if attributes is None:
            _tell_unread(found[1], last_line, reading)
            continue
        token.content = before
        with reading.collecting():
            give(attributes, _holder(state.tokens, index - 1), last_line)


def _tell_unread(text: str, span: Span, reading: Reading) -> None:
    """Braces that begin like attributes and go on like text show on the slide as they are."""
    if _BEGUN.match(text):
        reading.diagnostics.warning(
            f"'{{{text[:60]}}}' cannot be read as attributes and stays as text",
            span,
            'write #id, .class, key=value, key="two words", separated by spaces',
            "foreign-syntax",
        )


def _holder(tokens: list[Token], index: int) -> Token:
    """The element that the attributes are for: the item of a list rather than its first paragraph."""
    before = tokens[index - 1] if index else None
    if tokens[index].type == "paragraph_open" and before and before.type == "list_item_open":
        return before
    return tokens[index]
