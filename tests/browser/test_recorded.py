"""What the real Go said, on stage: code and memory move together, labels follow their switch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

LIT = "id => [...document.querySelectorAll(`#${id} .lit`)].map(line => Number(line.dataset.n))"
PRINTED = """id => [...document.querySelectorAll(`#${id} .answer .line`)]
    .filter(row => getComputedStyle(row).visibility === 'visible').map(row => row.textContent.trim())"""
SHOW = "id => Reveal.slide(...Object.values(Reveal.getIndices(document.getElementById(id))).slice(0, 2), -1)"


def opened(page: Any, path: Path, slide: str) -> None:
    """A deck at one of its slides, before its first fragment."""
    page.goto(path.as_uri())
    page.evaluate("window.talk.ready")
    page.evaluate(SHOW, slide)


def test_the_clicker_moves_code_memory_and_output(page: Any, talk_page: Any) -> None:
    """At each press the line, the drawn moment and what has been printed are those of one moment."""
    opened(page, talk_page(), "moving")
    seen = []
    for _ in range(8):
        moment = "#moving .moment:not(.later)"
        seen.append(
            (page.evaluate(LIT, "moving"), page.locator(moment).count(), page.evaluate(PRINTED, "moving"))
        )
        page.evaluate("Reveal.next()")
    assert [lines for lines, _, _ in seen] == [[2], [3], [4], [6], [8], [9], [10], [11]]
    assert {count for _, count, _ in seen} == {1}
    assert [printed for _, _, printed in seen][-3:] == [[], ["42 true"], ["42 true", "false"]]


def test_a_slider_moves_both_and_back(page: Any, gallery_page: Path) -> None:
    """The line follows the slider in both directions."""
    opened(page, gallery_page, "go-step")
    slider = page.locator("#go-step input[type=range]")
    lines = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        slider.press(key)
        lines.append(page.evaluate(LIT, "go-step"))
    assert lines == [[3], [4], [3]]


def test_a_switch_shows_the_verdicts_without_inlining(page: Any, talk_page: Any) -> None:
    """Space turns the focused switch, and only the labels of its position are there."""
    opened(page, talk_page(), "noinline")
    label = page.get_by_text("inlining call to newUser", exact=True)
    assert label.is_visible()
    page.locator("#noinline .switch input").press("Space")
    assert not label.is_visible()
    assert page.locator("#noinline").is_visible()
