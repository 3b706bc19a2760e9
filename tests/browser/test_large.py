"""A deck of 300 slides: most wait behind the scripts, and each has what it holds when it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from talk.cli import run

SLIDES = 300
FIRST = 20
DEMO = '''
from typing import Annotated
from talk.demo import Chart, Range, demo

@demo
def square(n: Annotated[int, Range(1, 5, step=1)] = 2) -> Chart:
    """A square."""
    return Chart(x=[1, 2, 3]).line([n, n * n, n], "a")
'''
MORE = {
    1: "[To a far line](#far-line) and [to the world](https://example.invalid/).",
    120: "[A far line]{#far-line}\n\n<script>globalThis.runs = (globalThis.runs ?? 0) + 1;</script>",
    130: "- one {.fragment}\n- two {.fragment}\n- three {.fragment}",
    140: "[To the world](https://example.invalid/).",
    200: "```demo square\n```",
}

# The ids of all slides that hold nothing, or do not say what they are.
EMPTY = """() => [...document.querySelectorAll(".slides section, .pdf-page > section, .scroll-page section")]
  .filter((each) => each.id && !each.querySelector(":scope > .page"))
  .map((each) => each.id)"""
# Goes on, or back, to the end; what comes back is what was shown at each step.
WALK = """(key) => {
  const seen = [];
  for (let before = null; before !== JSON.stringify(Reveal.getIndices()); ) {
    before = JSON.stringify(Reveal.getIndices());
    const slide = Reveal.getCurrentSlide();
    if (seen[seen.length - 1] !== slide) seen.push(slide);
    Reveal[key]();
  }
  const says = (each) => each.querySelector(".page")?.innerText.includes(`word${each.id.slice(2)}.`);
  return seen.map((each) => [each.id, says(each)]);
}"""


def slide(number: int) -> str:
    """The Markdown of one slide; every tenth stands below the one before."""
    mark = "----" if number % 10 == 0 else "---"
    words = f"A line with word{number}.\n\n{MORE.get(number, '')}"
    return f"{mark}\n\n## Number {number} {{#n-{number}}}\n\n{words}\n\n"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, browser_path: str) -> str:
    """The address of the deck."""
    root = tmp_path_factory.mktemp("large")
    for name in ("slides", "demos"):
        (root / name).mkdir()
    slides = "".join(slide(number) for number in range(1, SLIDES + 1))
    (root / "slides" / "deck.md").write_text(slides.removeprefix("---\n\n"), encoding="utf-8")
    (root / "demos" / "square.py").write_text(DEMO, encoding="utf-8")
    assert run(["build", str(root / "slides"), "-o", str(root / "out")]) == 0
    return (root / "out" / "index.html").as_uri()


@pytest.fixture
def far(page: Page, large: str) -> Iterator[Any]:
    """Opens the deck at an address."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))

    def open_deck(rest: str = "", width: int = 1280) -> Page:
        page.set_viewport_size({"width": width, "height": 720})
        page.goto("about:blank")
        page.goto(large + rest)
        page.evaluate("talk.ready.then(() => true)")
        return page

    yield open_deck
    assert faults == []


def shown(page: Page) -> tuple[str, bool]:
    """The slide that is shown, and whether it holds what it should."""
    name, text = page.evaluate("[Reveal.getCurrentSlide().id, Reveal.getCurrentSlide().innerText]")
    return name, f"word{name[2:]}." in text


pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_every_slide_stands_there_and_is_reached_both_ways(far: Any) -> None:
    """Forwards and backwards, in order, each with its words."""
    page = far()
    every = [f"n-{number}" for number in range(1, SLIDES + 1)]
    shells = "[...document.querySelectorAll('section[id][data-file][data-line]')].map((each) => each.id)"
    assert page.evaluate(shells) == every
    assert page.evaluate(EMPTY) == every[FIRST:]
    assert page.evaluate(WALK, "next") == [[name, True] for name in every]
    assert page.evaluate(WALK, "prev") == [[name, True] for name in reversed(every)]
    assert page.evaluate(EMPTY) == []
    assert page.evaluate("runs") == 1


def test_what_all_asks_for_is_there(far: Any) -> None:
    """`mountAll` brings all slides into the document, once, whatever an author's script does on them."""
    page = far()
    assert page.evaluate("talk.mountAll().then(() => globalThis.runs)") == 1
    assert page.evaluate(EMPTY) == []
    page.evaluate("talk.mountAll().then(() => true)")
    assert (page.evaluate("runs"), page.locator(".page").count()) == (1, SLIDES)
    links = page.locator('a[href^="https:"]')
    assert [link.get_attribute("target") for link in links.all()] == ["_blank"] * 2


@pytest.mark.parametrize(
    ("rest", "name"),
    [
        ("#/n-250", "n-250"),
        ("#/249", ""),
        ("#/far-line", "n-120"),
        ("#/n-10", "n-10"),
        ("?square.n=4#/n-200", "n-200"),
    ],
)
def test_an_address_opens_its_slide(far: Any, rest: str, name: str) -> None:
    """By its name, its column, or the name of something on it; a figure stands where the address says."""
    page = far(rest)
    found, whole = shown(page)
    assert whole
    assert found == (name or page.evaluate("Reveal.getSlide(249).id"))
    if "?" in rest:
        assert page.locator("#square input").first.input_value() == "4"


@pytest.mark.parametrize(("typed", "name"), [("31", "n-34"), ("word270", "n-270"), ("Number 120", "n-120")])
def test_a_slide_is_found_by_number_and_by_words(far: Any, typed: str, name: str) -> None:
    """G takes the number of a column, or words that stand on the slide."""
    page = far()
    page.keyboard.press("g")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    assert shown(page) == (name, True)


def test_a_link_leads_to_what_a_far_slide_holds(far: Any) -> None:
    """Clicked, or put into the address."""
    page = far()
    page.click('a[href$="far-line"]')
    assert shown(page) == ("n-120", True)
    page.evaluate("location.hash = '#/n-222'")
    page.wait_for_function("Reveal.getCurrentSlide().id === 'n-222'")
    assert shown(page) == ("n-222", True)


def test_jumps_leave_steps_as_they_are_meant(far: Any) -> None:
    """Steps of slides that were passed over have been taken, those of slides that come have not."""
    page = far("#/n-131")
    visible = "document.querySelectorAll('#n-130 .fragment.visible').length"
    page.keyboard.press("PageUp")
    assert (shown(page), page.evaluate(visible)) == (("n-130", True), 3)
    page = far("#/n-129")
    page.keyboard.press("PageDown")
    assert (shown(page), page.evaluate(visible)) == (("n-130", True), 0)
    page.keyboard.press("PageDown")
    assert page.evaluate(visible) == 1


def test_views_of_all_slides_hold_all(far: Any) -> None:
    """The overview, the printer's pages, the scroll view, and a window that is made narrow."""
    page = far()
    page.keyboard.press("o")
    assert (page.evaluate("Reveal.isOverview()"), page.evaluate(EMPTY)) == (True, [])
    page = far("?view=print")
    page.wait_for_function(f"document.querySelectorAll('.pdf-page').length === {SLIDES}")
    assert page.evaluate(EMPTY) == []
    for page in (far("?view=scroll"), far(width=400)):
        assert (page.evaluate("Reveal.isScrollView()"), page.evaluate(EMPTY)) == (True, [])
    page = far()
    page.set_viewport_size({"width": 400, "height": 720})
    page.wait_for_function("Reveal.isScrollView()")
    assert page.evaluate(EMPTY) == []


def test_the_printer_gets_all_slides(far: Any) -> None:
    """Also from the page as it is shown."""
    page = far()
    page.pdf()
    assert page.evaluate(EMPTY) == []


def test_the_speaker_sees_the_next_slide(far: Any) -> None:
    """Though it has not been shown yet."""
    page = far("?view=speaker#/n-60")
    assert shown(page) == ("n-60", True)
    assert "word61." in page.locator(".preview").inner_text()


def test_without_a_script_the_first_slides_stand_there(browser: Browser, large: str) -> None:
    """Like those of any deck; the handout holds all."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(large)
    assert page.locator(".page").count() == FIRST
    page.goto(large.replace("index.html", "handout.html"))
    assert page.locator("article").count() >= SLIDES
    context.close()
