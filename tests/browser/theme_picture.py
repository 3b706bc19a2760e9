"""The picture of docs/themes.md: a row for each theme, three slides in light and three in dark.

talk build docs/gallery/slides -o OUT && python tests/browser/theme_picture.py OUT/index.html
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from contact_sheet import take
from PIL import Image

from talk.deck.front_matter import THEMES

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "themes.png"
SLIDES = {"light": ("the-gallery", "code-output", "bars"), "dark": ("layouts", "quote", "stack")}
CELL, GAP = (224, 126), 6
GROUND = "#808080"


def row(index: Path, theme: str) -> list[Image.Image]:
    """The pictures of one theme, from left to right."""
    with tempfile.TemporaryDirectory() as folder:
        shots = [
            shot
            for mode, names in SLIDES.items()
            for shot in take(index, Path(folder) / mode, query=f"mode={mode}", only=names, theme=theme)
        ]
        return [Image.open(shot).convert("RGB").resize(CELL, Image.Resampling.LANCZOS) for shot in shots]


def sheet(rows: list[list[Image.Image]]) -> Image.Image:
    """All rows below each other on grey."""
    wide, high = CELL[0] + GAP, CELL[1] + GAP
    made = Image.new("RGB", (wide * len(rows[0]) + GAP, high * len(rows) + GAP), GROUND)
    for down, pictures in enumerate(rows):
        for across, picture in enumerate(pictures):
            made.paste(picture, (GAP + across * wide, GAP + down * high))
    return made


def main(index: str) -> None:
    """Write the picture."""
    sheet([row(Path(index), theme) for theme in THEMES]).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
