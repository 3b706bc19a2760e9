"""The content of slides and notes: markdown-it's tokens become HTML by one render rule each.

`Body` lists the rules by token type; tokens without one are written by
markdown-it's own renderer from their `tag` and `attrs`. Tokens are never changed:
the deck and the handout render the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from talk.deck.model import Deck, DemoCall, Slide
from talk.errors import Diagnostics
from talk.render.addresses import Addresses, is_away
from talk.render.assets import Links, PageOptions
from talk.render.code import render_code, render_strip
from talk.render.figures import (
    render_paper_figure,
    render_printed_figure,
    render_slide_figure,
    render_still_figure,
)
from talk.render.markup import attributes
from talk.render.math import render_math
from talk.render.output import render_terminal
from talk.render.scale import add_style
from talk.render.templates import Templates
from talk.render.wayfinding import Way
from talk.safe.shown import settings_in_words

if TYPE_CHECKING:
    from talk.chart.figure import Figure

UNBROKEN_LETTERS = 24
PageKind = Literal["deck", "handout", "still", "print"]

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
    """What the rules need to know of the page that they write.

    `deck` and `handout` are for a browser, `still` is a slide on which nothing moves, `print` is text on
    paper. Where there are `addresses`, links are numbered, and where they lead is listed below. `titled` says
    that the page's own title is its `h1`, so the deck's stands below it.
    """

    kind: PageKind
    deck: Deck
    figures: Mapping[str, Figure]
    links: Links
    options: PageOptions
    templates: Templates
    way: Way
    diagnostics: Diagnostics
    addresses: Addresses | None = None
    titled: bool = False

    @property
    def printed(self) -> bool:
        """Whether the page becomes a PDF, whose readers take a figure for a picture."""
        return self.kind in ("still", "print")

    def source_name(self, file: Path) -> str:
        """A file of the deck as it is named from the project's root."""
        return source_name(self.deck, file)


@dataclass(frozen=True, slots=True)
class At:
    """The token that a rule writes, between its neighbours, on its slide."""

    tokens: Sequence[Token]
    index: int
    slide: Slide
    shift: int

    @property
    def token(self) -> Token:
        return self.tokens[self.index]


class Body(RendererHTML):
    """Renders the tokens of one page, slide by slide."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.math_used = False  # then the page needs KaTeX's style sheet
        ours: dict[str, Callable[[At], str]] = {
            "heading_open": self._heading_open,
            "heading_close": self._heading_close,
            "code": self._code,
            "code_inline": _code_inline,
            "demo": self._demo,
            "output": self._output,
            "recorded": self._demo,
            "figure_open": self._figure_open,
            "math_inline": self._math_inline,
            "math_block": self._math_block,
            "image": self._image,
            "agenda": self._agenda,
            "link_open": self._link_open,
            "link_close": self._link_close,
            "table_open": _table_open,
            "table_close": _table_close,
            "th_open": _th_open,
            "th_close": _th_close,
            "footnote_ref": _footnote_ref,
            "footnote_block_open": _footnote_block_open,
            "footnote_block_close": _footnote_block_close,
            "footnote_open": _footnote_open,
            "footnote_close": _footnote_close,
            "footnote_anchor": _footnote_anchor,
        }
        self.rules |= {kind: _as_rule(rule) for kind, rule in ours.items()}

    def render_slide(self, tokens: Sequence[Token], slide: Slide, shift: int = 0) -> Markup:
        """Tokens of a slide or its notes as HTML; headings below `h1` go `shift` levels down."""
        return Markup(super().render(tokens, _OPTIONS, {"slide": slide, "shift": shift}))

    def _code(self, at: At) -> str:
        block, labels = at.token.meta["code"], at.token.meta.get("labels")
        if self.page.printed:
            block = replace(block, attrs={**block.attrs, "role": "group"})
        has_room = at.token.level == 0 or len(at.tokens) == 1  # it does not stand in a column
        if self.page.kind == "print" and not labels and len(block.steps) > 1 and has_room:
            return render_strip(block, self.page.diagnostics)
        return render_code(block, self.page.diagnostics, labels)

    def _output(self, at: At) -> str:
        return render_terminal(at.token.meta["terminal"], printed=self.page.printed)

    def _figure_open(self, at: At) -> str:
        """A figure around a picture, a quote or a demo. On paper it groups: what it holds has the text."""
        role = {"role": "group"} if self.page.printed else {}
        return f"<figure{attributes({**at.token.attrs, **role})}>\n"

    def _demo(self, at: At) -> str:
        call = at.token.meta["call"]
        figure = self.page.figures.get(call.id)
        if figure is None:
            return self._unrun(call)
        return self._figure(call, figure)

    def _unrun(self, call: DemoCall) -> Markup:
        """What stands in place of a figure that was not made: the demo's name and its settings."""
        caption = call.options.get("caption")
        return self.page.templates.render(
            "no_figure.html.j2",
            call=call,
            caption=caption.text if caption else "",
            settings=list(settings_in_words(call.settings)),
            safe=self.page.options.safe,
            style=add_style(call.font),
            printed=self.page.printed,
        )

    def _figure(self, call: DemoCall, figure: Figure) -> Markup:
        page = self.page
        if page.kind == "deck":
            return render_slide_figure(call, figure, page.links, page.templates)
        if page.kind == "handout":
            return render_paper_figure(call, figure, page.links, page.templates)
        if page.kind == "still":
            return render_still_figure(call, figure, page.templates)
        return render_printed_figure(call, figure, page.templates, tables=page.options.tables)

    def _heading_open(self, at: At) -> str:
        """A heading's tag; one without words only carries its slide's attributes, and is not written.

        On a still slide it keeps the look of its tag and says the level that it has among its section's.
        """
        if not at.tokens[at.index + 1].children:
            return ""
        tag = _heading_tag(at) if at.token.tag != "h1" or not self.page.titled else "h2"
        level = {"aria-level": tag[1]} if self.page.kind == "still" and tag != at.token.tag else {}
        return f"<{self._drawn_tag(at)}{attributes({**at.token.attrs, **level})}>"

    def _heading_close(self, at: At) -> str:
        if not at.tokens[at.index - 1].children:
            return ""
        return f"</{self._drawn_tag(at)}>\n"

    def _drawn_tag(self, at: At) -> str:
        return at.token.tag if self.page.kind == "still" else _heading_tag(at)

    def _link_open(self, at: At) -> str:
        """The beginning of a link. On paper one to a file leads nowhere: the file stays where it is."""
        attrs = dict(at.token.attrs)
        if is_away(at.token):
            attrs.setdefault("rel", "noopener noreferrer")
        elif self.page.printed and not str(attrs.get("href", "")).startswith(("#", "mailto:", "tel:")):
            attrs.pop("href", None)
        if at.token.info == "auto":  # it says itself where it leads
            attrs["class"] = f"{attrs.get('class', '')} bare".strip()
        return f"<a{attributes(attrs)}>"

    def _link_close(self, at: At) -> str:
        """The end of a link, with the number under which its address is printed."""
        opened = _opened(at)
        if self.page.addresses is None or not is_away(opened) or opened.info == "auto":
            return "</a>"
        number = self.page.addresses.number(str(opened.attrs["href"]))
        return Markup('</a><span class="address-mark">\u2060[{}]</span>').format(number)

    def _math_inline(self, at: At) -> str:
        return self._math(at.token, display=bool(at.token.meta.get("display")))

    def _math_block(self, at: At) -> str:
        return Markup('<div class="math">{}</div>\n').format(self._math(at.token, display=True))

    def _math(self, token: Token, *, display: bool) -> Markup:
        self.math_used = True
        return render_math(token.content, token.meta["span"], self.page.diagnostics, display=display)

    def _image(self, at: At) -> str:
        token = at.token
        alt = self.renderInlineAsText(token.children, _OPTIONS, {})
        source = self.page.links.image(token.meta["source"])
        if source.lower().startswith(("http:", "https:")):  # loading it would need the network
            return _linked(alt or source, source, at)
        return f"<img{attributes({**token.attrs, 'src': source, 'alt': alt})}>"

    def _agenda(self, at: At) -> str:
        way = self.page.way
        return self.page.templates.render("agenda.html.j2", stops=way.stops, present=way.stop_of(at.slide))


def source_name(deck: Deck, file: Path) -> str:
    """A file of a deck as it is named from the project's root."""
    return file.relative_to(deck.root).as_posix() if file.is_relative_to(deck.root) else file.name


def _as_rule(rule: Callable[[At], str]) -> Any:
    """A rule of ours in the form that markdown-it's renderer calls."""

    def called(tokens: Sequence[Token], index: int, options: Any, env: EnvType) -> str:  # noqa: ARG001
        return rule(At(tokens, index, env["slide"], env["shift"]))

    return called


def _heading_tag(at: At) -> str:
    level = int(at.token.tag[1])
    return f"h{min(6, level + at.shift)}" if level > 1 else "h1"


def _opened(at: At) -> Token:
    """The token that opened the link which ends here; links do not nest."""
    return next(token for token in reversed(at.tokens[: at.index]) if token.type == "link_open")


def _linked(text: str, url: str, at: At) -> str:
    """The text as a link, or as it is where a link is open already."""
    if sum(token.nesting for token in at.tokens[: at.index] if token.type.startswith("link_")):
        return escape(text)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url, text)


def _table_open(at: At) -> str:
    return f'<div class="table"><table{attributes(at.token.attrs)}>\n'


def _table_close(_: At) -> str:
    return "</table></div>\n"


def _th_open(at: At) -> str:
    """A header cell; an empty one heads nothing and is an ordinary cell."""
    if not at.tokens[at.index + 1].content:
        return f"<td{attributes(at.token.attrs)}>"
    return f"<th{attributes({'scope': 'col', **at.token.attrs})}>"


def _th_close(at: At) -> str:
    return "</th>\n" if at.tokens[at.index - 1].content else "</td>\n"


def _code_inline(at: At) -> str:
    """Code among words, which breaks only where it is long."""
    attrs = {name: str(value) for name, value in at.token.attrs.items()}
    if len(at.token.content) > UNBROKEN_LETTERS:
        attrs["class"] = f"{attrs.get('class', '')} long".lstrip()
    return Markup("<code{}>{}</code>").format(attributes(attrs), at.token.content)


def _footnote_ref(at: At) -> str:
    number, name = _footnote(at)
    again = at.token.meta.get("subId", 0)
    mark = f"{name}-ref-{again + 1}" if again > 0 else f"{name}-ref"
    link = Markup('<a href="#{}" id="{}" aria-label="Footnote {}">{}</a>').format(name, mark, number, number)
    return Markup('<sup class="footnote-ref">{}</sup>').format(link)


def _footnote_block_open(_: At) -> str:
    return '<div class="footnotes" role="group" aria-label="Footnotes">\n<ol>\n'


def _footnote_block_close(_: At) -> str:
    return "</ol>\n</div>\n"


def _footnote_open(at: At) -> str:
    number, name = _footnote(at)
    return Markup('<li id="{}" value="{}">').format(name, number)


def _footnote_close(_: At) -> str:
    return "</li>\n"


def _footnote_anchor(_: At) -> str:
    return ""  # the way back is short on a slide, and a line less to read


def _footnote(at: At) -> tuple[int, str]:
    """A footnote's number on its slide, and an id that no other slide has."""
    number = int(at.token.meta["id"]) + 1
    return number, escape(f"{at.slide.id}-note-{number}")
