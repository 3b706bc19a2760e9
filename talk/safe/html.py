"""The raw HTML of a slide, made harmless as one tree before any markup of ours is put between its pieces.

A slide's raw HTML comes in pieces with Markdown between them. They are read together, with a mark wherever
something else stands; what is left between the marks takes the place of the pieces.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from html.parser import HTMLParser

import nh3

from talk.safe.attributes import MOVING, PLAIN, harmless_value

TAGS = frozenset(
    {"a", "abbr", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "center"}
    | {"cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt"}
    | {"em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i"}
    | {"img", "ins", "kbd", "li", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp"}
    | {"small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th"}
    | {"thead", "time", "tr", "u", "ul", "var", "wbr"}
)
# Of these nothing is left: their content is no text for readers.
_WITH_CONTENT = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "noembed", "noframes", "svg", "math"}
    | {"textarea", "title", "select", "xmp", "plaintext", "audio", "video", "canvas"}
)
_HELD_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]", re.IGNORECASE)


def harmless_pieces(pieces: Sequence[str]) -> list[str]:
    """The pieces of one slide's raw HTML, between which other things stand, without what acts or loads.

    Where they cannot be told apart afterwards, because one leaves a quote open or the others stand where
    HTML moves them from, each is read alone.
    """
    if not pieces:
        return []
    mark = f"m{secrets.token_hex(12)}"
    marked = "".join(f'{piece}<span id="{mark}-{number}"></span>' for number, piece in enumerate(pieces))
    found = re.split(rf'<span id="{mark}-(\d+)"></span>', _cleaned(marked))
    if found[1::2] == [str(number) for number in range(len(pieces))] and mark not in "".join(found[::2]):
        return [*found[:-3:2], found[-3] + found[-1]]
    return [_cleaned(piece) for piece in pieces]


def refused(piece: str) -> list[str]:
    """What of a piece is left out, as an author knows it: `<script>`, `onclick=`."""
    reader = _Reader()
    reader.feed(piece)
    reader.close()
    return list(dict.fromkeys(reader.refused))


class _Reader(HTMLParser):
    """Reads raw HTML and notes what of it may not stand."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.refused.append(f"<{tag}>")
            return
        wrong = (name for name, value in attrs if _value(tag, name, value or "") != (value or ""))
        self.refused.extend(f"{name}=" for name in wrong)


def _cleaned(text: str) -> str:
    return nh3.clean(
        text,
        tags=set(TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes={"*": {*PLAIN, *MOVING} - {"rel"}, "img": {"src"}},
        attribute_filter=_value,
        generic_attribute_prefixes={"aria-"},
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel="noopener noreferrer",
    )


def _value(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute that may stand; images are those that are held in the page."""
    if name == "src":
        return value if tag == "img" and _HELD_IMAGE.match(value) else None
    if name == "href" and tag != "a":
        return None
    return harmless_value(name, value)
