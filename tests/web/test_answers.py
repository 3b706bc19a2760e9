"""What reveal.js asks of the slides is answered as the document would answer it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

STACK = """<section><section id="up"><div class="page"><h2>Up</h2><p class="fragment">a</p></div></section>
<section id="down" data-visibility="uncounted"><div class="page"><h2 class="r-stretch">Down</h2>
<video data-lazy-loaded src="data:,"></video></div></section></section>"""

# For each element that answers: the selectors for which it gives something else than the document does.
DIFFERING = """() => {
  const native = Element.prototype.querySelectorAll;
  const asked = {
    ".reveal": [".slides>section", ".slides section", ".slides>section>section",
      ".slides>section.present>section", ".slides>section.stack",
      ".slides>section.past", ".slides>section.future",
      '.slides section:not(.stack):not([data-visibility="uncounted"])', ".page"],
    ".slides": ["section > .stretch, section > .r-stretch", "p"],
    "section": ["section", "video[data-lazy-loaded] source[src], audio source[src]", "p",
      "video[data-lazy-loaded][src], audio[data-lazy-loaded][src], iframe[data-lazy-loaded][src]",
      "img[data-src], video[data-src], audio[data-src], iframe[data-src]", "video, audio",
      ".fragment", ".fragment.visible"],
    ".slide-background": ["iframe[src]", "div"],
  };
  const same = (one, other) => one.length === other.length && one.every((each, at) => each === other[at]);
  const differs = (element) => (selector) =>
    !same([...element.querySelectorAll(selector)], [...native.call(element, selector)]) ||
    element.querySelector(selector) !== Element.prototype.querySelector.call(element, selector);
  return Object.entries(asked).flatMap(([name, selectors]) =>
    [...document.querySelectorAll(name)].flatMap((element) => selectors.filter(differs(element))));
}"""
ANSWERING = "(name) => [...document.querySelectorAll(name)].every(e => Object.hasOwn(e, 'querySelectorAll'))"


def open_deck(page: Page, address: str) -> None:
    """Show the deck and wait until it says that it is ready."""
    page.goto(address)
    page.evaluate("talk.ready.then(() => true)")


def test_answers_are_those_of_the_document(page: Page, small_deck: Callable[..., str]) -> None:
    """On every slide, stacks and media included, no answer differs from the document's own."""
    open_deck(page, small_deck(more=STACK))
    assert page.evaluate(ANSWERING, ".reveal, .slides, .slides section, .slide-background")
    for _ in range(12):
        assert page.evaluate(DIFFERING) == []
        page.keyboard.press("PageDown")
    assert page.evaluate("Reveal.getCurrentSlide().id") == "down"


def test_slides_that_come_later_are_answered_for(page: Page, small_deck: Callable[..., str]) -> None:
    """A slide that is put in, or taken out, is in the next answer."""
    open_deck(page, small_deck())
    before = page.evaluate("Reveal.getTotalSlides()")
    page.evaluate(
        "document.querySelector('.slides').append(document.createElement('section')), Reveal.sync()"
    )
    assert page.evaluate("Reveal.getTotalSlides()") == before + 1
    assert page.evaluate(ANSWERING, ".slides section")
    page.evaluate("document.querySelector('#two').remove()")
    assert page.evaluate("Reveal.getTotalSlides()") == before
    assert page.evaluate(DIFFERING) == []


# The slides and grounds that a step writes to.
WRITTEN = """(key) => {
  const elements = [...document.querySelectorAll(".slides section, .slide-background")];
  const watch = new MutationObserver(() => undefined);
  const asked = { attributes: true, attributeFilter: ["class", "hidden", "aria-hidden"] };
  for (const each of elements) watch.observe(each, asked);
  Reveal[key]();
  const written = new Set(watch.takeRecords().map((each) => each.target));
  return elements.flatMap((each, at) => (written.has(each) ? [at] : []));
}"""
TURNS = """() => [...document.querySelectorAll(".slides > section, .backgrounds > div")].map((each) =>
  ["past", "present", "future"].filter((name) => each.matches("." + name)).join(" ") +
  (each.localName === "section" && each.hidden ? " hidden" : "") + (each.ariaHidden ? " unheard" : ""))"""


def test_a_step_writes_to_the_slides_it_goes_between(page: Page, small_deck: Callable[..., str]) -> None:
    """All others stay untouched, and all say what they are: past, present or future."""
    open_deck(page, small_deck(more="<section><p>More</p></section>" * 20))
    count = 25
    for before, at in pairwise([0, 1, 2, 1, 0]):
        key = "next" if at > before else "prev"
        first = min(before, at)
        assert page.evaluate(WRITTEN, key) == [first, first + 1, count + first, count + first + 1]
        slides = ["past hidden unheard"] * at + ["present"] + ["future hidden unheard"] * (count - at - 1)
        grounds = ["past"] * at + ["present"] + ["future"] * (count - at - 1)
        assert page.evaluate(TURNS) == slides + grounds


def test_what_is_taken_from_a_slide_alone_is_gone(page: Page, small_deck: Callable[..., str]) -> None:
    """A class that nothing is given for leaves, at the latest with the next question."""
    open_deck(page, small_deck())
    taken = "const two = document.querySelector('#two'); two.classList.remove('future'); return ask(two);"
    asked = f"(ask) => {{ {taken} }}"
    assert page.evaluate(f"({asked})((two) => two.classList.contains('future'))") is False
    page.evaluate("Reveal.sync()")
    assert page.evaluate("document.querySelector('#two').matches('.future')") is True
    later = f"({asked})((two) => Promise.resolve().then(() => two.matches('.future')))"
    assert page.evaluate(later) is False
    page.evaluate("Reveal.sync()")
    assert page.evaluate(f"({asked})((two) => two.classList.toggle('future'))") is True
