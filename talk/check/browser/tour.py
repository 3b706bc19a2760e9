"""The whole visit: every view of the screen, what axe says of it, the handout, and paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talk.check.browser.axe import Auditor
from talk.check.browser.session import open_window
from talk.check.browser.views import PAPER_PX, Shape, View, views_of
from talk.check.browser.walk import Walk
from talk.check.pages import DECK, PRINTED, READING
from talk.deck.model import Deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Driven

PAPER_SIZE = (PAPER_PX, 900)


@dataclass(slots=True)
class Tour:
    """A visit to the pages of a deck in its shapes, of which the first is its own."""

    deck: Deck
    shapes: list[Shape]
    full: bool
    tell: Callable[[str], None]

    def go(self, driven: Driven) -> Walk:
        """All that is seen on the way."""
        walk, auditor = Walk(self.deck, self.tell), Auditor(self.deck, self.full, self.tell)
        for view in views_of(self.shapes):
            self._view(driven, view, walk, auditor)
        self._pages(driven, walk, auditor)
        return walk

    def _view(self, driven: Driven, view: View, walk: Walk, auditor: Auditor) -> None:
        with open_window(driven, view.shape.canvas, view.mode) as window:
            window.open(view.shape.folder / DECK, view.query)
            walk.look(window, view)
            if view.is_own or self.full:
                walk.findings += auditor.audit(window, view.name, view.mode)

    def _pages(self, driven: Driven, walk: Walk, auditor: Auditor) -> None:
        """The handout to read, and the one to print."""
        folder = self.shapes[0].folder
        if (folder / READING).is_file():
            with open_window(driven, (1280, 720), "light") as window:
                window.open(folder / READING)
                walk.findings += auditor.audit_page(window, "handout")
                walk.take_trouble(window, "handout")
        if (folder / PRINTED).is_file():
            with open_window(driven, PAPER_SIZE, "light", media="print") as window:
                window.open(folder / PRINTED)
                walk.look_at_paper(window)
