"""Slides as pages of a PDF, and as pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from markupsafe import Markup

from talk.browser import Browser
from talk.build import Parts
from talk.chart.figure import Figure
from talk.errors import Diagnostics
from talk.printing import about_deck, cut, picture_page, print_page
from talk.render.leaks import Watch
from talk.render.loaded import STILL_STYLES, styles
from talk.render.steps import at_last_moment
from talk.render.stills import Steps, Still, deck_title, draw_stills, still_body, stills_page
from talk.render.templates import Templates

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
    return print_page(html, browser, about_deck(parts.deck, deck_title(parts.deck)), watch)


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


def figure_pictures(parts: Parts, browser: Browser) -> dict[str, bytes]:
    """A PNG of each figure as it stands on its slide in the end, by its id.

    Raises:
        TalkError: the browser failed.
    """
    found: dict[str, bytes] = {}
    for some in _columns(parts.figures.values()):
        height = sum(figure.height_px for figure in some)
        width = max(figure.width_px for figure in some)
        column = picture_page(figures_page(some, parts), browser, width, height, SCALE)
        tops = accumulate((figure.height_px for figure in some), initial=0)
        boxes = [(0, top, each.width_px, each.height_px) for top, each in zip(tops, some, strict=False)]
        found |= zip((figure.id for figure in some), cut(column, boxes, SCALE), strict=True)
    return found


def figures_page(figures: Sequence[Figure], parts: Parts) -> str:
    """A page of figures alone, below each other, each in a box of its size."""
    templates = Templates(parts.options.theme)
    return templates.render(
        "figures.html.j2",
        meta=parts.deck.meta,
        title=deck_title(parts.deck),
        options=parts.options,
        figures=[(figure, at_last_moment(Markup(figure.svg))) for figure in figures],
        styles=styles(STILL_STYLES, parts.deck.meta, parts.links, parts.options, math=False),
    )


def _columns(figures: Iterable[Figure]) -> Iterator[list[Figure]]:
    """The figures in groups that are no higher than a picture may be."""
    some: list[Figure] = []
    for figure in figures:
        if some and (sum(each.height_px for each in some) + figure.height_px) * SCALE > MOST_PX:
            yield some
            some = []
        some.append(figure)
    if some:
        yield some


def _name(still: Still) -> str:
    return f"{still.number:02}-{still.step}.png" if still.step else f"{still.number:02}.png"
