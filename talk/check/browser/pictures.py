"""A picture of every finding: the slide in the state in which it shows, with the box of the place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from talk.check.browser.session import Window, open_window
from talk.check.browser.views import PAPER_PX, Shape
from talk.check.browser.walk import PAPER
from talk.check.findings import Box, Finding, Picture, Sight
from talk.check.pages import DECK, PRINTED
from talk.deck.model import Deck
from talk.errors import Span

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Driven

MOST = 100
QUALITY = 80
AROUND_PX = 700  # of a printed page


class _Wanted(NamedTuple):
    number: int
    finding: Finding
    sight: Sight


def take_pictures(
    driven: Driven,
    findings: Iterable[Finding],
    deck: Deck,
    shapes: list[Shape],
    tell: Callable[[str], None],
) -> dict[int, Picture]:
    """Pictures of the first hundred findings that stand on a slide, by the findings' numbers from 0."""
    numbers = {slide.id: number for number, slide in enumerate(deck.slides)}
    first = f"{shapes[0].name} light"
    rows = [
        _Wanted(number, each, each.sight or Sight(first, numbers[each.slide]))
        for number, each in enumerate(findings)
        if each.sight or each.slide in numbers
    ][:MOST]
    rows.sort(key=lambda row: (row.sight.view, row.sight.slide, row.sight.state))
    pictures: dict[int, Picture] = {}
    for view, wanted in groupby(rows, key=lambda row: row.sight.view):
        tell(f"pictures: {view}")
        pictures.update(_in_view(driven, view, wanted, shapes))
    return pictures


def _in_view(
    driven: Driven, name: str, wanted: Iterable[_Wanted], shapes: list[Shape]
) -> Iterator[tuple[int, Picture]]:
    if name == PAPER:
        with open_window(driven, (PAPER_PX, AROUND_PX), "light", media="print") as window:
            window.open(shapes[0].folder / PRINTED)
            yield from ((each.number, _on_paper(window, each.sight)) for each in wanted)
        return
    view = next(each for shape in shapes for each in shape.views if each.name == name)
    with open_window(driven, view.shape.canvas, view.mode) as window:
        window.open(view.shape.folder / DECK, view.query)
        yield from ((each.number, _on_slide(window, each.finding, each.sight)) for each in wanted)


def _on_slide(window: Window, finding: Finding, sight: Sight) -> Picture:
    page = window.page
    page.evaluate("([slide, state]) => talkCheck.show(slide, state)", [sight.slide, sight.state])
    box = sight.box
    if box is None and finding.span is not None:
        found = page.evaluate(
            "([slide, line]) => talkCheck.boxOf(slide, line)", [sight.slide, _line(finding.span)]
        )
        box = Box(*found) if found else None
    return _taken(window, box)


def _on_paper(window: Window, sight: Sight) -> Picture:
    """The part of the printed page around the box, whose place counts from the top of all pages."""
    top = max(0.0, (sight.box.top if sight.box else 0) - AROUND_PX / 2)
    window.page.evaluate("(top) => scrollTo(0, top)", top)
    moved: float = window.page.evaluate("scrollY")
    return _taken(window, _scrolled(sight.box, moved))


def _scrolled(box: Box | None, moved: float) -> Box | None:
    """The box on a page that has been scrolled."""
    return box and box._replace(top=box.top - moved)


def _taken(window: Window, box: Box | None) -> Picture:
    size = window.page.viewport_size or {"width": 1, "height": 1}
    jpeg = window.page.screenshot(type="jpeg", quality=QUALITY)
    return Picture(jpeg, (size["width"], size["height"]), box)


def _line(span: Span) -> str:
    """The line of a file."""
    lines = span.file.read_text(encoding="utf-8", errors="replace").splitlines()
    return lines[span.line - 1] if span.line <= len(lines) else ""
