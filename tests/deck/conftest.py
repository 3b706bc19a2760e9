"""A deck from a few files in a temporary folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from talk.deck.model import Deck, Slide
from talk.deck.read import read_deck
from talk.errors import Diagnostics


@dataclass(frozen=True)
class Read:
    """What reading gave: the deck and its messages, paths seen from the project's root."""

    deck: Deck
    diagnostics: Diagnostics
    root: Path

    @property
    def messages(self) -> list[str]:
        return [str(each) for each in self.diagnostics.sorted()]

    @property
    def slides(self) -> tuple[Slide, ...]:
        return self.deck.slides


Reader = Callable[..., Read]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Writes the files (a single text is `slides/01.md`) and reads the deck in `slides`."""
    root = tmp_path / "project"

    def read_files(files: str | dict[str, str | bytes], source: str = "slides") -> Read:
        given = {"slides/01.md": files} if isinstance(files, str) else files
        for name, content in given.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        monkeypatch.chdir(root)
        diagnostics = Diagnostics()
        return Read(read_deck(root / source, diagnostics), diagnostics, root)

    return read_files
