"""Step by step: pauses and incremental lists."""

from __future__ import annotations

from typing import Any

import pytest

from talk.deck.tokens import text_of


def steps(slide: Any) -> str:
    """The words of a slide, fragments in brackets."""
    out = ""
    for token in slide.tokens:
        fragment = "fragment" in str(token.attrGet("class") or "")
        if token.nesting > 0 and fragment:
            out += "["
        elif token.type == "inline":
            out += text_of(token.children)
        elif token.type in ("fragment_close", "list_item_close"):
            out += "]"
    return out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\n. . .\n\nb\n\nc\n\n. . .\n\nd", "a[bc][d]"),
        ("a\n\n<!-- pause -->\n\nb", "a[b]"),
        ("::: {.column}\na\n\n. . .\n\nb\n:::\n\nc", "a[b]c"),
        ("a\n\n. . .\n\n", "a"),
        ("a\n\n. . .\n\nNote: b", "a"),
        ("::: incremental\n- a\n- b\n:::", "[a][b]"),
        ("- a {.fragment}", "[a]"),
    ],
)
def test_steps(read: Any, text: str, expected: str) -> None:
    """What follows a pause comes together, up to the next pause or the end of its block."""
    assert steps(read(text).slides[0]) == expected


def test_incremental_deck(read: Any) -> None:
    """`incremental: true` steps through all lists, but not those of notes or of `nonincremental`."""
    deck = read("---\nincremental: true\n---\n- a\n  - b\n\n::: nonincremental\n- c\n:::\n\nNote: d\n\n- e")
    items = [token for token in deck.slides[0].tokens if token.type == "list_item_open"]
    assert [token.attrGet("class") for token in items] == ["fragment", "fragment", None]
    notes = [token for token in deck.slides[0].notes[0].tokens if token.type == "list_item_open"]
    assert [token.attrGet("class") for token in notes] == [None]
