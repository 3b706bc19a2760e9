"""Images: where their bytes come from, their alternative text, and figures.

An image alone in its paragraph is a figure; its title is the caption.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from talk.deck.files import Files
from talk.deck.model import ImageSource
from talk.deck.pictures import check_picture
from talk.deck.reading import Reading, reading_of
from talk.deck.tokens import block, everything, inline, text_of
from talk.errors import Diagnostics, Span, TalkError

_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]", re.IGNORECASE)


def images_plugin(md: MarkdownIt) -> None:
    """Find the file of every image, then make figures."""
    md.core.ruler.push("images", images)
    md.core.ruler.push("figures", figures)


def images(state: StateCore) -> None:
    """Every image gets its source; one without alternative text is told about."""
    reading = reading_of(state.env)
    for token in everything(state.tokens):
        if token.type == "image":
            _read_image(token, reading)


def _read_image(image: Token, reading: Reading) -> None:
    span = image.meta["span"]
    if any(each.type == "image" for each in everything(image.children or ())):
        image.children = inline(text_of(image.children), span).children  # only words can stand for it
    if "alt" in image.meta:
        image.children = inline(image.meta["alt"], span).children if image.meta["alt"] else []
    elif not text_of(image.children):
        reading.diagnostics.warning(
            f"the image '{image.attrGet('src')}' has no alternative text",
            span,
            'write ![what it shows](...), or add {alt=""} if it is decoration',
            "image-alt",
        )
    image.attrs.pop("alt", None)
    image.meta["source"] = ImageSource(None, "")
    with reading.collecting():
        url = str(image.attrGet("src") or "")
        image.meta["source"] = image_source(url, span, reading.files, reading.diagnostics)


def image_source(
    url: str, span: Span, files: Files, diagnostics: Diagnostics, instead: str = "the page only links to it"
) -> ImageSource:
    """The source that a URL names: a file of the project, `data:image`, or the web.

    Nothing is loaded from the web when the deck is opened; the warning says what happens `instead`.
    """
    if re.match(r"https?:", url, re.IGNORECASE):
        diagnostics.warning(
            f"the image '{url}' stays on the web: {instead}",
            span,
            "download it into the project",
            "foreign-request",
        )
        return ImageSource(None, url)
    if _DATA.match(url):
        return ImageSource(None, url)
    if url.lower().startswith("data:"):
        raise TalkError("this data: URL is no image", span, "data:image/png and the like are read")
    path = files.locate_url(url, span.file, span, "image")
    check_picture(path, span)
    return ImageSource(path, url)


def figures(state: StateCore) -> None:
    """Paragraphs that hold one image and nothing else become figures."""
    out: list[Token] = []
    index = 0
    tokens = state.tokens
    while index < len(tokens):
        token = tokens[index]
        if token.type == "paragraph_open" and not token.hidden and _is_lone_image(tokens[index + 1]):
            out += _figure(token, tokens[index + 1])
            index += 3
        else:
            out.append(token)
            index += 1
    state.tokens = out


def _is_lone_image(token: Token) -> bool:
    return token.children is not None and [child.type for child in token.children] == ["image"]


def _figure(paragraph: Token, line: Token) -> list[Token]:
    span = paragraph.meta["span"]
    image = (line.children or [])[0]
    title = image.attrs.pop("title", None)
    opened = block("figure_open", "figure", 1, span)
    opened.attrs.update(paragraph.attrs)
    caption = []
    if title:
        caption = [
            block("figcaption_open", "figcaption", 1, span),
            inline(str(title), span),
            block("figcaption_close", "figcaption", -1, span),
        ]
    return [opened, line, *caption, block("figure_close", "figure", -1, span)]
