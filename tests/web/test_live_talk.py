"""Live figures in the course of a talk: what moves by itself, by fragments, or from the speaker's window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.live_moves import FIELD, RANGE, drawing, said, show, show_still, slide, wait_for_query

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.long]
HEARD = """() => { window.heard = []; addEventListener("message", ({ data }) => {
  const body = JSON.parse(data); if (body.type === "figure") heard.push(body); }); }"""


def moment(page: Page, figure: str) -> list[str]:
    """The moments that are seen."""
    return [str(text) for text in page.locator(f"#{figure} .moment:not(.later)").all_text_contents()]


def test_a_clicker_moves_the_talk_after_a_drag(page: Page, live_deck: str) -> None:
    """The mouse gives the focus back; PageDown moves the talk, also out of a field."""
    show(page, live_deck + "#/live")
    box = page.locator(RANGE).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    assert page.input_value(FIELD) not in ("100", "400")
    page.keyboard.press("PageDown")
    assert slide(page) == "log"
    page.keyboard.press("PageUp")
    page.focus(FIELD)
    page.keyboard.press("PageDown")
    assert slide(page) == "log"


def test_play_sweeps_once(page: Page, live_deck: str) -> None:
    """The slider goes stop by stop to its end, and the button says what it does."""
    show_still(page, live_deck + "#/live")
    page.click("#gc .play")
    assert [page.inner_text("#gc .play"), page.get_attribute("#gc .play", "aria-pressed")] == ["Stop", "true"]
    page.clock.run_for(800)
    assert 100 < int(page.input_value(FIELD)) < 400
    page.clock.run_for(8000)
    assert page.input_value(FIELD) == "400"
    assert [page.inner_text("#gc .play"), page.get_attribute("#gc .play", "aria-pressed")] == [
        "Play",
        "false",
    ]
    page.click("#gc .play")
    assert page.input_value(FIELD) == "25"


@pytest.mark.parametrize("stop", ["Space", "ArrowLeft", "PageDown"])
def test_a_touch_or_leaving_stops_play(page: Page, live_deck: str, stop: str) -> None:
    """The button itself, any control of the figure and another slide end the sweep where it is."""
    show_still(page, live_deck + "#/live")
    page.focus("#gc .play")
    page.keyboard.press("Enter")
    page.clock.run_for(800)
    if stop == "ArrowLeft":
        page.focus(RANGE)
    page.keyboard.press(stop)
    here = page.input_value(FIELD)
    page.clock.run_for(8000)
    assert page.input_value(FIELD) == here != "400"
    assert page.get_attribute("#gc .play", "aria-pressed") == "false"


def test_less_motion_makes_play_slow(page: Page, live_deck: str) -> None:
    """Who asks for less motion sees each stop for more than a second."""
    page.emulate_media(reduced_motion="reduce")
    show_still(page, live_deck + "#/live")
    page.click("#gc .play")
    page.clock.run_for(1400)
    assert page.input_value(FIELD) == "125"
    page.clock.run_for(200)
    assert page.input_value(FIELD) == "150"


def test_a_slider_steps_through_moments(page: Page, live_deck: str) -> None:
    """One moment is seen at a time, the address keeps it, and Play goes through them."""
    show_still(page, live_deck + "?walk.step=3#/steps")
    assert moment(page, "walk") == ["moment 2"]
    assert page.get_attribute("#walk-step", "aria-valuetext") == "3 of 4"
    page.focus("#walk-step")
    page.keyboard.press("ArrowLeft")
    page.clock.run_for(100)
    assert moment(page, "walk") == ["moment 1"]
    wait_for_query(page, "walk.step=2")
    page.click("#walk .play")
    page.clock.run_for(5000)
    assert moment(page, "walk") == ["moment 3"]


def test_fragments_step_through_moments(page: Page, live_deck: str) -> None:
    """Forward, backward and entered from behind: the moment is one more than the fragments shown."""
    show(page, live_deck + "#/fragments")
    seen = [moment(page, "stage")]
    for key in ("PageDown", "PageDown", "PageUp"):
        page.keyboard.press(key)
        seen.append(moment(page, "stage"))
    assert seen == [["moment 0"], ["moment 1"], ["moment 2"], ["moment 1"]]
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    assert slide(page) == "last"
    page.keyboard.press("PageUp")
    assert moment(page, "stage") == ["moment 2"]


def test_print_shows_what_the_address_names(page: Page, live_deck: str) -> None:
    """In the print view figures stand as the address says, on whatever slide, and moments at their last."""
    show(page, live_deck + "?view=print&gc.gogc=400")
    page.wait_for_selector(".pdf-page")
    assert page.input_value(FIELD) == "400"
    assert page.get_attribute("#gc svg", "aria-label") == "A line for 400 %, mutex, off"
    assert moment(page, "stage") == ["moment 2"]


def test_a_figure_sleeps_until_it_is_shown(page: Page, live_deck: str) -> None:
    """No data is read before its slide, and none of it twice."""
    page.add_init_script(
        "const own = JSON.parse; window.read = [];"
        "JSON.parse = (text) => { if (text.includes('params')) read.push(text.length); return own(text); };"
    )
    show(page, live_deck)
    assert page.evaluate("read.length") == 0
    page.evaluate("location.hash = '#/live'")
    page.wait_for_function("Reveal.getCurrentSlide().id === 'live'")
    for key in ("PageDown", "PageUp", "PageDown"):
        page.keyboard.press(key)
    assert page.evaluate("read.length") == 2


def test_without_a_script_the_first_state_stands_there(
    browser: Browser, page: Page, live_deck: str, call: Callable[..., Any]
) -> None:
    """Who lets no script run sees the drawing, the sentence and the values of the first state."""
    show(page, live_deck + "#/live")
    first = [drawing(page), said(page)]
    still = browser.new_context(java_script_enabled=False).new_page()
    still.goto(live_deck)
    paths = still.locator("#gc g.inks path").all()
    assert [
        ",".join(str(path.get_attribute("d")) for path in paths),
        still.text_content("#gc output"),
    ] == first
    assert still.get_attribute(FIELD, "value") == "100"
    still.context.close()


READS = "(wanted) => document.querySelector('#gc input[name=gogc][type=number]')?.value === wanted"


def speaker_of(page: Page, context: BrowserContext) -> Page:
    """The speaker's window, ready."""
    with context.expect_page() as opened:
        page.keyboard.press("s")
    opened.value.wait_for_function("window.talk && window.Reveal && Reveal.isReady()")
    return opened.value


def test_the_speaker_window_follows_and_leads(page: Page, context: BrowserContext, live_deck: str) -> None:
    """A move on either side is made on the other, with its pin; none is said back."""
    show(page, live_deck + "?gc.lock=atomic#/live")
    page.focus(RANGE)
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    speaker = speaker_of(page, context)
    speaker.wait_for_function(READS, arg="400")
    page.evaluate(HEARD)
    page.focus(RANGE)
    page.keyboard.press("Home")
    page.click("#gc .pin")
    speaker.wait_for_function(READS, arg="25")
    speaker.wait_for_function("document.querySelector('#gc .ghost')")
    speaker.focus(RANGE)
    speaker.press(RANGE, "ArrowRight")
    page.wait_for_function(READS, arg="50")
    page.wait_for_function("location.search.includes('gc.gogc=50')")
    assert page.is_checked("#gc input[value=atomic]")
    assert page.evaluate("heard.map((body) => body.place)") == [[1, 1, 0]]


def test_a_reloaded_stage_is_found_again(page: Page, context: BrowserContext, live_deck: str) -> None:
    """The speaker's window calls again, so a move on the new page reaches it."""
    show(page, live_deck + "#/live")
    speaker = speaker_of(page, context)
    page.focus(RANGE)
    page.keyboard.press("End")
    speaker.wait_for_function(READS, arg="400")
    page.reload()
    page.evaluate("talk.ready.then(() => true)")
    page.focus(RANGE)
    page.keyboard.press("Home")
    speaker.wait_for_function(READS, arg="25")


GOOD = {"id": "gc", "stamp": 1, "place": [2, 0, 0], "pinned": None}


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": [99, 0, 0]},
        {"pinned": [0]},
        {"id": "start"},
        {"stamp": "1"},
        {"place": "200"},
        {"type": "x"},
    ],
)
def test_what_is_no_state_is_not_taken(page: Page, live_deck: str, wrong: dict[str, object]) -> None:
    """A message with a wrong place, pin, figure, stamp or type is no move, so an older good one holds."""
    show(page, live_deck + "#/live")
    send = "(body) => postMessage(JSON.stringify({ namespace: 'talk', ...body }), '*')"
    page.evaluate(send, {"type": "hello", "first": True})
    page.evaluate(send, {"type": "figure", **GOOD, "place": [1, 0, 0], **wrong})
    page.evaluate(send, {"type": "figure", **GOOD, "stamp": 0})
    page.wait_for_function("document.querySelector('#gc input[type=number]').value === '75'")


def test_the_newer_move_holds(page: Page, live_deck: str) -> None:
    """A move that comes late is older than what holds, and is not made."""
    show(page, live_deck + "#/live")
    send = "(body) => postMessage(JSON.stringify({ namespace: 'talk', ...body }), '*')"
    page.evaluate(send, {"type": "hello", "first": True})
    for stamp, stop in ((5, 7), (4, 1), (5, 2)):
        page.evaluate(send, {"type": "figure", **GOOD, "stamp": stamp, "place": [stop, 0, 0]})
    page.evaluate(send, {"type": "figure", **GOOD, "id": "copy", "place": [0]})
    page.wait_for_function("document.querySelector('#copy input[type=number]').value === '1'")
    assert page.input_value(FIELD) == "200"
