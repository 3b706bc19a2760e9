"""Headings in order: one `h1` in the deck, `h2` for slides, deeper ones without gaps."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from talk.errors import Diagnostics


def title_heading(tokens: Sequence[Token]) -> int | None:
    """Where the heading that names a slide stands: the first at the top level, else the first of all."""
    inside: int | None = None
    depth = 0
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            if depth == 0:
                return index
            inside = index if inside is None else inside
        depth += token.nesting
    return inside


def set_heading_tags(tokens: Sequence[Token], has_h1: bool, diagnostics: Diagnostics) -> None:
    """Give the headings of a slide their tags; its first is the `h1` if it is to have that."""
    before, written_before = (0 if has_h1 else 1), 6
    for index, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        written = max(int(token.tag[1]), 2)
        level = min(written, before + 1)
        if written > written_before + 1:
            diagnostics.warning(
                f"'{'#' * written}' skips a level of headings",
                token.meta["span"],
                f"write '{'#' * (written_before + 1)}'",
                "heading-order",
            )
        token.tag = tokens[index + 2].tag = f"h{level}"
        before, written_before = level, written
