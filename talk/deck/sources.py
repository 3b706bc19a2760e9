"""Which files make a deck, and what stands above their slides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from talk.deck.raw import Raw
from talk.deck.raw_yaml import read_yaml
from talk.errors import Diagnostics, Span, TalkError

OUTLINE_NAME = "outline.md"
MAX_FILES = 10_000
_END = re.compile(r"(---|\.\.\.)\s*")
_HEADING = re.compile(r"#{1,6}[ \t]+\S")


@dataclass(frozen=True, slots=True)
class Source:
    """A deck on the disk: its files in order and the root beyond which nothing is read."""

    files: tuple[Path, ...]
    folder: Path
    root: Path


def find_source(source: Path) -> Source:
    """The files of a folder of slides in name order, or the one file.

    Raises:
        TalkError: there is nothing to read at `source`.
    """
    named = source.absolute()
    try:
        path, root = named.resolve(strict=True), named.parent.resolve()
    except OSError:
        raise TalkError(
            f"there is no '{source}'", hint="name a folder of .md files or one .md file"
        ) from None
    if not path.is_relative_to(root):
        raise TalkError(f"'{source}' is a link that leads out of its folder", hint="name the folder itself")
    if not path.is_dir():
        return Source((path,), path.parent, root)
    found = sorted(each for each in path.iterdir() if each.suffix == ".md" and not _is_no_slide(each))
    if len(found) > MAX_FILES:
        raise TalkError(f"'{source}' holds {len(found):,} slide files; at most {MAX_FILES:,} are read")
    return Source(tuple(found), path, root)


def _is_no_slide(path: Path) -> bool:
    return (
        path.name == OUTLINE_NAME or path.name.casefold() == "readme.md" or path.name.startswith((".", "_"))
    )


def take_front_matter(text: str, file: Path, diagnostics: Diagnostics) -> tuple[dict[str, Raw], str]:
    """The settings at the top of a text, and the text with blank lines in their place.

    A first line of `---` begins them, unless a blank line follows: that is a slide break.
    Blank lines above it do not count.
    """
    lines = text.split("\n")
    top = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if lines[top].rstrip() != "---" or len(lines) == top + 1 or not lines[top + 1].strip():
        return {}, text
    end = next((at for at in range(top + 1, len(lines)) if _END.fullmatch(lines[at])), None)
    if end is None:
        diagnostics.error("the front matter is never closed", Span(file, top + 1), "end it with a line '---'")
        return {}, "\n".join(["" if at <= top else line for at, line in enumerate(lines)])
    rest = "\n" * (end + 1) + "\n".join(lines[end + 1 :])
    try:
        settings = read_yaml("\n".join(lines[top + 1 : end]), Span(file, top + 2), "front matter")
    except TalkError as error:
        diagnostics.take(error)
        return {}, rest
    _tell_swallowed(lines[:end], file, diagnostics)
    return settings, rest


def _tell_swallowed(lines: Sequence[str], file: Path, diagnostics: Diagnostics) -> None:
    """YAML takes a heading for a comment: below an empty line it is more likely a slide that was meant."""
    for at, line in enumerate(lines[1:], start=1):
        if not lines[at - 1].strip() and _HEADING.match(line):
            diagnostics.warning(
                f"'{line[:40].rstrip()}' is a comment of the front matter here, not a heading",
                Span(file, at + 1),
                "close the front matter with '---' above it",
                "front-matter-key",
            )
