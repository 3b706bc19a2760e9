"""Links: only schemes that open a page or a letter."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from talk.deck.reading import reading_of
from talk.deck.tokens import everything

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ALLOWED = ("http", "https", "mailto", "tel")


def links_plugin(md: MarkdownIt) -> None:
    """Take every address as written, and tell about the dangerous ones instead of showing raw Markdown."""
    md.validateLink = _take_any  # type: ignore[method-assign]
    md.core.ruler.push("links", links)


def _take_any(url: str) -> bool:  # noqa: ARG001
    return True


def links(state: StateCore) -> None:
    """Links to anything but pages, letters, phones, slides and files are errors."""
    reading = reading_of(state.env)
    for token in everything(state.tokens):
        if token.type != "link_open":
            continue
        href = str(token.attrGet("href") or "")
        scheme = _SCHEME.match(re.sub(r"[\x00-\x20]|%0[9ad]", "", href, flags=re.IGNORECASE))
        if scheme and scheme[1].lower() not in _ALLOWED:
            reading.diagnostics.error(
                f"a link to '{scheme[1]}:' is not allowed",
                token.meta["span"],
                f"links lead to {', '.join(f'{each}:' for each in _ALLOWED)}, a slide (#id) or a file",
                "link-target",
            )
            token.attrSet("href", "#")
