"""The handout: every slide, its notes and charts as one page to read and print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from talk.deck.model import Deck, Slide
from talk.errors import Diagnostics
from talk.render.assets import Links, PageOptions
from talk.render.body import Body, Page
from talk.render.content import slide_content
from talk.render.loaded import HANDOUT_STYLES, Loaded, page_rules, styles
from talk.render.notes import Reader, notes_for
from talk.render.templates import Templates
from talk.render.wayfinding import Stop, Way

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


@dataclass(frozen=True, slots=True)
class Group:
    """A line of the contents: a section with its slides, or slides before the first section."""

    stop: Stop | None
    listed: tuple[Article, ...]


def render_handout(
    deck: Deck,
    figures: Mapping[str, Figure],
    links: Links,
    options: PageOptions,
    diagnostics: Diagnostics,
) -> str:
    """The text of `handout.html`. `figures` holds a figure for each demo call by its id."""
    templates = Templates(options.theme)
    way = Way(deck, options)
    body = Body(Page("handout", deck, figures, links, options, templates, way, diagnostics))
    title = deck.meta.title or (deck.slides[0].title if deck.slides else "Slides")
    cover = deck.slides[0] if deck.slides and deck.slides[0].is_title else None
    articles = [_article(slide, body) for slide in deck.slides]
    return templates.render(
        "handout.html.j2",
        meta=deck.meta,
        title=title,
        options=options,
        cover=cover,
        front=slide_content(cover, body) if cover else _made_front(body),
        articles=[article for article in articles if article.content or article.notes],
        groups=_groups(deck.slides, articles, way),
        charts=len(figures),
        math=body.math_used,
        styles=[
            *styles(HANDOUT_STYLES, deck.meta, links, options, math=body.math_used),
            Loaded(text=page_rules(title, options.paper)),
        ],
    )


def _made_front(body: Body) -> Markup:
    """The head of a deck that has a title but no slide for it."""
    meta = body.page.deck.meta
    return body.page.templates.render("title.html.j2", meta=meta) if meta.title else Markup("")


def _article(slide: Slide, body: Body) -> Article:
    """A slide with its notes. What a title slide shows stands at the head of the page already."""
    page = body.page
    reader: Reader = "public" if page.options.publish else "handout"
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
        notes=tuple(
            body.render_slide(block.tokens, slide, shift=2) for block in notes_for(reader, slide.notes)
        ),
    )


def _groups(slides: Sequence[Slide], articles: Sequence[Article], way: Way) -> list[Group]:
    """The contents: titled slides by section, without openers, to which the section's own line leads."""
    stops = {stop.id: stop for stop in way.stops}
    groups = []
    for section, rows in groupby(zip(slides, articles, strict=True), key=lambda row: row[0].section):
        listed = tuple(
            article
            for slide, article in rows
            if slide.title and not slide.opens_section and not slide.is_title
        )
        if listed or section:
            groups.append(Group(stops.get(section), listed))
    return groups
