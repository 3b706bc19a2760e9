"""A new deck: the starter that `talk new` copies."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from talk.errors import TalkError, shown_path

RENAMED = {"gitignore": ".gitignore"}  # a dot file of that name would rule the starter itself


def new_deck(folder: Path) -> list[Path]:
    """The files of a small deck, written below `folder`, in name order.

    Raises:
        TalkError: `folder` exists and is not an empty folder, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise TalkError(
            f"{shown_path(folder)} exists and is not empty", hint="name a folder that does not exist yet"
        )
    written = []
    try:
        for name, data in _files(resources.files("talk") / "starter"):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            written.append(target)
    except OSError as error:
        raise TalkError(f"{shown_path(folder)} cannot be written: {error.strerror}") from error
    return written


def _files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for item in sorted(folder.iterdir(), key=lambda each: each.name):
        if item.name == "__pycache__":
            continue
        name = prefix + RENAMED.get(item.name, item.name)
        if item.is_dir():
            yield from _files(item, f"{name}/")
        else:
            yield name, item.read_bytes()
