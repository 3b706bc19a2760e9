"""The handout with its slides drawn small: one a page with all its notes, or several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from markdown_it.token import Token
from markupsafe import Markup

from talk.deck.model import Deck, Slide
from talk.errors import Diagnostics
from talk.render.addresses import Addresses, linked_from
from talk.render.assets import Links, PageOptions
from talk.render.body import Body, Page
from talk.render.loaded import SHEET_STYLES, Loaded, page_rules, still_scripts, styles
from talk.render.parts import groups_of, notes_of, part_heads, part_name, versions
from talk.render.policy import with_policy
from talk.render.scale import chart_text_px
from talk.render.space import overflows
from talk.render.steps import as_copy, at_step
from talk.render.stills import deck_title, draw_slide
from talk.render.templates import Templates
from talk.render.wayfinding import Way

if TYPE_CHECKING:
    from talk.chart.figure import Figure

Layout = Literal["notes", "2up", "3up-lines", "6up", "article"]
PX_PER_MM = 96 / 25.4
LEAST_CHART_PX = 7 * 96 / 72  # 7 pt


@dataclass(frozen=True, slots=True)
class Form:
    """How a layout fills a page: slides a page, and the most room for one in millimetres."""

    slides: int
    width_mm: float
    height_mm: float


FORMS: Mapping[Layout, Form] = {
    "notes": Form(1, 170, 100),
    "2up": Form(2, 170, 103),
    "3up-lines": Form(3, 84, 66),
    "6up": Form(6, 82, 62),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slide on paper: drawn, with its notes and what the drawing leaves out."""

    id: str
    label: str
    number: int
    minutes: float | None
    page: str
    section: Markup
    notes: tuple[Markup, ...]
    extras: tuple[Markup, ...]
    addresses: tuple[str, ...]

    @property
    def has_more(self) -> bool:
        """Whether there is anything to read below the drawing."""
        return bool(self.notes or self.extras or self.addresses)


def render_sheets(
    deck: Deck,
    figures: Mapping[str, Figure],
    links: Links,
    options: PageOptions,
    diagnostics: Diagnostics,
    layout: Layout,
) -> str:
    """The text of a handout to print, of any layout but `article`."""
    press = _Press(deck, figures, links, options, diagnostics, layout)
    sheets = [press.sheet(slide) for slide in deck.slides]
    math = press.drawn.math_used or press.written.math_used
    title, way = deck_title(deck), press.drawn.page.way
    scripts = still_scripts(links)
    text = press.drawn.page.templates.render(
        "sheets.html.j2",
        meta=deck.meta,
        title=title,
        options=options,
        layout=layout,
        form=FORMS[layout],
        scale=press.scale,
        pages=[sheets[at : at + FORMS[layout].slides] for at in range(0, len(sheets), FORMS[layout].slides)],
        articles=sheets,
        groups=groups_of(deck.slides, sheets, way),
        printed=True,
        versions=versions(deck.meta),
        charts=len(figures),
        math=math,
        styles=[
            *styles(SHEET_STYLES, deck.meta, links, options, math=math),
            Loaded(text=page_rules(title, options.paper, part_heads(way))),
        ],
        scripts=scripts,
    )
    return with_policy(text, scripts, safe=options.safe)


class _Press:
    """Makes the sheets of one handout."""

    def __init__(
        self,
        deck: Deck,
        figures: Mapping[str, Figure],
        links: Links,
        options: PageOptions,
        diagnostics: Diagnostics,
        layout: Layout,
    ) -> None:
        form, (width, height) = FORMS[layout], options.canvas
        self.scale = min(form.width_mm / width, form.height_mm / height) * PX_PER_MM
        self._full = layout == "notes"
        self._addresses = Addresses()
        page = Page(
            "still", deck, figures, links, options, Templates(options.theme), Way(deck, options), diagnostics
        )
        self.drawn = Body(replace(page, titled=True))
        self.written = Body(replace(page, kind="print", addresses=self._addresses))

    def sheet(self, slide: Slide) -> Sheet:
        """A slide as the layout shows it."""
        way = self.drawn.page.way
        number = way.place_of(slide).number
        for address in linked_from(slide.tokens):
            self._addresses.number(address)
        return Sheet(
            id=slide.id,
            label=slide.title or f"Slide {number}",
            number=number,
            minutes=slide.minutes,
            page=part_name(way, slide.section),
            section=at_step(draw_slide(slide, self.drawn)),
            notes=tuple(notes_of(slide, self.written)),
            extras=tuple(self._extras(slide)) if self._full else (),
            addresses=self._addresses.take(),
        )

    def _extras(self, slide: Slide) -> Iterator[Markup]:
        """What the drawing leaves out: other states and moments, steps through code, code too long for it."""
        options = self.drawn.page.options
        crowded = overflows(slide, options.canvas, options.font_px)
        for token in slide.tokens:
            if self._leaves_out(token, slide, crowded=crowded):
                text = self.written.render_slide([token], slide)
                yield as_copy(Markup('<div class="extra">{}</div>').format(text), "-printed")

    def _leaves_out(self, token: Token, slide: Slide, *, crowded: bool) -> bool:
        if token.type == "code":
            return crowded or len(token.meta["code"].steps) > 1
        if token.type != "demo":
            return False
        call = token.meta["call"]
        figure = self.drawn.page.figures.get(call.id)
        if figure is None:
            return False
        options = self.drawn.page.options
        text_px = chart_text_px(options.font_px, slide.font, call.font) * self.scale
        several = len(figure.paper) > 1 or figure.moments > 1
        return several or options.tables or text_px < LEAST_CHART_PX
