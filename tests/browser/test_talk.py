"""The talk as an audience meets it: opened from the disk, without a network."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from talk.check.browser.scripts import script

ROOT = Path(__file__).parents[2]
GEOMETRY = script("geometry.js")
SHOW = (Path(__file__).parent / "show.js").read_text(encoding="utf-8")
SAMPLED = [("16:9", "+6"), ("4:3", "+0")]
SHAPES = [
    shape if shape in SAMPLED else pytest.param(*shape, marks=pytest.mark.long)
    for shape in product(("16:9", "4:3"), ("+0", "+6", "+10"))
]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def opened(page: Page, path: Path, query: str = "", width: int = 1280) -> Page:
    """The page at this address, once it says that it is ready."""
    page.set_viewport_size({"width": width, "height": 720})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{path.as_uri()}{query}")
    page.evaluate("window.talk.ready")
    return page


def show(page: Page, index: int) -> str:
    """Show a slide with all its fragments; what comes back is its id."""
    name: str = page.evaluate(SHOW, index)
    return name


def text_sizes(page: Page) -> dict[str, tuple[float, float]]:
    """The size of every text in every chart, and of its slide. Diagrams choose theirs by their room."""
    sizes: dict[str, tuple[float, float]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("figure.demo")].flatMap((figure) =>
            [...figure.querySelectorAll("svg:not(.steps) text")].map((text, place) =>
                [`${figure.id} ${place}`, [text, figure.closest("section")].map(
                    (each) => parseFloat(getComputedStyle(each).fontSize))])))"""
    )
    return sizes


def test_every_slide_is_reached_by_the_keyboard(page: Page, talk_page: Callable[..., Path]) -> None:
    """PageDown walks through all slides, in order, to the last."""
    opened(page, talk_page())
    wanted: list[str] = page.evaluate("Reveal.getSlides().map((slide) => slide.id)")
    met = [page.evaluate("Reveal.getCurrentSlide().id")]
    steps: int = page.evaluate("document.querySelectorAll('.fragment').length") + len(wanted)
    for _ in range(steps):
        page.keyboard.press("PageDown")
        here = page.evaluate("Reveal.getCurrentSlide().id")
        met += [here] if here != met[-1] else []
    assert met == wanted


@pytest.mark.parametrize(("aspect", "font"), SHAPES)
def test_nothing_is_clipped_overlapping_or_tiny(
    page: Page, talk_page: Callable[..., Path], aspect: str, font: str
) -> None:
    """Every slide keeps to its canvas, with all fragments shown, in both shapes and sizes."""
    opened(page, talk_page(aspect, font), width=960 if aspect == "4:3" else 1280)
    complaints = {}
    for index in range(page.evaluate("Reveal.getSlides().length")):
        name = show(page, index)
        if found := page.evaluate(GEOMETRY):
            complaints[name] = found
    assert not complaints


def test_chart_text_grows_by_the_ratio_of_the_font(page: Page, talk_page: Callable[..., Path]) -> None:
    """From +0 to +6 the text in a chart grows as all text of its slide does, by 34/28 where there is room."""
    small = text_sizes(opened(page, talk_page("16:9", "+0")))
    large = text_sizes(opened(page, talk_page("16:9", "+6")))
    shared = small.keys() & large.keys()
    assert len(shared) > 30
    grown = {key: [large[key][at] / small[key][at] for at in (0, 1)] for key in shared}
    assert {key: chart for key, (chart, slide) in grown.items() if abs(chart - slide) > 0.01} == {}
    in_full = [key for key, (chart, _) in grown.items() if round(chart, 2) == round(34 / 28, 2)]
    assert len(in_full) > len(shared) / 2


def test_plus_and_minus_scale_and_survive_a_reload(page: Page, talk_page: Callable[..., Path]) -> None:
    """Two presses of + are two pixels, written into the address; a reload keeps them."""
    opened(page, talk_page())
    size = "parseFloat(getComputedStyle(document.querySelector('.reveal')).fontSize)"
    before: float = page.evaluate(size)
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert page.evaluate(size) == before + 2
    assert "font=" in page.url
    page.reload()
    page.evaluate("window.talk.ready")
    assert page.evaluate(size) == before + 2
    page.keyboard.press("-")
    assert page.evaluate(size) == before + 1


def test_the_speaker_view_opens_with_the_notes(
    page: Page, context: BrowserContext, talk_page: Callable[..., Path]
) -> None:
    """`s` opens a window that shows the notes of the present slide."""
    opened(page, talk_page())
    notes: str = page.evaluate(
        "Reveal.getCurrentSlide().querySelector('aside.notes').textContent.trim().slice(0, 30)"
    )
    assert notes
    with context.expect_page() as window:
        page.keyboard.press("s")
    shows = "(text) => document.body.textContent.includes(text)"
    window.value.wait_for_function(shows, arg=notes, timeout=10_000)


def test_every_slide_is_placed_and_named(page: Page, talk_page: Callable[..., Path]) -> None:
    """Each section says its file and line and has one heading or a label; there is one h1."""
    opened(page, talk_page())
    rows: list[dict[str, Any]] = page.evaluate(
        """() => Reveal.getSlides().map((slide) => ({
            id: slide.id, file: slide.dataset.file, line: slide.dataset.line,
            named: !!slide.querySelector("h1, h2") || !!slide.ariaLabel,
            notes: slide.querySelectorAll("aside.notes").length,
        }))"""
    )
    for row in rows:
        assert row["id"], row
        assert (ROOT / row["file"]).is_file(), row
        assert int(row["line"]) >= 1
        assert row["named"], row
    assert page.evaluate("document.querySelectorAll('.slides h1').length") == 1
    assert len({row["id"] for row in rows}) == len(rows)


def test_every_figure_has_its_alternatives(page: Page, talk_page: Callable[..., Path]) -> None:
    """Each demo holds one named picture, a status, a table with scopes and caption, and a CSV."""
    path = talk_page()
    opened(page, path)
    figures: list[dict[str, Any]] = page.evaluate(
        """() => [...document.querySelectorAll("figure.demo")].map((figure) => ({
            id: figure.id, demo: figure.dataset.demo,
            svgs: figure.querySelectorAll("svg[role=img]").length,
            status: figure.querySelectorAll("output[role=status]").length,
            rows: figure.querySelectorAll("details.data table tbody tr").length,
            unscoped: figure.querySelectorAll("details.data th:not([scope])").length,
            caption: figure.querySelector("details.data caption")?.textContent.trim(),
            csv: figure.querySelector("details.data a")?.getAttribute("href"),
        }))"""
    )
    assert len(figures) >= 5
    for figure in figures:
        assert (figure["svgs"], figure["status"], figure["unscoped"]) == (1, 1, 0), figure
        assert 1 <= figure["rows"] <= 50, figure
        assert figure["caption"], figure
        assert (path.parent / figure["csv"]).is_file(), figure


def test_dark_mode_turns_everything(page: Page, talk_page: Callable[..., Path]) -> None:
    """`?mode=dark` gives a dark page with light text, charts included."""
    opened(page, talk_page(), "?mode=dark")
    back, front = page.evaluate(
        "[getComputedStyle(document.querySelector('.reveal-viewport')).backgroundColor,"
        " getComputedStyle(document.querySelector('.reveal')).color]"
    )
    assert sum(map(int, back[4:-1].split(",")[:3])) < 150
    assert sum(map(int, front[4:-1].split(",")[:3])) > 500
