"""Every token knows its place: `meta["span"]` from markdown-it's line maps.

Inline tokens get theirs from the line inside their paragraph, which
`at_line` notes when a rule makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from talk.deck.attributes import apply
from talk.deck.reading import Reading, reading_of
from talk.errors import Span

MAX_TEXT_CHARS = 64 * 1024  # markdown-it copies what is left at each tag and entity
MAX_BRACKETS = 1000  # an open bracket may be looked for up to the end of the text
_COUNTED = "line counted last"
InlineRule = Callable[[StateInline, bool], bool]


def source_lines_plugin(md: MarkdownIt) -> None:
    """Give block tokens their span after the block rules, inline tokens after the inline rules."""
    md.core.ruler.after("block", "block_spans", block_spans)
    md.core.ruler.before("inline", "text_caps", text_caps)
    md.core.ruler.after("inline", "inline_spans", inline_spans)


def block_spans(state: StateCore) -> None:
    """Every block token gets the place of its first line; a close token that of its open token."""
    reading = reading_of(state.env)
    open_spans: list[Span] = []
    last = reading.span(0)
    for token in state.tokens:
        if token.map is not None:
            last = reading.span(token.map[0])
        if token.nesting < 0 and open_spans:
            token.meta["span"] = open_spans.pop()
            continue
        token.meta["span"] = last
        if token.nesting > 0:
            open_spans.append(last)


def text_caps(state: StateCore) -> None:
    """Refuse what the inline rules could take too long for, and what markdown-it would leave out."""
    reading = reading_of(state.env)
    deepest = state.md.options.maxNesting
    told = False
    for token in state.tokens:
        if token.type == "inline":
            _cap_text(token, reading)
        if token.level >= deepest - 1 and token.nesting > 0 and not told:
            told = True
            text = f"lists and quotes are nested deeper than {deepest // 2}"
            reading.diagnostics.error(text, token.meta["span"], "flatten them")


def _cap_text(token: Token, reading: Reading) -> None:
    fact = ""
    if len(token.content) > MAX_TEXT_CHARS:
        fact = f"a paragraph of {len(token.content):,} characters; at most {MAX_TEXT_CHARS:,} are read"
    elif len(token.content) > MAX_BRACKETS and token.content.count("[") > MAX_BRACKETS:
        fact = f"a paragraph with more than {MAX_BRACKETS:,} brackets"
    if fact:
        reading.diagnostics.error(fact, token.meta["span"], "put blank lines into it")
        token.content = ""


def inline_spans(state: StateCore) -> None:
    """Every inline token gets the place of its own line, and its attributes."""
    for token in state.tokens:
        if token.children:
            _spread(token.children, token.meta["span"], reading_of(state.env))


def _spread(children: list[Token], start: Span, reading: Reading) -> None:
    """Each inline token's span: its own noted line, else the one that softbreaks have led to."""
    line = 0
    for child in children:
        line = max(line, child.meta.get("line", 0))
        child.meta["span"] = start.down(line)
        _apply_attributes(child, reading)
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "html_inline":
            line += child.content.count("\n")
        if child.children:
            _spread(child.children, child.meta["span"], reading)


def _apply_attributes(child: Token, reading: Reading) -> None:
    """Put on what `bracketed_span` has found; the `alt` of an image is kept for the image rule."""
    attributes = child.meta.pop("attributes", None)
    if attributes is None:
        return
    if child.type == "image" and "alt" in attributes.pairs:
        child.meta["alt"] = attributes.pairs["alt"]
        attributes = attributes.without("alt")
    with reading.collecting():
        apply(attributes, child)


def note_lines(md: MarkdownIt, names: Iterable[str]) -> None:
    """Let the named inline rules note the line on which each of their tokens stands."""
    for rule in md.inline.ruler.__rules__:
        if rule.name in names:
            md.inline.ruler.at(rule.name, at_line(rule.fn))


def at_line(rule: InlineRule) -> InlineRule:
    """The rule, noting in what it makes on which line of its paragraph it stands."""

    def with_line(state: StateInline, silent: bool) -> bool:
        before, start = len(state.tokens), state.pos
        matched = rule(state, silent)
        if matched and not silent:
            line = _line_at(state, start)
            for token in state.tokens[before:]:
                token.meta.setdefault("line", line)
        return matched

    return with_line


def _line_at(state: StateInline, place: int) -> int:
    """The line of a place in a paragraph, counted on from the last one that was asked for.

    From the beginning each time, a paragraph of many formulas would take the square of its length.
    """
    text, known, line = state.env.get(_COUNTED, ("", 0, 0))
    if text is not state.src or known > place:
        known, line = 0, 0
    line += state.src.count("\n", known, place)
    state.env[_COUNTED] = (state.src, place, line)
    return int(line)
