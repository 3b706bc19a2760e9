"""The deck as a page: reveal.js's sections, their notes, and what they load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from talk.deck.model import Deck, Slide
from talk.errors import Diagnostics
from talk.render.assets import Links, PageOptions
from talk.render.body import Body, Page
from talk.render.content import lists_points, slide_content
from talk.render.loaded import DECK_SCRIPTS, DECK_STYLES, Loaded, scripts, styles
from talk.render.markup import attributes
from talk.render.notes import Reader, notes_for
from talk.render.plan import plan_of
from talk.render.policy import with_policy
from talk.render.scale import MINIMUM_PX, add_style
from talk.render.space import FIGURES
from talk.render.templates import Templates
from talk.render.wayfinding import Way

if TYPE_CHECKING:
    from talk.chart.figure import Figure

# What reveal.js is told before the front matter's `reveal:` has its say: slides fill the
# canvas from its top left corner, and nothing of reveal's own lies over them.
REVEAL = {
    "center": False,
    "margin": 0,
    "hash": True,
    "controls": False,
    "progress": False,
    "slideNumber": False,
    "transition": "none",
    "backgroundTransition": "none",
    "pdfSeparateFragments": False,
    "postMessage": False,
}

WHOLE_SLIDES = 200
"""A deck of up to so many slides stands whole in its page."""
FIRST_SLIDES = 20
"""So many slides of a larger one do."""

# Tokens that stand in the colours of text alone.
WORDS = frozenset({"heading", "paragraph", "inline", "bullet_list", "ordered_list", "list_item"})


@dataclass(frozen=True, slots=True)
class NoteView:
    """A part of the notes as the template writes it."""

    level: str
    html: Markup


@dataclass(frozen=True, slots=True)
class DeckPage:
    """The deck's page in parts: the sections column by column, what it loads, what its script is told.

    `shells` stand in place of the sections that wait.
    """

    columns: list[list[Markup]]
    shells: dict[str, Markup]
    styles: list[Loaded]
    scripts: list[Loaded]
    config: dict[str, Any]


def render_deck(
    deck: Deck,
    figures: Mapping[str, Figure],
    links: Links,
    options: PageOptions,
    diagnostics: Diagnostics,
) -> str:
    """The text of `index.html`. `figures` holds a figure for each demo call by its id."""
    page = deck_page(deck, figures, links, options, diagnostics)
    return with_policy(frame_deck(deck, page, options), page.scripts, safe=options.safe)


def deck_page(
    deck: Deck,
    figures: Mapping[str, Figure],
    links: Links,
    options: PageOptions,
    diagnostics: Diagnostics,
) -> DeckPage:
    """The deck's page before it is put together."""
    templates = Templates(options.theme)
    page = Page("deck", deck, figures, links, options, templates, Way(deck, options), diagnostics)
    body = Body(page)
    return DeckPage(
        [[slide_section(slide, body) for slide in column] for column in columns_of(deck.slides)],
        {slide.id: slide_shell(slide, page) for slide in slides_that_wait(deck)},
        styles(DECK_STYLES, deck.meta, links, options, math=body.math_used),
        scripts(DECK_SCRIPTS, deck.meta, links),
        _config(deck, options),
    )


def deck_section(
    slide: Slide, deck: Deck, figures: Mapping[str, Figure], links: Links, options: PageOptions
) -> Markup:
    """The section of one slide, as it would stand in the page of its deck."""
    page = Page(
        "deck", deck, figures, links, options, Templates(options.theme), Way(deck, options), Diagnostics()
    )
    return slide_section(slide, Body(page))


def frame_deck(deck: Deck, page: DeckPage, options: PageOptions) -> Markup:
    """The text of the page."""
    return Templates(options.theme).render(
        "deck.html.j2",
        meta=deck.meta,
        title=deck.meta.title or (deck.slides[0].title if deck.slides else "Slides"),
        options=options,
        columns=_standing(deck, page),
        waiting=_waiting(deck, page),
        config=page.config,
        styles=page.styles,
        scripts=page.scripts,
    )


def slides_that_wait(deck: Deck) -> Sequence[Slide]:
    """The slides of a large deck after the first ones: what they hold waits behind the scripts."""
    return deck.slides[FIRST_SLIDES:] if len(deck.slides) > WHOLE_SLIDES else ()


def _standing(deck: Deck, page: DeckPage) -> list[list[Markup]]:
    """The sections as they stand in the document: of those that wait, the shells."""
    columns = zip(columns_of(deck.slides), page.columns, strict=True)
    return [
        [page.shells.get(slide.id, section) for slide, section in zip(*column, strict=True)]
        for column in columns
    ]


def _waiting(deck: Deck, page: DeckPage) -> list[Markup]:
    """The sections that wait."""
    sections = chain.from_iterable(page.columns)
    return [each for slide, each in zip(deck.slides, sections, strict=True) if slide.id in page.shells]


def columns_of(slides: Iterable[Slide]) -> list[list[Slide]]:
    """The slides by their column: more than one are a vertical stack."""
    return [list(column) for _, column in groupby(slides, key=lambda slide: slide.index)]


def slide_section(slide: Slide, body: Body) -> Markup:
    """The section of one slide on the page that is written."""
    page = body.page
    reader: Reader = "public" if page.options.publish else "speaker"
    place = page.way.place_of(slide)
    return page.templates.render(
        "slide.html.j2",
        attributes=section_attributes(slide, page),
        content=slide_content(slide, body),
        notes=[
            NoteView(block.level, body.render_slide(block.tokens, slide))
            for block in notes_for(reader, slide.notes)
        ],
        place=place,
        bare=slide.is_title,
        meta=page.deck.meta,
    )


def slide_shell(slide: Slide, page: Page) -> Markup:
    """The section of one slide without what it holds, as it stands in the document of a large deck."""
    return Markup("<section{}></section>").format(section_attributes(slide, page))


def section_attributes(slide: Slide, page: Page) -> Markup:
    """All that a `section` element says about its slide."""
    place = page.way.place_of(slide)
    added = add_style(slide.font - _shrunk_px(slide, page))
    style = "; ".join(part for part in (added, slide.attrs.get("style", "")) if part)
    given = {name: value for name, value in slide.attrs.items() if name not in {"style", "id", "class"}}
    attrs = {
        "id": slide.id,
        "class": " ".join(_classes(slide)),
        "style": style,
        "data-file": page.source_name(slide.span.file),
        "data-line": str(slide.span.line),
        "data-section": slide.section,
        "data-background-image": page.links.image(slide.background) if slide.background else "",
        "aria-label": "" if slide.title else f"Slide {place.number} of {place.total}",
        "data-fit": "true" if slide.fit or _lists_the_way(slide, page.way) else "",
    }
    return attributes({**{name: value for name, value in attrs.items() if value}, **given})


def _classes(slide: Slide) -> list[str]:
    ours = [
        ("title", slide.is_title),
        ("section", slide.opens_section),
        ("fit", slide.fit),
        ("plate", _is_plate(slide)),
    ]
    return list(dict.fromkeys([*slide.classes, *(name for name, holds in ours if holds)]))


def _shrunk_px(slide: Slide, page: Page) -> int:
    """By how much the text of a slide gives way to its figures."""
    calls = [token.meta["call"].id for token in slide.tokens if token.type in FIGURES]
    return max((page.figures[name].shrink_px for name in calls if name in page.figures), default=0)


def _lists_the_way(slide: Slide, way: Way) -> bool:
    """Whether a slide holds a list that is made of the deck's sections or points, however many there are."""
    return lists_points(slide, way) or any(token.type == "agenda" for token in slide.tokens)


def _is_plate(slide: Slide) -> bool:
    """Whether a slide opens a section with words alone: a theme may give it a ground of its own."""
    grounded = slide.background or any(name.startswith("data-background") for name in slide.attrs)
    words = all(token.type.removesuffix("_open").removesuffix("_close") in WORDS for token in slide.tokens)
    return slide.opens_section and words and not grounded


def _config(deck: Deck, options: PageOptions) -> dict[str, Any]:
    """What `talk.js` is told about the deck."""
    width, height = options.canvas
    return {
        "title": deck.meta.title,
        "lang": deck.meta.lang,
        "width": width,
        "height": height,
        "basePx": options.font_px,
        "minimumPx": MINIMUM_PX,
        "mode": options.mode,
        "sections": [{"id": section.id, "title": section.title} for section in deck.sections],
        "reveal": {**REVEAL, "width": width, "height": height, **deck.meta.reveal},
        **({} if options.publish else {"plan": plan_of(deck)}),
    }
