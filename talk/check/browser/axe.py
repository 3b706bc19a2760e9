"""What axe-core says of the slides: once for each layout in light and in dark, or for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from talk.check.browser.scripts import axe, script
from talk.check.browser.session import Window
from talk.check.findings import Box, Finding, Sight
from talk.check.places import place_of
from talk.deck.model import Deck, Slide
from talk.errors import Severity

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST_HINT = "take a darker or a lighter colour"


@dataclass(slots=True)
class Auditor:
    """Asks axe about slides, and remembers which layouts it has seen; with `full` about every one."""

    deck: Deck
    full: bool
    tell: Callable[[str], None]
    _known: set[tuple[str, str]] = field(default_factory=set)
    _pairs: set[tuple[str, ...]] = field(default_factory=set)

    def audit(self, window: Window, name: str, mode: str) -> Iterator[Finding]:
        """What is wrong on the slides of a view, which goes by this name."""
        page = window.page
        page.evaluate(axe())
        by_id = {slide.id: slide for slide in self.deck.slides}
        for index, id_ in enumerate(page.evaluate("talkCheck.slides()")):
            layout = page.evaluate("(index) => talkCheck.layout(index)", index)
            if id_ in by_id and (self.full or (layout, mode) not in self._known):
                self._known.add((layout, mode))
                self.tell(f"{name}, axe: {id_}")
                page.evaluate("(index) => talkCheck.show(index, -1)", index)
                yield from self._ask(window, by_id[id_], name, index)

    def audit_page(self, window: Window, name: str) -> Iterator[Finding]:
        """What is wrong on a page that is read from top to bottom."""
        window.page.evaluate(axe())
        self.tell(f"{name}, axe")
        yield from self._ask(window, self.deck.slides[0], name)

    def _ask(self, window: Window, slide: Slide, name: str, index: int | None = None) -> Iterator[Finding]:
        """What axe says now; a pair of colours with too little contrast counts once on a slide."""
        slides = {each.id: each for each in self.deck.slides}
        for told in window.page.evaluate(script("audit.js"), TAGS):
            on = slides.get(told["slide"], slide)
            pair = _pair(told, on)
            if pair is None or pair not in self._pairs:
                sight = None if index is None else Sight(name, index, -1, _box(told))
                yield _finding(told, on, name, sight)
            if pair is not None:
                self._pairs.add(pair)


def _pair(told: dict[str, Any], slide: Slide) -> tuple[str, ...] | None:
    colours = told["colours"]
    return (slide.id, colours["fgColor"], colours["bgColor"]) if colours else None


def _finding(told: dict[str, Any], slide: Slide, name: str, sight: Sight | None) -> Finding:
    severity: Severity = "error" if told["impact"] in ("serious", "critical") else "warning"
    place = place_of(slide, told["html"], told["text"], figure=told["figure"])
    colours = told["colours"]
    if colours:
        message = (
            f"text in {colours['fgColor']} on {colours['bgColor']} has a contrast of"
            f" {colours['contrastRatio']:.1f}:1, less than {colours['expectedContrastRatio']}"
        )
        return Finding("contrast", severity, message, place, slide.id, CONTRAST_HINT, (name,), sight)
    message = f"{told['help']} ({told['id']}): {told['html']}"
    return Finding("axe", severity, message, place, slide.id, told["why"], (name,), sight)


def _box(told: dict[str, Any]) -> Box | None:
    return Box(*told["box"]) if told["box"] else None
