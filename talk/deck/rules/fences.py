"""Fences and indented code become `code` tokens, ```` ```demo NAME ```` a `demo` token."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from talk.deck.attributes import Attributes
from talk.deck.model import CodeBlock
from talk.deck.reading import Reading, reading_of
from talk.deck.rules.code_block import read_code
from talk.deck.rules.demo_block import read_demo


def fences_plugin(md: MarkdownIt) -> None:
    """Read what stands behind the fence, and what it holds."""
    md.core.ruler.push("fences", fences)


def fences(state: StateCore) -> None:
    """Every fence becomes the token of what it holds; one that cannot be read is told and left out."""
    reading = reading_of(state.env)
    out: list[Token] = []
    for token in state.tokens:
        if token.type == "fence":
            _refuse_unclosed(token, reading)
            with reading.collecting():
                out.append(_read_fence(token, reading))
        elif token.type == "code_block":
            out.append(_indented(token))
        else:
            out.append(token)
    state.tokens = out


def _read_fence(token: Token, reading: Reading) -> Token:
    attributes = token.meta.get("attributes", Attributes())
    made = Token("code", "", 0, block=True, map=token.map)
    made.meta = {"span": token.meta["span"]}
    language = token.info.strip().split("{")[0].split()
    if language[:1] == ["demo"]:
        made.type = "demo"
        made.meta["call"] = read_demo(token, attributes, token.meta["span"])
    else:
        made.meta["code"] = read_code(token, attributes, reading)
    return made


def _indented(token: Token) -> Token:
    made = Token("code", "", 0, block=True, map=token.map)
    span = token.meta["span"]
    made.meta = {"span": span, "code": CodeBlock("", token.content.rstrip("\n"), span, text_span=span)}
    return made


def _refuse_unclosed(token: Token, reading: Reading) -> None:
    """markdown-it closes an open fence at the end of what it stands in; a slide never means that."""
    lines = token.map[1] - token.map[0] if token.map else 0
    if lines != token.content.count("\n") + 2:
        reading.diagnostics.error(
            f"the fence '{token.markup}{token.info.rstrip()}' is never closed",
            token.meta["span"],
            f"close it with '{token.markup}' on a line of its own",
        )
