"""Which attributes of a stranger's deck may stand in a page, and with which values."""

from __future__ import annotations

import re
from collections.abc import Mapping

from talk.safe.css import harmless_css, loads

Value = str | int | float

# What says how an element looks or reads; nothing that loads, runs, submits or names a window.
PLAIN = frozenset(
    {"id", "class", "style", "title", "lang", "dir", "role", "alt", "width", "height", "open", "start"}
    | {"reversed", "value", "colspan", "rowspan", "scope", "headers", "datetime", "checked", "disabled"}
    | {"href", "rel", "type"}
)
_WORDS = re.compile(r"[\w .,%()+-]*")  # reveal.js writes some of them into a style sheet
_COLOUR = re.compile(
    r"\s*(?:#[0-9a-f]{3,8}|[a-z]{3,40}|(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\([\w\s,.%/+-]*\))\s*",
    re.IGNORECASE,
)
# What elements say to reveal.js.
MOVING = (
    *("data-fragment-index", "data-id", "data-auto-animate-id", "data-auto-animate-delay"),
    *("data-auto-animate-duration", "data-auto-animate-easing"),
)
_OF_SLIDES = (
    *("background-size", "background-position", "background-repeat", "background-opacity"),
    *("background-transition", "transition", "transition-speed", "state", "visibility"),
    *("timing", "autoslide", "auto-animate", "auto-animate-restart", "auto-animate-unmatched"),
)
_FORMS: Mapping[str, re.Pattern[str]] = {
    "data-background": _COLOUR,
    "data-background-color": _COLOUR,
    **{f"data-{name}": _WORDS for name in _OF_SLIDES},
}
_LINK = re.compile(r"(?:https?://|mailto:|tel:|#)", re.IGNORECASE)
_SPACE = re.compile(r"[\x00-\x20\x7f-\xa0]")
# Ids by which the page's own script finds its parts.
_OURS = re.compile(r"talk-|content$|contents-heading$", re.IGNORECASE)


def harmless_attributes(attrs: Mapping[str, Value]) -> tuple[dict[str, Value], list[str]]:
    """Of an element's attributes those that may stand, and the names of the others."""
    kept: dict[str, Value] = {}
    refused = []
    for name, value in attrs.items():
        allowed = harmless_value(name, str(value))
        if allowed is not None:
            kept[name] = value if allowed == str(value) else allowed
        if allowed != str(value):
            refused.append(name)
    return kept, refused


def harmless_value(name: str, value: str) -> str | None:
    """The value with which an attribute may stand; None if it may not."""
    if name in MOVING:
        return value if _WORDS.fullmatch(value) else None
    if name not in PLAIN and not name.startswith("aria-"):
        return None
    if name == "style":
        return harmless_css(value)[0]
    if name == "href":
        return value if _LINK.match(value) and not _SPACE.search(value) else None
    if name == "id":
        return None if _OURS.match(value) else value
    if name == "type":
        return value if value in ("checkbox", "1", "a", "A", "i", "I") else None
    return value


def harmless_slide_attributes(attrs: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The same for what a slide's `section` says, with the settings of reveal.js that only draw."""
    kept, refused = {}, []
    for name, value in attrs.items():
        form = _FORMS.get(name)
        if name == "data-background-gradient":
            allowed = None if loads(value) else value
        elif form is not None:
            allowed = value if form.fullmatch(value) else None
        else:
            allowed = harmless_value(name, value)
        if allowed is not None:
            kept[name] = allowed
        if allowed != value:
            refused.append(name)
    return kept, refused
