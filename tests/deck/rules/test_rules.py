"""Every Markdown rule on a parser with nothing else: `cases/RULE.md` holds input and expected tokens.

A case is a title, the input, and the expected tokens, each ended by a line `.`.
Tokens stand one a line with their source line, indented by nesting, messages
behind a `!`. To write the expected parts anew, run this file as a script and
read the diff.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from talk.deck.files import Files
from talk.deck.reading import Reading
from talk.deck.rules.attribute_line import attribute_line_plugin
from talk.deck.rules.bracketed_span import bracketed_span_plugin
from talk.deck.rules.breaks import breaks_plugin
from talk.deck.rules.callouts import callouts_plugin
from talk.deck.rules.comments import comments_plugin
from talk.deck.rules.div import div_plugin
from talk.deck.rules.fences import fences_plugin
from talk.deck.rules.footnotes import footnotes_plugin
from talk.deck.rules.images import images_plugin
from talk.deck.rules.include import include_plugin
from talk.deck.rules.links import links_plugin
from talk.deck.rules.math import math_plugin
from talk.deck.rules.pauses import pauses_plugin
from talk.deck.rules.quotes import quotes_plugin
from talk.deck.rules.raw_html import raw_html_plugin
from talk.deck.rules.slide_yaml import slide_yaml_plugin
from talk.deck.rules.source_lines import note_lines, source_lines_plugin
from talk.deck.rules.tasks import tasks_plugin
from talk.deck.rules.trailing_attributes import trailing_attributes_plugin
from talk.deck.tokens import text_of
from talk.errors import Diagnostics, Span

CASES = Path(__file__).parent / "cases"
DECK = CASES / "files" / "deck.md"

# Each rule with the rules that it cannot do without.
PLUGINS: dict[str, list[Callable[[MarkdownIt], None]]] = {
    "attribute_line": [div_plugin, attribute_line_plugin],
    "bracketed_span": [bracketed_span_plugin],
    "breaks": [breaks_plugin],
    "callouts": [div_plugin, callouts_plugin],
    "comments": [comments_plugin],
    "div": [div_plugin],
    "fences": [fences_plugin],
    "footnotes": [footnotes_plugin],
    "images": [bracketed_span_plugin, links_plugin, images_plugin],
    "include": [include_plugin],
    "links": [links_plugin],
    "math": [math_plugin],
    "pauses": [pauses_plugin],
    "raw_html": [breaks_plugin, raw_html_plugin],
    "quotes": [quotes_plugin],
    "slide_yaml": [slide_yaml_plugin],
    "source_lines": [deflist_plugin],
    "tasks": [tasks_plugin],
    "trailing_attributes": [div_plugin, attribute_line_plugin, trailing_attributes_plugin],
}


@dataclass(frozen=True)
class Case:
    """One case of a file: what is put in and what is to come out."""

    rule: str
    title: str
    text: str
    expected: str


def read_cases() -> Iterator[Case]:
    """All cases of all rules."""
    for rule in PLUGINS:
        parts = (CASES / f"{rule}.md").read_text(encoding="utf-8").split("\n.\n")
        for title, text, expected in zip(parts[0::3], parts[1::3], parts[2::3], strict=False):
            yield Case(rule, title.strip(), text, expected)


def tokens_of(case: Case) -> str:
    """What the rule makes of a case, as text."""
    md = MarkdownIt("commonmark", {"maxNesting": 20}).enable(["table", "strikethrough"])
    md.use(source_lines_plugin)
    for plugin in PLUGINS[case.rule]:
        md.use(plugin)
    note_lines(md, ("image", "link", "math_inline", "html_inline", "footnote_ref", "bracketed_span"))
    reading = Reading(DECK, case.text + "\n", Files(DECK.parent.resolve()), Diagnostics())
    lines = list(_shown(md.parse(reading.text, reading.env())))
    for each in reading.diagnostics.sorted():
        hint = f" ({each.hint})" if each.hint else ""
        place = f"{each.span.file.name}:{each.span.line}" if each.span else ""
        lines.append(f"! {place}: {each.severity}: {each.text}{hint}")
    return "\n".join(lines)


def _shown(tokens: list[Token]) -> Iterator[str]:
    depth = 0
    for token in tokens:
        depth -= token.nesting < 0
        if token.nesting >= 0:
            yield f"{'  ' * depth}{token.meta['span'].line} {_token(token)}"
        depth += token.nesting > 0


def _token(token: Token) -> str:
    if token.type == "inline":
        return " ".join(_child(child, token) for child in token.children or []) or "(empty)"
    attrs = "".join(f" {key}={value!r}" for key, value in token.attrs.items())
    extra = "".join(
        f" {name}={_value(token.meta[name])}" for name in sorted(token.meta) if name not in _QUIET
    )
    content = f" {token.content!r}" if token.content else ""
    return f"{token.type.removesuffix('_open')}{attrs}{extra}{content}"


_EMPTY: tuple[object, ...] = ("", (), {}, None, False)
_QUIET = ("span", "id_span", "line", "written")


def _value(value: object) -> str:
    """A value as text, without the fields that have their defaults."""
    if isinstance(value, Span):
        return f"{_value(value.file)}:{value.line}"
    if isinstance(value, Path):
        return value.relative_to(DECK.parent.resolve()).as_posix() if value != DECK else DECK.name
    if isinstance(value, frozenset):
        return f"{{{', '.join(map(str, sorted(value)))}}}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_value, value))})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_value(each)}' for key, each in value.items())}}}"
    if is_dataclass(value):
        given = {each.name: getattr(value, each.name) for each in fields(value)}
        shown = [f"{key}={_value(each)}" for key, each in given.items() if each not in _EMPTY]
        return f"{type(value).__name__}({', '.join(shown)})"
    return repr(value)


def _child(child: Token, parent: Token) -> str:
    below = child.meta["span"].line - parent.meta["span"].line
    line = f"+{below} " if below and child.type not in ("text", "softbreak") else ""
    if child.type == "text":
        return repr(child.content)
    if child.nesting < 0:
        return f"</{child.tag}>"
    attrs = "".join(f" {key}={value!r}" for key, value in child.attrs.items())
    content = f" {child.content!r}" if child.content else ""
    if "footnote" in child.meta:
        content = f" {text_of(child.meta['footnote'][1].children)!r}"
    if child.meta.get("display"):
        content += " display"
    return f"<{line}{child.type.removesuffix('_open')}{attrs}{content}>"


@pytest.mark.parametrize("case", list(read_cases()), ids=lambda case: f"{case.rule}-{case.title}")
def test_rule(case: Case) -> None:
    """A rule makes exactly the tokens, source lines and messages of its case."""
    assert tokens_of(case) == case.expected


def rewrite() -> None:
    """Write the expected parts of all case files from what the rules make now."""
    for rule in PLUGINS:
        cases = [case for case in read_cases() if case.rule == rule]
        text = "".join(f"{case.title}\n.\n{case.text}\n.\n{tokens_of(case)}\n.\n\n" for case in cases)
        (CASES / f"{rule}.md").write_text(text.rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    rewrite()
