"""Bytes: what is read, and what is told about the rest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from talk.deck.files import MAX_FILE_BYTES, Files, decode
from talk.errors import Span, TalkError


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"\xef\xbb\xbfa", "a"), (b"a\r\nb\rc\n", "a\nb\nc\n"), ("é\t→".encode(), "é\t→")],
)
def test_text(data: bytes, text: str) -> None:
    """A byte order mark is dropped and every line end is one."""
    assert decode(data, Path("x.md")) == text


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"a\nb\xff", 2, "byte 0xff is not UTF-8"),
        ("# A".encode("utf-16"), 1, "the file is UTF-16"),
        (b"a\n\nb\0", 3, "control character U+0000"),
        (b"a\n\x1b[31m", 2, "control character U+001B"),
        (b"a\n" + b"x" * 300_000, 2, "the line has 300,000 characters; at most 262,144 are read"),
    ],
)
def test_what_is_no_text(read: Any, data: bytes, line: int, message: str) -> None:
    """What is no text is an error at its line, and other files are read on."""
    deck = read({"slides/01.md": data, "slides/02.md": "# B"})
    assert [(each.span.line, each.text) for each in deck.diagnostics] == [(line, message)]
    assert [slide.title for slide in deck.slides] == ["B"]


def test_direction_controls(read: Any) -> None:
    """Characters that turn text around are told with their names."""
    deck = read("# A\n\nb \u202e c")
    assert deck.messages == [
        "slides/01.md:3: warning: the invisible character U+202E changes the direction of the text "
        "(remove it, or write its text in a [span]{dir=rtl})"
    ]


def test_too_large(tmp_path: Path) -> None:
    """A file beyond the cap is refused before it is read."""
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(TalkError, match="10,485,761 bytes; at most 10,485,760"):
        Files(tmp_path).text(path)


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("", "the image has no path"),
        ("/etc/passwd", "image '/etc/passwd' is not a relative path"),
        ("C:/x.png", "image 'C:/x.png' is not a relative path"),
        ("~/x.png", "image '~/x.png' is not a relative path"),
        ("../out.png", "image '../out.png' lies outside the project"),
        ("link.png", "image 'link.png' lies outside the project"),
        ("pipe", "image 'pipe' is not an ordinary file"),
        (".", "image '.' is a folder"),
        ("none.png", "image 'none.png' does not exist"),
        ("x" * 5000, "xxx…' does not exist"),
        ("a\0b", "cannot be read"),
    ],
)
def test_places(tmp_path: Path, reference: str, message: str) -> None:
    """Only ordinary files inside the root are named by a path."""
    root = (tmp_path / "root").resolve()
    root.mkdir()
    (tmp_path / "out.png").touch()
    (root / "link.png").symlink_to(tmp_path / "out.png")
    os.mkfifo(root / "pipe")
    with pytest.raises(TalkError) as caught:
        Files(root).locate(reference, root / "a.md", Span(root / "a.md", 3), "image")
    assert message in caught.value.diagnostics[0].text
    assert caught.value.diagnostics[0].span == Span(root / "a.md", 3)


def test_names_that_are_no_utf8(read: Any) -> None:
    """A file whose name no page can hold is an error; the others are read."""
    deck = read({"slides/01.md": "# A", os.fsdecode(b"slides/02\xff.md"): "# B"})
    assert [slide.title for slide in deck.slides] == ["A"]
    assert "is not UTF-8 (rename the file)" in deck.messages[0]
