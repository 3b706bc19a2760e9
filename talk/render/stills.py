"""Slides as the audience sees them, for outputs in which nothing moves: paper, pages and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from talk.deck.model import Deck, Slide
from talk.errors import Diagnostics
from talk.render.assets import Links, PageOptions
from talk.render.body import Body, Page
from talk.render.content import slide_content
from talk.render.loaded import STILL_STYLES, Loaded, slide_page_rules, still_scripts, styles
from talk.render.markup import attributes
from talk.render.pages import section_attributes
from talk.render.policy import with_policy
from talk.render.steps import as_copy, at_step, count_steps
from talk.render.templates import Templates
from talk.render.wayfinding import Way

if TYPE_CHECKING:
    from talk.chart.figure import Figure

Steps = Literal["final", "all"]
DARK = 128  # below this brightness reveal.js, too, takes a background for dark
_BACKGROUND = {
    "data-background-color": "background-color",
    "data-background-size": "background-size",
    "data-background-position": "background-position",
    "data-background-repeat": "background-repeat",
    "data-background-opacity": "opacity",
}


@dataclass(frozen=True, slots=True)
class Still:
    """A slide's `section`, its number and the step that it shows; 0 where only the last one is asked for."""

    number: int
    step: int
    section: Markup


def draw_stills(slides: Iterable[Slide], body: Body, steps: Steps) -> list[Still]:
    """The stills of slides: each at its last step, or one for each step."""
    return [still for slide in slides for still in _draw_steps(slide, body, steps)]


def stills_page(stills: Iterable[Still], body: Body) -> str:
    """A page to print or to picture: the stills below each other, each on a sheet of the canvas's size."""
    page = body.page
    scripts = still_scripts(page.links)
    text = page.templates.render(
        "stills.html.j2",
        meta=page.deck.meta,
        title=deck_title(page.deck),
        options=page.options,
        stills=stills,
        styles=[
            *styles(STILL_STYLES, page.deck.meta, page.links, page.options, math=body.math_used),
            Loaded(text=slide_page_rules(page.options.canvas)),
        ],
        scripts=scripts,
    )
    return with_policy(text, scripts, safe=page.options.safe)


def deck_title(deck: Deck) -> str:
    """What a page about the whole deck is called."""
    return deck.meta.title or (deck.slides[0].title if deck.slides else "") or "Slides"


def still_body(
    deck: Deck,
    figures: Mapping[str, Figure],
    links: Links,
    options: PageOptions,
    diagnostics: Diagnostics,
) -> Body:
    """What renders the slides of a deck as stills."""
    templates = Templates(options.theme)
    return Body(Page("still", deck, figures, links, options, templates, Way(deck, options), diagnostics))


def _draw_steps(slide: Slide, body: Body, steps: Steps) -> Iterator[Still]:
    """The last step, or all of them, of which the first carries the ids and the heading."""
    moving = draw_slide(slide, body)
    number = body.page.way.place_of(slide).number
    if steps == "final":
        yield Still(number, 0, at_step(moving))
        return
    for step in range(count_steps(moving) + 1):
        drawn = at_step(moving, step)
        yield Still(number, step + 1, as_copy(drawn, f"-step-{step}") if step else drawn)


def draw_slide(slide: Slide, body: Body) -> Markup:
    """The `section` of a slide without its notes, before its first step."""
    page = body.page
    place = page.way.place_of(slide)
    shift = 1 if slide.section and not slide.opens_section else 0
    return page.templates.render(
        "still.html.j2",
        attributes=section_attributes(_for_paper(slide), page),
        background=_background(slide, page),
        title="" if slide.title else f"Slide {place.number}",
        level=2 + shift,
        content=slide_content(slide, body, shift),
        place=place,
        bare=slide.is_title,
        meta=page.deck.meta,
    )


def _for_paper(slide: Slide) -> Slide:
    """The slide with the class that turns its colours to what lies behind it."""
    colour = slide.attrs.get("data-background-color") or slide.attrs.get("data-background", "")
    brightness = _brightness(colour)
    if brightness is None:
        return slide
    ground = "has-dark-background" if brightness < DARK else "has-light-background"
    return replace(slide, classes=(*slide.classes, ground))


def _background(slide: Slide, page: Page) -> Markup:
    """The box behind a slide that reveal.js would make, or nothing."""
    style = [f"{css}: {slide.attrs[key]}" for key, css in _BACKGROUND.items() if slide.attrs.get(key)]
    plain = slide.attrs.get("data-background", "") or slide.attrs.get("data-background-gradient", "")
    if plain:
        style.insert(0, f"background: {plain}")
    if slide.background:
        style.append(f'background-image: url("{page.links.image(slide.background)}")')
    return (
        Markup("<div{}></div>").format(attributes({"class": "behind", "style": "; ".join(style)}))
        if style
        else Markup("")
    )


def _brightness(colour: str) -> float | None:
    """How bright a colour is, 0 to 255, as reveal.js counts; None for what is none."""
    from PIL import ImageColor

    try:
        red, green, blue = ImageColor.getrgb(colour)[:3]
    except ValueError:
        return None
    return (red * 299 + green * 587 + blue * 114) / 1000
