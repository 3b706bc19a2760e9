"""What the real Go said goes into exports as it stands on the slides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from markdown_it.token import Token

from talk.deck.read import read_deck
from talk.errors import Diagnostics
from talk.export.blocks import Code, blocks_of
from talk.export.markdown import Writer
from talk.render.labels import Label, Labels
from talk.render.output import Row, Terminal

TERMINAL = Terminal((Row("command", "go vet ."), Row("out", "a.go:3: *x is odd")), "Go 1.27.3")
SHOWN = "$ go vet .\na.go:3: *x is odd"


def output() -> Token:
    """A block of output, as it stands behind the code that asks."""
    return Token("output", "", 0, block=True, meta={"terminal": TERMINAL})


def test_output_is_a_block_of_lines(tmp_path: Path) -> None:
    """For PowerPoint it is code, with a prompt before what was typed."""
    (tmp_path / "deck.md").write_text("## A\n\nWords\n")
    deck = read_deck(tmp_path / "deck.md", Diagnostics())
    slide = replace(deck.slides[0], tokens=[*deck.slides[0].tokens, output()])
    assert blocks_of(slide, deck, {})[-1] == Code(SHOWN)


def test_verdicts_stand_at_their_lines(tmp_path: Path) -> None:
    """Behind an arrow, those for the position that the slide begins with."""
    (tmp_path / "deck.md").write_text("## A\n\n```go\nu := 1\nreturn &u\n```\n")
    deck = read_deck(tmp_path / "deck.md", Diagnostics())
    code = next(token for token in deck.slides[0].tokens if token.type == "code")
    code.meta["labels"] = Labels(
        "Go 1.27.3", {1: (Label("moved to heap: u", "heap"), Label("does not escape", "", when="off"))}
    )
    assert blocks_of(deck.slides[0], deck, {})[-1] == Code("u := 1  \u2190 moved to heap: u\nreturn &u")


def test_output_is_fenced_in_markdown() -> None:
    """In Markdown it means itself."""
    assert Writer({}).write([output()]) == f"```\n{SHOWN}\n```"
