"""Speaker notes: taken off the slide, and sorted by who may read them."""

from __future__ import annotations

from typing import Any

import pytest

from talk.deck.tokens import text_of


def notes_of(slide: Any) -> list[tuple[str, str]]:
    """Level and words of each part of a slide's notes."""
    return [
        (note.level, " / ".join(text_of(token.children) for token in note.tokens if token.type == "inline"))
        for note in slide.notes
    ]


def words_on(slide: Any) -> str:
    """The words on the slide itself."""
    return " / ".join(text_of(token.children) for token in slide.tokens if token.type == "inline")


@pytest.mark.parametrize(
    ("text", "shown", "notes"),
    [
        ("a\n\nNote: b\n\nc", "a", [("plain", "b / c")]),
        ("a\n\nNotes:\n\n- b\n- c", "a", [("plain", "b / c")]),
        ("a\n\nNote:\nb\nc", "a", [("plain", "b c")]),
        ("a\n\n::: notes\nb\n:::\n\nc", "a / c", [("plain", "b")]),
        ("a\n\n::: {.notes .private}\nb\n\nc {.public}\n:::", "a", [("private", "b / c")]),
        ("a\n\n::: {.notes .public}\nb\n:::", "a", [("public", "b")]),
        (
            "a\n\nNote: b\n\nc {.private}\n\nd {.public}\n\ne",
            "a",
            [("plain", "b"), ("private", "c"), ("public", "d"), ("plain", "e")],
        ),
        ("a\n\nNote: b {.private}\n\nc", "a", [("private", "b"), ("plain", "c")]),
        ("a\n\nNote: b\n\nc\n{.private}", "a", [("plain", "b"), ("private", "c")]),
        (
            "a\n\nNote: b\n\n- c\n- d {.private}\n- e",
            "a",
            [("plain", "b / c"), ("private", "d"), ("plain", "e")],
        ),
        (
            "a\n\nNote: b\n\n::: {.notes .private}\nc\n:::\n\nd",
            "a",
            [("plain", "b"), ("private", "c"), ("plain", "d")],
        ),
        (":::: columns\n::: column\na\n\n::: notes\nb\n:::\n:::\n::::", "a", [("plain", "b")]),
        ("- a\n- Note: b", "a / Note: b", []),
        ("> Note: b", "Note: b", []),
    ],
)
def test_levels(read: Any, text: str, shown: str, notes: list[tuple[str, str]]) -> None:
    """Notes are all behind `Note:` and in `::: notes`, each block with its level."""
    slide = read(text).slides[0]
    assert (words_on(slide), notes_of(slide)) == (shown, notes)
    assert not any("private" in str(token.attrs) for note in slide.notes for token in note.tokens)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Note: a\n\n:::: columns\n::: column\nb\n:::\n::::",
            "3: error: columns after 'Note:' (line 1) would be lost in the notes",
        ),
        ("Note: a\n\n```demo d\n```", "3: error: a demo after 'Note:' (line 1) would be lost in the notes"),
        (
            "a {.private}",
            "1: error: 'private' and 'public' stand on the slide itself, where everybody sees the text",
        ),
        ("a [b]{.private}", "1: error: 'private' and 'public' stand on the slide itself"),
        ("a\n\nNote: b [c]{.private}", "3: error: private and public work on whole blocks of notes"),
        (
            "a\n\nNote: b\n\n> c\n>\n> d {.private}",
            "7: error: private and public work on whole blocks of notes",
        ),
        ("a\n\nNote: b {.private .public}", "3: error: a note cannot be both private and public"),
        ("a\nb\nNote: c", "3: warning: 'Note:' inside a block is shown on the slide"),
        ("- a\nNote: c", "2: warning: 'Note:' inside a block is shown on the slide"),
        ("note: c", "1: warning: 'note:' is shown on the slide"),
        ("a\n\n<!-- say hello to the room -->", "3: warning: this comment reads like a speaker note"),
    ],
)
def test_messages(read: Any, text: str, message: str) -> None:
    """What would be lost, leaked or shown by mistake is told."""
    found = read(text).messages
    assert any(each.startswith(f"slides/01.md:{message}") for each in found), found


@pytest.mark.parametrize(
    "text",
    ["a\n\n<!-- TODO: check the number -->", "a\n\n<!-- short -->", "<!-- say hello to the room -->\n\na"],
)
def test_comments_that_are_no_notes(read: Any, text: str) -> None:
    """Work marks, short comments and comments that are not last stay comments."""
    deck = read(text)
    assert (deck.messages, notes_of(deck.slides[0])) == ([], [])


def test_notes_in_comments(read: Any) -> None:
    """`notes: comments` takes a trailing comment as notes, with its own lines."""
    deck = read("---\nnotes: comments\n---\n# A\n\n<!--\nHello *all*\n\nb {.private}\n-->")
    assert notes_of(deck.slides[0]) == [("plain", "Hello all"), ("private", "b")]
    assert [note.span.line for note in deck.slides[0].notes] == [7, 9]


def test_several_comments(read: Any) -> None:
    """All comments at the end of a slide are its notes, one before other text is none."""
    deck = read("---\nnotes: comments\n---\n<!-- no note -->\n\na\n\n<!-- one -->\n\n<!-- two -->")
    assert notes_of(deck.slides[0]) == [("plain", "one"), ("plain", "two")]


def test_bad_attributes_in_notes(read: Any) -> None:
    """A heading inside notes is told about like any other."""
    deck = read("a\n\nNote: b\n\n### c {font=4}\n\n### d {covers=x}")
    assert [each.split(" (")[0] for each in deck.messages] == [
        "slides/01.md:5: error: font '4' is not a step in pixels",
        "slides/01.md:7: error: 'covers' does not stand on the slide's heading",
    ]


def test_attributes_behind_the_note(read: Any) -> None:
    """What is said about the slide counts behind its notes as well."""
    deck = read("# A\n\nNote: b\n\n<!-- .slide: class='x' -->")
    assert deck.slides[0].classes == ("x",)
    assert notes_of(deck.slides[0]) == [("plain", "b")]


def test_numbers_of_a_split_list(read: Any) -> None:
    """An ordered list with a private item goes on counting behind it."""
    slide = read("a\n\nNote: b\n\n1. c\n2. d {.private}\n3. e").slides[0]
    lists = [token for note in slide.notes for token in note.tokens if token.type == "ordered_list_open"]
    assert [token.attrGet("start") for token in lists] == [None, 2, 3]


@pytest.mark.parametrize("text", ["some words Note: later", "a line\nNote: below it", "- Notes: in a list"])
def test_a_mark_inside_a_block(read: Any, text: str) -> None:
    """`Note:` anywhere but at the beginning of a paragraph would be shown to the audience: a warning."""
    line = 3 + text.count("\n")
    (message,) = read(f"## A\n\n{text}").messages
    assert message.startswith(f"slides/01.md:{line}: warning: 'Note:' inside a block is shown on the slide")


def test_a_mark_in_code_is_text(read: Any) -> None:
    """Talking about notes is no note."""
    assert read("## A\n\nwrite `Note:` there").messages == []
