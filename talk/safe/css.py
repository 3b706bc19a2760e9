"""Style sheets that load nothing: every address in them that would ask for something is taken out.

What is written is read as tokens, not as rules: an address is one wherever it stands, in rules that browsers
learn to read only next year as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import tinycss2
from tinycss2.ast import Node

_EMPTY = "data:,"
_NOTHING = f'url("{_EMPTY}")'
_HELD = re.compile(r"data:(?:image|font|application/(?:x-)?font)[/-][\w.+-]+[;,]", re.IGNORECASE)
# Functions that may name a file by a string, now or in drafts of CSS.
_LOADING = frozenset(
    {"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade"}
)
# At-rules that load, or that change how the bytes of the file are read.
_REFUSED = frozenset({"import", "charset", "namespace", "document", "-moz-document"})
_LEFT_OUT = "left-out"  # an at-rule that no browser knows, so that it passes over what follows


def harmless_css(text: str) -> tuple[str, tuple[str, ...]]:
    """The style sheet without what loads, and what that was.

    Images and fonts that stand in it as `data:` remain, and so do references into the page (`#id`). Of one
    that is nested too deeply to be read nothing is left.
    """
    found: list[str] = []
    try:
        nodes = _harmless(tinycss2.parse_component_value_list(text), found)
        return tinycss2.serialize(nodes), tuple(found)
    except RecursionError:
        return "", ("what is nested deeper than any page needs",)


def loads(text: str) -> bool:
    """Whether a value, or the declarations of a `style` attribute, would load anything."""
    return bool(harmless_css(text)[1])


def harmless_style(text: str) -> str:
    """The declarations of a `style` attribute without those that would load."""
    return harmless_css(text)[0]


def _harmless(nodes: Iterable[Node], found: list[str]) -> list[Node]:
    return [_replaced(node, found) for node in nodes]


def _replaced(node: Node, found: list[str]) -> Node:
    """The node itself, changed within, or what stands in its place."""
    if node.type == "url":
        return node if _stays(node.value) else _nothing(node.value, found)
    if node.type == "error" and node.kind in ("bad-url", "bad-string"):
        return _nothing(node.kind, found)
    if node.type == "at-keyword" and node.lower_value in _REFUSED:
        found.append(f"@{node.lower_value}")
        return tinycss2.parse_component_value_list(f"@{_LEFT_OUT}")[0]
    if node.type == "function" and node.lower_name == "url" and _stays(_quoted(node)):
        return node
    if node.type == "function" and node.lower_name in _LOADING:
        return _nothing(f"{node.lower_name}()", found)
    for part in ("content", "arguments"):
        held: Sequence[Node] | None = getattr(node, part, None)
        if held is not None:
            setattr(node, part, _harmless(held, found))
    return node


def _quoted(node: Node) -> str:
    """The address in `url("...")`; "" if something else stands there, too."""
    said = [each for each in node.arguments if each.type not in ("whitespace", "comment")]
    return str(said[0].value) if len(said) == 1 and said[0].type == "string" else ""


def _stays(address: str) -> bool:
    return address.startswith("#") or address == _EMPTY or bool(_HELD.match(address))


def _nothing(what: str, found: list[str]) -> Node:
    found.append(what[:80])
    return tinycss2.parse_component_value_list(_NOTHING)[0]
