"""The front matter of a stranger's deck."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from talk.deck.front_matter import THEME, FrontMatter
from talk.safe.settings import harmless_settings


def settled(meta: FrontMatter) -> tuple[FrontMatter, list[tuple[str, str]]]:
    """The harmless front matter, and each key with what of it is left out."""
    told: list[tuple[str, str]] = []
    return harmless_settings(meta, lambda key, what, _: told.append((key, what))), told


@pytest.mark.parametrize(
    ("key", "value", "stays"),
    [
        ("transition", "fade", True),
        ("slideNumber", "c/t", True),
        ("slideNumber", True, True),
        ("controls", False, True),
        ("margin", 0.1, True),
        ("autoSlide", 5000, True),
        ("transition", 'fade" onload="owned()', False),
        ("transition", {"fade": 1}, False),
        ("controls", "owned()", False),
        ("keyboard", {"27": "owned"}, False),
        ("dependencies", [{"src": "https://evil.test/x.js"}], False),
        ("plugins", ["Owned"], False),
        ("parallaxBackgroundImage", "https://evil.test/x.png", False),
        ("preloadIframes", True, False),
        ("postMessage", True, False),
        ("previewLinks", True, False),
        ("display", "none; background: url(x)", False),
        ("__proto__", True, False),
    ],
)
def test_options_of_reveal(key: str, value: Any, stays: bool) -> None:
    """What only shows is passed on, in the form that it has there; all else is told."""
    made, told = settled(FrontMatter(reveal={key: value}))
    assert made.reveal == ({key: value} if stays else {})
    assert told == ([] if stays else [("reveal", key)])


def test_scripts_and_templates_are_left_out_and_style_sheets_stay(tmp_path: Path) -> None:
    """A theme's style sheets go before the author's own, as they do otherwise."""
    for name in ("css/b.css", "css/a.css", "templates/deck.html.j2"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    own = tmp_path / "own.css"
    made, told = settled(
        FrontMatter(theme="./theme", theme_folder=tmp_path, css=(own,), js=(tmp_path / "own.js",))
    )
    assert (made.js, made.theme, made.theme_folder) == ((), THEME, None)
    assert made.css == (tmp_path / "css/a.css", tmp_path / "css/b.css", own)
    assert told == [("js", "own.js"), ("theme", "deck.html.j2")]
