"""All that reads other people's words, each as one function of a text, in which nothing but messages come."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from talk.deck.attributes import parse_attributes
from talk.deck.raw_yaml import read_yaml
from talk.deck.read import read_deck
from talk.demo.bind import bind, read_set
from talk.demo.params import DemoSpec, Param
from talk.errors import Diagnostics, Span, TalkError
from talk.serve import messages

CORPUS = Path(__file__).parents[1] / "full/corpus"
PLACE = Span(Path("a.md"))
SPEC = DemoSpec(
    "demo",
    "A demo.",
    (
        Param("whole", "int", 100, 25, 400, 25, "%"),
        Param("part", "float", 64.0, 16, 256, None, "MiB"),
        Param("mode", "choice", "fast", options=("fast", "slow")),
        Param("on", "bool", False),
    ),
    "demos/a.py",
    7,
)


def deck(text: str) -> None:
    """A whole deck in one file."""
    _read({"a.md": text})


def head(text: str) -> None:
    """Front matter, and the settings of a slide."""
    _read({"a.md": f"---\n{text}\n---\n\n## A\n\n---\n{text}\n---\n\n## B\n"})


def attributes(text: str) -> None:
    """Attributes in braces."""
    parse_attributes(text)
    _read({"a.md": f"## A {{{text}}}\n\n[a]{{{text}}}\n\na\n\n{{{text}}}\n"})


def fence(text: str) -> None:
    """What stands behind the ticks of a block of code."""
    line = " ".join(text.split("\n"))
    _read({"a.md": f"## A\n\n```{line}\na\nb\n```\n\n```go {{{line}}}\na\nb\n```\n"})


def settings(text: str) -> None:
    """The body of a demo block, and `--set`."""
    with contextlib.suppress(TalkError):
        bind(SPEC, read_yaml(text, PLACE, "settings"), Diagnostics())
    with contextlib.suppress(TalkError):
        read_set(text.split("\n"))


def outline(text: str) -> None:
    """An outline beside the slides."""
    _read({"a.md": "## A {covers=a}\n", "outline.md": text})


def message(text: str) -> None:
    """What a window says to the server."""
    with contextlib.suppress(msgspec.DecodeError):
        messages.read(text.encode("utf-8", "surrogatepass"))


def _read(files: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        diagnostics = Diagnostics()
        with contextlib.suppress(TalkError):
            read_deck(Path(folder) if len(files) > 1 else Path(folder) / "a.md", diagnostics)
        for each in diagnostics:
            assert "\x1b" not in str(each)


READERS: Mapping[str, Callable[[str], None]] = {
    each.__name__: each for each in (deck, head, attributes, fence, settings, outline, message)
}
