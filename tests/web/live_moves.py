"""What the tests of live figures do with a page, and read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
RANGE, FIELD = "#gc input[name=gogc][type=range]", "#gc input[name=gogc][type=number]"


def show(page: Page, address: str) -> None:
    """Open the deck and wait until it says that it is ready."""
    page.goto(address)
    page.evaluate("talk.ready.then(() => true)")


def show_still(page: Page, address: str) -> None:
    """Open the deck and stop the clock: time goes on only when the test says so."""
    page.clock.install(time=0)
    show(page, address)
    page.clock.pause_at(60_000)


def wait_for_query(page: Page, query: str) -> None:
    """The address comes to ask for this, and for nothing else."""
    page.wait_for_function("(query) => location.search.slice(1) === query", arg=query)


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


def slide(page: Page) -> str:
    """The id of the slide that is shown."""
    return str(page.evaluate("Reveal.getCurrentSlide().id"))
