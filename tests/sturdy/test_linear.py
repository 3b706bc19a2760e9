"""Kinds of text that made other readers slow: twice the text takes at most 2.5 times the time."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from talk.deck.read import read_deck
from talk.errors import Diagnostics

CHARS = 24_000
LONGER = 30_000
MOST = 2.5

KINDS: dict[str, Callable[[int], str]] = {
    "nested brackets": lambda n: "[" * n + "a" + "]" * n,
    "open links": lambda n: "[a](" * n,
    "closed links": lambda n: "](a" * n,
    "images": lambda n: "![a](b " * n,
    "open emphasis": lambda n: "_a " * n,
    "closed emphasis": lambda n: "a_ " * n,
    "mixed emphasis": lambda n: "*a **a " * n,
    "emphasis that overlaps": lambda n: "*a_ " * n,
    "stars": lambda n: "*" * n + "a" + "*" * n,
    "strikethrough": lambda n: "~~a ~a " * n,
    "backticks": lambda n: "".join("e" + "`" * i for i in range(1, int((2 * n) ** 0.5))),
    "code": lambda n: "`a`{.x} " * n,
    "nested quotes": lambda n: "> " * n + "a",
    "quotes": lambda n: "> a\n" * n,
    "lazy quotes": lambda n: "> a\n" + "b\n" * n,
    "nested lists": lambda n: "* " * n + "a",
    "lists": lambda n: "- a\n" * n,
    "steps of lists": lambda n: "".join("  " * (i % 20) + "* a\n" for i in range(n)),
    "entities": lambda n: "&amp;&foo;&#1;&" * n,
    "open tags": lambda n: "<a " * n,
    "tags": lambda n: "<b>a</b> " * n,
    "tags with attributes": lambda n: "<a " + 'b="c" ' * n,
    "open comments": lambda n: "a <!-- " * n,
    "comments": lambda n: "<!-- a --> b " * n,
    "instructions": lambda n: "a <?" * n,
    "declarations": lambda n: "a <!A " * n,
    "addresses": lambda n: "<http://a> " * n,
    "open addresses": lambda n: "<http:" * n,
    "escapes": lambda n: "\\*" * n,
    "references": lambda n: "".join(f"[r{i}]: #a\n" for i in range(n)) + "\n[r1]",
    "tables": lambda n: "|a|b|\n|-|-|\n" + "|x|y|\n" * n,
    "wide tables": lambda n: "|" + "a|" * n + "\n|" + "-|" * n,
    "hard breaks": lambda n: "a  \n" * n,
    "lines": lambda n: "word\n" * n,
    "formulas": lambda n: "$a$ " * n,
    "open formulas": lambda n: "$a " * n,
    "footnotes": lambda n: "".join(f"[^{i}]: a\n\n" for i in range(n)) + "[^1]",
    "blocks": lambda n: "::: callout-tip\na\n:::\n\n" * n,
    "open blocks": lambda n: "::: x\n" * n,
    "attributes": lambda n: "## A {" + ".a " * n + "}",
    "open braces": lambda n: "## A " + "{" * n,
    "items with attributes": lambda n: "- a {.x}\n" * n,
    "steps of code": lambda n: "```go {" + "1|" * n + "1}\nx\n```",
    "fences": lambda n: "```go\na\n```\n" * n,
    "slides": lambda n: "## A\n\n---\n\n" * n,
    "equal headings": lambda n: "## A\n\n" * n,
    "underlined headings": lambda n: "a\n===\n" * n,
    "notes": lambda n: "Note:\na\n\n" * n,
    "definitions": lambda n: "T\n: D\n\n" * n,
    "tasks": lambda n: "- [ ] a\n" * n,
    "raw blocks": lambda n: "<div>\n\na\n\n</div>\n\n" * n,
}
LONG = {"tags", "comments", "formulas"}  # of these only long paragraphs once took the square of their length


def seconds(file: Path, text: str) -> float:
    """The CPU time that reading the text takes, at best."""
    file.write_text(f"## A\n\n{text}", encoding="utf-8")
    best = float("inf")
    gc.collect()
    gc.disable()  # whether a run falls to the collector depends on what other tests have left
    for _ in range(3):
        begun = time.process_time()
        read_deck(file, Diagnostics())
        best = min(best, time.process_time() - begun)
    gc.enable()
    return best


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_text_takes_twice_the_time(tmp_path: Path, kind: str) -> None:
    """At least once in three tries, for a machine may be busy."""
    make = KINDS[kind]
    chars = LONGER if kind in LONG else CHARS
    count = max(8, chars * 64 // len(make(64)))
    ratios = []
    for _ in range(3):
        once, twice = (seconds(tmp_path / "a.md", make(count * times)) for times in (1, 2))
        ratios.append(twice / once if twice > 0.02 else 0.0)  # less than that is the cost of any deck
        if ratios[-1] <= MOST:
            return
    raise AssertionError(f"{kind}: {ratios}")
