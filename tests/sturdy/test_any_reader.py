"""Whatever text comes, each reader ends with what it could read or with messages. See tests/full/fuzz.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sturdy.readers import CORPUS, READERS

WORDS = [
    "title: ",
    "reveal:",
    "aspect: 16:9",
    "font: +6",
    "duration: 40min",
    "css: ",
    "print:",
    "compare: ",
    "height: ",
    "whole: ",
    "part: 16..256/8",
    "mode: fast",
    "on: true",
    "0..4000",
    "1e400",
    "nan",
    "-0",
    "1_0",
    "٣",
    "½",
    "#",
    ".",
    "=",
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    "|",
    ",",
    "-",
    ":",
    "&a",
    "*a",
    "!!x",
    "\n",
    "\n  ",
    "\n- ",
    " ",
    "1|3-6|all",
    "none",
    "start=",
    "file=a.go",
    "region=",
    "run",
    "prints=",
    "covers=a",
    "font=+4",
    "fit",
    "minutes=",
    "- a {#a minutes=3}\n",
    "  - b {#b}\n",
    "- [x](#y)\n",
    "1. a\n",
    "\t",
    "\x00",
    "\ud800",
    "\u202e",
    "é",
    "😀",
    '{"n": 1, "say": ',
    '{"type": "at", "slide": "a"}',
    "}",
    '"type": "stroke"',
    "1e999",
    "[[[[",
    "-1",
    "null",
]
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=14).map("".join)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60)
@given(text=TEXTS)
def test_any_text_is_read_or_told(name: str, text: str) -> None:
    """Nothing else is raised, and no message holds what a terminal would obey."""
    READERS[name](text)


@pytest.mark.parametrize(
    "file", sorted(CORPUS.glob("*/*")), ids=lambda file: f"{file.parent.name}-{file.name}"
)
def test_what_was_found_stays_mended(file: Path) -> None:
    """The texts that the fuzzing begins with, and those that it has found."""
    READERS[file.parent.name](file.read_bytes().decode("utf-8", "replace"))
