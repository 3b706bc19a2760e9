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


def taken(index: Path) -> list[list[Image.Image]]:
    """The pictures of each theme, from left to right."""
    names = [name for named in SLIDES.values() for name in named]
    with tempfile.TemporaryDirectory() as folder:
        looks = take(index, Path(folder), themes=THEMES, modes=tuple(SLIDES), only=names)
        return [
            [cell(looks[theme, mode][names.index(name)]) for mode, named in SLIDES.items() for name in named]
            for theme in THEMES
        ]


def cell(shot: Path) -> Image.Image:
    """A picture of a slide, made small."""
    return Image.open(shot).convert("RGB").resize(CELL, Image.Resampling.LANCZOS)


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
    sheet(taken(Path(index))).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
