"""The content of slides and notes: markdown-it's tokens become HTML by one render rule each.

A rule is a method named after the token's type; tokens without a rule are
written by markdown-it's own renderer from their `tag` and `attrs`. Tokens are
never changed: the deck and the handout render the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from talk.deck.model import CodeBlock, Deck, DemoCall, Slide
from talk.errors import Diagnostics
from talk.render.assets import Links, PageOptions
from talk.render.code import render_code
from talk.render.figures import render_paper_figure, render_slide_figure
from talk.render.math import render_math
from talk.render.templates import Templates
from talk.render.wayfinding import Way

if TYPE_CHECKING:
    from talk.chart.figure import Figure

PageKind = Literal["deck", "handout"]

_OPTIONS = OptionsDict(
    {
        "maxNesting": 100,
        "html": True,
        "linkify": False,
        "typographer": False,
        "quotes": "",
        "xhtmlOut": False,
        "breaks": False,
        "langPrefix": "language-",
        "highlight": None,
    }
)


@dataclass(frozen=True, slots=True)
class Page:
    """What the rules need to know of the page that they write."""

    kind: PageKind
    deck: Deck
    figures: Mapping[str, Figure]
    links: Links
    options: PageOptions
    templates: Templates
    way: Way
    diagnostics: Diagnostics

    def source_name(self, file: Path) -> str:
        """A file of the deck as it is named from the project's root."""
        return file.relative_to(self.deck.root).as_posix() if file.is_relative_to(self.deck.root) else file.name


class Body(RendererHTML):
    """Renders the tokens of one page, slide by slide."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._math_used = False

    @property
    def math_used(self) -> bool:
        """Whether any formula has been rendered, so that the page needs KaTeX's style sheet."""
        return self._math_used

    def render_slide(self, tokens: Sequence[Token], slide: Slide, shift: int = 0) -> Markup:
        """Tokens of a slide or its notes as HTML; headings go `shift` levels down."""
        env: dict[str, Any] = {"slide": slide, "shift": shift}
        return Markup(super().render(tokens, _OPTIONS, env))  # noqa: S704 - every rule escapes its text

    def heading_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        return f"<{_heading_tag(token, env)}{self.renderAttrs(token)}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f"</{_heading_tag(tokens[idx], env)}>\n"

    def code(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        block: CodeBlock = tokens[idx].meta["code"]
        return render_code(block, self.page.diagnostics)

    def demo(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        call: DemoCall = tokens[idx].meta["call"]
        page = self.page
        figure = page.figures.get(call.id)
        if figure is None:
            return page.templates.render("no_figure.html.j2", call=call)
        render = render_slide_figure if page.kind == "deck" else render_paper_figure
        return render(call, figure, page.links, page.templates)

    def math_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return self._math(tokens[idx], display=False)

    def math_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return Markup('<div class="math">{}</div>\n').format(self._math(tokens[idx], display=True))

    def _math(self, token: Token, *, display: bool) -> Markup:
        self._math_used = True
        return render_math(token.content, token.meta["span"], self.page.diagnostics, display=display)

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        alt = self.renderInlineAsText(token.children, options, env)
        attrs = {**token.attrs, "src": self.page.links.image(token.meta["source"]), "alt": alt}
        if "title" in attrs and token.meta.get("captioned"):
            del attrs["title"]
        return f"<img{_attributes(attrs)}>"

    def agenda(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        slide: Slide = env["slide"]
        present = self.page.way.stop_of(slide)
        return self.page.templates.render("agenda.html.j2", stops=self.page.way.stops, present=present)

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        attrs = dict(token.attrs)
        if str(attrs.get("href", "")).startswith(("http:", "https:")):
            attrs.setdefault("rel", "noopener noreferrer")
        return f"<a{_attributes(attrs)}>"

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f'<div class="table"><table{self.renderAttrs(tokens[idx])}>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f"<th{_attributes({'scope': 'col', **tokens[idx].attrs})}>"

    def footnote_ref(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        number, name = _footnote(tokens[idx], env)
        again = tokens[idx].meta.get("subId", 0)
        mark = f"{name}-ref" + (f"-{again + 1}" if again > 0 else "")
        href, ident = escapeHtml(name), escapeHtml(mark)
        return f'<sup class="footnote-ref"><a href="#{href}" id="{ident}" aria-label="Note {number}">{number}</a></sup>'

    def footnote_block_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return '<div class="footnotes" role="note">\n<ol>\n'

    def footnote_block_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</ol>\n</div>\n"

    def footnote_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        number, name = _footnote(tokens[idx], env)
        return f'<li id="{escapeHtml(name)}" value="{number}">'

    def footnote_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return ""  # the way back is short on a slide, and a line less to read


def _heading_tag(token: Token, env: EnvType) -> str:
    level = int(token.tag[1])
    return f"h{min(6, level + env['shift'])}" if level > 1 else "h1"


def _footnote(token: Token, env: EnvType) -> tuple[int, str]:
    """A footnote's number on its slide, and an id that no other slide has."""
    slide: Slide = env["slide"]
    number = int(token.meta["id"]) + 1
    return number, f"{slide.id}-note-{number}"


def _attributes(attrs: Mapping[str, str | int | float]) -> str:
    return "".join(f' {escapeHtml(name)}="{escapeHtml(str(value))}"' for name, value in attrs.items())
