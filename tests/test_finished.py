"""A finished build is not done again; whatever it depends on, a change of it is seen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
DECK = """---
title: Finished
theme: ./look
---

## One

![A picture](p.png) and [a file](notes.txt)

---

## Two

Words.
"""
RUN = """
import sys
from talk.cli import run
code = run(sys.argv[1:])
print("pipeline" if "markdown_it" in sys.modules else "remembered")
sys.exit(code)
"""


class Deck:
    """A deck on the disk, built in processes of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.slides, self.out = folder, folder / "deck" / "slides", folder / "deck" / "build"
        (self.slides / "look" / "css").mkdir(parents=True)
        (self.slides / "look" / "css" / "look.css").write_text("h2 { color: teal }")
        (self.slides / "a.md").write_text(DECK)
        (self.slides / "one.png").write_bytes(PNG)
        (self.slides / "two.png").write_bytes(PNG + b"2")
        (self.slides / "p.png").symlink_to("one.png")

    def build(self, *options: str) -> tuple[str, str]:
        """How it was built, and all that was said."""
        words = ["build", str(self.slides), "-o", str(self.out), *options]
        done = subprocess.run(
            [sys.executable, "-c", RUN, *words],
            capture_output=True,
            text=True,
            check=True,
            cwd=self.folder,
            env={**os.environ, "TALK_CACHE": str(self.folder / "cache")},
        )
        *pages, how = done.stdout.splitlines()
        return how, "\n".join([*pages, done.stderr])

    def output(self) -> dict[str, bytes]:
        """Every file of the output."""
        return {str(path.relative_to(self.out)): path.read_bytes() for path in self.out.rglob("*.*")}

    def entries(self) -> list[Path]:
        """The records in the cache."""
        return list(self.folder.glob("cache/*/builds/*/*.json"))


@pytest.fixture
def deck(tmp_path: Path) -> Deck:
    """A deck that was built once."""
    made = Deck(tmp_path)
    assert made.build()[0] == "pipeline"
    return made


def test_nothing_changed(deck: Deck) -> None:
    """The pipeline is not even loaded; the output and all that is said are the same."""
    before, told = deck.output(), deck.build("--no-cache")[1]
    assert "not part of the built deck" in told
    assert deck.build() == ("remembered", told)
    assert deck.output() == before


CHANGES: dict[str, Callable[[Deck], object]] = {
    "a word": lambda deck: (deck.slides / "a.md").write_text(DECK.replace("Words", "Sword")),
    "a picture": lambda deck: (deck.slides / "one.png").write_bytes(PNG + b"x"),
    "where a link leads": lambda deck: (
        (deck.slides / "p.png").unlink(),
        (deck.slides / "p.png").symlink_to("two.png"),
    ),
    "a further file of slides": lambda deck: (deck.slides / "b.md").write_text("## Three\n"),
    "a style sheet": lambda deck: (deck.slides / "look/css/look.css").write_text("h2 { color: red }"),
    "a further style sheet": lambda deck: (deck.slides / "look/css/more.css").write_text("h3 { color: red }"),
    "a template": lambda deck: (
        (deck.slides / "look/templates").mkdir(),
        (deck.slides / "look/templates/agenda.html.j2").write_text("x"),
    ),
    "a page that is gone": lambda deck: (deck.out / "handout.html").unlink(),
    "a page of somebody's": lambda deck: (deck.out / "index.html").write_text("mine"),
    "a page that is a link": lambda deck: (
        (deck.out / "index.html").rename(deck.out / "real.html"),
        (deck.out / "index.html").symlink_to("real.html"),
    ),
    "a broken build": lambda deck: (deck.out / ".talk-staging").mkdir(),
    "a spoilt record": lambda deck: [path.write_bytes(b"{}") for path in deck.entries()],
    "a changed record": lambda deck: [
        path.write_bytes(path.read_bytes().replace(b"handout", b"hondaut")) for path in deck.entries()
    ],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(deck: Deck, change: str) -> None:
    """And what is then built is what a build without memory makes."""
    assert deck.build()[0] == "remembered"
    CHANGES[change](deck)
    how, told = deck.build()
    built = deck.output()
    assert how == "pipeline"
    assert deck.build("--no-cache")[1] == told
    assert {name: built[name] for name in ("index.html", "handout.html")} == {
        name: deck.output()[name] for name in ("index.html", "handout.html")
    }


@pytest.mark.parametrize(
    "option",
    ["--publish", pytest.param("--single-file", marks=pytest.mark.long), "--font=+2", "--mode=dark"],
)
def test_another_option_is_another_build(deck: Deck, option: str) -> None:
    """Each is remembered for itself, while its output is there."""
    assert [deck.build(option)[0], deck.build(option)[0], deck.build()[0]] == [
        "pipeline",
        "remembered",
        "pipeline",
    ]


def test_a_file_is_seen_that_was_looked_for_in_vain(deck: Deck) -> None:
    """An outline without a slide for its point is an error."""
    assert deck.build()[0] == "remembered"
    (deck.slides / "outline.md").write_text("- Point {#point}\n")
    with pytest.raises(subprocess.CalledProcessError):
        deck.build()


def test_what_only_the_build_before_needed_is_swept(deck: Deck) -> None:
    """As a build that is done again would do."""
    (deck.slides / "look/css/look.css").write_text("h2 { color: red }")
    deck.build()
    assert len(list(deck.out.glob("assets/look.*.css"))) == 2
    assert deck.build()[0] == "remembered"
    assert len(list(deck.out.glob("assets/look.*.css"))) == 1
    assert deck.build()[0] == "remembered"


def test_explain_says_so(deck: Deck) -> None:
    """Who asks where everything comes from is told."""
    assert "nothing has changed since the last build" in deck.build("--explain")[1]
    assert "nothing has changed" not in deck.build("--explain", "--no-cache")[1]
    CHANGES["a word"](deck)
    assert "one slide has changed since the last build" in deck.build("--explain")[1]
    assert deck.build()[0] == "remembered"


def test_a_build_with_warnings_still_fails_when_they_shall(deck: Deck) -> None:
    """A failed build is never a finished one."""
    for _ in range(2):
        with pytest.raises(subprocess.CalledProcessError):
            deck.build("--strict")


DEMO = '''
from pathlib import Path

from helper import FACTOR
from talk.demo import Chart, demo


@demo
def line() -> Chart:
    """A line."""
    last = int((Path(__file__).parent / "last.txt").read_text())
    return Chart(x=[0, 1], x_unit="s").line([0, last * FACTOR], "way")
'''
DEMO_CHANGES = {
    "line.py": DEMO.replace("[0, last", "[1, last"),
    "helper.py": "FACTOR = 3\n",
    "last.txt": "7",
}


@pytest.mark.long
def test_a_change_of_what_a_demo_reads_is_seen(deck: Deck) -> None:
    """Its module, a module that it imports and a data file; a build that runs no demo is remembered."""
    demos = deck.folder / "deck" / "demos"
    demos.mkdir()
    for name, text in {"line.py": DEMO, "helper.py": "FACTOR = 2\n", "last.txt": "5"}.items():
        (demos / name).write_text(text)
    (deck.slides / "a.md").write_text(DECK + "\n---\n\n## Three\n\n```demo line\n```\n")
    for name, text in DEMO_CHANGES.items():
        assert [deck.build()[0] for _ in range(3)][-1] == "remembered"
        before = deck.output()["index.html"]
        (demos / name).write_text(text)
        assert deck.build()[0] == "pipeline"
        built = deck.output()["index.html"]
        deck.build("--no-cache")
        assert before != built == deck.output()["index.html"]
