"""The handout is the reading view of a deck: on a narrow screen, and with the spacing that a reader sets."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]

# The four distances of WCAG 1.4.12.
SPACING = """* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
} p { margin-bottom: 2em !important; }"""
# How many texts there are, and those that leave the screen or are cut off. Code, tables, charts and formulas
# may be moved inside their boxes.
READ = """() => {
    const wide = document.documentElement.clientWidth;
    const moved = "pre, .table, table, svg, .katex, .visually-hidden";
    const texts = [...document.querySelectorAll("main :is(p, li, h2, h3, dt, dd, figcaption)")].filter(
        (element) => element.checkVisibility() && !element.closest(moved));
    const lost = texts.filter((element) => {
        const cuts = getComputedStyle(element).overflowX !== "visible";
        return element.getBoundingClientRect().right > wide + 1
            || (cuts && element.scrollWidth > element.clientWidth + 1);
    });
    return [texts.length, lost.map((element) => element.textContent.trim().slice(0, 40))];
}"""


@pytest.mark.parametrize("spacing", ["", SPACING], ids=["as it is", "spaced"])
def test_nothing_is_lost_or_moved_sideways_at_320_px(page: Page, gallery_page: Path, spacing: str) -> None:
    """The page is as wide as the narrowest screen, and every text is whole."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto((gallery_page.parent / "handout.html").as_uri())
    page.add_style_tag(content=spacing or "/* none */")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    count, lost = page.evaluate(READ)
    assert count > 200
    assert lost == []
