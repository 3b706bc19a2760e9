"""A live figure in a page: what its controls, its address and its words do."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
RANGE, FIELD = "#gc input[name=gogc][type=range]", "#gc input[name=gogc][type=number]"


@pytest.fixture
def params(payloads: ModuleType) -> list[dict[str, Any]]:
    """A slider, a radio group and a switch."""
    slider = payloads.slider("gogc", range(25, 425, 25), at=3, unit="%", title="GOGC")
    return [slider, payloads.choice("lock", ["mutex", "atomic"]), payloads.switch("barrier")]


@pytest.fixture
def deck(
    small_deck: Callable[..., str],
    call: Callable[..., Any],
    payloads: ModuleType,
    live_page: ModuleType,
    params: list[dict[str, Any]],
) -> str:
    """The address of a deck with a chart, with a slider of uneven stops, and with moments of both sorts."""
    uneven = [payloads.slider("size", [1, 10, 1000, 4096], at=1, unit="B")]
    slides = [
        live_page.slide(
            "live", live_page.chart_figure(call, "gc", params, live_page.curves(payloads, params))
        ),
        live_page.slide(
            "log", live_page.chart_figure(call, "copy", uneven, live_page.curves(payloads, uneven))
        ),
        live_page.slide("steps", live_page.moments_figure("walk", 4, slider=True)),
        live_page.slide("fragments", live_page.moments_figure("stage", 3, slider=False)),
        live_page.slide("last", "<p>The end.</p>"),
    ]
    return small_deck(more="".join(slides))


def show(page: Page, address: str) -> None:
    """Open the deck and wait until it says that it is ready."""
    page.goto(address)
    page.evaluate("talk.ready.then(() => true)")


def show_still(page: Page, address: str) -> None:
    """Open the deck and stop the clock: time goes on only when the test says so."""
    page.clock.install(time=0)
    show(page, address)
    page.clock.pause_at(60_000)


def query(page: Page) -> str:
    """What the address asks for."""
    return urlsplit(page.url).query


def drawing(page: Page, figure: str = "gc") -> str:
    """The paths of the inks, once all is painted."""
    page.evaluate(PAINTED)
    return str(
        page.eval_on_selector(
            f"#{figure} g.inks", "g => [...g.children].map(p => p.getAttribute('d')).join()"
        )
    )


def said(page: Page, figure: str = "gc") -> str:
    """The status line."""
    return page.inner_text(f"#{figure} output")


def moment(page: Page, figure: str) -> list[str]:
    """The moments that are seen."""
    return [str(text) for text in page.locator(f"#{figure} .moment:not(.later)").all_text_contents()]


def slide(page: Page) -> str:
    """The id of the slide that is shown."""
    return str(page.evaluate("Reveal.getCurrentSlide().id"))


def test_a_move_draws_the_state(
    page: Page, deck: str, call: Callable[..., Any], params: list[dict[str, Any]]
) -> None:
    """After each move the inks, words and labels are those of the state, and the alt text tells of it."""
    show(page, deck + "#/live")
    chart = page.eval_on_selector("#gc .states", "e => JSON.parse(e.textContent).chart")
    page.focus(RANGE)
    page.keyboard.press("ArrowRight")
    page.check("#gc input[value=atomic]")
    page.check("#gc input[name=barrier]")
    state = call("stateNumber", params, [4, 1, 1])
    assert drawing(page) == ",".join(call("inkPaths", chart, state))
    assert page.text_content("#gc g.words") == chart["texts"][chart["states"][state]["w"][0][0]]
    assert page.text_content("#gc g.ends") == "heap 1"
    assert page.get_attribute("#gc svg", "aria-label") == "A line for 125 %, atomic, on"


def test_words_stand_as_the_payload_says(page: Page, deck: str, call: Callable[..., Any]) -> None:
    """A text in the page has the attributes that the pure part gives: place, anchor, drop, style."""
    show(page, deck + "#/live")
    page.check("#gc input[name=barrier]")
    drawing(page)
    chart = page.eval_on_selector("#gc .states", "e => JSON.parse(e.textContent).chart")
    state = call(
        "stateNumber",
        page.eval_on_selector("#gc .states", "e => JSON.parse(e.textContent).params"),
        [3, 0, 1],
    )
    [word] = call("placedWords", chart, state)
    attributes = "e => Object.fromEntries([...e.attributes].map(a => [a.name, a.value]))"
    assert page.eval_on_selector("#gc g.words text", attributes) == {
        "style": word["style"],
        "x": "200",
        "y": f"{word['y']:g}",
        "dy": f"{word['lines'][0][1]:g}em",
    }


def test_the_field_and_the_slider_stay_in_step(page: Page, deck: str) -> None:
    """What one shows the other shows, and a typed value goes to the nearest stop."""
    show(page, deck + "#/live")
    page.focus(RANGE)
    page.keyboard.press("End")
    assert page.input_value(FIELD) == "400"
    page.fill(FIELD, "112")
    page.keyboard.press("Enter")
    assert [page.input_value(FIELD), page.input_value(RANGE)] == ["100", "100"]
    page.keyboard.press("ArrowUp")
    assert [page.input_value(FIELD), page.input_value(RANGE)] == ["125", "125"]
    assert page.get_attribute(RANGE, "aria-valuetext") == "125 %"
    assert slide(page) == "live"


def test_uneven_stops_go_by_number(page: Page, deck: str) -> None:
    """Each press of an arrow is one stop, however far the stops lie apart, and it is called by its value."""
    show(page, deck + "#/log")
    page.focus("#copy-size")
    page.keyboard.press("ArrowRight")
    assert page.input_value("#copy-size") == "2"
    assert page.input_value("#copy input[type=number]") == "1000"
    assert page.get_attribute("#copy-size", "aria-valuetext") == "1000 B"
    page.fill("#copy input[type=number]", "200")
    page.keyboard.press("Enter")
    assert page.input_value("#copy input[type=number]") == "1000"
    assert query(page) == "copy.size=1000"


@pytest.mark.parametrize("word", ["401", "-5", "e", ""])
def test_wrong_words_are_refused_in_words(page: Page, deck: str, word: str) -> None:
    """Nothing moves, the field keeps the focus and is marked, the status line helps; Escape mends it."""
    show(page, deck + "#/live")
    before = drawing(page)
    page.focus(FIELD)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type(word)
    page.keyboard.press("Enter")
    assert said(page) == "GOGC goes from 25 to 400 %"
    assert page.evaluate("document.activeElement.name") == "gogc"
    assert page.get_attribute(FIELD, "aria-invalid") == "true"
    assert drawing(page) == before
    page.keyboard.press("Escape")
    assert page.input_value(FIELD) == "100"
    assert page.get_attribute(FIELD, "aria-invalid") is None
    page.wait_for_function("document.querySelector('#gc output').textContent.startsWith('It ends at')")


def test_escape_gives_back_what_was_typed(page: Page, deck: str) -> None:
    """A number that was typed and left with Escape moves nothing."""
    show(page, deck + "#/live")
    page.fill(FIELD, "300")
    page.keyboard.press("Escape")
    assert [page.input_value(FIELD), page.input_value(RANGE), query(page)] == ["100", "100", ""]
    assert page.evaluate("document.activeElement.localName") == "h2"


def test_a_clicker_moves_the_talk_after_a_drag(page: Page, deck: str) -> None:
    """The mouse gives the focus back; PageDown moves the talk, also out of a field."""
    show(page, deck + "#/live")
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


def test_the_address_keeps_the_state(page: Page, deck: str) -> None:
    """What is not as at first stands in the address, a reload comes back to it, Reset takes it out."""
    show(page, deck + "?font=+2#/live")
    page.focus(RANGE)
    page.keyboard.press("Home")
    page.check("#gc input[value=atomic]")
    moved = drawing(page)
    assert query(page) == "font=+2&gc.gogc=25&gc.lock=atomic"
    page.reload()
    page.evaluate("talk.ready.then(() => true)")
    assert drawing(page) == moved
    assert [page.input_value(FIELD), page.is_checked("#gc input[value=atomic]")] == ["25", True]
    assert said(page).endswith("for 25 %, atomic, off.")
    page.click("#gc .reset")
    assert query(page) == "font=+2"
    assert page.is_disabled("#gc .reset")


def test_a_long_drag_keeps_within_what_browsers_allow(page: Page, deck: str) -> None:
    """A hundred moves make fewer than fifty new addresses, and the last one is right."""
    show(page, deck + "#/live")
    page.evaluate(
        "() => { window.count = 0; const own = history.replaceState;"
        " history.replaceState = function (...all) { window.count += 1; return own.apply(this, all); }; }"
    )
    for _ in range(4):
        for value in range(25, 425, 25):
            page.eval_on_selector(
                RANGE, "(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", value
            )
    page.wait_for_function("location.search === '?gc.gogc=400'")
    assert 1 <= page.evaluate("window.count") < 50


def test_what_the_address_cannot_mean_is_said(page: Page, deck: str) -> None:
    """A value out of range and an unknown name change nothing and are named; the rest holds."""
    show(page, deck + "?gc.gogc=5000&gc.x=1&gc.lock=atomic&nobody.gogc=50&start.a=1#/live")
    assert said(page) == "GOGC goes from 25 to 400 %; there is no x here"
    assert [page.input_value(FIELD), page.is_checked("#gc input[value=atomic]")] == ["100", True]


def test_the_status_line_speaks_once_a_second(page: Page, deck: str) -> None:
    """The first move is told at once, those that follow a second later, the last one right."""
    show_still(page, deck + "#/live")
    page.evaluate(
        "() => { window.told = []; const output = document.querySelector('#gc output');"
        " const hear = () => told.push(output.textContent);"
        " new MutationObserver(hear).observe(output, { childList: true }); }"
    )
    page.focus(RANGE)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.clock.run_for(900)
    assert [text.split(" for ")[1] for text in page.evaluate("told")] == ["125 %, mutex, off."]
    page.clock.run_for(200)
    assert [text.split(" for ")[1] for text in page.evaluate("told")] == [
        "125 %, mutex, off.",
        "175 %, mutex, off.",
    ]


def test_the_table_follows(
    page: Page, deck: str, call: Callable[..., Any], params: list[dict[str, Any]]
) -> None:
    """When the numbers are opened, or printed, they are those of the state that is shown."""
    show(page, deck + "#/live")
    chart = page.eval_on_selector("#gc .states", "e => JSON.parse(e.textContent).chart")
    cells = "e => [...e.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent))"
    for key, stop in (("ArrowRight", 4), ("End", 15)):
        page.focus(RANGE)
        page.keyboard.press(key)
        page.evaluate("dispatchEvent(new Event('beforeprint'))") if stop == 4 else page.click("#gc summary")
        page.wait_for_function("document.querySelectorAll('#gc tbody tr').length === 5")
        rows = call("tableRows", chart, call("stateNumber", params, [stop, 0, 0]))
        assert page.eval_on_selector("#gc table", cells) == rows
    assert (
        page.eval_on_selector_all("#gc tbody th", "all => all.map(e => [e.scope, e.className])")
        == [["row", "number"]] * 5
    )


def test_pin_keeps_a_curve_behind_the_next(page: Page, deck: str) -> None:
    """The pinned state stands under the present one and is named; Pin or Reset take it away."""
    show(page, deck + "#/live")
    pinned = drawing(page)
    page.click("#gc .pin")
    page.focus(RANGE)
    page.keyboard.press("End")
    assert drawing(page) != pinned
    ghost = "g => [...g.children].map(p => p.getAttribute('d')).join()"
    assert page.eval_on_selector("#gc .ghost:has(+ .inks)", ghost) == pinned
    page.wait_for_function("document.querySelector('#gc output').textContent.endsWith('pinned: GOGC 100 %')")
    assert page.get_attribute("#gc .pin", "aria-pressed") == "true"
    page.click("#gc .pin")
    drawing(page)
    assert page.locator("#gc .ghost").count() == 0
    page.click("#gc .pin")
    page.click("#gc .reset")
    assert drawing(page) == pinned
    assert page.locator("#gc .ghost").count() == 0


def test_play_sweeps_once(page: Page, deck: str) -> None:
    """The slider goes stop by stop to its end, and the button says what it does."""
    show_still(page, deck + "#/live")
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
def test_a_touch_or_leaving_stops_play(page: Page, deck: str, stop: str) -> None:
    """The button itself, any control of the figure and another slide end the sweep where it is."""
    show_still(page, deck + "#/live")
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


def test_less_motion_makes_play_slow(page: Page, deck: str) -> None:
    """Who asks for less motion sees each stop for more than a second."""
    page.emulate_media(reduced_motion="reduce")
    show_still(page, deck + "#/live")
    page.click("#gc .play")
    page.clock.run_for(1400)
    assert page.input_value(FIELD) == "125"
    page.clock.run_for(200)
    assert page.input_value(FIELD) == "150"


def test_a_slider_steps_through_moments(page: Page, deck: str) -> None:
    """One moment is seen at a time, the address keeps it, and Play goes through them."""
    show_still(page, deck + "?walk.step=3#/steps")
    assert moment(page, "walk") == ["moment 2"]
    assert page.get_attribute("#walk-step", "aria-valuetext") == "3 of 4"
    page.focus("#walk-step")
    page.keyboard.press("ArrowLeft")
    page.clock.run_for(100)
    assert [moment(page, "walk"), query(page)] == [["moment 1"], "walk.step=2"]
    page.click("#walk .play")
    page.clock.run_for(5000)
    assert moment(page, "walk") == ["moment 3"]


def test_fragments_step_through_moments(page: Page, deck: str) -> None:
    """Forward, backward and entered from behind: the moment is one more than the fragments shown."""
    show(page, deck + "#/fragments")
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


def test_print_shows_what_the_address_names(page: Page, deck: str) -> None:
    """In the print view figures stand as the address says, on whatever slide, and moments at their last."""
    show(page, deck + "?view=print&gc.gogc=400")
    page.wait_for_selector(".pdf-page")
    assert page.input_value(FIELD) == "400"
    assert page.get_attribute("#gc svg", "aria-label") == "A line for 400 %, mutex, off"
    assert moment(page, "stage") == ["moment 2"]


def test_a_figure_sleeps_until_it_is_shown(page: Page, deck: str) -> None:
    """No data is read before its slide, and none of it twice."""
    page.add_init_script(
        "const own = JSON.parse; window.read = [];"
        "JSON.parse = (text) => { if (text.includes('params')) read.push(text.length); return own(text); };"
    )
    show(page, deck)
    assert page.evaluate("read.length") == 0
    page.evaluate("location.hash = '#/live'")
    page.wait_for_function("Reveal.getCurrentSlide().id === 'live'")
    for key in ("PageDown", "PageUp", "PageDown"):
        page.keyboard.press(key)
    assert page.evaluate("read.length") == 2


def test_without_a_script_the_first_state_stands_there(
    browser: Browser, page: Page, deck: str, call: Callable[..., Any]
) -> None:
    """Who lets no script run sees the drawing, the sentence and the values of the first state."""
    show(page, deck + "#/live")
    first = [drawing(page), said(page)]
    still = browser.new_context(java_script_enabled=False).new_page()
    still.goto(deck)
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


def test_the_speaker_window_follows_and_leads(page: Page, context: BrowserContext, deck: str) -> None:
    """A move on either side is made on the other, and a pin goes along."""
    show(page, deck + "?gc.lock=atomic#/live")
    page.focus(RANGE)
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    speaker = speaker_of(page, context)
    speaker.wait_for_function(READS, arg="400")
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


def test_a_reloaded_stage_is_found_again(page: Page, context: BrowserContext, deck: str) -> None:
    """The speaker's window calls again, so a move on the new page reaches it."""
    show(page, deck + "#/live")
    speaker = speaker_of(page, context)
    page.focus(RANGE)
    page.keyboard.press("End")
    speaker.wait_for_function(READS, arg="400")
    page.reload()
    page.evaluate("talk.ready.then(() => true)")
    page.wait_for_timeout(1200)  # it calls once a second
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
def test_what_is_no_state_is_not_taken(page: Page, deck: str, wrong: dict[str, object]) -> None:
    """A message with a wrong place, pin, figure, stamp or type is no move, so an older good one holds."""
    show(page, deck + "#/live")
    send = "(body) => postMessage(JSON.stringify({ namespace: 'talk', ...body }), '*')"
    page.evaluate(send, {"type": "hello", "first": True})
    page.evaluate(send, {"type": "figure", **GOOD, "place": [1, 0, 0], **wrong})
    page.evaluate(send, {"type": "figure", **GOOD, "stamp": 0})
    page.wait_for_function("document.querySelector('#gc input[type=number]').value === '75'")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_live_figure_is_accessible(page: Page, deck: str, mode: str) -> None:
    """Nothing that axe knows of is wrong with it, moved, pinned and with its numbers open."""
    show(page, f"{deck}?mode={mode}#/live")
    page.click("#gc .pin")
    page.check("#gc input[name=barrier]")
    page.click("#gc summary")
    page.wait_for_selector("#gc .panel", state="visible")
    found = Axe().run(page, "#gc", {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert [each["id"] for each in found.response["violations"]] == []


def test_controls_are_named_and_large_enough(page: Page, deck: str) -> None:
    """Each has its role and name, and none is under 24 pixels."""
    show(page, deck + "#/live")
    figure = page.locator("#gc")
    named = {"slider": "GOGC", "spinbutton": "GOGC", "group": "lock", "switch": "barrier", "button": "Reset"}
    for role, name in named.items():
        assert figure.get_by_role(role, name=name).count() == 1, role
    sizes = page.eval_on_selector_all(
        "#gc :is(input, button, summary)",
        "all => all.map(e => e.getBoundingClientRect()).filter(b => b.width < 24 || b.height < 24).length",
    )
    assert sizes == 0
