"""Why a figure was rebuilt, told from what was known of it before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from talk.errors import shown_path
from talk.figures.blocks import Block
from talk.figures.kept import Kept

FROM_CACHE = "from the cache"
_INDEX = "index"


class Label(msgspec.Struct, frozen=True):
    """What decided a figure: talk and its libraries, the demo, its states, its look, its room."""

    stamp: dict[str, str]
    demo: str
    states: str
    look: str
    space: tuple[float, ...]


class Reasons:
    """What the last builds knew of each figure, by its id, and what this one knows."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        known = kept.named(_INDEX, dict[str, Label]) if kept.store is not None else None
        self._before: dict[str, Label] = known or {}
        self._now: dict[str, Label] = {}

    def of(self, block: Block, label: Label, *keys: str) -> str:
        """Why the figure of a block is not the one that was kept under these keys."""
        before = self._before.get(block.call.id)
        if self._kept.store is None:
            return "no cache is used"
        if before is None:
            return "it is new"
        changed = [name for name, was in before.stamp.items() if label.stamp.get(name) != was]
        if changed:
            return f"{changed[0]} changed"
        if before.demo != label.demo:
            return f"{shown_path(Path(block.bound.spec.file))} changed"
        if (before.states, before.look) != (label.states, label.look):
            return "its settings changed"
        told = (self._kept.why[key] for key in keys if key in self._kept.why)
        return "the room on its slide changed" if before.space != label.space else next(told, "it changed")

    def note(self, block: Block, label: Label) -> None:
        """Know what a figure is like now."""
        self._now[block.call.id] = label

    def save(self) -> None:
        """Let later builds know."""
        if {**self._before, **self._now} != self._before:
            self._kept.name(_INDEX, {**self._before, **self._now})


def label_of(kept: Kept, block: Block, look: dict[str, Any], space: tuple[float, ...]) -> Label:
    """What decides the figure of a block."""
    spec = msgspec.structs.replace(block.bound.spec, line=0)
    states, drawn = kept.key("states", block.states), kept.key("look", look)
    return Label(kept.stamp, kept.key("demo", spec), states, drawn, space)
