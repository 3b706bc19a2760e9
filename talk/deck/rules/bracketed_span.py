"""`[text]{.class lang=de}`, and `{...}` right behind an image, a link or inline code.

The attributes stay in `meta["attributes"]` until the element's place is known
(`source_lines`).
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline

from talk.deck.attributes import LEADING, Attributes, parse_attributes

_TAKERS = ("image", "link_close", "code_inline")


def bracketed_span_plugin(md: MarkdownIt) -> None:
    """Add spans before links, and attributes behind inline elements."""
    md.inline.ruler.before("link", "bracketed_span", bracketed_span)
    md.inline.ruler.push("inline_attributes", inline_attributes)


def bracketed_span(state: StateInline, silent: bool) -> bool:
    """A label that is directly followed by attributes."""
    if state.src[state.pos] != "[" or "]{" not in state.src:
        return False
    end = parseLinkLabel(state, state.pos)
    found = LEADING.match(state.src, end + 1) if end > 0 else None
    attributes = parse_attributes(found[1]) if found else None
    if found is None or attributes is None:
        return False
    if not silent:
        _push_span(state, end, attributes)
    state.pos = found.end()
    return True


def _push_span(state: StateInline, end: int, attributes: Attributes) -> None:
    opened = state.push("span_open", "span", 1)
    opened.meta["attributes"] = attributes
    limit = state.posMax
    state.pos, state.posMax = state.pos + 1, end
    state.md.inline.tokenize(state)
    state.posMax = limit
    state.push("span_close", "span", -1)


def inline_attributes(state: StateInline, silent: bool) -> bool:
    """Braces that touch the element before them; skipped as a whole while labels are measured."""
    if state.src[state.pos] != "{" or state.pos == 0:
        return False
    found = LEADING.match(state.src, state.pos)
    attributes = parse_attributes(found[1]) if found else None
    if found is None or attributes is None:
        return False
    if silent:
        state.pos = found.end()
        return state.src[found.start() - 1] in ")`]"
    if state.pending or not state.tokens or state.tokens[-1].type not in _TAKERS:
        return False
    taker = state.tokens[-1]
    if taker.type == "link_close":
        taker = next(each for each in reversed(state.tokens) if each.type == "link_open")
    taker.meta["attributes"] = attributes
    state.pos = found.end()
    return True
