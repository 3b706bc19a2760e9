"""The one Markdown parser: the list of its rules is the architecture.

Smart quotes and dashes are left off: `--font` and `"go"` on a slide must stay
what they are. Typographic characters are typed by the author.
"""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from talk.deck.reading import Reading
from talk.deck.rules.attribute_line import attribute_line_plugin
from talk.deck.rules.bracketed_span import bracketed_span_plugin
from talk.deck.rules.breaks import breaks_plugin
from talk.deck.rules.callouts import callouts_plugin
from talk.deck.rules.comments import comments_plugin
from talk.deck.rules.div import div_plugin
from talk.deck.rules.fences import fences_plugin
from talk.deck.rules.footnotes import footnotes_plugin
from talk.deck.rules.images import images_plugin
from talk.deck.rules.include import include_plugin
from talk.deck.rules.links import links_plugin
from talk.deck.rules.math import math_plugin
from talk.deck.rules.pauses import pauses_plugin
from talk.deck.rules.quotes import quotes_plugin
from talk.deck.rules.raw_html import raw_html_plugin
from talk.deck.rules.slide_yaml import slide_yaml_plugin
from talk.deck.rules.source_lines import note_lines, source_lines_plugin
from talk.deck.rules.tasks import tasks_plugin
from talk.deck.rules.trailing_attributes import trailing_attributes_plugin
from talk.deck.tokens import set_levels

MAX_NESTING = 60
_WITH_LINES = (
    "image",
    "link",
    "math_inline",
    "html_inline",
    "footnote_ref",
    "footnote_inline",
    "bracketed_span",
)


@cache
def make_parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough, and our rules in the order in which they run."""
    md = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    # Blocks. Each plugin adds its core rule right behind the block rules.
    md.use(source_lines_plugin)
    md.use(slide_yaml_plugin)
    md.use(div_plugin)
    md.use(attribute_line_plugin)
    md.use(trailing_attributes_plugin)
    md.use(include_plugin)
    md.use(deflist_plugin)
    # Inline, then what becomes of comments.
    md.use(bracketed_span_plugin)
    md.use(comments_plugin)
    # Passes over the whole file, in this order.
    md.use(math_plugin)
    md.use(links_plugin)
    md.use(fences_plugin)
    md.use(pauses_plugin)
    md.use(tasks_plugin)
    md.use(images_plugin)
    md.use(quotes_plugin)
    md.use(callouts_plugin)
    md.use(breaks_plugin)
    md.use(raw_html_plugin)
    md.use(footnotes_plugin)
    note_lines(md, _WITH_LINES)
    return md


def parse(reading: Reading) -> list[Token]:
    """The tokens of one text, each with its place."""
    tokens = make_parser().parse(reading.text, reading.env())
    set_levels(tokens)
    return tokens
