from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
Deck = Callable[..., str]


def show(page: Page, address: str) -> None:
    """Open the deck and wait until it says that it is ready."""
    page.goto(address)
    page.evaluate("talk.ready.then(() => true)")


def size(page: Page, selector: str = ".reveal") -> float:
    """The text size of an element, in pixels of the canvas."""
    return float(page.eval_on_selector(selector, "e => parseFloat(getComputedStyle(e).fontSize)"))


def slide(page: Page) -> str:
    """The id of the slide that is shown."""
    return str(page.evaluate("Reveal.getCurrentSlide().id"))


def lit(page: Page) -> list[Any]:
    """The numbers of the lit lines, and whether the block sets lines apart at all."""
    return page.evaluate(
        "[[...document.querySelectorAll('.lit')].map(e => +e.dataset.n),"
        " document.querySelector('pre.code').classList.contains('stepping')]"
    )


def test_font_of_the_address(page: Page, small_deck: Deck) -> None:
    """A deck has its own size until `?font=` asks for another, which counts from 28."""
    show(page, small_deck(base_px=32))
    assert size(page) == 32
    show(page, small_deck(base_px=32) + "?font=+6")
    assert size(page) == 34


def test_plus_and_minus_scale_and_survive_a_reload(page: Page, small_deck: Deck) -> None:
    """A press is one pixel, the address says the result, and a reload shows it again."""
    show(page, small_deck() + "?other=a%20b#/one")
    for key in ("+", "+", "=", "-"):
        page.keyboard.press(key)
    assert size(page) == 30
    assert urlsplit(page.url).query == "other=a%20b&font=+2"
    page.reload()
    page.evaluate("talk.ready.then(() => true)")
    assert (size(page), slide(page)) == (30, "one")
    for key in "--":
        page.keyboard.press(key)
    assert urlsplit(page.url).query == "other=a%20b"


def test_d_turns_dark_and_the_address_remembers(page: Page, small_deck: Deck) -> None:
    """`d` and `?mode=` set the mode on the root element."""
    show(page, small_deck())
    page.keyboard.press("d")
    assert page.evaluate("document.documentElement.dataset.mode") == "dark"
    assert urlsplit(page.url).query == "mode=dark"
    page.keyboard.press("d")
    assert urlsplit(page.url).query == ""


def test_a_slider_keeps_its_arrows_and_not_the_clicker(page: Page, small_deck: Deck) -> None:
    """In a slider the arrows change its value; PageDown, PageUp and Space move the talk."""
    show(page, small_deck() + "#/one")
    page.focus("#depth")
    page.keyboard.press("ArrowRight")
    assert (page.input_value("#depth"), slide(page)) == ("6", "one")
    page.keyboard.press("PageDown")
    assert slide(page) == "two"
    page.keyboard.press("PageUp")
    page.focus("#depth")
    page.keyboard.press("Space")
    assert slide(page) == "two"


@pytest.mark.parametrize("field", ["#count", "#kind", "#press", "#more summary"])
def test_controls_keep_the_keys_they_use(page: Page, small_deck: Deck, field: str) -> None:
    """Space and arrows stay with fields; a button and a summary keep Space."""
    show(page, small_deck() + "#/one")
    page.focus(field)
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.focus(field)
    if field != "#press":
        page.keyboard.press("ArrowRight")
    assert slide(page) == "one"


def test_no_character_fires_inside_a_field(page: Page, small_deck: Deck) -> None:
    """Neither our keys nor reveal.js's fire while a field has the focus."""
    show(page, small_deck() + "#/one")
    page.focus("#count")
    for key in "+-dbn":
        page.keyboard.press(key)
    assert (size(page), slide(page)) == (28, "one")
    assert page.evaluate("[Reveal.isPaused(), document.documentElement.dataset.mode]") == [False, "light"]


def test_escape_and_the_mouse_give_the_focus_back(page: Page, small_deck: Deck) -> None:
    """Escape leaves a field for the heading, and so does a slider that the mouse lets go."""
    show(page, small_deck() + "#/one")
    page.focus("#count")
    page.keyboard.press("Escape")
    assert page.evaluate("[document.activeElement.localName, Reveal.isOverview()]") == ["h2", False]
    page.click("#depth")
    assert page.evaluate("document.activeElement.localName") == "h2"
    page.keyboard.press("ArrowRight")
    assert slide(page) == "two"


def test_focus_and_title_follow_the_slide(page: Page, small_deck: Deck) -> None:
    """A new slide's heading gets the focus, the window its name; the first page load moves nothing."""
    show(page, small_deck())
    assert page.evaluate("[document.activeElement.localName, document.title]") == ["body", "Small deck"]
    page.keyboard.press("ArrowRight")
    assert page.evaluate("[document.activeElement.textContent, document.title]") == [
        "One",
        "One · Small deck",
    ]
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("[document.activeElement.id, document.activeElement.ariaLabel]") == [
        "three",
        "Slide 4 of 5",
    ]


def test_hidden_slides_are_inert(page: Page, small_deck: Deck) -> None:
    """Nothing on a slide that is not shown can be reached, and readers may read the shown one freely."""
    show(page, small_deck() + "#/one")
    assert page.evaluate("[...document.querySelectorAll('.slides section:not([inert])')].map(e => e.id)") == [
        "one"
    ]
    assert page.get_attribute(".reveal", "role") is None
    assert page.eval_on_selector_all("[aria-live]:not([aria-hidden])", "all => all.length") == 0


def test_code_steps_light_their_lines(page: Page, small_deck: Deck) -> None:
    """Each step lights its lines, forward and back; `all` sets nothing apart, `none` everything."""
    show(page, small_deck() + "#/two")
    seen = [lit(page)]
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        seen.append(lit(page))
    assert seen == [[[1, 2], True], [[3], True], [[], False], [[], True]]
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert lit(page) == [[3], True]


@pytest.mark.parametrize(("lines", "shrinks"), [(3, False), (14, True), (60, True)])
def test_fit_shrinks_to_the_canvas_but_not_under_the_minimum(
    page: Page, small_deck: Deck, lines: int, shrinks: bool
) -> None:
    """A `fit` slide keeps its size if it can, shrinks until all of it is seen, and stops at 18 px."""
    show(page, small_deck(lines=lines) + "#/four")
    assert (size(page, "#four") < 28) == shrinks
    assert size(page, "#four") >= 18
    bottom = page.eval_on_selector(
        "#four p:last-child", "e => e.getBoundingClientRect().bottom / Reveal.getScale()"
    )
    assert bottom <= 720 or size(page, "#four") == 18


OVERLAYS = """<figure class="demo"><div class="control"><input><span class="help">{0}</span></div>
<details class="data"><summary>Data</summary><div class="panel">{0}</div></details></figure>
<details><summary>Why</summary>{0}</details>"""


def test_fit_leaves_out_what_opens_over_the_slide(page: Page, small_deck: Deck) -> None:
    """A closed table and the help of a control take no room."""
    show(page, small_deck(lines=3) + "#/three")
    html = OVERLAYS.format("<p>Many words, one line after the other.</p>" * 40)
    page.eval_on_selector("#four .page", "(e, html) => e.insertAdjacentHTML('beforeend', html)", html)
    page.keyboard.press("ArrowRight")
    assert (slide(page), size(page, "#four")) == ("four", 28)


def test_progress_shows_the_sections(page: Page, small_deck: Deck) -> None:
    """The line has a part for each section, as long as it has slides, filled up to the present slide."""
    show(page, small_deck() + "#/two")
    parts = page.eval_on_selector_all(
        ".progress-line > span", "all => all.map(e => [e.style.flexGrow, e.firstChild.style.transform])"
    )
    assert parts == [["1", "scaleX(1)"], ["2", "scaleX(1)"], ["2", "scaleX(0)"]]


def test_links_lead_out_safely(page: Page, small_deck: Deck) -> None:
    """A link to another site opens beside the deck and gets no handle on it."""
    show(page, small_deck())
    assert page.eval_on_selector("#out", "e => [e.target, e.rel]") == ["_blank", "noopener noreferrer"]


def test_reduced_motion_stills_transitions(page: Page, small_deck: Deck) -> None:
    """Who asks for less motion gets none, whatever the deck says."""
    page.emulate_media(reduced_motion="reduce")
    show(page, small_deck(transition="slide"))
    assert page.evaluate("[Reveal.getConfig().transition, Reveal.getConfig().autoAnimate]") == ["none", False]
    page.emulate_media(reduced_motion="no-preference")
    page.reload()
    assert page.evaluate("talk.ready.then(() => Reveal.getConfig().transition)") == "slide"


@pytest.mark.parametrize("view", ["print", "scroll"])
def test_views_of_all_slides_hide_none_from_readers(page: Page, small_deck: Deck, view: str) -> None:
    """In the print and the scroll view no slide stays hidden, so every heading is read and tagged."""
    show(page, small_deck() + f"?view={view}")
    page.wait_for_function("!document.querySelector('.slides section:is([hidden], [aria-hidden], [inert])')")
    assert page.get_by_role("heading").count() == 4


def test_the_speaker_view_shares_the_look(page: Page, context: BrowserContext, small_deck: Deck) -> None:
    """Its window starts with the stage's size, follows it, and passes on a key that the speaker presses."""
    show(page, small_deck() + "?font=+4#/one")
    with context.expect_page() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    speaker.wait_for_function("window.talk && window.Reveal && Reveal.isReady()")
    size = "parseFloat(getComputedStyle(document.querySelector('.reveal')).fontSize)"
    assert speaker.evaluate(size) == 32
    page.bring_to_front()
    page.keyboard.press("+")
    speaker.wait_for_function(f"{size} === 33")
    speaker.bring_to_front()
    speaker.keyboard.press("-")
    page.wait_for_function(f"{size} === 32")
    assert "What to say." in (speaker.text_content(".notes-text") or "")


@pytest.mark.parametrize(
    ("html", "px"),
    [
        ('<p id="it" style="--add: 4">text</p>', 32),
        ('<p id="it" style="--add: -20">text</p>', 18),
        ('<ul><li id="it" style="--add: 4">text</li></ul>', 32),
        ('<ul style="--add: 4"><li id="it">text</li></ul>', 32),
        ('<div class="callout" id="it" style="--add: 4">text</div>', 27.43),
        ('<div class="table"><table id="it" style="--add: 7"></table></div>', 30),
        ('<p>a <span id="it" style="--add: 10">span</span></p>', 38),
        ('<figure class="listing" style="--add: 4"><pre class="code" id="it">x</pre></figure>', 25.14),
        ("<p><kbd id='it'>x</kbd></p>", 22.4),
    ],
)
def test_a_block_adds_pixels_and_keeps_its_ratio(page: Page, small_deck: Deck, html: str, px: float) -> None:
    """What a block adds counts from the base, for that block alone, and never leads below 18 px."""
    show(page, small_deck() + "#/three")
    page.eval_on_selector("#three .page", "(e, html) => e.insertAdjacentHTML('beforeend', html)", html)
    assert size(page, "#it") == pytest.approx(px, abs=0.01)


def test_a_narrow_screen_opens_at_the_slide_of_the_address(page: Page, small_deck: Deck) -> None:
    """On a phone the deck scrolls, and a link to a slide leads to that slide."""
    page.set_viewport_size({"width": 375, "height": 700})
    show(page, small_deck() + "#/two")
    page.wait_for_function("Reveal.isScrollView() && Reveal.getCurrentSlide().id === 'two'")
    page.wait_for_function("Math.abs(document.getElementById('two').getBoundingClientRect().top) < 700")


def test_forced_colours_mark_lit_lines_alone(page: Page, small_deck: Deck) -> None:
    """Where the viewer's colours replace ours, a bar stands beside lit lines and beside no other."""
    page.emulate_media(forced_colors="active")
    show(page, small_deck() + "#/two")
    bars = page.eval_on_selector_all(
        ".line", "all => all.map(e => getComputedStyle(e).borderInlineStartColor)"
    )
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert [bar != ground for bar in bars] == [True, True, False]


def test_a_stack_is_entered_at_its_first_slide(page: Page, small_deck: Deck) -> None:
    """Forwards wherever it was left, backwards at its last slide."""
    inner = "".join(f'<section id="{name}"></section>' for name in ("up", "middle", "down"))
    show(page, small_deck(more=f'<section>{inner}</section><section id="after"></section>') + "#/after")
    for key, name in [("PageUp", "down"), ("PageDown", "after"), ("PageUp", "down"), ("PageUp", "middle")]:
        page.keyboard.press(key)
        assert slide(page) == name
    page.evaluate("Reveal.slide(4)")
    assert slide(page) == "four"
    for name in ("up", "middle", "down", "after"):
        page.keyboard.press("PageDown")
        assert slide(page) == name
