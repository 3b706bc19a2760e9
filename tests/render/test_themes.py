"""The themes, as far as numbers can tell: contrast, and series that everybody tells apart."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from talk.deck.front_matter import THEME, THEMES

CSS = Path(__file__).parents[2] / "talk" / "web" / "css"
CODE = [f"code-{kind}" for kind in ("keyword", "name", "string", "number", "comment", "error")]
SERIES = [f"c-{number}" for number in range(1, 9)]
TEXT_ON = {
    "bg": ["fg", "muted", "accent", *CODE],  # code in a terminal
    "surface": ["fg", "muted", "accent", *CODE],
    "accent-soft": ["fg", *CODE],
}
GRAPHICS_ON = {"bg": ["line", "accent", "muted", *SERIES], "surface": ["line", "accent", "c-1", "c-2", "c-3"]}
WORDS_ON = {"bg": ["fg", "muted", "accent"], "surface": ["fg"]}  # on a plate there is nothing else

# How colours look without one of the three kinds of cones, in linear RGB: Machado, Oliveira and Fernandes,
# "A physiologically-based model for simulation of color vision deficiency", 2009, severity 1.
EYES = {
    "normal": np.eye(3),
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# Linear RGB to OKLab, as Björn Ottosson gives it; equal steps look equally large in it.
TO_CONES = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
TO_LAB = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]

Colours = dict[str, str]


def scopes(theme: str) -> dict[str, dict[str, tuple[str, str]]]:
    """A theme's colours, light and dark, by the selector for which they hold; `:root` is the page."""
    sheets = [CSS / "theme.css"] + ([CSS / "themes" / f"{theme}.css"] if theme != THEME else [])
    found: dict[str, dict[str, tuple[str, str]]] = {":root": {}}
    for sheet in sheets:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
            given = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", body)
            if given:
                name = selector.strip().split(",")[0]
                held = found.setdefault(name, dict(found[":root"]))
                held.update((role, (light, dark)) for role, light, dark in given)
    return found


def looks() -> list[tuple[str, str, Colours]]:
    """Every theme in light and in dark: its name, the selector, the colours that hold there."""
    return [
        (f"{theme} {('light', 'dark')[mode]}", selector, {role: both[mode] for role, both in found.items()})
        for theme in THEMES
        for selector, found in scopes(theme).items()
        for mode in (0, 1)
    ]


def named(value: object) -> str:
    """A look's name as the id of its test."""
    return value if isinstance(value, str) else ""


def linear(colour: str) -> np.ndarray:
    """Linear red, green and blue of a colour, 0 to 1."""
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """The relative luminance that WCAG defines."""
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    """The contrast ratio that WCAG defines."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def distance(one: str, other: str, eyes: str) -> float:
    """How far apart two colours look to such eyes, in OKLab: black and white are 1 apart."""
    seen = [np.clip(np.array(EYES[eyes]) @ linear(colour), 0, 1) for colour in (one, other)]
    first, second = (np.array(TO_LAB) @ np.cbrt(np.array(TO_CONES) @ each) for each in seen)
    return float(np.linalg.norm(first - second))


def too_faint(colours: Colours, fronts_on: dict[str, list[str]], least: float) -> list[str]:
    """The pairs of front and ground with less contrast than that."""
    return [
        f"{front} on {ground}: {contrast(colours[front], colours[ground]):.2f}"
        for ground, fronts in fronts_on.items()
        for front in fronts
        if contrast(colours[front], colours[ground]) < least
    ]


@pytest.mark.parametrize(("look", "selector", "colours"), looks(), ids=named)
def test_text_has_contrast(look: str, selector: str, colours: Colours) -> None:
    """Text has at least 4.5:1 on each ground that it stands on; in the theme `contrast` 7:1."""
    fronts_on = TEXT_ON if selector == ":root" else WORDS_ON
    assert too_faint(colours, fronts_on, 7 if look.startswith("contrast") else 4.5) == []


@pytest.mark.parametrize(("look", "selector", "colours"), looks(), ids=named)
def test_graphics_have_contrast(look: str, selector: str, colours: Colours) -> None:
    """Lines of charts and borders of controls have at least 3:1; in the theme `contrast` 4.5:1."""
    fronts_on = GRAPHICS_ON if selector == ":root" else {"bg": ["line", "accent"]}
    assert too_faint(colours, fronts_on, 4.5 if look.startswith("contrast") else 3) == []


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize(("look", "selector", "colours"), looks(), ids=named)
def test_series_are_told_apart(look: str, selector: str, colours: Colours, eyes: str) -> None:
    """No two series look alike to any eyes; the first four, which most charts do with, far from it."""
    near = {(a, b): distance(colours[a], colours[b], eyes) for a, b in combinations(SERIES, 2)}
    assert [pair for pair, apart in near.items() if apart < 0.06] == [], (look, selector)
    assert [pair for pair, apart in near.items() if apart < 0.085 and max(pair) <= "c-4"] == []


@pytest.mark.parametrize(("look", "selector", "colours"), looks(), ids=named)
def test_series_differ_in_grey(look: str, selector: str, colours: Colours) -> None:
    """On a grey printer the first four series differ by a twentieth of the way from black to white."""
    greys = {role: luminance(colours[role]) ** (1 / 3) for role in SERIES}
    near = {(a, b): abs(greys[a] - greys[b]) for a, b in combinations(SERIES, 2)}
    assert [pair for pair, apart in near.items() if apart < 0.01] == [], (look, selector)
    assert [pair for pair, apart in near.items() if apart < 0.043 and max(pair) <= "c-4"] == []


@pytest.mark.parametrize(("look", "selector", "colours"), looks(), ids=named)
def test_the_first_series_are_not_the_accent(look: str, selector: str, colours: Colours) -> None:
    """What a chart points at with the accent looks unlike its first series, and its second to most."""
    if selector != ":root":
        return
    assert min(distance(colours["accent"], colours["c-1"], eyes) for eyes in EYES) >= 0.085, look
    assert distance(colours["accent"], colours["c-2"], "normal") >= 0.14


def test_measures_of_known_colours() -> None:
    """The measures themselves are right: 21:1 for black and white, and red comes near green for deutans."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
    assert distance("#000000", "#ffffff", "normal") == pytest.approx(1, abs=1e-3)
    red_green = ("#c0392b", "#7a8b2d")
    assert distance(*red_green, "deutan") < distance(*red_green, "normal") / 2


def test_every_theme_has_its_style_sheet() -> None:
    """The themes that the front matter knows are those in the bundle, and each is more than its colours."""
    assert {path.stem for path in (CSS / "themes").glob("*.css")} == set(THEMES) - {THEME}
    for theme in set(THEMES) - {THEME}:
        own = set(scopes(theme)[":root"].items())
        assert len(own - set(scopes(THEME)[":root"].items())) >= 20, theme
