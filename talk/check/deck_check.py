"""`check_deck`: everything that is wrong with a deck, in one run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path

from talk.browser import VARIABLE, Browser, find_browser
from talk.check.browser.views import Shape, shapes_for
from talk.check.findings import Finding, Report, in_order, merge
from talk.check.pages import DECK, Made, find_leaks, make
from talk.check.rules.contrast import check_contrast
from talk.check.rules.foreign import check_foreign
from talk.check.rules.images import check_images
from talk.check.rules.long_lines import check_lines
from talk.check.rules.pace import check_minutes
from talk.deck.model import Deck
from talk.errors import Diagnostics
from talk.project import Project

Tell = Callable[[str], None]

RULES: tuple[Callable[[Deck, Diagnostics], None], ...] = (
    check_minutes,
    check_foreign,
    check_images,
    check_contrast,
)


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the command line asks for; `pictures` are for a report, `safe` lets nothing of the deck run."""

    no_browser: bool = False
    full: bool = False
    pictures: bool = False
    safe: bool = False


def check_deck(project: Project, options: CheckOptions, tell: Tell) -> Report:
    """The report on a deck. It says what has been left out for want of a browser.

    Raises:
        TalkError: there is no deck; the browser cannot be driven.
    """
    diagnostics = Diagnostics()
    made = make(project, None, diagnostics, tell, safe=options.safe)
    deck = made.parts.deck
    for check in RULES:
        check(deck, diagnostics)
    check_lines(deck, diagnostics)
    find_leaks(made, diagnostics)
    found = [Finding.of(each) for each in diagnostics.sorted()]
    title = deck.meta.title or (deck.slides[0].title if deck.slides else "")
    report = Report(title, (), tuple(slide.id for slide in deck.slides), left_out=_reason(made, options))
    if report.left_out:
        return replace(report, findings=tuple(merge(in_order(found, deck))))
    with tempfile.TemporaryDirectory(prefix="talk-check-") as folder:
        return _with_browser(report, _Shapes(project, made, found, Path(folder), tell), options)


@dataclass(slots=True)
class _Shapes:
    """Puts a deck on the disk in every shape; keeps these, and what is wrong with it."""

    project: Project
    made: Made
    found: list[Finding]
    folder: Path
    tell: Tell
    kept: list[Shape] = field(default_factory=list)

    def __iter__(self) -> Iterator[Shape]:
        """The deck's own shape first; the others are made when they are asked for."""
        (own, canvas), *rest = shapes_for(self.made.parts.deck.meta.canvas).items()
        yield self._keep(Shape(own, canvas, self.made.write(self.folder / "own"), is_own=True))
        known = tuple(self.found)
        for name, canvas in rest:
            diagnostics = Diagnostics()
            again = make(self.project, name, diagnostics, self.tell, safe=self.made.parts.options.safe)
            told = [Finding.of(each) for each in diagnostics.sorted()]
            new = [each for each in told if each not in known]
            self.found += [replace(each, severity="warning", states=(name,)) for each in new]
            if DECK in again.site.pages:
                yield self._keep(Shape(name, canvas, again.write(self.folder / name.replace(":", "x"))))

    def _keep(self, shape: Shape) -> Shape:
        self.kept.append(shape)
        return shape


def _with_browser(report: Report, shapes: _Shapes, options: CheckOptions) -> Report:
    """The report with what only a browser shows."""
    from talk.check.browser.tour import Tour

    deck, browser = shapes.made.parts.deck, find_browser()
    assert browser is not None
    walk = Tour(deck, browser, options.full, shapes.tell).go(shapes)
    findings = tuple(merge(in_order([*shapes.found, *walk.findings], deck)))
    seen = replace(report, findings=findings, headroom=walk.headroom)
    if not options.pictures:
        return seen
    # Playwright refuses a thread in which an event loop runs, as in notebooks; this one is its own.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_with_pictures, seen, deck, browser, shapes).result()


def _with_pictures(report: Report, deck: Deck, browser: Browser, shapes: _Shapes) -> Report:
    from talk.check.browser.pictures import take_pictures
    from talk.check.browser.session import open_browser

    with open_browser(browser) as driven:
        pictures = take_pictures(driven, report.findings, deck, shapes.kept, shapes.tell)
    return replace(report, pictures=pictures)


def _reason(made: Made, options: CheckOptions) -> str:
    """Why the browser is not asked, "" if it is."""
    if options.no_browser:
        return "--no-browser was given"
    if DECK not in made.site.pages or not made.parts.deck.slides:
        return "no page can be made of this deck"
    if find_spec("playwright") is None or find_spec("axe_playwright_python") is None:
        return "Playwright and axe-core are not installed (pip install 'talk[check]')"
    if find_browser() is None:
        return f"no Chrome, Chromium or Edge was found (install one, or name it by {VARIABLE})"
    return ""
