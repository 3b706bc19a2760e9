"""Ids and attributes: one rule for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk.deck.attributes import Attributes, parse_attributes
from talk.deck.ids import Ids, is_id, slug
from talk.errors import Diagnostics, Span

PLACE = Span(Path("a.md"), 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How does Go schedule?", "how-does-go-schedule"),
        ("  GOGC = 100 %  ", "gogc-100"),
        ("Größe", "größe"),
        ("日本 語 2", "日本-語-2"),
        ("__proto__", "proto"),
        ("e\u0301t\u00e9", "été"),
        ("?!", ""),
    ],
)
def test_slug(text: str, expected: str) -> None:
    """Lower case, letters and digits of any script, all else a single hyphen."""
    assert slug(text) == expected


@given(st.text())
def test_slug_is_an_id(text: str) -> None:
    """A slug is empty or may itself be written as an id, and does not change again."""
    made = slug(text)
    assert made == "" or is_id(made)
    assert slug(made) == made


def test_repeats() -> None:
    """Repeats are numbered from 2 and step over what is taken."""
    ids = Ids(Diagnostics())
    assert ids.claim("a-2", PLACE)
    assert [ids.make("a", PLACE) for _ in range(3)] == ["a", "a-3", "a-4"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#id .a .b", Attributes("id", ("a", "b"))),
        (
            "key=val two='b c' three=\"d 'e'\"",
            Attributes(pairs={"key": "val", "two": "b c", "three": "d 'e'"}),
        ),
        ("width=40% font=+4", Attributes(pairs={"width": "40%", "font": "+4"})),
        ("optional", Attributes(pairs={"optional": "true"})),
        ('class="a b" id=x', Attributes("x", ("a", "b"))),
        ("background-color=#fff", Attributes(pairs={"background-color": "#fff"})),
        ("int", None),
        ("a = b", None),
        ("", None),
        (".a}", None),
        ("#a#b", None),
    ],
)
def test_attributes(text: str, expected: Attributes | None) -> None:
    """Braces hold an id, classes, pairs and known words; anything else is text."""
    assert parse_attributes(text) == expected


def test_over() -> None:
    """Of two groups the one on top holds, classes add up."""
    top, below = Attributes("a", ("x",), {"k": "1"}), Attributes("b", ("y", "x"), {"k": "2", "l": "3"})
    assert top.over(below) == Attributes("a", ("y", "x"), {"k": "1", "l": "3"})
