"""Slides that wait behind the scripts of a served page, and are changed meanwhile."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]

FAR = """## Far {#far}

Old words.

---

## Farther {#farther}

[It stays](https://example.invalid/).

---

## Farthest {#farthest}

It goes.
"""
HELD = """() => Object.fromEntries([...document.querySelectorAll(".slides section")]
  .map((each) => [each.id, each.querySelector(".page p")?.innerText ?? ""]))"""
SHOWN = """(id) => {
  Reveal.slide(Reveal.getIndices(document.getElementById(id)).h);
  return Reveal.getCurrentSlide().innerText;
}"""


def until(page: Page, expression: str) -> None:
    """Wait until it holds in the page; Playwright's own way needs an eval that the page forbids."""
    for _ in range(500):
        with contextlib.suppress(Error):
            if page.evaluate(expression):
                return
        page.wait_for_timeout(20)
    raise AssertionError(f"{expression} does not come true")


def test_a_slide_that_waits_is_replaced(
    serve: Callable[..., Any], deck: Path, context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has its new words at once; those that have not changed go on waiting, and hold what they held."""
    monkeypatch.setattr("talk.render.pages.WHOLE_SLIDES", 3)
    monkeypatch.setattr("talk.render.pages.FIRST_SLIDES", 1)
    file = deck / "02.md"
    file.write_text(FAR, encoding="utf-8")
    served, page = serve(), context.new_page()
    page.goto(f"http://127.0.0.1:{served.port}/?token={served.tokens.presenter}")
    until(
        page, "window.talk && window.Reveal && Reveal.isReady() && document.querySelector('.progress-line')"
    )
    waiting = dict.fromkeys(("two", "live", "far", "farther", "farthest"), "")
    assert page.evaluate(HELD) == {"a-talk": "", "one": "Some words here.", **waiting}
    file.write_text(FAR.replace("Old", "New"), encoding="utf-8")
    until(page, "document.querySelector('#far .page p')?.innerText === 'New words.'")
    assert (page.evaluate(HELD)["farther"], page.evaluate(HELD)["farthest"]) == ("", "")
    more = FAR.replace("Old", "New").replace(
        "## Farther {", "## Between {#between}\n\nMore words.\n\n---\n\n## Farther {"
    )
    file.write_text(more.partition("\n---\n\n## Farthest")[0], encoding="utf-8")
    until(page, "document.querySelector('#between') && !document.querySelector('#farthest')")
    for name, words in [
        ("far", "New words."),
        ("between", "More words."),
        ("farther", "It stays"),
        ("live", "Live"),
    ]:
        assert words in page.evaluate(SHOWN, name)
    file.write_text(more, encoding="utf-8")
    until(page, "document.querySelector('#farthest .page p')?.innerText === 'It goes.'")
    assert served.faults == []
