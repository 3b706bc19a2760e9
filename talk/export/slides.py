"""Slides as pages of a PDF, and as pictures."""

from __future__ import annotations

from talk.browser import Browser
from talk.build import Parts
from talk.errors import Diagnostics
from talk.printing import about_deck, cut, picture_page, print_page, watch_pdf
from talk.render.leaks import Watch
from talk.render.stills import Steps, Still, deck_title, draw_stills, still_body, stills_page

SCALE = 2  # pixels of a picture to one of the slide
MOST_PX = 16_000  # the highest picture that a browser takes


def slides_pdf(parts: Parts, browser: Browser, diagnostics: Diagnostics, steps: Steps) -> bytes:
    """The slides, a page each, or a page for each step.

    Raises:
        TalkError: the browser failed, or the PDF would show notes that are not public.
    """
    body = still_body(parts.deck, parts.figures, parts.links, parts.options, diagnostics)
    html = stills_page(draw_stills(parts.deck.slides, body, steps), body)
    diagnostics.stop_on_errors()
    watch = Watch(parts.deck, parts.figures, "public")
    watch.check_page("the PDF", html)
    data = print_page(html, browser, about_deck(parts.deck, deck_title(parts.deck)))
    watch_pdf(watch, "the PDF", data)
    return data


def slide_pictures(
    parts: Parts, browser: Browser, diagnostics: Diagnostics, steps: Steps
) -> dict[str, bytes]:
    """A PNG of each slide, or of each of its steps: `01.png`, or `01-1.png` before its first step.

    Raises:
        TalkError: as for `slides_pdf`.
    """
    body = still_body(parts.deck, parts.figures, parts.links, parts.options, diagnostics)
    stills = draw_stills(parts.deck.slides, body, steps)
    diagnostics.stop_on_errors()
    watch = Watch(parts.deck, parts.figures, "public")
    width, height = parts.options.canvas
    most = max(1, MOST_PX // (height * SCALE))
    found: dict[str, bytes] = {}
    for start in range(0, len(stills), most):
        some = stills[start : start + most]
        html = stills_page(some, body)
        watch.check_page("the pictures", html)
        column = picture_page(html, browser, width, height * len(some), SCALE)
        boxes = [(0, height * place, width, height) for place in range(len(some))]
        found |= zip(map(_name, some), cut(column, boxes, SCALE), strict=True)
    return found


def _name(still: Still) -> str:
    return f"{still.number:02}-{still.step}.png" if still.step else f"{still.number:02}.png"
