"""The syntax reference says what the reader does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from talk.deck.front_matter import _READERS
from talk.deck.rules.code_block import KEYS, VERBS
from talk.deck.rules.demo_block import RESERVED
from talk.deck.rules.div import KNOWN
from talk.deck.slide_keys import KEYS as SLIDE_KEYS

DOCS = (Path(__file__).parents[2] / "docs/syntax.md").read_text(encoding="utf-8")
EXAMPLES = [
    found[2] for found in re.finditer(r"^(`{3,4})markdown\n(.*?)^\1$", DOCS, re.DOTALL | re.MULTILINE)
]
WORDS = set(re.findall(r"[\w-]+", DOCS))


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples(read: Any, example: str) -> None:
    """Every example is read without a message."""
    part = "\n\n---\n\n".join(f"## Slide {n}" for n in range(8))
    files = {"slides/01.md": example, "slides/_part.md": part, "slides/heap.png": "x"}
    if "covers=" in example:
        files["slides/outline.md"] = "- Stacks {#stacks}\n  - Growth {#growth}\n"
    assert read(files).messages == []


@pytest.mark.parametrize(
    "word",
    sorted({*_READERS, *SLIDE_KEYS, *VERBS, *RESERVED, *KNOWN, *KEYS} - {"class", "code-line-numbers"}),
)
def test_words(word: str) -> None:
    """Every key, verb and block that the reader knows is described."""
    assert word in WORDS


def test_examples_are_found() -> None:
    """The reference has examples to check."""
    assert len(EXAMPLES) >= 8
