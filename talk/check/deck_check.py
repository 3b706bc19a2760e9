"""`check_deck`: everything that is wrong with a deck, in one run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from talk.browser import VARIABLE, find_browser
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
    """What the command line asks for; `pictures` are for a report."""

    no_browser: bool = False
    full: bool = False
    pictures: bool = False


def check_deck(project: Project, options: CheckOptions, tell: Tell) -> Report:
    """The report on a deck. It says what has been left out for want of a browser.

    Raises:
        TalkError: there is no deck; the browser cannot be driven.
    """
    diagnostics = Diagnostics()
    made = make(project, None, diagnostics, tell)
    deck = made.parts.deck
    for check in RULES:
        check(deck, diagnostics)
    check_lines(deck, made.parts.figures, diagnostics)
    find_leaks(made, diagnostics)
    found = [Finding.of(each) for each in diagnostics.sorted()]
    title = deck.meta.title or (deck.slides[0].title if deck.slides else "")
    report = Report(title, (), tuple(slide.id for slide in deck.slides), left_out=_reason(made, options))
    if report.left_out:
        return replace(report, findings=tuple(merge(in_order(found, deck))))
    # Playwright refuses a thread in which an event loop runs, as in notebooks; this one is its own.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_with_browser, report, project, made, found, options, tell).result()


def _with_browser(
    report: Report, project: Project, made: Made, found: list[Finding], options: CheckOptions, tell: Tell
) -> Report:
    """The report with what only a browser shows."""
    from talk.check.browser.pictures import take_pictures
    from talk.check.browser.session import open_browser
    from talk.check.browser.tour import Tour

    deck, browser = made.parts.deck, find_browser()
    assert browser is not None
    with tempfile.TemporaryDirectory(prefix="talk-check-") as folder, open_browser(browser) as driven:
        shapes, others = _shapes(project, made, found, Path(folder), tell)
        walk = Tour(deck, shapes, options.full, tell).go(driven)
        findings = tuple(merge(in_order([*found, *others, *walk.findings], deck)))
        pictures = take_pictures(driven, findings, deck, shapes, tell) if options.pictures else {}
    return replace(report, findings=findings, headroom=walk.headroom, pictures=pictures)


def _shapes(
    project: Project, made: Made, found: list[Finding], folder: Path, tell: Tell
) -> tuple[list[Shape], list[Finding]]:
    """The deck on the disk in every shape, its own first, and what is wrong in the others alone."""
    (own, canvas), *rest = shapes_for(made.parts.deck.meta.canvas).items()
    shapes, others = [Shape(own, canvas, made.write(folder / "own"))], []
    for name, canvas in rest:
        diagnostics = Diagnostics()
        again = make(project, name, diagnostics, tell)
        told = [Finding.of(each) for each in diagnostics.sorted()]
        others += [replace(each, severity="warning", states=(name,)) for each in told if each not in found]
        if DECK in again.site.pages:
            shapes.append(Shape(name, canvas, again.write(folder / name.replace(":", "x"))))
    return shapes, others


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
