"""Themes put on a built page: they change by one style sheet, so one build serves them all."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from talk import webfiles
from talk.deck.front_matter import THEME
from talk.render.loaded import FONT_FACE


def wear(page: Page, theme: str) -> None:
    """Give a page that was built with the theme `talk` another one, in place of the last, with its type."""
    page.evaluate("document.querySelectorAll('style.worn').forEach((style) => style.remove())")
    if theme != THEME:
        css = "\n".join([*_faces(), webfiles.read_text(f"css/themes/{theme}.css")])
        page.add_style_tag(content=css).evaluate("(style) => style.classList.add('worn')")
    page.evaluate("document.body.getBoundingClientRect(), document.fonts.ready")


def _faces() -> list[str]:
    fonts = Path(str(webfiles.bundle())) / "fonts"
    faces = webfiles.font_table()["faces"]
    return [FONT_FACE.format(**face, url=(fonts / f"{face['name']}.woff2").as_uri()) for face in faces]
