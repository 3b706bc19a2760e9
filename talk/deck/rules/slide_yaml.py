"""Slidev's settings of one slide: `key: value` lines right after a break or atop a file, closed by `---`.

In CommonMark the same lines are a heading, so they count only if every line is
`key: value`; otherwise the missing blank line is named.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from talk.deck.reading import Reading, reading_of
from talk.errors import TalkError

_PAIR = re.compile(r"(?!Notes?:)[A-Za-z][\w-]*:(?:[ \t].*)?$")
_BREAK = re.compile(r"-{3,4}[ \t]*$")


def slide_yaml_plugin(md: MarkdownIt) -> None:
    """Look for settings before any other block rule sees the lines."""
    md.block.ruler.before("table", "slide_yaml", slide_yaml)


def slide_yaml(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Settings directly below a slide break or at the top of a further file, closed by a line `---`."""
    if silent or not _after_break(state, start_line):
        return False
    reading = reading_of(state.env)
    close = next(
        (
            line
            for line in range(start_line, end_line)
            if state.isEmpty(line) or reading.line(line).rstrip() == "---"
        ),
        end_line,
    )
    if close == start_line or reading.line(close).rstrip() != "---":
        return False
    odd = next((line for line in range(start_line, close) if not _PAIR.match(reading.line(line))), None)
    if odd is not None:
        if start_line or odd:
            _tell(reading, start_line, close, odd)
        return False
    token = state.push("slide_yaml", "", 0)
    token.map = [start_line, close + 1]
    token.meta["settings"] = _settings(reading, start_line, close)
    state.line = close + 1
    return True


def _after_break(state: StateBlock, line: int) -> bool:
    reading = reading_of(state.env)
    if state.level or state.blkIndent:
        return False
    if line == 0:
        return reading.begins_slide
    if not _BREAK.match(reading.line(line - 1)):
        return False
    last = state.tokens[-1] if state.tokens else None
    return last is not None and last.type == "hr" and last.map == [line - 1, line]


def _settings(reading: Reading, start: int, close: int) -> object:
    from talk.deck.raw_yaml import read_yaml

    try:
        return read_yaml("\n".join(reading.lines[start:close]), reading.span(start), "slide's settings")
    except TalkError as error:
        reading.diagnostics.take(error)
        return {}


def _tell(reading: Reading, start: int, close: int, odd: int) -> None:
    above, below = reading.span(start).line - 1, reading.span(close).line
    if odd == start:
        text = f"a blank line is missing between this text and the '---' of line {below}"
        hint = f"put one above line {below}: '---' right under text makes it a heading"
    else:
        text = "a blank line is missing: this is no 'key: value', so these are no settings of a slide"
        hint = (
            f"put one below line {above} and one above line {below}"
            if above
            else f"put one above line {below}"
        )
    reading.diagnostics.error(text, reading.span(odd), hint)
    reading.flagged.add(close)
