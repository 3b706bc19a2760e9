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


@dataclass(slots=True)
class Auditor:
    """Asks axe about slides, and remembers which layouts it has seen; with `full` about every one."""

    deck: Deck
    full: bool
    tell: Callable[[str], None]
    _known: set[tuple[str, str]] = field(default_factory=set)

    def audit(self, window: Window, name: str, mode: str) -> Iterator[Finding]:
        """What is wrong on the slides of a view, which goes by this name."""
        window.page.evaluate(axe())
        by_id = {slide.id: slide for slide in self.deck.slides}
        for index, id_ in enumerate(window.page.evaluate("talkCheck.slides()")):
            layout = window.page.evaluate("(index) => talkCheck.layout(index)", index)
            if id_ not in by_id or (not self.full and (layout, mode) in self._known):
                continue
            self._known.add((layout, mode))
            self.tell(f"{name}, axe: {id_}")
            window.page.evaluate("(index) => talkCheck.show(index, -1)", index)
            for told in window.page.evaluate(script("audit.js"), TAGS):
                yield _finding(told, by_id[id_], name, Sight(name, index, -1, _box(told)))

    def audit_page(self, window: Window, name: str) -> Iterator[Finding]:
        """What is wrong on a page that is read from top to bottom."""
        window.page.evaluate(axe())
        self.tell(f"{name}, axe")
        for told in window.page.evaluate(script("audit.js"), TAGS):
            yield _finding(told, self.deck.slides[0], name, None)


def _finding(told: dict[str, Any], slide: Slide, name: str, sight: Sight | None) -> Finding:
    rule = "contrast" if told["id"] == "color-contrast" else "axe"
    severity: Severity = "error" if told["impact"] in ("serious", "critical") else "warning"
    fact = told["why"] if rule == "contrast" else f"{told['help']} ({told['id']})"
    message = f"{fact}: {told['html']}"
    place = place_of(slide, told["text"], told["figure"])
    hint = "" if rule == "contrast" else told["why"]
    return Finding(rule, severity, message, place, slide.id, hint, (name,), sight)


def _box(told: dict[str, Any]) -> Box | None:
    return Box(*told["box"]) if told["box"] else None
