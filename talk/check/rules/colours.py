"""Colours as style sheets write them, and the contrast that WCAG defines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

RGB = tuple[int, int, int]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_VARIABLE = re.compile(r"--([\w-]+)\s*:\s*([^;]+?)\s*(?:;|$)")
_BOTH = re.compile(r"light-dark\(\s*((?:[^(),]|\([^()]*\))+),\s*((?:[^(),]|\([^()]*\))+)\)")


@dataclass(frozen=True, slots=True)
class Given:
    """A variable that a style sheet sets: its line, and the selector for which it holds.

    Of `light` and `dark`, a colour that it does not set is None.
    """

    selector: str
    name: str
    light: RGB | None
    dark: RGB | None
    line: int


def read_variables(css: str) -> Iterator[Given]:
    """All variables of a style sheet that hold a colour, in its order."""
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), css)
    for rule in _RULE.finditer(text):
        selector = " ".join(rule[1].split(";")[-1].split())
        for found in _VARIABLE.finditer(rule[2]):
            light, dark = _colours(found[2], selector)
            if light or dark:
                line = text.count("\n", 0, rule.start(2) + found.start()) + 1
                yield Given(selector, found[1], light, dark, line)


def read_colour(text: str) -> RGB | None:
    """Red, green and blue, 0 to 255; None for what is no opaque colour by its own words."""
    from PIL import ImageColor

    try:
        colour = ImageColor.getrgb(text.strip())
    except ValueError:
        return None
    return None if len(colour) > 3 and colour[3] < 255 else (colour[0], colour[1], colour[2])


def contrast(one: RGB, other: RGB) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: RGB) -> float:
    """The relative luminance of a colour, 0 to 1."""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _colours(value: str, selector: str) -> tuple[RGB | None, RGB | None]:
    """The light and the dark colour of a value; of a single one, the selector may say its mode."""
    both = _BOTH.fullmatch(value)
    if both:
        return read_colour(both[1]), read_colour(both[2])
    one = read_colour(value)
    return (None if "dark" in selector else one, None if "light" in selector else one)
