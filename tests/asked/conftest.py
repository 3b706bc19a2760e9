"""Decks with Go programs and recordings that no Go has made."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pytest

from talk.cli import run
from talk.golang.answers import Answer
from talk.golang.programs import read_program
from talk.golang.questions import Question
from talk.golang.recordings import Recordings, recorded

GO = "go1.27.3 linux/amd64"
MAIN = """// A user on the heap.
package main

type user struct{ name string }

// region made
func made() *user {
	u := user{name: "ann"}
	// region end
	return &u
	// endregion
}

// endregion

func main() { println(made().name) }
"""


@dataclass(frozen=True, slots=True)
class Deck:
    """A project on the disk with one program, `go/small`."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def main(self) -> Path:
        """The program's only file."""
        return self.folder / "slides" / "go" / "small" / "main.go"

    def slide(self, fence: str, front: str = "") -> None:
        """Let the deck hold one slide, with this behind the fence."""
        text = f"{front}## Slide\n\n```go {{{fence}}}\n```\n"
        (self.folder / "slides" / "a.md").write_text(text, encoding="utf-8")

    def record(self, verb: str, answer: Answer, about: str = "") -> Path:
        """Keep an answer as `talk record` would."""
        kept = Recordings(self.folder / "slides" / "recordings")
        return kept.write(recorded(read_program(self.main.parent), Question(verb, about), GO, answer))

    def page(self, name: str = "index.html") -> lxml.html.HtmlElement:
        """Build the deck, which must go well; one of its pages."""
        code = run(["build", str(self.folder / "slides"), "-o", str(self.folder / "out")])
        told = self.capsys.readouterr().err
        assert code == 0, told
        return lxml.html.parse(self.folder / "out" / name).getroot()

    def errors(self) -> list[str]:
        """Build the deck, which must fail; what it says, without its folders."""
        self.capsys.readouterr()
        assert run(["build", str(self.folder / "slides"), "-o", str(self.folder / "out")]) == 1
        lines = self.capsys.readouterr().err.splitlines()
        return [line[line.index("slides/") :] if "slides/" in line else line for line in lines]


@pytest.fixture
def deck(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Deck:
    """The deck with its program, without slides and recordings."""
    made = Deck(tmp_path, capsys)
    made.main.parent.mkdir(parents=True)
    made.main.write_text(textwrap.dedent(MAIN), encoding="utf-8")
    (made.main.parent / "go.mod").write_text("module small\n\ngo 1.24\n", encoding="utf-8")
    return made


def texts(elements: Iterable[lxml.html.HtmlElement]) -> list[str]:
    """The words of elements."""
    return [" ".join(each.text_content().split()) for each in elements]
