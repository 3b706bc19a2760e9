"""Who sees which notes, on every page that is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from talk.deck.model import NoteBlock, NoteLevel

Reader = Literal["speaker", "handout", "public"]

LEVELS: Mapping[Reader, frozenset[NoteLevel]] = {
    "speaker": frozenset({"private", "plain", "public"}),
    "handout": frozenset({"plain", "public"}),
    "public": frozenset({"public"}),
}


def notes_for(reader: Reader, notes: Iterable[NoteBlock]) -> list[NoteBlock]:
    """The parts of a slide's notes that a reader may see, in order."""
    return [block for block in notes if block.level in LEVELS[reader]]


def hidden_from(reader: Reader, notes: Iterable[NoteBlock]) -> list[NoteBlock]:
    """The parts of a slide's notes that a reader must not see."""
    return [block for block in notes if block.level not in LEVELS[reader]]
