"""The talk in its windows: deck, speaker's view, phone and audience, in a real browser."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Error, Page

from talk.cli import run

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]

READY = "window.talk && window.Reveal && Reveal.isReady()"
PLACE = "[Reveal.getCurrentSlide().id, Reveal.getIndices().f ?? -1]"
AT = f"(wanted) => JSON.stringify({PLACE}) === JSON.stringify(wanted)"
SIZE = "parseFloat(getComputedStyle(document.querySelector('.now-shown .reveal, body > .reveal')).fontSize)"
SLIDER = "#figure input[name=size][type=range]"
STANDS = "(wanted) => document.querySelector('#figure input[name=size][type=number]')?.value === wanted"
STROKES = "(wanted) => document.querySelectorAll('.drawing polyline').length === wanted"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def open_page(context: BrowserContext, browser_path: str) -> Iterator[Callable[..., Page]]:
    """Opens an address and waits for the deck; the test fails on any error in a console."""
    wrong: list[str] = []
    context.set_default_timeout(10_000)
    context.on("weberror", lambda error: wrong.append(f"error: {error.error}"))
    context.on(
        "console",
        lambda said: (
            wrong.append(said.text)
            if said.type == "error"
            and "WebSocket" not in said.text
            and "ERR_CONNECTION" not in said.text
            and "429" not in said.text
            else None
        ),
    )

    def open_(address: str, ready: bool = True) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": 1280, "height": 720})
        page.goto(address)
        if ready:
            until(page, READY)
        return page

    yield open_
    assert not wrong


def until(page: Page, expression: str, arg: Any = None) -> None:
    """Wait until it holds in the page; Playwright's own way needs an eval that the page forbids."""
    for _ in range(500):
        with contextlib.suppress(Error):  # the page is being loaded again
            if page.evaluate(expression, arg):
                return
        page.wait_for_timeout(20)
    raise AssertionError(f"{expression} with {arg!r} does not come true at {page.url}")


def speaker_of(page: Page) -> Page:
    """The speaker's window of a deck."""
    page.bring_to_front()
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    until(opened.value, READY)
    opened.value.set_viewport_size({"width": 1200, "height": 800})
    return opened.value


def address(served: Any, page: str = "", role: str = "presenter") -> str:
    """Where a role finds a page."""
    return f"http://127.0.0.1:{served.port}/{page}?token={getattr(served.tokens, role)}"


@pytest.fixture(params=["served", "file"])
def deck_address(request: pytest.FixtureRequest, deck: Path, tmp_path: Path) -> str:
    """The deck from its server and from the disk."""
    if request.param == "served":
        return address(request.getfixturevalue("serve")())
    assert run(["build", str(deck), "-o", str(tmp_path / "out")]) == 0
    return (tmp_path / "out" / "index.html").as_uri()


def test_deck_and_speaker_show_the_same(open_page: Callable[..., Page], deck_address: str) -> None:
    """Slides, fragments, sliders, text size, drawing and a black screen go both ways."""
    stage = open_page(deck_address)
    speaker = speaker_of(stage)
    for _ in range(3):
        stage.keyboard.press("PageDown")
    until(speaker, AT, arg=["two", 0])
    speaker.bring_to_front()
    speaker.keyboard.press("PageDown")
    until(stage, AT, arg=["two", 1])
    speaker.keyboard.press("PageDown")
    until(stage, AT, arg=["live", -1])
    speaker.focus(SLIDER)
    speaker.keyboard.press("End")
    until(stage, STANDS, arg="50")
    stage.focus(SLIDER)
    stage.keyboard.press("Home")
    until(speaker, STANDS, arg="10")
    speaker.keyboard.press("Escape")
    before = speaker.evaluate(SIZE)
    stage.keyboard.press("Escape")
    stage.keyboard.press("+")
    until(speaker, f"{SIZE} === {before + 1}")
    speaker.keyboard.press("b")
    until(stage, "Reveal.isPaused()")
    stage.keyboard.press("b")
    until(speaker, "!Reveal.isPaused()")


def test_a_drawing_is_on_every_screen(open_page: Callable[..., Page], deck_address: str) -> None:
    """A stroke lies at the same place of the slide, on its slide alone, until it is cleared."""
    stage = open_page(deck_address)
    speaker = speaker_of(stage)
    stage.bring_to_front()
    stage.keyboard.press("w")
    stage.mouse.move(320, 180)
    stage.mouse.down()
    stage.mouse.move(640, 360, steps=5)
    stage.mouse.up()
    until(speaker, STROKES, arg=1)
    points = "document.querySelector('.drawing polyline').getAttribute('points')"
    until(speaker, f"(wanted) => {points} === wanted", arg=stage.evaluate(points))
    stage.keyboard.press("Escape")
    stage.keyboard.press("PageDown")
    until(speaker, STROKES, arg=0)
    stage.keyboard.press("PageUp")
    until(speaker, STROKES, arg=1)
    speaker.keyboard.press("x")
    until(stage, STROKES, arg=0)


def test_a_speaker_that_comes_late_or_again_finds_the_place(
    open_page: Callable[..., Page], deck_address: str
) -> None:
    """Place, size and sliders hold for a window that is opened later, and for one that is loaded again."""
    stage = open_page(deck_address)
    for _ in range(5):
        stage.keyboard.press("PageDown")
    stage.focus(SLIDER)
    stage.keyboard.press("End")
    stage.keyboard.press("Escape")
    stage.keyboard.press("+")
    speaker = speaker_of(stage)
    for again in (speaker, stage, speaker):
        until(speaker, AT, arg=["live", -1])
        until(speaker, STANDS, arg="50")
        assert stage.evaluate(SIZE) == 29
        again.reload()
        until(again, READY)
    stage.bring_to_front()
    stage.keyboard.press("PageUp")
    until(speaker, AT, arg=["two", 1])


def test_the_speaker_sees_what_comes(open_page: Callable[..., Page], deck_address: str) -> None:
    """Notes, the next step or slide, the place in the plan, a clock that starts with the first move."""
    stage = open_page(deck_address)
    speaker = speaker_of(stage)
    assert speaker.text_content(".elapsed") == "0:00"
    assert speaker.text_content(".pause") == "Start"
    stage.keyboard.press("PageDown")
    until(speaker, "document.querySelector('.pause').textContent === 'Pause'")
    notes = speaker.text_content(".notes-text") or ""
    assert "plain-note" in notes
    assert "private-note" in notes
    assert speaker.text_content(".then .label") == "Next: Second"
    stage.keyboard.press("PageDown")
    until(speaker, "document.querySelector('.then .label').textContent === 'Next step'")
    assert speaker.locator(".preview .fragment.visible").count() == 1
    assert "3 of 4" in (speaker.text_content("nav .label") or "")
    speaker.click(".pause")
    speaker.click(".bar .reset")
    assert speaker.text_content(".bar .reset") == "Press again"
    assert speaker.text_content(".elapsed") != ""
    speaker.click(".bar .reset")
    assert speaker.text_content(".elapsed") == "0:00"


def test_notes_can_be_made_larger(open_page: Callable[..., Page], deck_address: str) -> None:
    """The notes go to twice their size and stay so in the next window."""
    speaker = speaker_of(open_page(deck_address))
    size = "parseFloat(getComputedStyle(document.querySelector('.notes-text')).fontSize)"
    before = speaker.evaluate(size)
    for _ in range(6):
        speaker.click(".larger")
    assert speaker.evaluate(size) >= 2 * before


def test_a_save_keeps_the_talk_where_it_is(
    open_page: Callable[..., Page], serve: Callable, deck: Path
) -> None:
    """New words stand there; slide, fragment, slider, size, timer and the speaker's view are as before."""
    served = serve()
    stage = open_page(address(served))
    speaker = speaker_of(stage)
    for _ in range(5):
        stage.keyboard.press("PageDown")
    stage.focus(SLIDER)
    stage.keyboard.press("End")
    stage.keyboard.press("Escape")
    stage.keyboard.press("+")
    for page in (stage, speaker):
        page.evaluate("window.kept = true")
    served.edit("id: figure", "id: figure\ncaption: Another caption")
    for page in (stage, speaker):
        until(page, "document.querySelector('#figure figcaption').textContent === 'Another caption'")
        until(page, STANDS, arg="50")
        assert page.evaluate(PLACE) == ["live", -1]
        assert page.evaluate("window.kept")
    assert stage.evaluate(SIZE) == 29
    assert speaker.text_content(".pause") == "Pause"
    stage.keyboard.press("PageUp")
    until(speaker, AT, arg=["two", 1])
    served.edit("- a {.fragment}", "- changed {.fragment}")
    for page in (stage, speaker):
        until(page, "document.querySelector('#two li').textContent.includes('changed')")
        assert page.evaluate(PLACE) == ["two", 1]
        assert page.locator("#two .fragment.visible").count() == 2


def test_a_slide_more_or_less_keeps_the_present_one(open_page: Callable[..., Page], serve: Callable) -> None:
    """Slides that come and go leave the present one; where it goes itself, its neighbour is shown."""
    served = serve()
    stage = open_page(address(served) + "#/two")
    stage.evaluate("window.kept = true")
    served.edit("## Second", "## Between {#between}\n\nNew.\n\n---\n\n## Second")
    until(stage, "document.getElementById('between')")
    assert stage.evaluate(PLACE)[0] == "two"
    assert stage.evaluate("Reveal.getTotalSlides()") == 5
    stage.keyboard.press("PageUp")
    assert stage.evaluate(PLACE)[0] == "between"
    served.edit("## Between {#between}\n\nNew.\n\n---\n\n", "")
    until(stage, "!document.getElementById('between')")
    assert stage.evaluate(PLACE)[0] in ("one", "two")
    assert stage.evaluate("window.kept")


def test_a_style_changes_without_a_reload(
    open_page: Callable[..., Page], serve: Callable, deck: Path
) -> None:
    """A saved style sheet shows in the open page, which stays the same page."""
    (deck / "own.css").write_text(".reveal h2 { color: rgb(1, 2, 3) }")
    served = serve()
    stage = open_page(address(served) + "#/one")
    stage.evaluate("window.kept = true")
    served.edit("title: A talk", "title: A talk\ncss: own.css")
    shows = "(wanted) => getComputedStyle(document.querySelector('#one h2')).color === wanted"
    until(stage, shows, arg="rgb(1, 2, 3)")
    (deck / "own.css").write_text(".reveal h2 { color: rgb(4, 5, 6) }")
    until(stage, shows, arg="rgb(4, 5, 6)")
    assert stage.evaluate("window.kept")


def test_a_broken_deck_is_said_over_the_good_one(open_page: Callable[..., Page], serve: Callable) -> None:
    """The open page says what is wrong and where, goes on, and forgets it with the fix."""
    served = serve()
    stage = open_page(address(served) + "#/one")
    served.edit("## Second {#two}", "## Second {#one}")
    stage.wait_for_selector(".notice.amiss", state="visible")
    assert "01.md:21" in (stage.text_content(".notice.amiss") or "")
    served.edit("## Second {#one}", "## Second {#two} mended")
    served.edit("{#two} mended", "mended {#two}")
    stage.wait_for_selector(".notice.amiss", state="hidden")
    until(stage, "document.querySelector('#two h2').textContent === 'Second mended'")


def test_the_error_page_turns_back_into_the_deck(open_page: Callable[..., Page], serve: Callable) -> None:
    """Whoever opens a broken deck sees why; the save of the fix brings the deck."""
    served = serve()
    served.edit("## Second {#two}", "## Second {#one}")
    while "does not build" not in served.page():
        pass
    page = open_page(address(served), ready=False)
    assert "01.md:21" in (page.text_content("main") or "")
    with page.context.expect_page() as opened:
        page.click("a.button", modifiers=["Control"])
    until(opened.value, READY)
    served.edit("## Second {#one}", "## Second {#two}")
    until(page, READY)


def test_windows_come_back_to_a_new_server(
    open_page: Callable[..., Page], deck: Path, restart: Callable[[], Any]
) -> None:
    """The server ends and starts again under open windows: all connect, where they were, and mirror again."""
    served = restart()
    stage = open_page(address(served))
    speaker = speaker_of(stage)
    for _ in range(4):
        stage.keyboard.press("PageDown")
    until(speaker, AT, arg=["two", 1])
    for page in (stage, speaker):
        page.evaluate("window.kept = true")
    restart()
    stage.bring_to_front()
    stage.keyboard.press("PageDown")
    until(speaker, AT, arg=["live", -1])
    for page in (stage, speaker):
        assert page.evaluate("window.kept")
        page.wait_for_selector(".notice.gone", state="hidden")


def test_the_audience_follows_or_looks_around(open_page: Callable[..., Page], serve: Callable) -> None:
    """A follower goes along; once it moves on its own it stays, until it wants to follow again."""
    served = serve()
    stage, follower = open_page(address(served)), open_page(address(served, "follow", "audience"))
    stage.bring_to_front()
    stage.keyboard.press("PageDown")
    until(follower, AT, arg=["one", -1])
    assert follower.locator("aside.notes").count() == 1
    assert "public-note" in (follower.text_content("aside.notes") or "")
    follower.bring_to_front()
    follower.keyboard.press("End")
    follower.wait_for_selector(".notice.away", state="visible")
    stage.bring_to_front()
    stage.keyboard.press("PageDown")
    until(stage, AT, arg=["two", -1])
    follower.bring_to_front()
    follower.wait_for_timeout(200)
    assert follower.evaluate(PLACE)[0] == "live"
    follower.click(".notice.away button")
    until(follower, AT, arg=["two", -1])


def test_the_phone_leads(open_page: Callable[..., Page], serve: Callable) -> None:
    """Next, back, a slider and the timer on the phone are the talk's; it shows the notes of the slide."""
    served = serve()
    stage = open_page(address(served))
    phone = open_page(address(served, "remote", "remote"), ready=False)
    phone.set_viewport_size({"width": 390, "height": 760})
    phone.click("#forward")
    until(stage, AT, arg=["one", -1])
    until(phone, "document.getElementById('title').textContent === 'First'")
    visible = phone.locator("#notes article:visible")
    assert visible.count() == 1
    assert "private-note" in (visible.text_content() or "")
    for _ in range(4):
        phone.click("#forward")
    until(stage, AT, arg=["live", -1])
    phone.wait_for_selector("#sliders input")
    phone.focus("#sliders input")
    phone.keyboard.press("End")
    until(stage, STANDS, arg="50")
    phone.click("#back")
    until(stage, AT, arg=["two", 1])
    assert phone.get_attribute("#clock", "aria-pressed") == "true"


PLAN_FITS = """() => {
  const plan = document.querySelector(".plan");
  for (const number of Array(9).keys()) {
    const part = document.createElement("li");
    part.textContent = `A part with a long name, ${number}`;
    plan.append(part);
  }
  return plan.getBoundingClientRect().right <= innerWidth;
}"""


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_pages_around_the_talk_are_accessible(
    open_page: Callable[..., Page], serve: Callable, mode: Any
) -> None:
    """Nothing that axe knows of is wrong with the speaker's view, the phone's and the error page."""
    served = serve()
    stage = open_page(address(served) + f"&mode={mode}")
    stage.keyboard.press("PageDown")
    speaker = speaker_of(stage)
    phone = open_page(address(served, "remote", "remote"), ready=False)
    phone.set_viewport_size({"width": 390, "height": 760})
    until(phone, "document.getElementById('title').textContent === 'First'")
    served.edit("## Second {#two}", "## Second {#one}")
    while "does not build" not in served.page():
        pass
    error = open_page(address(served), ready=False)
    for page in (speaker, phone, error):
        page.emulate_media(color_scheme=mode)
        found = Axe().run(page, options=AXE)
        assert not found.response["violations"], found.generate_report()
    assert speaker.evaluate(PLAN_FITS)


def test_a_slide_is_found_by_number_and_by_heading(open_page: Callable[..., Page], serve: Callable) -> None:
    """`g`, then a number or part of a heading, goes there."""
    stage = open_page(address(serve()))
    for typed, slide in (("3", "two"), ("First", "one")):
        stage.keyboard.press("g")
        stage.keyboard.type(typed)
        stage.keyboard.press("Enter")
        until(stage, f"Reveal.getCurrentSlide().id === '{slide}'")


DRAG = """(value) => { const range = document.querySelector("#figure input[name=size][type=range]");
  range.value = value; range.dispatchEvent(new Event("input", { bubbles: true })); }"""
SAYS = "(wanted) => document.querySelector('#figure output').textContent.includes(wanted)"
PATH = "document.querySelector('#figure g.inks path').getAttribute('d')"


def at_the_figure(
    open_page: Callable[..., Page], served: Any, page: str = "", role: str = "presenter"
) -> Page:
    """A window at the slide of the live figure."""
    return open_page(address(served, page, role) + "#/live")


def test_between_the_stops_the_demo_is_run(open_page: Callable[..., Page], serve: Callable) -> None:
    """A slider let go at 33 shows what the demo returns for 33, in every window; the next stop is built."""
    served = serve()
    stage, follower = at_the_figure(open_page, served), at_the_figure(open_page, served, "follow", "audience")
    drawn = {}
    for value in (30, 40):
        stage.evaluate(DRAG, str(value))
        until(stage, SAYS, arg=str(2 * value))
        drawn[value] = stage.evaluate(PATH)
    stage.evaluate(DRAG, "33")
    for window in (stage, follower):
        until(window, SAYS, arg="66")
        until(window, f"(path) => {PATH} !== path", arg=drawn[30])
        assert window.evaluate(PATH) not in drawn.values()
    assert stage.input_value("#figure input[name=size][type=number]") == "33"
    assert stage.locator("#figure.nearest").count() == 0
    stage.focus(SLIDER)
    stage.keyboard.press("ArrowRight")
    until(stage, SAYS, arg="80")
    assert stage.evaluate(PATH) == drawn[40]


WATCH = """() => {
  window.drawn = []; window.waiting = [];
  const [later, now] = [window.setTimeout, performance.now()];
  performance.now = () => now;  // however long an answer takes
  window.setTimeout = (act, ms, ...rest) => ms === 60 ? waiting.push(act) : later(act, ms, ...rest);
  const seen = (all) => all.forEach(({ target }) => drawn.push(target.getAttribute("d")));
  const inks = document.querySelector("#figure g.inks");
  new MutationObserver(seen).observe(inks, { subtree: true, attributes: true, attributeFilter: ["d"] });
}"""
DEAF = "() => { WebSocket.prototype.send = () => undefined; }"


def test_a_drag_shows_exact_states_alone(open_page: Callable[..., Page], serve: Callable) -> None:
    """Between two of them no stop is shown, unless one does not come in time; then it bears a mark, later."""
    stage = at_the_figure(open_page, serve())
    built = {}
    for value in (50, 40, 30):
        stage.evaluate(DRAG, str(value))
        until(stage, SAYS, arg=str(2 * value))
        built[value] = stage.evaluate(PATH)
    stage.evaluate(WATCH)
    last = built[30]
    for value in (33, 34, 38, 41, 29):
        stage.evaluate(DRAG, str(value))
        until(stage, f"(path) => {PATH} !== path", arg=last)
        last = stage.evaluate(PATH)
    lines = {each for each in stage.evaluate("drawn") if each.count("L") > 1}
    assert len(lines) == 5
    assert not lines & set(built.values())
    stage.evaluate(DEAF)
    stage.evaluate(DRAG, "47")
    assert stage.evaluate(PATH) == last
    stage.evaluate("waiting.at(-1)()")
    assert stage.evaluate(PATH) == built[50]
    until(stage, "document.querySelector('#figure').classList.contains('nearest')")


def test_a_field_goes_to_any_number(open_page: Callable[..., Page], serve: Callable) -> None:
    """One out of bounds is refused, one that is not whole goes to its stop."""
    stage = at_the_figure(open_page, serve())
    field = stage.locator("#figure input[name=size][type=number]")
    for typed, stands, says in (("33", "33", "66"), ("27.5", "30", "60"), ("44", "44", "88")):
        field.fill(typed)
        field.press("Enter")
        until(stage, SAYS, arg=says)
        until(stage, STANDS, arg=stands)
    field.fill("51")
    field.press("Enter")
    until(stage, SAYS, arg="size goes from 10 to 50")


def test_a_slider_goes_between_uneven_stops(open_page: Callable[..., Page], serve: Callable) -> None:
    """Halfway between two of its stops lies the number halfway between them."""
    served = serve()
    served.edit("size: 10..50/10", "size: 10..88")
    stage = at_the_figure(open_page, served)
    until(stage, "document.querySelector('#figure input[name=size][type=range]').dataset.by === 'stop'")
    stops = stage.evaluate(
        "JSON.parse(document.querySelector('#figure .states').textContent).params[0].stops"
    )
    gap = next(at for at in range(len(stops) - 1) if stops[at + 1] - stops[at] == 4)
    value = stops[gap] + 2
    stage.evaluate(DRAG, str(gap + 0.5))
    until(stage, SAYS, arg=str(2 * value))
    assert stage.evaluate(NUMBER) == str(value)
    assert stage.input_value(SLIDER) == str(gap + 0.5)
    stage.focus(SLIDER)
    stage.keyboard.press("ArrowRight")
    until(stage, f"!{NUMBER.replace('.value', '.value.includes')}('{value}')")
    assert float(stage.input_value(SLIDER)).is_integer()


NUMBER = "document.querySelector('#figure input[name=size][type=number]').value"


def test_an_exact_value_survives_and_reaches_who_comes_later(
    open_page: Callable[..., Page], serve: Callable
) -> None:
    """It stands in the presenter's address, survives a reload, is what later windows see; a stop ends it."""
    served = serve()
    stage = at_the_figure(open_page, served)
    stage.evaluate(DRAG, "33")
    until(stage, SAYS, arg="66")
    until(stage, "location.search.includes('figure.size=33')")
    drawn = stage.evaluate(PATH)
    stage.reload()
    follower, speaker = at_the_figure(open_page, served, "follow", "audience"), speaker_of(stage)
    for window in (stage, follower, speaker):
        until(window, SAYS, arg="66")
        until(window, f"(path) => {PATH} === path", arg=drawn)
        until(window, f"{NUMBER} === '33'")
        assert window.locator("#figure.nearest").count() == 0
    speaker.focus(SLIDER)
    speaker.keyboard.press("ArrowRight")
    for window in (stage, follower, speaker):
        until(window, SAYS, arg="80")
    until(stage, "location.search.includes('figure.size=40')")
    late = at_the_figure(open_page, served, "follow", "audience")
    until(late, SAYS, arg="80")


def test_an_exact_value_survives_the_server(
    open_page: Callable[..., Page], restart: Callable[[], Any]
) -> None:
    """A new server is told of it, and by an address alone, too; from the disk the nearest stop is shown."""
    served = restart()
    stage = at_the_figure(open_page, served)
    stage.evaluate(DRAG, "33")
    until(stage, SAYS, arg="66")
    until(stage, "location.search.includes('figure.size=33')")
    served = restart()
    follower = at_the_figure(open_page, served, "follow", "audience")
    until(follower, SAYS, arg="66")
    there = stage.url
    stage.close()
    follower.close()
    restart()
    until(open_page(there), SAYS, arg="66")


def test_two_sliders_stand_between_their_stops(open_page: Callable[..., Page], serve: Callable) -> None:
    """Moving the second leaves the first where it is; an edit of the slide leaves both."""
    served = serve()
    served.edit("part: 0.5", "part: 0..1/0.5")
    stage = at_the_figure(open_page, served)
    until(stage, "document.querySelector('#figure input[name=part][type=range]') !== null")
    stage.evaluate(DRAG, "33")
    until(stage, SAYS, arg="66")
    stage.evaluate(DRAG.replace("name=size", "name=part"), "0.3")
    until(stage, "location.search.includes('figure.part=0.3')")
    until(stage, SAYS, arg="66")
    stage.evaluate("window.kept = true")
    served.edit("id: figure", "id: figure\ncaption: Another caption")
    until(stage, "document.querySelector('#figure figcaption').textContent === 'Another caption'")
    until(stage, SAYS, arg="66")
    assert stage.evaluate(NUMBER) == "33"
    assert stage.evaluate("window.kept")


def test_without_an_answer_the_nearest_state_stands_there(
    open_page: Callable[..., Page], serve: Callable
) -> None:
    """A run that fails, or that is not wanted, leaves the nearest built state; one that fails with a mark."""
    stage = at_the_figure(open_page, serve())
    stage.evaluate(DRAG, "13")
    until(stage, "document.querySelector('#figure').classList.contains('nearest')")
    until(stage, SAYS, arg="20")
    stage.evaluate(DRAG, "40")
    until(stage, "!document.querySelector('#figure').classList.contains('nearest')")
    stage.keyboard.press("l")
    assert stage.get_attribute(SLIDER, "step") == "10"
    stage.keyboard.press("l")
    assert stage.get_attribute(SLIDER, "step") == "1"
