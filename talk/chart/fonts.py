"""The deck's fonts for drawing: where they lie, and how wide a text is in them."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from talk import webfiles
from talk.errors import TalkError

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

SANS, BOLD, MONO = "Inter-Regular", "Inter-SemiBold", "Mono-Regular"
LINE = 1.22  # height of a line of text, in text sizes
CAP = 0.727  # height of a capital letter
_MEASURED_PX = 100  # widths are measured once at this size


def font_file(face: str) -> Path:
    """The file of one face.

    Raises:
        TalkError: this installation has no fonts.
    """
    path = Path(str(webfiles.bundle() / "fonts" / f"{face}.ttf"))
    if not path.is_file():
        raise TalkError(
            f"the font {path.name} is missing", hint=f"run {webfiles.REFRESH}, or install talk again"
        )
    return path


@functools.cache
def font(face: str) -> FontProperties:
    """The face for matplotlib."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(font_file(face)))


def text_width(text: str, size_px: float, face: str = SANS) -> float:
    """How wide a line of text is, in pixels. Digits count as equally wide, as the page sets them."""
    figures = text.translate(_AS_WIDE) if face != MONO else text
    return _width(figures, face) * size_px / _MEASURED_PX


def wrapped(text: str, size_px: float, width_px: float, face: str = SANS, most: int = 3) -> str:
    """The text on at most so many lines, broken between words; the last line holds the rest.

    What is left of one or two letters takes the word before it along.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        fits = text_width(longer, size_px, face) <= width_px
        if lines and (fits or len(lines) == most):
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(_accompanied(lines))


def _accompanied(lines: list[str]) -> list[str]:
    """The lines, without a last one that is too short to stand alone."""
    if len(lines) < 2 or len(lines[-1]) > 2 or " " not in lines[-2]:
        return lines
    before, word = lines[-2].rsplit(" ", 1)
    return [*lines[:-2], before, f"{word} {lines[-1]}"]


def block_width(text: str, size_px: float, face: str = SANS) -> float:
    """The width of the longest of its lines."""
    return max((text_width(line, size_px, face) for line in text.split("\n")), default=0.0)


def block_height(text: str, size_px: float) -> float:
    """The height of all of its lines."""
    return (text.count("\n") + 1) * size_px * LINE


@functools.lru_cache(maxsize=4096)
def _width(text: str, face: str) -> float:
    from matplotlib.ft2font import FT2Font, LoadFlags

    drawn = FT2Font(str(font_file(face)))
    drawn.set_size(_MEASURED_PX, 72)
    drawn.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(drawn.get_width_height()[0]) / 64


_AS_WIDE = str.maketrans("012356789", "444444444")  # 4 is as wide as all are among tabular figures
