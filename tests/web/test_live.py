"""A live figure in a page: what its controls, its address and its words do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.live_moves import FIELD, RANGE, drawing, said, show, show_still, slide, wait_for_query

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_move_draws_the_state(
    page: Page, live_deck: str, call: Callable[..., Any], live_params: list[dict[str, Any]]
) -> None:
    """After each move the inks, words and labels are those of the state, and the alt text tells of it."""
    show(page, live_deck + "#/live")
    chart = page.eval_on_selector("#gc .states", "e => JSON.parse(e.textContent).chart")
    page.focus(RANGE)
    page.keyboard.press("ArrowRight")
    page.check("#gc input[value=atomic]")
    page.check("#gc input[name=barrier]")
    state = call("stateNumber", live_params, [4, 1, 1])
    assert drawing(page) == ",".join(call("inkPaths", chart, state))
    assert page.text_content("#gc g.words") == chart["texts"][chart["states"][state]["w"][0][0]]
    assert page.text_content("#gc g.ends") == "heap 1"
    assert page.get_attribute("#gc svg", "aria-label") == "A line for 125 %, atomic, on"


def test_words_stand_as_the_payload_says(page: Page, live_deck: str, call: Callable[..., Any]) -> None:
    """A text in the page has the attributes that the pure part gives: place, anchor, drop, style."""
    show(page, live_deck + "#/live")
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


def test_the_field_and_the_slider_stay_in_step(page: Page, live_deck: str) -> None:
    """What one shows the other shows, and a typed value goes to the nearest stop."""
    show(page, live_deck + "#/live")
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


def test_uneven_stops_go_by_number(page: Page, live_deck: str) -> None:
    """Each press of an arrow is one stop, however far the stops lie apart, and it is called by its value."""
    show(page, live_deck + "#/log")
    page.focus("#copy-size")
    page.keyboard.press("ArrowRight")
    assert page.input_value("#copy-size") == "2"
    assert page.input_value("#copy input[type=number]") == "1000"
    assert page.get_attribute("#copy-size", "aria-valuetext") == "1000 B"
    page.fill("#copy input[type=number]", "200")
    page.keyboard.press("Enter")
    assert page.input_value("#copy input[type=number]") == "1000"
    wait_for_query(page, "copy.size=1000")


@pytest.mark.parametrize("word", ["401", "-5", "e", ""])
def test_wrong_words_are_refused_in_words(page: Page, live_deck: str, word: str) -> None:
    """Nothing moves, the field keeps the focus and is marked, the status line helps; Escape mends it."""
    show(page, live_deck + "#/live")
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


def test_escape_gives_back_what_was_typed(page: Page, live_deck: str) -> None:
    """A number that was typed and left with Escape moves nothing."""
    show(page, live_deck + "#/live")
    page.fill(FIELD, "300")
    page.keyboard.press("Escape")
    assert [page.input_value(FIELD), page.input_value(RANGE)] == ["100", "100"]
    assert page.evaluate("document.activeElement.localName") == "h2"


def test_the_address_keeps_the_state(page: Page, live_deck: str) -> None:
    """What is not as at first stands in the address, a reload comes back to it, Reset takes it out."""
    show(page, live_deck + "?font=+2#/live")
    page.focus(RANGE)
    page.keyboard.press("Home")
    page.check("#gc input[value=atomic]")
    moved = drawing(page)
    wait_for_query(page, "font=+2&gc.gogc=25&gc.lock=atomic")
    page.reload()
    page.evaluate("talk.ready.then(() => true)")
    assert drawing(page) == moved
    assert [page.input_value(FIELD), page.is_checked("#gc input[value=atomic]")] == ["25", True]
    assert said(page).endswith("for 25 %, atomic, off.")
    page.click("#gc .reset")
    wait_for_query(page, "font=+2")
    assert page.is_disabled("#gc .reset")


def test_a_long_drag_keeps_within_what_browsers_allow(page: Page, live_deck: str) -> None:
    """A hundred moves make fewer than fifty new addresses, and the last one is right."""
    show(page, live_deck + "#/live")
    page.evaluate(
        "() => { window.count = 0; const own = history.replaceState;"
        " history.replaceState = function (...all) { window.count += 1; return own.apply(this, all); }; }"
    )
    page.eval_on_selector(
        RANGE,
        "(e) => { for (let n = 0; n < 100; n++) { e.value = 25 + (n % 16) * 25;"
        " e.dispatchEvent(new Event('input')); } e.value = 400; e.dispatchEvent(new Event('input')); }",
    )
    page.wait_for_function("location.search === '?gc.gogc=400'")
    assert 1 <= page.evaluate("window.count") < 50


def test_what_the_address_cannot_mean_is_said(page: Page, live_deck: str) -> None:
    """A value out of range and an unknown name change nothing and are named; the rest holds."""
    show(page, live_deck + "?gc.gogc=5000&gc.x=1&gc.lock=atomic&nobody.gogc=50&start.a=1#/live")
    assert said(page) == "GOGC goes from 25 to 400 %; there is no x here"
    assert [page.input_value(FIELD), page.is_checked("#gc input[value=atomic]")] == ["100", True]


def test_the_status_line_speaks_once_a_second(page: Page, live_deck: str) -> None:
    """The first move is told at once, those that follow a second later, the last one right."""
    show_still(page, live_deck + "#/live")
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
    page: Page, live_deck: str, call: Callable[..., Any], live_params: list[dict[str, Any]]
) -> None:
    """When the numbers are opened, or printed, they are those of the state that is shown."""
    show(page, live_deck + "#/live")
    chart = page.eval_on_selector("#gc .states", "e => JSON.parse(e.textContent).chart")
    cells = "e => [...e.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent))"
    for key, stop in (("ArrowRight", 4), ("End", 15)):
        page.focus(RANGE)
        page.keyboard.press(key)
        page.evaluate("dispatchEvent(new Event('beforeprint'))") if stop == 4 else page.click("#gc summary")
        page.wait_for_function("document.querySelectorAll('#gc tbody tr').length === 5")
        rows = call("tableRows", chart, call("stateNumber", live_params, [stop, 0, 0]))
        assert page.eval_on_selector("#gc table", cells) == rows
    assert (
        page.eval_on_selector_all("#gc tbody th", "all => all.map(e => [e.scope, e.className])")
        == [["row", "number"]] * 5
    )


def test_pin_keeps_a_curve_behind_the_next(page: Page, live_deck: str) -> None:
    """The pinned state stands under the present one and is named; Pin or Reset take it away."""
    show(page, live_deck + "#/live")
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


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_live_figure_is_accessible(page: Page, live_deck: str, mode: str) -> None:
    """Nothing that axe knows of is wrong with it, moved, pinned and with its numbers open."""
    show(page, f"{live_deck}?mode={mode}#/live")
    page.click("#gc .pin")
    page.check("#gc input[name=barrier]")
    page.click("#gc summary")
    page.wait_for_selector("#gc .panel", state="visible")
    found = Axe().run(page, "#gc", {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert [each["id"] for each in found.response["violations"]] == []


def test_controls_are_named_and_large_enough(page: Page, live_deck: str) -> None:
    """Each has its role and name, and none is under 24 pixels."""
    show(page, live_deck + "#/live")
    figure = page.locator("#gc")
    named = {"slider": "GOGC", "spinbutton": "GOGC", "group": "lock", "switch": "barrier", "button": "Reset"}
    for role, name in named.items():
        assert figure.get_by_role(role, name=name).count() == 1, role
    sizes = page.eval_on_selector_all(
        "#gc :is(input, button, summary)",
        "all => all.map(e => e.getBoundingClientRect()).filter(b => b.width < 24 || b.height < 24).length",
    )
    assert sizes == 0
