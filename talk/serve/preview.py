"""The edited slide at once, before the whole deck is built: most saves change the words of one slide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from talk.deck.model import Deck, Slide
from talk.deck.one_slide import find_edit, reread_slide
from talk.errors import Diagnostics

MAX_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Preview:
    """The slide that a save has changed, and what it is now."""

    old: Slide
    new: Slide


class Sources:
    """The lines of a deck's slide files as the last edition was built from them."""

    def __init__(self, deck: Deck) -> None:
        self.deck = deck
        self.lines = {file: _lines(file) for file in {slide.span.file for slide in deck.slides}}

    def edit(self, paths: Iterable[Path]) -> Preview | None:
        """The one slide that the save of these files has changed; None if it is more, or cannot be told."""
        changed = [path.resolve() for path in paths]
        if len(changed) != 1 or changed[0] not in self.lines:
            return None
        found = find_edit(self.deck, changed[0], self.lines[changed[0]], _lines(changed[0]))
        new = reread_slide(self.deck, found, found.after, Diagnostics()) if found is not None else None
        return Preview(found.slide, found.placed(new)) if found is not None and new is not None else None


def _lines(file: Path) -> list[str]:
    """The lines of a file; none if it cannot be read."""
    try:
        data = file.read_bytes()
        return data.decode("utf-8").split("\n") if len(data) <= MAX_BYTES else []
    except (OSError, UnicodeDecodeError):
        return []
