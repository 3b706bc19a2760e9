"""Every theme on real slides: nothing clipped, overlapping or tiny, and colours where they belong.

The default suite looks at the gallery in two shapes; with TALK_LOOKS=all (`tests/full/run`) at both decks
in all of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Page

from talk.check.browser.scripts import script
from talk.deck.front_matter import THEMES

HERE = Path(__file__).parent
GEOMETRY, SHOW = script("geometry.js"), (HERE / "show.js").read_text(encoding="utf-8")
ALL = os.environ.get("TALK_LOOKS") == "all"
DECKS = ("gallery", "talk") if ALL else ("gallery",)
SHAPES = (
    list(product(("16:9", "4:3"), ("+0", "+6", "+10")))
    if ALL
    else [("16:9", "+0"), pytest.param("4:3", "+6", marks=pytest.mark.long)]
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]


def opened(page: Page, path: Path, query: str = "", width: int = 1280) -> Page:
    """The page at this address, once it says that it is ready."""
    page.set_viewport_size({"width": width, "height": 720})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{path.as_uri()}{query}")
    page.evaluate("window.talk.ready")
    return page


def complaints(page: Page) -> dict[str, list[str]]:
    """What a viewer would complain about, by slide, with all fragments shown."""
    found: dict[str, list[str]] = {}
    for index in range(page.evaluate("Reveal.getSlides().length")):
        name: str = page.evaluate(SHOW, index)
        if told := page.evaluate(GEOMETRY):
            found[name] = told
    return found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("aspect", "font"), SHAPES)
@pytest.mark.parametrize("deck", DECKS)
def test_every_slide_is_tidy_in_every_theme(
    page: Page, built: Callable[..., Path], themes: ModuleType, deck: str, aspect: str, font: str, theme: str
) -> None:
    """Nothing is clipped, overlaps, leaves the canvas or is too small, whatever type a theme brings."""
    path = built(deck, "--aspect", aspect, "--font", font)
    opened(page, path, width=960 if aspect == "4:3" else 1280)
    themes.wear(page, theme)
    assert complaints(page) == {}


def test_headings_and_text_have_the_type_of_the_theme(
    page: Page, gallery_page: Path, themes: ModuleType
) -> None:
    """The theme `paper` is set in its serif; charts stay in the sans that they were measured in."""
    opened(page, gallery_page)
    themes.wear(page, "paper")
    family = "(query) => getComputedStyle(document.querySelector(query)).fontFamily.split(',')[0]"
    assert page.evaluate(family, "#words p") == '"Talk Serif"'
    assert page.evaluate(family, "#words h2") == '"Talk Serif"'
    assert page.evaluate(family, "#lines svg text") == '"Talk Sans"'
    assert page.evaluate("document.fonts.check('28px \"Talk Serif\"')")


def test_a_plate_colours_the_whole_screen(page: Page, gallery_page: Path, themes: ModuleType) -> None:
    """In the theme `go` a section stands on blue up to the screen's edges, and the next slide does not."""
    opened(page, gallery_page)
    themes.wear(page, "go")
    ground = "getComputedStyle(document.querySelector('.reveal-viewport')).backgroundColor"
    names: list[str] = page.evaluate("Reveal.getSlides().map((slide) => slide.id)")
    seen = []
    for name in ("text", "words"):
        page.evaluate(SHOW, names.index(name))
        seen.append(page.evaluate(ground))
    assert seen[0] != seen[1] == "rgb(255, 255, 255)"


def test_a_terminal_is_dark_on_a_light_slide(page: Page, gallery_page: Path) -> None:
    """What a program prints looks unlike code, in the same theme's dark colours."""
    opened(page, gallery_page, "?mode=light")
    ground = "(query) => getComputedStyle(document.querySelector(query)).backgroundColor"
    assert page.evaluate(ground, "#code-output .terminal") == "rgb(21, 23, 26)"
    assert page.evaluate(ground, "#code-output .code:not(.terminal)") == "rgb(244, 242, 236)"


def test_quotation_marks_hang_outside_the_edge(page: Page, gallery_page: Path) -> None:
    """The words of a quotation begin where a heading does; its opening mark stands to the left of them."""
    opened(page, gallery_page)
    names: list[str] = page.evaluate("Reveal.getSlides().map((slide) => slide.id)")
    page.evaluate(SHOW, names.index("quote"))
    words, mark, edge = page.evaluate(
        """() => {
            const paragraph = document.querySelector("#quote blockquote p");
            const range = document.createRange();
            range.selectNodeContents(paragraph.firstChild);
            const style = getComputedStyle(paragraph, "::before");
            return [range.getClientRects()[0].left, style.content,
                    parseFloat(getComputedStyle(document.querySelector("#quote .page")).paddingLeft)];
        }"""
    )
    assert words == pytest.approx(edge, abs=1)
    assert mark == "open-quote"


def test_code_gives_way_before_a_line_of_it_breaks(page: Page, gallery_page: Path) -> None:
    """In a narrow column it shrinks, never below 18 px; where that does not help, it keeps its size."""
    opened(page, gallery_page)
    page.evaluate("Reveal.slide(0)")
    seen = page.evaluate(
        """() => [[40, 20], [40, 40], [40, 200]].map(([size, letters]) => {
            const slide = document.querySelector("section.present .page");
            slide.innerHTML = `<div class="columns"><div class="column"><figure class="listing">
                <pre class="code" style="--letters: ${letters}"><code>` +
                `<span class="line">${"x".repeat(letters)}</span></code></pre></figure></div>` +
                `<div class="column"></div></div>`;
            slide.style.fontSize = `${size}px`;
            const pre = slide.querySelector("pre");
            const style = getComputedStyle(pre);
            return [parseFloat(style.fontSize), pre.clientHeight / parseFloat(style.lineHeight)];
        })"""
    )
    (plain, _), (shrunk, lines), (kept, _) = seen
    assert plain == kept == pytest.approx(0.7857 * 40, abs=0.1)
    assert 18 <= shrunk < plain
    assert lines < 3
    assert seen[2][1] > 8


def test_the_foot_keeps_half_a_line_free(page: Page, built: Callable[..., Path]) -> None:
    """Between what fills a slide and the mark over the section's name, at every size of the text."""
    for font in ("+0", "+10"):
        opened(page, built("gallery", "--font", font))
        names: list[str] = page.evaluate("Reveal.getSlides().map((slide) => slide.id)")
        page.evaluate(SHOW, names.index("words"))
        free, text = page.evaluate(
            """() => {
                const slide = document.querySelector("section.present");
                const page = slide.querySelector(".page");
                const padding = parseFloat(getComputedStyle(page).paddingBottom);
                const inside = page.getBoundingClientRect().bottom - padding;
                const mark = slide.querySelector(".here").getBoundingClientRect().top - 8;
                return [mark - inside, parseFloat(getComputedStyle(slide).fontSize)];
            }"""
        )
        assert free >= 0.45 * text, font


def test_code_beside_memory_breaks_no_line_on_a_narrow_slide(page: Page, built: Callable[..., Path]) -> None:
    """Lines of 27 letters stand whole beside a diagram, at 18 px."""
    opened(page, built("gallery", "--aspect", "4:3", "--font", "+6"), width=960)
    names: list[str] = page.evaluate("Reveal.getSlides().map((slide) => slide.id)")
    page.evaluate(SHOW, names.index("go-step"))
    heights = page.evaluate(
        "[...document.querySelectorAll('#go-step pre[data-steps] .line')].map((line) => line.clientHeight)"
    )
    assert len(heights) == 7
    assert max(heights) < 1.5 * min(heights)
