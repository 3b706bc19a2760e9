"""Small decks made by hand, and links that say what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import lxml.html
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from talk.chart.figure import Figure, PaperFigure
from talk.chart.table import Table
from talk.deck.front_matter import FrontMatter
from talk.deck.model import (
    CodeBlock,
    Deck,
    DemoCall,
    ImageSource,
    NoteBlock,
    NoteLevel,
    Outline,
    Point,
    Section,
    Slide,
)
from talk.errors import Diagnostics, Span
from talk.render.assets import PageOptions
from talk.render.handout import render_handout
from talk.render.pages import render_deck

ROOT = Path("/deck")
SPAN = Span(ROOT / "slides/01.md", 7)
FONTS = (
    '{"faces": [{"name": "Sans-Regular", "family": "Talk Sans", "weight": 400, "style": "normal",'
    ' "unicode": "U+20-7E"}, {"name": "Serif-Regular", "family": "Talk Serif", "weight": 400,'
    ' "style": "normal", "unicode": "U+20-7E"}]}'
)
BUNDLE = {
    "fonts/fonts.json": FONTS,
    "css/theme.css": '--sans: "Talk Sans"',
    "css/themes/paper.css": '--text: "Talk Serif"',
    "katex.css": "@font-face{src:url(katex-fonts/KaTeX_Main.woff2)}.katex{}",
    "talk.js": 'const end = "</script>";',
    "css/deck.css": '.x::before{content:"</style>"}',
}


@dataclass
class FakeLinks:
    """Links into a site that is not there."""

    inline: bool = False
    asked: list[str] = field(default_factory=list)

    def url(self, name: str) -> str:
        self.asked.append(name)
        return f"assets/{name}"

    def text(self, name: str) -> str:
        self.asked.append(name)
        return BUNDLE.get(name, f"/* {name} */")

    def file(self, path: Path) -> str:
        return f"assets/{path.name}"

    def image(self, source: ImageSource) -> str:
        return f"assets/{source.path.name}" if source.path else source.url

    def data(self, name: str) -> str:
        return name


def read(text: str) -> list[Token]:
    """Plain Markdown as tokens, each with a span."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for token in tokens:
        token.meta["span"] = SPAN
        for child in token.children or []:
            child.meta["span"] = SPAN
            if child.type == "image":
                child.meta["source"] = ImageSource(
                    ROOT / "slides" / str(child.attrs["src"]), str(child.attrs["src"])
                )
    return tokens


def token(kind: str, content: str = "", **meta: Any) -> Token:
    """A token of ours."""
    made = Token(kind, "", 0)
    made.block, made.content, made.meta = True, content, {"span": SPAN, **meta}
    return made


def code(text: str, language: str = "go", **fields: Any) -> CodeBlock:
    """A code block."""
    return CodeBlock(language=language, text=text, span=SPAN, **fields)


def note(level: NoteLevel, text: str) -> NoteBlock:
    """A part of the notes."""
    return NoteBlock(level, read(text), SPAN)


def slide(id: str, text: str = "", **fields: Any) -> Slide:  # noqa: A002
    """A slide; its title is its heading's text."""
    tokens = fields.pop("tokens", None) or read(text)
    heading = next((tokens[at + 1] for at, each in enumerate(tokens) if each.type == "heading_open"), None)
    given = {"title": heading.content if heading else "", "heading": [], "index": fields.pop("index", 0)}
    return Slide(id=id, tokens=tokens, notes=fields.pop("notes", ()), span=SPAN, **{**given, **fields})


def deck(*slides: Slide, outline: tuple[Point, ...] = (), **meta: Any) -> Deck:
    """A deck of these slides, one column each unless they say otherwise; sections from their `section`."""
    placed = [replace(each, index=each.index or at) for at, each in enumerate(slides)]
    names = dict.fromkeys(each.section for each in slides if each.section)
    sections = tuple(
        Section(name, name.capitalize(), tuple(each.id for each in slides if each.section == name), SPAN)
        for name in names
    )
    made = Outline(outline, ROOT / "outline.md") if outline else None
    return Deck(FrontMatter(**meta), made, sections, tuple(placed), ROOT)


def call(id: str = "heap", **fields: Any) -> DemoCall:  # noqa: A002
    """A demo block."""
    return DemoCall(id=id, name="heap_goal", settings={}, options={}, span=SPAN, **fields)


def figure(id: str = "heap", rows: int = 3) -> Figure:  # noqa: A002
    """A figure with a table of so many rows."""
    svg = f'<svg role="img" aria-label="Line chart" id="{id}-svg"></svg>'
    table = Table("heap", ("cycle", "heap, MiB"), tuple((str(row), str(row * 10)) for row in range(rows)))
    return Figure(
        id=id,
        svg=svg,
        paper=(PaperFigure('<svg role="img" class="paper"></svg>', "GOGC = 100"),),
        caption="Where the <next> collection ends.",
        alt="Line chart",
        status="The goal is 20 MiB.",
        table=table,
        csv=b"",
        width_px=600,
        height_px=300,
    )


Render = Callable[..., lxml.html.HtmlElement]


def tree(html: str) -> lxml.html.HtmlElement:
    """A page as a tree."""
    return lxml.html.document_fromstring(html)


@pytest.fixture
def make() -> SimpleNamespace:
    """The makers above, for tests: `make.slide("a", "## A")`."""
    return SimpleNamespace(
        read=read,
        token=token,
        code=code,
        note=note,
        slide=slide,
        deck=deck,
        call=call,
        figure=figure,
        span=SPAN,
    )


@pytest.fixture
def diagnostics() -> Diagnostics:
    """An empty collector."""
    return Diagnostics()


@pytest.fixture
def links() -> FakeLinks:
    """Links of a site whose files lie in `assets/`."""
    return FakeLinks()


@pytest.fixture
def render(links: FakeLinks, diagnostics: Diagnostics) -> Render:
    """Renders `index.html`, or with `handout=True` the handout, as a tree."""

    def rendered(
        made: Deck,
        figures: Mapping[str, Figure] | None = None,
        *,
        handout: bool = False,
        publish: bool = False,
    ) -> lxml.html.HtmlElement:
        options = PageOptions.of(made.meta, publish=publish)
        function = render_handout if handout else render_deck
        return tree(function(made, figures or {}, links, options, diagnostics))

    return rendered
