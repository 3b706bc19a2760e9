"""Contrast of what an author changes in a theme's colours, and of slides with a colour behind them.

The themes that come with `talk` have theirs tested; what counts here is the pairs of which the author's
style sheets give one colour or both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from talk import webfiles
from talk.check.rules.colours import RGB, Given, contrast, read_colour, read_variables
from talk.deck.front_matter import THEME, FrontMatter
from talk.deck.model import Deck, Slide
from talk.errors import Diagnostics, Span

TEXT, GRAPHICS = 4.5, 3.0
_CODE = tuple(f"code-{kind}" for kind in ("keyword", "name", "string", "number", "comment", "error"))
_SERIES = tuple(f"c-{number}" for number in range(1, 9))
_TEXT_ON: Mapping[str, tuple[str, ...]] = {
    "bg": ("fg", "muted", "accent"),
    "surface": ("fg", "muted", "accent", *_CODE),
}
_GRAPHICS_ON: Mapping[str, tuple[str, ...]] = {"bg": ("line", *_SERIES)}
_DARK = 128  # reveal.js takes what is less bright for a dark ground


@dataclass(frozen=True, slots=True)
class _Colour:
    """A colour that holds, and the place where an author gave it; None for ours."""

    rgb: RGB
    span: Span | None = None


_Look = dict[str, _Colour]


def check_contrast(deck: Deck, diagnostics: Diagnostics) -> None:
    """Report text with less than 4.5:1 and lines of charts with less than 3:1."""
    meta = deck.meta
    looks = _looks(meta)
    for name, look in looks.items():
        modes = (0, 1) if meta.mode == "auto" else (int(meta.mode == "dark"),)
        for mode in modes:
            _check_look(look[mode], f"in {('light', 'dark')[mode]}{_where(name)}", diagnostics)
    for slide in deck.slides:
        _check_ground(slide, looks[":root"], diagnostics)


def _looks(meta: FrontMatter) -> dict[str, tuple[_Look, _Look]]:
    """The colours that hold, light and dark, for the page (`:root`) and each selector of its own."""
    found: dict[str, tuple[_Look, _Look]] = {":root": ({}, {})}
    for path, text in _sheets(meta):
        for given in read_variables(text):
            span = Span(path, given.line) if path else None
            if span or given.selector == ":root":
                _put(given, span, found)
    return found


def _sheets(meta: FrontMatter) -> Iterator[tuple[Path | None, str]]:
    yield None, webfiles.read_text("css/theme.css")
    if meta.theme_folder is None and meta.theme != THEME:
        yield None, webfiles.read_text(f"css/themes/{meta.theme}.css")
    own = sorted((meta.theme_folder / "css").glob("*.css")) if meta.theme_folder else []
    for path in (*own, *meta.css):
        if path.suffix.lower() == ".css":
            yield path, path.read_text(encoding="utf-8", errors="replace")


def _put(given: Given, span: Span | None, found: dict[str, tuple[_Look, _Look]]) -> None:
    name = ":root" if _is_page(given.selector) else given.selector
    root = found[":root"]
    looks = found.setdefault(name, (dict(root[0]), dict(root[1])))
    for look, rgb in zip(looks, (given.light, given.dark), strict=True):
        if rgb is not None:
            look[given.name] = _Colour(rgb, span)


def _is_page(selector: str) -> bool:
    """Whether a selector means the whole page, perhaps in one mode."""
    return all(
        part.strip().startswith((":root", "html", "body", ".deck", ".reveal")) for part in selector.split(",")
    )


def _where(selector: str) -> str:
    return "" if selector == ":root" else f" within '{selector}'"


def _check_look(look: _Look, where: str, diagnostics: Diagnostics) -> None:
    for pairs, least in ((_TEXT_ON, TEXT), (_GRAPHICS_ON, GRAPHICS)):
        for ground, fronts in pairs.items():
            for front in fronts:
                _check_pair(look, front, ground, least, where, diagnostics)


def _check_pair(
    look: _Look, front: str, ground: str, least: float, where: str, diagnostics: Diagnostics
) -> None:
    one, other = look[front], look[ground]
    place = one.span or other.span
    ratio = contrast(one.rgb, other.rgb)
    if place is not None and ratio < least:
        diagnostics.error(
            f"--{front} on --{ground} {where} has a contrast of {ratio:.1f}:1, less than {least:g}:1",
            place,
            "take a darker or a lighter colour",
            "contrast",
        )


def _check_ground(slide: Slide, looks: tuple[_Look, _Look], diagnostics: Diagnostics) -> None:
    """Text on the colour behind a slide: as reveal.js does, a dark one has the dark colours on it."""
    written = slide.attrs.get("data-background-color") or slide.attrs.get("data-background", "")
    ground = read_colour(written)
    if ground is None:
        return
    red, green, blue = ground
    look = looks[(red * 299 + green * 587 + blue * 114) / 1000 < _DARK]
    ratio = contrast(look["fg"].rgb, ground)
    if ratio < TEXT:
        diagnostics.error(
            f"text on the background {written} has a contrast of {ratio:.1f}:1, less than {TEXT:g}:1",
            slide.span,
            "take a darker or a lighter background",
            "contrast",
        )
