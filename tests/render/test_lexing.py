"""The faster lexers find what Pygments' own find."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexer import Lexer, RegexLexer
from pygments.lexers import find_lexer_class_by_name

from talk.render.lexing import lexer_of

WORDS = """func f ( x ) int // /* */ " ` ' \\ 0x1f 07 1e9i .5 ... := &^= len( len package var true λ $ #"""
PARTS = st.sampled_from([*WORDS.split(), " ", "\n", "\t", "\x00"])
TEXTS = st.lists(PARTS | st.text(max_size=3), max_size=40).map("".join)
JOINED = ("go", "diff", "glsl", "clojure", "objdump")
"""Languages whose lexers have one list of rules; those of Go must be among them."""


def fast(name: str) -> Lexer:
    """The lexer of a language that has one."""
    found = lexer_of(name)
    assert found is not None
    return found


def tokens(lexer: Lexer, text: str) -> Iterator[tuple[object, str]]:
    """The kinds and texts that a lexer finds."""
    yield from lexer.get_tokens(text)


@pytest.mark.parametrize("name", JOINED)
@given(text=TEXTS)
def test_finds_the_same_tokens(name: str, text: str) -> None:
    """For any text, as Pygments' loop over the list of rules finds them."""
    own = find_lexer_class_by_name(name)(stripnl=False)
    assert list(tokens(fast(name), text)) == list(tokens(own, text))


@pytest.mark.parametrize("name", JOINED)
def test_these_are_the_faster_ones(name: str) -> None:
    """Else the test above would compare a thing with itself."""
    assert type(fast(name)).get_tokens_unprocessed is not RegexLexer.get_tokens_unprocessed


@pytest.mark.parametrize("name", ["python", "bash", "html", "yaml", "console"])
def test_rules_that_lead_to_others_stay_as_they_are(name: str) -> None:
    """A lexer with states is Pygments' own."""
    assert type(fast(name)) is find_lexer_class_by_name(name)


def test_an_unknown_language_has_none() -> None:
    """The caller tells the author."""
    assert lexer_of("klingon") is None
