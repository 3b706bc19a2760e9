"""The ways in which a deck is looked at: shapes, light and dark, and paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from talk.check.browser.session import ColourMode

Canvas = tuple[int, int]

SHAPES: Mapping[str, Canvas] = {"16:9": (1280, 720), "4:3": (960, 720), "16:10": (1152, 720)}
PAPER_PX = 643  # the width of A4 between its margins


@dataclass(frozen=True, slots=True)
class Shape:
    """The pages of a deck built for one shape."""

    name: str
    canvas: Canvas
    folder: Path


@dataclass(frozen=True, slots=True)
class View:
    """A shape in a mode; of the deck's own shape more is asked."""

    shape: Shape
    mode: ColourMode
    is_own: bool

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


def views_of(shapes: list[Shape]) -> Iterator[View]:
    """Every view of the screen, the deck's own shape in light first."""
    modes: tuple[ColourMode, ...] = ("light", "dark")
    for place, shape in enumerate(shapes):
        for mode in modes:
            yield View(shape, mode, place == 0)
