"""A walk through all slides in every state of every view; what is seen becomes findings at their lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from talk.check.browser.scripts import script
from talk.check.browser.session import Trouble, Window
from talk.check.browser.views import Shape, View
from talk.check.findings import Box, Finding, Sight
from talk.check.places import find_text, place_of
from talk.deck.model import Deck, Slide
from talk.errors import Severity, Span

MOST_PX = 12  # of headroom that is looked for
PAPER = "paper"
HINTS = {
    "overflow": "say less, make it smaller with font=-4, or let the slide shrink with {fit}",
    "overlap": "move one of them, or say less",
    "small-text": "make it larger, or say less so that it need not shrink",
    "small-control": "give it at least 24 x 24 pixels",
    "console-error": "look at the browser's console while the slide is shown",
    "foreign-request": "download it into the project",
}


@dataclass(slots=True)
class Walk:
    """Goes through the views; keeps findings and headroom, and tells what it looks at."""

    deck: Deck
    tell: Callable[[str], None]
    findings: list[Finding] = field(default_factory=list)
    headroom: dict[str, int] = field(default_factory=dict)

    def look(self, window: Window, views: Sequence[View]) -> Iterator[tuple[int, Slide]]:
        """Every slide in every state of views of which only the mode differs; each comes back once seen.

        Of the deck's own shape in light the headroom is kept, too.
        """
        first = views[0]
        self.take_trouble(window, first.name)
        for index, slide in self._slides(window):
            self.tell(f"{first.shape.name}: {slide.id}")
            ask = "([index, modes]) => talkCheck.look(index, modes)"
            for seen in window.page.evaluate(ask, [index, [view.mode for view in views]]):
                self._keep(seen, slide, index, first.shape)
            if first.shape.is_own and first.mode == "light":
                ask = "([index, most]) => talkCheck.headroom(index, most)"
                self.headroom[slide.id] = window.page.evaluate(ask, [index, MOST_PX])
            self.take_trouble(window, first.name, slide)
            yield index, slide

    def look_at_paper(self, window: Window) -> None:
        """The pages of the handout with notes."""
        self.tell(PAPER)
        for seen in window.page.evaluate(script("paper.js")):
            slide = self.deck.slides[seen["index"]]
            self.findings.append(
                _finding(seen, slide, PAPER, Sight(PAPER, seen["index"], 0, Box(*seen["box"])))
            )
        self.take_trouble(window, PAPER)

    def take_trouble(self, window: Window, name: str, slide: Slide | None = None) -> None:
        """Keep what went wrong in a window; without a slide it was when the page was opened."""
        for trouble in window.take_trouble():
            self.findings.append(_told(trouble, self.deck, name, slide))

    def _slides(self, window: Window) -> Iterator[tuple[int, Slide]]:
        by_id = {slide.id: slide for slide in self.deck.slides}
        for index, name in enumerate(window.page.evaluate("talkCheck.slides()")):
            if name in by_id:
                yield index, by_id[name]

    def _keep(self, seen: dict[str, Any], slide: Slide, index: int, shape: Shape) -> None:
        view = View(shape, seen["mode"])
        state = ", ".join(filter(None, [view.name, seen["state"]]))
        sight = Sight(view.name, index, seen["number"], Box(*seen["box"]))
        self.findings.append(_finding(seen, slide, state, sight, "error" if shape.is_own else "warning"))


def _finding(
    seen: dict[str, Any], slide: Slide, state: str, sight: Sight, severity: Severity = "error"
) -> Finding:
    rule: str = seen["rule"]
    place = place_of(slide, seen.get("html", ""), seen["text"], figure=seen["figure"])
    return Finding(rule, severity, seen["message"], place, slide.id, HINTS[rule], (state,), sight)


def _told(trouble: Trouble, deck: Deck, state: str, slide: Slide | None) -> Finding:
    place = find_text(deck, trouble.about) or (slide.span if slide else _first_line(deck))
    name = slide.id if slide else ""
    return Finding(trouble.rule, "error", trouble.message, place, name, HINTS[trouble.rule], (state,))


def _first_line(deck: Deck) -> Span | None:
    return Span(deck.slides[0].span.file) if deck.slides else None
