"""The whole visit: every view of the screen, what axe says of it, the handout, and paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING

from talk.browser import Browser
from talk.check.browser.axe import Auditor
from talk.check.browser.session import open_browser, open_window
from talk.check.browser.views import PAPER_PX, Shape, View
from talk.check.browser.walk import Walk
from talk.check.pages import DECK, PRINTED, READING
from talk.deck.model import Deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Driven

PAPER_SIZE = (PAPER_PX, 900)
LANES = 2  # browsers at a time: each keeps about one core busy

Job = Callable[["Driven"], Walk]
Jobs = SimpleQueue[tuple[int, Job] | None]


@dataclass(slots=True)
class Tour:
    """A visit to the pages of a deck."""

    deck: Deck
    browser: Browser
    full: bool
    tell: Callable[[str], None]

    def go(self, shapes: Iterable[Shape]) -> Walk:
        """All that is seen on the way. Shapes, of which one is the deck's own, are looked at as they come.

        Raises:
            TalkError: the browser cannot be started.
        """
        jobs: Jobs = SimpleQueue()
        with ThreadPoolExecutor(LANES) as pool:
            lanes = [pool.submit(self._lane, jobs) for _ in range(LANES)]
            try:
                for row in enumerate(job for shape in shapes for job in self._jobs(shape)):
                    jobs.put(row)
            finally:
                for _ in lanes:
                    jobs.put(None)
        walks = sorted((row for lane in lanes for row in lane.result()), key=lambda row: row[0])
        whole = Walk(self.deck, self.tell)
        for _, walk in walks:
            whole.findings += walk.findings
            whole.headroom |= walk.headroom
        return whole

    def _lane(self, jobs: Jobs) -> list[tuple[int, Walk]]:
        """What a browser of its own saw of the jobs that it took, by their numbers."""
        with open_browser(self.browser) as driven:
            return [(row[0], row[1](driven)) for row in iter(jobs.get, None)]

    def _jobs(self, shape: Shape) -> Iterator[Job]:
        """What is to be looked at in a shape."""
        for views in shape.passes:
            yield partial(self._look, views)
        if shape.is_own and (shape.folder / READING).is_file():
            yield partial(self._read, shape)
        if shape.is_own and (shape.folder / PRINTED).is_file():
            yield partial(self._print, shape)

    def _look(self, views: tuple[View, ...], driven: Driven) -> Walk:
        walk, auditor = self._begin()
        first = views[0]
        with open_window(driven, first.shape.canvas, first.mode) as window:
            window.open(first.shape.folder / DECK, first.query)
            for index, slide in walk.look(window, views):
                if first.shape.is_own or self.full:
                    walk.findings += auditor.audit(window, slide, index, views)
        return walk

    def _read(self, shape: Shape, driven: Driven) -> Walk:
        """The handout as a page to read."""
        walk, auditor = self._begin()
        with open_window(driven, (1280, 720), "light") as window:
            window.open(shape.folder / READING)
            walk.findings += auditor.audit_page(window, "handout")
            walk.take_trouble(window, "handout")
        return walk

    def _print(self, shape: Shape, driven: Driven) -> Walk:
        """The handout as it is printed."""
        walk, _ = self._begin()
        with open_window(driven, PAPER_SIZE, "light", media="print") as window:
            window.open(shape.folder / PRINTED)
            walk.look_at_paper(window)
        return walk

    def _begin(self) -> tuple[Walk, Auditor]:
        return Walk(self.deck, self.tell), Auditor(self.deck, self.full, self.tell)
