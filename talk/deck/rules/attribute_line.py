"""A line that holds nothing but `{...}` belongs to the block just above it."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from talk.deck.attributes import LEADING, Attributes, apply, parse_attributes
from talk.deck.reading import Reading, reading_of
from talk.errors import Span

# Blocks that take attributes later, when their own rule reads them.
_LATER = ("heading_open", "fence", "code_block")


def attribute_line_plugin(md: MarkdownIt) -> None:
    """Add lines of attributes; they end paragraphs, lists, quotes and tables."""
    md.block.ruler.before(
        "html_block",
        "attribute_line",
        attribute_line,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )
    md.core.ruler.after("pair_divs", "bind_attribute_lines", bind_attribute_lines)


def attribute_line(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: ARG001
    """A line of attributes and nothing else, which may end the block above it."""
    if state.is_code_block(start_line):
        return False
    line = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]].rstrip()
    found = LEADING.fullmatch(line)
    attributes = parse_attributes(found[1]) if found else None
    if attributes is None:
        return False
    if not silent:
        token = state.push("attribute_line", "", 0)
        token.map = [start_line, start_line + 1]
        token.meta["attributes"] = attributes
        state.line = start_line + 1
    return True


def bind_attribute_lines(state: StateCore) -> None:
    """Hand each line's attributes to the last finished block beside it."""
    reading = reading_of(state.env)
    out: list[Token] = []
    open_tokens: list[Token] = []
    finished: list[Token | None] = [None]
    for token in state.tokens:
        if token.type == "attribute_line":
            _bind(token, finished[-1], open_tokens, reading)
            continue
        if token.nesting > 0:
            open_tokens.append(token)
            finished.append(None)
        elif token.nesting < 0 and open_tokens:
            finished.pop()
            finished[-1] = open_tokens.pop()
        elif token.nesting == 0:
            finished[-1] = token
        out.append(token)
    state.tokens = out


def _bind(line: Token, above: Token | None, open_tokens: list[Token], reading: Reading) -> None:
    if above is None or above.type in ("hr", "slide_yaml", "include", "html_block"):
        reading.diagnostics.error(
            "these attributes belong to no block",
            line.meta["span"],
            "put them right below the block they mean",
        )
        return
    if above.hidden and open_tokens and open_tokens[-1].type == "list_item_open":
        above = open_tokens[-1]  # the paragraph of a tight list has no element of its own
    with reading.collecting():
        give(line.meta["attributes"], above, line.meta["span"])


def give(attributes: Attributes, token: Token, span: Span) -> None:
    """Attributes onto a block, or kept for the rule that reads it.

    `meta["written"]` keeps them as they were written: points of the outline are list items.
    """
    if token.type in _LATER:
        token.meta["attributes"] = attributes.over(token.meta.get("attributes", Attributes()))
    else:
        token.meta["written"] = attributes.over(token.meta.get("written", Attributes()))
        apply(attributes, token, span)
