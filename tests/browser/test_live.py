"""The live figures of the talk and of the gallery, from the disk and without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page

from talk.check.browser.scripts import script

HERE = Path(__file__).parent
GEOMETRY = script("geometry.js")
SHOW, FIGURE = ((HERE / name).read_text(encoding="utf-8") for name in ("show.js", "figures.js"))
LIVE = "figure.demo.live"
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(params=["gallery", pytest.param("talk", marks=pytest.mark.long)])
def deck(request: pytest.FixtureRequest) -> Path:
    """Both decks, one after the other."""
    if request.param == "gallery":
        page: Path = request.getfixturevalue("gallery_page")
        return page
    built: Callable[..., Path] = request.getfixturevalue("talk_page")
    return built()


def opened(page: Page, path: Path, query: str = "") -> Page:
    """The page at this address, once it is ready."""
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{path.as_uri()}{query}")
    page.evaluate("window.talk.ready")
    return page


def live_figures(page: Page) -> Iterator[tuple[str, Locator]]:
    """Every live figure in turn, its slide shown: its id and the figure."""
    ids: list[str] = page.evaluate(f"[...document.querySelectorAll('{LIVE}')].map((figure) => figure.id)")
    for name in ids:
        yield name, shown(page, name)


def shown(page: Page, name: str) -> Locator:
    """The figure of that id, on the slide that is shown."""
    index: int = page.evaluate(
        "(id) => Reveal.getSlides().indexOf(document.getElementById(id).closest('section'))", name
    )
    page.evaluate(SHOW, index)
    return page.locator(f"[id='{name}']")


def standing(page: Page, name: str) -> dict[str, Any]:
    """The figure's drawing, words and values, once all has been painted and said."""
    page.wait_for_timeout(20)
    page.evaluate(PAINTED)
    found: dict[str, Any] = page.evaluate(FIGURE, name)
    return found


def wait_for_address(page: Page, name: str, *, named: bool) -> None:
    """The address comes to say something of a figure, or nothing; after many moves that takes a moment."""
    says = (
        "([id, named]) => location.search.slice(1).split('&').some((e) => e.startsWith(`${id}.`)) === named"
    )
    page.wait_for_function(says, arg=[name, named])


@pytest.mark.long
def test_every_control_works_by_keyboard(page: Page, deck: Path) -> None:
    """Home and End, arrows, Space: each changes the drawing and the address; Reset takes all of it back."""
    opened(page, deck)
    count = 0
    for name, figure in live_figures(page):
        first = standing(page, name)
        for control in figure.locator(".control").all():
            field = control.locator("input").first
            kind = field.get_attribute("type")
            if kind == "radio":
                control.locator("input:checked").focus()
                page.keyboard.press("ArrowDown")
            else:
                field.focus()
                page.keyboard.press("Space" if kind == "checkbox" else "End")
            moved = standing(page, name)
            if moved["values"] == first["values"]:  # it stood at that end
                page.keyboard.press("Home")
                moved = standing(page, name)
            assert moved["values"] != first["values"], (name, kind)
            assert moved["drawing"] != first["drawing"], (name, kind, moved["values"])
            wait_for_address(page, name, named=True)
            figure.locator("button.reset").focus()
            page.keyboard.press("Enter")
            again = standing(page, name)
            assert again["values"] == first["values"], name
            wait_for_address(page, name, named=False)
            count += 1
    assert count >= 10


@pytest.mark.long
def test_every_control_works_by_mouse(page: Page, deck: Path) -> None:
    """A drag along each slider, a click on each choice and switch; then PageDown moves the talk."""
    opened(page, deck)
    for name, figure in live_figures(page):
        for control in figure.locator(".control").all():
            before = standing(page, name)
            field = control.locator("input").first
            if field.get_attribute("type") == "range":
                box = field.bounding_box()
                assert box
                at = 0.1 if float(field.evaluate("e => (e.value - e.min) / (e.max - e.min)")) > 0.5 else 0.9
                page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
                page.mouse.down()
                for share in (0.5, (0.5 + at) / 2, at):
                    page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
                page.mouse.up()
            else:
                control.locator("input:not(:checked)").or_(control.locator("[role=switch]")).first.click()
            moved = standing(page, name)
            assert moved["values"] != before["values"], (name, control.get_attribute("data-param"))
            wait_for_address(page, name, named=True)
        index: int = page.evaluate("Reveal.getIndices().h * 1000 + (Reveal.getIndices().v || 0)")
        page.keyboard.press("PageDown")
        assert page.evaluate("Reveal.getIndices().h * 1000 + (Reveal.getIndices().v || 0)") > index, name


@pytest.mark.long
def test_a_state_survives_a_reload(page: Page, deck: Path) -> None:
    """Every slider at its end, written into one address: the page comes back as it was."""
    opened(page, deck)
    left: dict[str, dict[str, Any]] = {}
    for name, figure in live_figures(page):
        for slider in figure.locator(".control input[type=range]").all():
            slider.focus()
            page.keyboard.press("End")
        left[name] = standing(page, name)
    page.wait_for_timeout(1100)  # the last words are said within a second
    page.reload()
    page.evaluate("window.talk.ready")
    for name, before in left.items():
        shown(page, name)
        again = standing(page, name)
        assert again["values"] == before["values"], name
        assert again["drawing"] == before["drawing"], name


@pytest.mark.long
def test_the_speaker_window_follows_and_leads(
    page: Page, context: BrowserContext, talk_page: Callable[..., Path]
) -> None:
    """A slider moved on stage moves in the speaker's window, and the other way round."""
    opened(page, talk_page())
    name, figure = next(live_figures(page))
    with context.expect_page() as window:
        page.keyboard.press("s")
    speaker = window.value
    speaker.wait_for_function("window.talk && window.Reveal && Reveal.isReady()")
    slider = figure.locator("input[type=range]").first
    slider.focus()
    page.keyboard.press("End")
    wanted = standing(page, name)

    follows = (
        "([id, param, value]) => document.getElementById(id)"
        "?.querySelector(`[name='${param}'][type=number]`)?.value === value"
    )
    param = str(slider.get_attribute("name"))
    speaker.wait_for_function(follows, arg=[name, param, wanted["values"][param]], timeout=10_000)
    speaker.evaluate(
        """([id, param]) => {
            const range = document.getElementById(id).querySelector(`[name='${param}'][type=range]`);
            range.value = range.min; range.dispatchEvent(new Event("input", { bubbles: true }));
            range.dispatchEvent(new Event("change", { bubbles: true })); }""",
        [name, param],
    )
    least = speaker.evaluate(FIGURE, name)["values"][param]
    page.wait_for_function(follows, arg=[name, param, least], timeout=10_000)


@pytest.mark.parametrize("end", ["Home", "End"])
def test_both_ends_of_every_slider_are_tidy(page: Page, deck: Path, end: str) -> None:
    """Nothing overlaps, leaves the canvas or grows too small, whichever way the sliders stand."""
    opened(page, deck)
    complaints = {}
    for name, figure in live_figures(page):
        for slider in figure.locator(".control input[type=range]").all():
            slider.focus()
            page.keyboard.press(end)
            standing(page, name)
            page.evaluate("document.activeElement.blur()")
            if found := page.evaluate(GEOMETRY):
                complaints[name, str(slider.get_attribute("name"))] = found
        figure.locator("button.reset").click(force=True)
    assert not complaints
