"""Where slides end: `---`, `----` for a vertical slide, headings under `slide-level`.

A break is a rule token of dashes alone at the top level of the file, so `---`
in a fence, a list or raw HTML is none. Breaks become `slide_break` tokens.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from talk.deck.reading import Reading, reading_of

_DASHES = re.compile(r"-{3,}")


def breaks_plugin(md: MarkdownIt) -> None:
    """Turn rules of dashes into slide breaks, and tell about what only looks like one."""
    md.core.ruler.push("breaks", breaks)
    md.core.ruler.push("lone_dashes", lone_dashes)


def is_break(token: Token, reading: Reading) -> bool:
    """Whether a token is a rule of three or more dashes without spaces."""
    return token.type == "hr" and bool(_DASHES.fullmatch(_raw(token, reading)))


def breaks(state: StateCore) -> None:
    """Top-level rules of dashes become `slide_break` tokens, headings of the slide level get one."""
    reading = reading_of(state.env)
    out: list[Token] = []
    depth = 0
    for token in state.tokens:
        if depth == 0 and is_break(token, reading):
            token.type, token.tag, token.hidden = "slide_break", "", True
            token.meta["vertical"] = _raw(token, reading) == "----"
        elif depth == 0 and _begins_slide(token, reading, out):
            made = Token("slide_break", "", 0, hidden=True, block=True)
            made.meta = {"span": token.meta["span"], "vertical": False}
            out.append(made)
        depth += token.nesting
        out.append(token)
    state.tokens = out


def _begins_slide(token: Token, reading: Reading, before: list[Token]) -> bool:
    """A heading of the slide level or above begins a slide, unless one has just begun."""
    if reading.slide_level is None or token.type != "heading_open" or int(token.tag[1]) > reading.slide_level:
        return False
    for earlier in reversed(before):
        if earlier.type not in ("slide_yaml", "slide_attributes", "comment"):
            return earlier.type != "slide_break"
    return False


def lone_dashes(state: StateCore) -> None:
    """`--` is a break in other tools; `---` right under text is a heading in Markdown."""
    reading = reading_of(state.env)
    depth = 0
    for index, token in enumerate(state.tokens):
        if depth == 0 and token.type == "paragraph_open":
            if reading.line(_first(token)).strip() == "--":
                _tell_two_dashes(reading, _first(token))
        elif depth == 0 and token.type == "heading_open" and token.markup == "-":
            _check_underline(reading, _last(token), state.tokens[index + 1].content)
        depth += token.nesting


def _check_underline(reading: Reading, line: int, text: str) -> None:
    dashes = reading.line(line).strip()
    if line in reading.flagged:
        return
    if dashes == "--":
        _tell_two_dashes(reading, line)
    elif dashes in ("---", "----"):
        reading.diagnostics.warning(
            f"'{dashes}' right under text makes it a heading, not a new slide",
            reading.span(line),
            f"put a blank line above it, or write '## {text.split(chr(10), maxsplit=1)[0][:40]}'",
            "foreign-syntax",
        )


def _tell_two_dashes(reading: Reading, line: int) -> None:
    reading.diagnostics.error(
        "'--' is no slide break",
        reading.span(line),
        "write '---' for a new slide or '----' for a vertical one",
    )


def _first(token: Token) -> int:
    return token.map[0] if token.map else 0


def _last(token: Token) -> int:
    return token.map[1] - 1 if token.map else 0


def _raw(token: Token, reading: Reading) -> str:
    return reading.line(_first(token)).strip()
