"""The handout: every slide, its notes and charts as one page to read and print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from talk.deck.model import Deck, Slide
from talk.errors import Diagnostics
from talk.render.addresses import Addresses
from talk.render.assets import Links, PageOptions
from talk.render.body import Body, Page, PageKind
from talk.render.content import slide_content
from talk.render.loaded import HANDOUT_STYLES, PRINTED_STYLES, Loaded, page_rules, styles
from talk.render.parts import groups_of, notes_of, part_heads, part_name, versions
from talk.render.policy import with_policy
from talk.render.templates import Templates
from talk.render.wayfinding import Way

if TYPE_CHECKING:
    from talk.chart.figure import Figure


@dataclass(frozen=True, slots=True)
class Article:
    """A slide as the handout shows it."""

    id: str
    label: str
    titled: bool
    number: int
    minutes: float | None
    classes: str
    file: str
    line: int
    content: Markup
    notes: tuple[Markup, ...]
    page: str
    addresses: tuple[str, ...]


def render_handout(
    deck: Deck,
    figures: Mapping[str, Figure],
    links: Links,
    options: PageOptions,
    diagnostics: Diagnostics,
    *,
    printed: bool = False,
) -> str:
    """The text of `handout.html`. `figures` holds a figure for each demo call by its id.

    A `printed` one is for paper alone: links are numbered and listed, charts are what is left of figures.
    """
    templates = Templates(options.theme)
    way = Way(deck, options)
    kind: PageKind = "print" if printed else "handout"
    addresses = Addresses() if printed else None
    body = Body(Page(kind, deck, figures, links, options, templates, way, diagnostics, addresses))
    title = deck.meta.title or (deck.slides[0].title if deck.slides else "Slides")
    cover = deck.slides[0] if deck.slides and deck.slides[0].is_title else None
    articles = [_article(slide, body) for slide in deck.slides]
    text = templates.render(
        "handout.html.j2",
        meta=deck.meta,
        title=title,
        options=options,
        cover=cover,
        front=slide_content(cover, body) if cover else _made_front(body),
        articles=[article for article in articles if article.content or article.notes],
        groups=groups_of(deck.slides, articles, way),
        charts=len(figures),
        math=body.math_used,
        printed=printed,
        versions=versions(deck.meta) if printed else "",
        styles=[
            *styles(
                PRINTED_STYLES if printed else HANDOUT_STYLES, deck.meta, links, options, math=body.math_used
            ),
            Loaded(text=page_rules(title, options.paper, part_heads(way) if printed else ())),
        ],
    )
    return with_policy(text, safe=options.safe)


def slide_article(slide: Slide, body: Body) -> Markup:
    """The article of one slide as it stands in the handout; empty if there is none."""
    article = _article(slide, body)
    if not (article.content or article.notes):
        return Markup("")
    return body.page.templates.render("article.html.j2", article=article, printed=False)


def _made_front(body: Body) -> Markup:
    """The head of a deck that has a title but no slide for it."""
    meta = body.page.deck.meta
    return body.page.templates.render("title.html.j2", meta=meta) if meta.title else Markup("")


def _article(slide: Slide, body: Body) -> Article:
    """A slide with its notes. What a title slide shows stands at the head of the page already."""
    page = body.page
    shift = 1 if slide.section and not slide.opens_section else 0
    number = page.way.place_of(slide).number
    is_cover = slide.is_title and slide is page.deck.slides[0]
    return Article(
        id=slide.id,
        label=slide.title or f"Slide {number}",
        titled=bool(slide.title) and not is_cover,
        number=number,
        minutes=slide.minutes,
        classes=" ".join(
            dict.fromkeys(["slide", *slide.classes, *(["opens-section"] if slide.opens_section else [])])
        ),
        file=page.source_name(slide.span.file),
        line=slide.span.line,
        content=Markup("") if is_cover else slide_content(slide, body, shift),
        notes=tuple(notes_of(slide, body)),
        page=part_name(page.way, slide.section),
        addresses=page.addresses.take() if page.addresses else (),
    )
