"""The ways in which a deck is looked at: shapes, light and dark, and paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from talk.check.browser.session import ColourMode
from talk.check.pages import DECK

Canvas = tuple[int, int]

SHAPES: Mapping[str, Canvas] = {"16:9": (1280, 720), "4:3": (960, 720), "16:10": (1152, 720)}
MODES: tuple[ColourMode, ...] = ("light", "dark")
PAPER_PX = 643  # the width of A4 between its margins


@dataclass(frozen=True, slots=True)
class Shape:
    """The pages of a deck built for one shape."""

    name: str
    canvas: Canvas
    folder: Path
    is_own: bool = False

    @property
    def views(self) -> tuple[View, ...]:
        """The shape in light and in dark."""
        return tuple(View(self, mode) for mode in MODES)

    @property
    def passes(self) -> Iterator[tuple[View, ...]]:
        """The views that one window can show: both, unless a style sheet asks for the system's own mode."""
        sheets = (self.folder / DECK, *self.folder.rglob("*.css"))
        if any(b"prefers-color-scheme" in each.read_bytes() for each in sheets):
            yield from ((view,) for view in self.views)
        else:
            yield self.views


@dataclass(frozen=True, slots=True)
class View:
    """A shape in a mode."""

    shape: Shape
    mode: ColourMode

    @property
    def name(self) -> str:
        """What it is called: `16:9 dark`."""
        return f"{self.shape.name} {self.mode}"

    @property
    def query(self) -> str:
        """What the page's address says."""
        return f"?mode={self.mode}"


def shapes_for(canvas: Canvas) -> dict[str, Canvas]:
    """The shapes to look at by their names, the deck's own first."""
    own = next((name for name, each in SHAPES.items() if each == canvas), f"{canvas[0]}:{canvas[1]}")
    return {own: canvas} | {name: each for name, each in SHAPES.items() if each != canvas}
