"""What axe-core says of the slides: wherever something new is on them, in light and in dark, or of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from talk.check.browser.scripts import script
from talk.check.browser.session import Window
from talk.check.browser.views import View
from talk.check.findings import Box, Finding, Sight
from talk.check.places import place_of
from talk.deck.model import Deck, Slide
from talk.errors import Severity

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST_HINT = "take a darker or a lighter colour"


@dataclass(slots=True)
class Auditor:
    """Asks axe about slides, and remembers what it has seen; with `full` about every one.

    A slide is asked about if it has an element, in what this stands, that no slide of the same classes had
    before: what axe finds wrong on others it has found already.
    """

    deck: Deck
    full: bool
    tell: Callable[[str], None]
    _known: set[tuple[str, str]] = field(default_factory=set)
    _pairs: set[tuple[str, ...]] = field(default_factory=set)

    def audit(self, window: Window, slide: Slide, index: int, views: Iterable[View]) -> Iterator[Finding]:
        """What is wrong on the slide that a window shows, in views of which only the mode differs."""
        page = window.page
        if not self._has_new(*page.evaluate("(index) => talkCheck.kinds(index)", index)) and not self.full:
            return
        window.load_axe()
        page.evaluate("(index) => talkCheck.show(index, -1)", index)
        for view in views:
            self.tell(f"{view.name}, axe: {slide.id}")
            page.evaluate("(mode) => talkCheck.setMode(mode)", view.mode)
            yield from self._ask(window, slide, view.name, index)

    def audit_page(self, window: Window, name: str) -> Iterator[Finding]:
        """What is wrong on a page that is read from top to bottom."""
        window.load_axe()
        self.tell(f"{name}, axe")
        rows = window.page.evaluate("talkCheck.articles()")
        known = [id_ for id_, classes, kinds in rows if not self._has_new(classes, kinds)]
        yield from self._ask(window, self.deck.slides[0], name, known=() if self.full else known)

    def _has_new(self, classes: str, kinds: Iterable[str]) -> bool:
        """Whether there is something on a slide of these classes that has not been there before."""
        found = {(classes, kind) for kind in kinds} - self._known
        self._known |= found
        return bool(found)

    def _ask(
        self, window: Window, slide: Slide, name: str, index: int | None = None, known: Iterable[str] = ()
    ) -> Iterator[Finding]:
        """What axe says now; a pair of colours with too little contrast counts once on a slide."""
        slides = {each.id: each for each in self.deck.slides}
        for told in window.page.evaluate(script("audit.js"), [TAGS, list(known)]):
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
