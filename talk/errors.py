"""What goes wrong, told with a place, a fact and a way out.

Everything that `talk` says to a person passes through here: a `Span` names the
place, a `Diagnostic` is one message, `Diagnostics` collects those of a whole
run so that all of them come at once, and `TalkError` ends the run.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]

MAX_MESSAGES = 100
MAX_MESSAGE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a source file: an absolute path and a line counted from 1."""

    file: Path
    line: int = 1

    def __str__(self) -> str:
        return f"{shown_path(self.file)}:{self.line}"

    def down(self, lines: int) -> Span:
        """The place `lines` further down in the same file."""
        return Span(self.file, self.line + lines)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message: where, what, and the way out (`hint`, without brackets).

    `rule` is the stable id under which `talk check` reports it.
    """

    severity: Severity
    text: str
    span: Span | None = None
    hint: str = ""
    rule: str = ""

    def __str__(self) -> str:
        place = f"{self.span}: " if self.span else ""
        way_out = f" ({self.hint})" if self.hint else ""
        message = f"{place}{self.severity}: {self.text}{way_out}"
        return printable(" ".join(message.split("\n")))  # whoever reads messages counts on a line for each


class TalkError(Exception):
    """A run that cannot go on: one diagnostic or many."""

    exit_code = 1

    def __init__(self, text: str, span: Span | None = None, hint: str = "", rule: str = "") -> None:
        super().__init__(text)
        self.diagnostics: tuple[Diagnostic, ...] = (Diagnostic("error", text, span, hint, rule),)

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic]) -> TalkError:
        """The error that carries these diagnostics (at least one)."""
        found = tuple(diagnostics)
        error = cls(found[0].text)
        error.diagnostics = found
        return error

    def __str__(self) -> str:
        return "\n".join(str(each) for each in self.diagnostics)


@dataclass(slots=True)
class Diagnostics:
    """The messages of one run, in the order in which they were found."""

    found: list[Diagnostic] = field(default_factory=list)

    def error(self, text: str, span: Span | None = None, hint: str = "", rule: str = "") -> None:
        self.found.append(Diagnostic("error", text, span, hint, rule))

    def warning(self, text: str, span: Span | None = None, hint: str = "", rule: str = "") -> None:
        self.found.append(Diagnostic("warning", text, span, hint, rule))

    def take(self, error: TalkError) -> None:
        """Keep what a caught error said, so that the run can look further."""
        self.found.extend(error.diagnostics)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.found)

    @property
    def errors(self) -> list[Diagnostic]:
        return [each for each in self.found if each.severity == "error"]

    @property
    def warnings(self) -> list[Diagnostic]:
        return [each for each in self.found if each.severity == "warning"]

    def stop_on_errors(self) -> None:
        """Raise everything found so far if any of it is an error."""
        if self.errors:
            raise TalkError.of(self.sorted())

    def sorted(self) -> list[Diagnostic]:
        """By place (those without one first), each only once."""
        unique = dict.fromkeys(self.found)
        return sorted(unique, key=lambda each: (each.span is not None, each.span or Span(Path())))


def listing(messages: Iterable[object]) -> str:
    """All messages, a line each, cut at 100 messages and 64 KiB with a count of the rest."""
    lines = [str(each) for each in messages]
    kept: list[str] = []
    size = 0
    for line in lines[:MAX_MESSAGES]:
        size += len(line.encode(errors="replace")) + 1
        if size > MAX_MESSAGE_BYTES:
            break
        kept.append(line)
    if len(kept) < len(lines):
        kept.append(f"and {len(lines) - len(kept)} more")
    return "\n".join(kept)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean 'x'?` for the nearest of the known words, or nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""


def shown_path(path: Path) -> str:
    """The path as seen from where the user stands, with forward slashes."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except (ValueError, OSError):  # another drive, or the folder we stand in is gone
        return path.as_posix()


def printable(text: str) -> str:
    """The text with control and bidi characters escaped: it goes to a terminal."""
    return "".join(c if _is_plain(c) else c.encode("unicode_escape").decode() for c in text)


def _is_plain(char: str) -> bool:
    return char == "\n" or char.isprintable()
