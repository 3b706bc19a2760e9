"""The edited slide at once, before the whole deck is built: most saves change the words of one slide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from talk.deck.model import Deck, Slide
from talk.deck.one_slide import reread_slide

MAX_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Edit:
    """The slide that a save has changed, and what it is now."""

    old: Slide
    new: Slide


class Sources:
    """The lines of a deck's slide files as the last edition was built from them."""

    def __init__(self, deck: Deck) -> None:
        self.deck = deck
        self.lines = {file: _lines(file) for file in {slide.span.file for slide in deck.slides}}

    def edit(self, paths: Iterable[Path]) -> Edit | None:
        """The one slide that the save of these files has changed; None if it is more, or cannot be told."""
        changed = [path.resolve() for path in paths]
        if len(changed) != 1 or changed[0] not in self.lines:
            return None
        before, after = self.lines[changed[0]], _lines(changed[0])
        first, tail = _differing(before, after)
        if first == len(before) == len(after):
            return None
        found = self._slide_at(changed[0], first, len(before) - tail)
        if found is None:
            return None
        slide, begin, end = found
        text = "\n".join(after[begin : len(after) - (len(before) - end)])
        new = reread_slide(self.deck, slide, text, begin + 1)
        return Edit(slide, new) if new is not None else None

    def _slide_at(self, file: Path, first: int, last: int) -> tuple[Slide, int, int] | None:
        """The slide that holds the lines `first` to `last` (from 0), and where its own lines lie."""
        slides = [slide for slide in self.deck.slides if slide.span.file == file and slide.tokens]
        starts = [slide.span.line - 1 for slide in slides]
        at = sum(start <= first for start in starts) - 1
        if at < 0:
            return None
        lines = self.lines[file]
        end = _break_above(lines, starts[at + 1]) if at + 1 < len(starts) else len(lines)
        if end is None or not starts[at] <= first <= last <= end:
            return None
        return slides[at], starts[at], end


def _break_above(lines: list[str], start: int) -> int | None:
    """The line of the break right above a slide; None if something else stands there."""
    at = start - 1
    while at >= 0 and not lines[at].strip():
        at -= 1
    return at if at >= 0 and lines[at].rstrip() in ("---", "----") else None


def _differing(before: list[str], after: list[str]) -> tuple[int, int]:
    """How many lines are the same at the top, and how many of the others at the bottom."""
    most = min(len(before), len(after))
    first = next((at for at in range(most) if before[at] != after[at]), most)
    tail = next((at for at in range(most - first) if before[-1 - at] != after[-1 - at]), most - first)
    return first, tail


def _lines(file: Path) -> list[str]:
    """The lines of a file; none if it cannot be read."""
    try:
        data = file.read_bytes()
        return data.decode("utf-8").split("\n") if len(data) <= MAX_BYTES else []
    except (OSError, UnicodeDecodeError):
        return []
