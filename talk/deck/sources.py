"""Which files make a deck, and what stands above their slides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from talk.deck.raw import Raw
from talk.deck.raw_yaml import read_yaml
from talk.errors import Diagnostics, Span, TalkError

OUTLINE_NAME = "outline.md"
MAX_FILES = 10_000


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
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---" or len(lines) == 1 or not lines[1].strip():
        return {}, text
    end = next(
        (at for at, line in enumerate(lines[1:], start=1) if re.fullmatch(r"(---|\.\.\.)\s*", line)), None
    )
    if end is None:
        diagnostics.error("the front matter is never closed", Span(file), "end it with a line '---'")
        return {}, "\n".join(["", *lines[1:]])
    rest = "\n" * (end + 1) + "\n".join(lines[end + 1 :])
    try:
        return read_yaml("\n".join(lines[1:end]), Span(file, 2), "front matter"), rest
    except TalkError as error:
        diagnostics.take(error)
        return {}, rest
