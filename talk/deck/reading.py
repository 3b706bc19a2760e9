"""What the Markdown rules know of the file that they read: one `Reading` in the parser's env."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from talk.deck.files import Files
from talk.errors import Diagnostics, Span, TalkError

_KEY = "talk.reading"


@dataclass(slots=True)
class Reading:
    """One Markdown text on its way to tokens.

    `first_line` is the line in the file at which the text begins. `begins_slide` says that
    settings of a slide may stand at its top. `flagged` holds the lines (from 0, in the text)
    about which an error has been told already.
    """

    file: Path
    text: str
    files: Files
    diagnostics: Diagnostics
    first_line: int = 1
    slide_level: int | None = None
    begins_slide: bool = False
    flagged: set[int] = field(default_factory=set)
    lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        if not self.text.endswith("\n"):
            self.text += "\n"  # so that the last line of a fence counts as one
        self.lines = self.text.split("\n")

    def span(self, line: int) -> Span:
        """The place of a line counted from 0, as markdown-it counts."""
        return Span(self.file, self.first_line + line)

    def line(self, number: int) -> str:
        """A line of the text, counted from 0; empty beyond the end."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def env(self) -> dict[str, Any]:
        """A fresh env for the parser."""
        return {_KEY: self}

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Keep an error that is raised inside, and read on."""
        try:
            yield
        except TalkError as error:
            self.diagnostics.take(error)


def reading_of(env: MutableMapping[str, Any]) -> Reading:
    """The reading that belongs to a parser's env."""
    reading = env[_KEY]
    assert isinstance(reading, Reading)
    return reading
