"""What reveal.js asks of the slides is answered as the document would answer it."""

from __future__ import annotations

from collections.abc import Callable
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
      '.slides section:not(.stack):not([data-visibility="uncounted"])', ".page"],
    ".slides": ["section > .stretch, section > .r-stretch", "p"],
    "section": ["section", "video[data-lazy-loaded] source[src], audio source[src]", "p",
      "video[data-lazy-loaded][src], audio[data-lazy-loaded][src], iframe[data-lazy-loaded][src]"],
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
    assert page.evaluate(ANSWERING, ".reveal, .slides, .slides section")
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
