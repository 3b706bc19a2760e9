"""The characters of a deck beyond the fixed set of its fonts.

The bundle's fonts are cut to one set at install. What a deck writes outside of it
(Cyrillic, a rare symbol) comes as supplements: small fonts of the same family, which
the browser asks only for these characters.
"""

from __future__ import annotations

import functools
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talk import webfiles

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

# Left out while a supplement is cut: kerning of a few characters would cost seconds, and
# with names the whole font would be searched for references to them.
_COSTLY = {"FFTM", "GDEF", "GPOS", "GSUB", "name"}

# ASCII, Latin-1, spaces, dashes and quotes, arrows, signs of comparison: the page's own words and styles.
_COMMON_RANGES = ((0x20, 0x7E), (0xA0, 0xFF), (0x2000, 0x2027), (0x2190, 0x2193), (0x2264, 0x2265))
COMMON = frozenset(point for low, high in _COMMON_RANGES for point in range(low, high + 1)) | {0x2212}


@dataclass(frozen=True, slots=True)
class Face:
    """A face of the bundle: what CSS calls it, its uncut file, and what the two cover."""

    name: str
    family: str
    weight: int
    style: str
    full: str
    fixed_set: frozenset[int]
    full_set: frozenset[int]


@functools.cache
def faces() -> tuple[Face, ...]:
    """All faces of the bundle, in the order of `fonts.json`."""
    return tuple(
        Face(
            name=row["name"],
            family=row["family"],
            weight=row["weight"],
            style=row["style"],
            full=row["full"],
            fixed_set=code_points(row["unicode"]),
            full_set=code_points(row["full_unicode"]),
        )
        for row in webfiles.font_table()["faces"]
    )


def outside(text: str) -> set[str]:
    """The visible characters of the text that the fixed set of none of the families has."""
    held = frozenset[int]().union(*(face.fixed_set for face in faces()))
    return {char for char in set(text) if ord(char) not in held and _is_visible(char)}


def missing(text: str) -> set[str]:
    """The visible characters of the text that no bundled font has at all."""
    held = frozenset[int]().union(*(face.full_set for face in faces()))
    return {char for char in outside(text) if ord(char) not in held}


def supplement(characters: Iterable[str]) -> dict[str, bytes]:
    """Fonts (woff2) for the characters outside the fixed set, by file name.

    One for every face that lacks some of them and has them in its uncut file:
    `Inter-Bold-more.woff2` completes `Inter-Bold.woff2`. Same characters, same bytes.
    """
    return {f"{face.name}-more.woff2": _cut(face, points) for face, points in _extra(characters).items()}


@functools.cache
def cut_to(name: str, letters: frozenset[str]) -> bytes:
    """A face of the bundle with these letters and the common ones alone, for pages that hold their fonts."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(layout_features=["*"], hinting=False)
    font = TTFont(io.BytesIO(webfiles.read(name)), recalcTimestamp=False)
    font.flavor = "woff2"
    worker = Subsetter(options)
    worker.populate(unicodes=COMMON | {ord(letter) for letter in letters})
    worker.subset(font)
    cut = io.BytesIO()
    font.save(cut)
    return cut.getvalue()


def supplemented(characters: Iterable[str]) -> dict[str, tuple[Face, str]]:
    """What each of these supplements is: by file name, its face and its `unicode-range` for CSS."""
    extra = _extra(characters)
    return {
        f"{face.name}-more.woff2": (face, ",".join(f"U+{point:X}" for point in sorted(extra[face])))
        for face in extra
    }


def code_points(ranges: str) -> frozenset[int]:
    """The code points of a CSS `unicode-range`: `U+20-7E,U+A0`."""
    found = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges)
    return frozenset(point for low, high in found for point in range(int(low, 16), int(high or low, 16) + 1))


def _extra(characters: Iterable[str]) -> dict[Face, set[int]]:
    """Which of the characters come from which face's uncut file."""
    wanted = {ord(char) for char in outside("".join(characters))}
    return {face: wanted & face.full_set for face in faces() if wanted & face.full_set}


def _is_visible(char: str) -> bool:
    # Controls, line breaks, joiners and variation selectors need no glyph of their own.
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp", "Mn"} and not char.isspace()


def _cut(face: Face, points: set[int]) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(webfiles.read(f"fonts/{face.full}")), recalcTimestamp=False)
    names = font["name"]
    for tag in _COSTLY & set(font.keys()):
        del font[tag]
    options = subset.Options()
    options.hinting = False
    options.recalc_timestamp = False
    options.bidi_closure = False
    worker = subset.Subsetter(options)
    worker.populate(unicodes=points)
    worker.subset(font)
    font["name"] = names
    return _saved(font, face)


def _saved(font: TTFont, face: Face) -> bytes:
    """The font as woff2, under our name: its licence keeps the original's for the original."""
    style_name = face.name.rpartition("-")[2]
    names = {1: face.family, 2: style_name, 4: f"{face.family} {style_name}"}
    names[3] = names[6] = names[4].replace(" ", "-")
    font["name"].names = [record for record in font["name"].names if record.nameID in {0, 5, 13, 14}]
    for name_id, text in sorted(names.items()):
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()
