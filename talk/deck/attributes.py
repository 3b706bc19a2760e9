"""Attributes in braces: `{#id .class key=value key="two words" word}`.

One grammar for headings, list items, blocks, spans, images and fences, and for
the `.slide:` and `.element:` comments of reveal.js.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from talk.errors import Span, TalkError

MAX_CHARS = 4096
BARE_WORDS = frozenset({"optional", "fit"})

_VALUE = r"""(?:"[^"]*"|'[^']*'|[^\s"'{}=<>`]+)"""
_KEY = r"[A-Za-z][A-Za-z0-9_:.-]*"
ITEM = re.compile(
    rf"\s*(?:\#(?P<id>[^\s\#{{}}=\"']+)|\.(?P<class>[^\s.{{}}=\"'\#]+)"
    rf"|(?P<key>{_KEY})=(?P<value>{_VALUE})|(?P<word>[A-Za-z][\w-]*))(?=\s|$)"
)
# A group of braces at the end of a line, with nothing but itself or a space before it.
TRAILING = re.compile(r"""(?:^|[ \t\n])\{((?:"[^"\n]*"|'[^'\n]*'|[^{}"'\n])*)\}[ \t]*$""")
LEADING = re.compile(r"""\{((?:"[^"\n]*"|'[^'\n]*'|[^{}"'\n])*)\}""")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a group of braces says. Words without a value have the value "true"."""

    id: str = ""
    classes: tuple[str, ...] = ()
    pairs: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.id or self.classes or self.pairs)

    def over(self, other: Attributes) -> Attributes:
        """Both together; where both set a thing, this one holds."""
        classes = tuple(dict.fromkeys([*other.classes, *self.classes]))
        return Attributes(self.id or other.id, classes, {**other.pairs, **self.pairs})

    def without(self, *keys: str) -> Attributes:
        return replace(self, pairs={key: self.pairs[key] for key in self.pairs if key not in keys})


def parse_attributes(text: str, words: Iterable[str] = BARE_WORDS) -> Attributes | None:
    """The attributes in `text` (without its braces), or None where it is ordinary text.

    Only the given bare words count, so that `struct {int}` stays text.
    """
    found = Attributes()
    at, known = 0, set(words)
    text = text.strip()
    if not text or len(text) > MAX_CHARS:
        return None
    while at < len(text):
        item = ITEM.match(text, at)
        if item is None or (item["word"] and item["word"] not in known):
            return None
        found = _add(found, item)
        at = item.end()
    return found


def _add(found: Attributes, item: re.Match[str]) -> Attributes:
    if item["id"]:
        return replace(found, id=item["id"])
    if item["class"]:
        return replace(found, classes=(*found.classes, item["class"]))
    key, value = (item["word"], "true") if item["word"] else (item["key"], _unquoted(item["value"]))
    if key == "class":
        return replace(found, classes=(*found.classes, *value.split()))
    if key == "id":
        return replace(found, id=value)
    return replace(found, pairs={**found.pairs, key: value})


def _unquoted(value: str) -> str:
    return value[1:-1] if value[0] in "\"'" else value


def apply(attributes: Attributes, token: Token, span: Span | None = None) -> None:
    """Put the attributes, written at `span`, onto a token in the forms that a page needs."""
    span = span or token.meta.get("span")
    if attributes.id:
        token.attrSet("id", attributes.id)
        token.meta["id_span"] = span
    for name in attributes.classes:
        _join_class(token, name)
    for key, value in attributes.pairs.items():
        if key == "font":
            _join_style(token, f"--add: {font_step(value, span)}")
        elif key == "width":
            _join_style(token, f"width: {_length(value, span)}")
        elif key == "style":
            _join_style(token, value)
        else:
            token.attrSet(attribute_name(key, value, span), value)


def font_step(value: str, span: Span | None) -> int:
    """Pixels to add: `+4`, `-2`."""
    if not re.fullmatch(r"[+-]\d{1,2}", value):
        raise TalkError(f"font '{value}' is not a step in pixels", span, "write font=+4 or font=-2")
    return int(value)


def attribute_name(key: str, value: str, span: Span | None) -> str:
    """The name under which an author's pair stands in the page; one that could run a script is refused."""
    if key.lower().startswith("on") or (key in ("href", "src") and ":" in value):
        raise TalkError(
            f"the attribute '{key}' is not allowed", span, "put scripts into a file named by 'js:'"
        )
    return key


def _length(value: str, span: Span | None) -> str:
    found = re.fullmatch(r"(\d{1,4}(?:\.\d+)?)(%|px|em|rem|vw|vh)?", value)
    if not found:
        raise TalkError(f"width '{value}' is not a length", span, "write width=40% or width=300px")
    return found[1] + (found[2] or "px")


def _join_class(token: Token, name: str) -> None:
    held = str(token.attrGet("class") or "").split()
    token.attrSet("class", " ".join([*held, *([] if name in held else [name])]))


def _join_style(token: Token, rule: str) -> None:
    held = str(token.attrGet("style") or "").rstrip("; ")
    token.attrSet("style", f"{held}; {rule}" if held else rule)
