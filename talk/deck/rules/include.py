"""`{{< include _part.md >}}` on a line of its own, with `#2,5-7` for some of its slides."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from talk.deck.reading import reading_of

_LINE = re.compile(r"\{\{<\s*(?P<word>\w+)\s*(?P<rest>.*?)\s*>\}\}[ \t]*$")


def include_plugin(md: MarkdownIt) -> None:
    """Add includes; they end paragraphs, lists and quotes."""
    md.block.ruler.before(
        "html_block", "include", include, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def include(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: ARG001
    """A line with a shortcode: `include` becomes a token, any other word is told about."""
    if state.is_code_block(start_line):
        return False
    found = _LINE.match(
        state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]]
    )
    if not found or (found["word"] != "include" and silent):
        return False
    if found["word"] != "include":
        reading = reading_of(state.env)
        text = f"'{{{{< {found['word']} >}}}}' is not known and stays as text"
        reading.diagnostics.warning(text, reading.span(start_line), "only 'include' is", "foreign-syntax")
        return False
    if silent:
        return True
    path, _, selection = found["rest"].strip("\"'").partition("#")
    token = state.push("include", "", 0)
    token.map = [start_line, start_line + 1]
    token.meta.update(path=path.strip(), selection=selection.strip())
    state.line = start_line + 1
    return True
