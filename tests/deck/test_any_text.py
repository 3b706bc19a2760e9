"""Whatever stands in a file, reading it ends in a deck and messages."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talk.deck.model import Deck
from talk.deck.read import read_deck
from talk.errors import Diagnostics

PIECES = [
    *(
        "# A",
        "## B {#b .c covers=x}",
        "{.fragment}",
        " {.private}",
        "\n",
        "\n\n",
        "\n---\n",
        "\n----\n",
        "---",
        "--",
    ),
    *("- a", "  - b", "1. x", "> q", "> -- me", "```go {1|2}", "```", "```demo x", "a: 1", "print:\n - a: 2"),
    *(
        "::: notes",
        ":::",
        "::: columns",
        "::: {.column width=40%}",
        "::: agenda",
        "::: callout-tip",
        "Note: hi",
    ),
    *(
        "<!-- pause -->",
        "<!-- .slide: class=x -->",
        '<!-- .element: class="f" -->',
        "<!--",
        "-->",
        "<div>",
        ". . .",
    ),
    *(
        "![a](b.png)",
        "![](data:image/png;base64,xx)",
        "[x](#y)",
        "[x](javascript:1)",
        "[t]{.k}",
        "`c`{.k}",
        "$x$",
    ),
    *(
        "$$\nx\n$$",
        "[^1]",
        "[^1]: note",
        "^[in]",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "T\n: D",
        "- [ ] t",
        "class: a",
    ),
    *(
        "{{< include d.md >}}",
        "{{< include d.md#1,2 >}}",
        "[r]: http://x",
        "*e*",
        "**",
        "\t",
        "    code",
        "{",
        "é",
    ),
]
HEAD = "---\ntitle: x\nincremental: true\nnotes: comments\nslide-level: 2\nagenda: true\n---\n"


def read_text(folder: Path, text: str) -> Deck:
    """The deck of one file."""
    file = folder / "d.md"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    return read_deck(file, Diagnostics())


def check(deck: Deck) -> None:
    """What holds of every deck: balanced tokens with places, no id twice."""
    for slide in deck.slides:
        for tokens in [slide.tokens, *(note.tokens for note in slide.notes)]:
            depth = 0
            for token in tokens:
                depth += token.nesting
                assert depth >= 0
                assert token.meta["span"].line >= 1
            assert depth == 0
    ids = [slide.id for slide in deck.slides]
    assert len(set(ids)) == len(ids)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(st.sampled_from(PIECES) | st.sampled_from(["\n", " "]), max_size=30).map("".join))
def test_pieces(tmp_path: Path, text: str) -> None:
    """Any mixture of the syntax is read."""
    check(read_text(tmp_path, text))
    check(read_text(tmp_path, HEAD + text))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_text(tmp_path: Path, text: str) -> None:
    """Any text is read, or told about."""
    check(read_text(tmp_path, text))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(st.sampled_from(PIECES), max_size=6), seed=st.integers(0, 2**32))
def test_private_stays_private(tmp_path: Path, before: list[str], seed: int) -> None:
    """A private paragraph of a `::: notes` block is seen by the speaker alone, or the deck has an error."""
    words = random.Random(seed).sample(
        ["a", "b {.private}\n\nSECRET {.private}", "- c\n- SECRET {.private}"], 2
    )
    body = "\n\n".join(words)
    file = tmp_path / "d.md"
    file.write_text("\n\n".join(before) + f"\n\n::: notes\n{body}\n:::\n", encoding="utf-8")
    diagnostics = Diagnostics()
    deck = read_deck(file, diagnostics)
    seen = [slide.tokens for slide in deck.slides]
    seen += [note.tokens for slide in deck.slides for note in slide.notes if note.level != "private"]
    assert diagnostics.errors or "SECRET" not in str(seen)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 60_000,
        "![[" * 20_000,
        "^[" * 20_000,
        "*a **a " * 9_000,
        ">" * 60_000,
        "::: x\n" * 10_000,
        "$" * 60_000,
        "|" + "a|" * 1_000 + "\n|" + "-|" * 1_000 + "\n" + "|a\n" * 500,
    ],
    ids=["brackets", "images", "footnotes", "emphasis", "quotes", "blocks", "dollars", "table"],
)
def test_what_could_take_for_ever(tmp_path: Path, text: str) -> None:
    """Text made to be slow is read or refused within the time of an ordinary test."""
    check(read_text(tmp_path, text))
