"""The look, as far as numbers can tell: contrast of every pair of colours, and sizes of text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "talk" / "web" / "css"
TEXT_ON = {
    "bg": ["fg", "muted", "accent", "code-comment"],
    "surface": [
        *("fg", "muted", "accent"),
        *("code-keyword", "code-name", "code-string", "code-number", "code-comment", "code-error"),
    ],
    "accent-soft": [
        "fg",
        "code-keyword",
        "code-name",
        "code-string",
        "code-number",
        "code-comment",
        "code-error",
    ],
}
GRAPHICS_ON = {
    "bg": ["line", "accent", "muted", *(f"c-{n}" for n in range(1, 9))],
    "surface": ["line", "accent", "c-1", "c-3", "c-4"],
}


def colours() -> dict[str, tuple[str, str]]:
    """The variables of the theme: their light and their dark value."""
    text = (CSS / "theme.css").read_text(encoding="utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", text)
    return {name: (light, dark) for name, light, dark in found}


def luminance(colour: str) -> float:
    """The relative luminance that WCAG defines."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio that WCAG defines."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Each front with its ground."""
    return [(front, ground) for ground, fronts in table.items() for front in fronts]


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), pairs(TEXT_ON))
def test_text_has_contrast(front: str, ground: str, mode: int) -> None:
    """Text has at least 4.5:1 on each ground that it stands on."""
    assert contrast(colours()[front][mode], colours()[ground][mode]) >= 4.5


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), pairs(GRAPHICS_ON))
def test_graphics_have_contrast(front: str, ground: str, mode: int) -> None:
    """Lines of charts and borders of controls have at least 3:1."""
    assert contrast(colours()[front][mode], colours()[ground][mode]) >= 3


def test_contrast_of_known_colours() -> None:
    """The measure itself is right: black on white is 21:1, equal colours 1:1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


def test_no_small_text_on_slides() -> None:
    """Whatever is smaller than plain text on a slide has a floor of at least 18 px."""
    sizes = re.findall(r"font-size: ([^;]+);", (CSS / "deck.css").read_text(encoding="utf-8"))
    assert len(sizes) > 10
    for size in sizes:
        small = [float(em) for em in re.findall(r"([\d.]+)em", size) if float(em) < 1]
        assert not small or size.startswith("max(18px"), size


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_style_sheets_load_nothing(sheet: Path) -> None:
    """No style sheet of ours names an address, and no colour stands outside the theme."""
    text = sheet.read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import", text)
    assert sheet.name in ("theme.css", "ink.css") or not re.search(r"#[0-9a-f]{3,8}\b[^{]*;", text)
