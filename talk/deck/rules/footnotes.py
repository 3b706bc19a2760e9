"""Footnotes of one file: each reference carries its text, so that it can follow its slide.

`meta["footnote"]` of a `footnote_ref` holds the tokens of the footnote, and
`meta["key"]` tells equal ones apart.
"""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from talk.deck.reading import Reading, reading_of
from talk.deck.tokens import block, end_of, everything


def footnotes_plugin(md: MarkdownIt) -> None:
    """Add footnotes; the texts leave the flow and hang on their references."""
    footnote_plugin(md, inline=True, move_to_end=False, always_match_refs=True)
    md.core.ruler.after("inline", "inline_footnotes", inline_footnotes)
    md.core.ruler.push("footnotes", footnotes)


def inline_footnotes(state: StateCore) -> None:
    """`^[text]`: the text becomes the children of its reference, where all later rules see it."""
    listed: dict[int, dict[str, Any]] = state.env.get("footnotes", {}).get("list", {})
    for token in everything(state.tokens):
        if token.type == "footnote_ref" and "label" not in token.meta:
            token.children = listed[token.meta["id"]]["tokens"]


def footnotes(state: StateCore) -> None:
    """Texts leave the flow; every reference gets its own, and is told about without one."""
    reading = reading_of(state.env)
    texts = _lift(state)
    used: set[str] = set()
    for token in list(everything([*state.tokens, *(each for text in texts.values() for each in text)])):
        if token.type == "footnote_ref":
            used.add(_attach(token, texts, reading))
    for label, text in texts.items():
        if label not in used and text:
            reading.diagnostics.warning(
                f"the footnote [^{label}] is never referred to",
                text[0].meta["span"],
                "refer to it or remove it",
            )


def _lift(state: StateCore) -> dict[str, list[Token]]:
    """The texts of the footnotes by label, taken out of the tokens."""
    texts: dict[str, list[Token]] = {}
    out: list[Token] = []
    index = 0
    while index < len(state.tokens):
        token = state.tokens[index]
        if token.type != "footnote_reference_open":
            out.append(token)
            index += 1
            continue
        end = end_of(state.tokens, index)
        texts.setdefault(token.meta["label"], state.tokens[index + 1 : end - 1])
        index = end
    state.tokens = out
    return texts


def _attach(token: Token, texts: dict[str, list[Token]], reading: Reading) -> str:
    """Hang the text onto a reference; returns its label."""
    label = str(token.meta.get("label", ""))
    token.meta["key"] = (str(reading.file), reading.first_line, token.meta["id"])
    if label in texts:
        token.meta["footnote"] = texts[label]
    elif label:
        reading.diagnostics.error(
            f"the footnote [^{label}] has no text",
            token.meta["span"],
            f"add a line '[^{label}]: text' to this file",
        )
    else:
        token.meta["footnote"], token.children = _paragraph(token), None
    return label


def _paragraph(reference: Token) -> list[Token]:
    """The text of an inline footnote as a paragraph, without its comments."""
    span = reference.meta["span"]
    line = block("inline", "", 0, span)
    line.children = [each for each in reference.children or [] if not each.content.startswith("<!--")]
    return [block("paragraph_open", "p", 1, span), line, block("paragraph_close", "p", -1, span)]
