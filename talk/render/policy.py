"""The content security policy of a page: what stood in it when it was made may run and load, nothing else.

A deck's author is trusted, so their inline scripts and handlers are allowed by their hashes, and the web
where their HTML loads from it. What gets into the page later, or comes by its address, is none of that. A
page made with `--safe` allows our own scripts alone, whatever stands in it.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from talk.render.loaded import Loaded

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MARK = "talk-content-policy"
"""Stands in the page's `meta` until the page is done."""

_QUOTED = r"""(?:"[^"]*"|'[^']*'|[^>"'])*"""
_SCRIPT = re.compile(rf"<script\b({_QUOTED})>(.*?)</script", re.IGNORECASE | re.DOTALL)
_DATA = re.compile(r"""\btype\s*=\s*["']?application/json""", re.IGNORECASE)
# What no page of ours holds by itself: then its author's HTML is looked at. Each begins with a word that is
# soon found: a page of 1000 slides has two million letters.
_BEGINNINGS = (
    re.compile(r"<(?:i?frame|object|embed|video|audio|base|form(?! class=\"settings\"))\b"),
    re.compile(r"<(?:img|image|use|link|source|input|script|feimage)\b[^>]*?=\s*[\"']?\s*(?:https?:)?//"),
    re.compile(r"url\(\s*[\"']?\s*(?:https?:)?//"),
    re.compile(r"javascript:"),
    re.compile(r"@import"),
)
_ATTRIBUTES = (re.compile(r"on[a-z]+\s*="), re.compile(r"data-(?:background-(?:iframe|video)|preview-)"))
_REMOTE = re.compile(r"\s*(?:(https?):)?//([\w.-]+(?::\d+)?|\[[0-9a-f:]+\](?::\d+)?)", re.IGNORECASE)
_IN_CSS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])\s*((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
_OF_STYLES = ("img-src", "font-src", "style-src")
# Which directives an element's addresses count for.
_LOADING = {
    **dict.fromkeys(("img", "image", "use", "input", "feimage"), ("img-src",)),
    **dict.fromkeys(("video", "audio", "source", "track"), ("media-src", "img-src")),
    **dict.fromkeys(("iframe", "frame"), ("frame-src",)),
    **dict.fromkeys(("object", "embed"), ("object-src", "frame-src")),
    "script": ("script-src", "connect-src"),
    "link": _OF_STYLES,
    "form": ("form-action",),
    "base": ("base-uri",),
}
_OF_ANY = {
    "data-background-iframe": ("frame-src",),
    "data-background-video": ("media-src",),
    "data-preview-link": ("frame-src",),
    "data-preview-video": ("media-src",),
    "data-preview-image": ("img-src",),
}
_ADDRESSES = ("src", "data-src", "href", "data", "poster", "action", "xlink:href")
_PIECE = 1 << 16
_NONE = ("'none'",)
_CLOSED = ("base-uri", "connect-src", "form-action", "frame-src", "object-src", "script-src")


def with_policy(page: str, scripts: Sequence[Loaded] = (), *, safe: bool) -> str:
    """The page with its policy in its `meta`; `scripts` are those that it loads by our own template."""
    policy = html.escape(page_policy(page, scripts, safe=safe), quote=False)
    return str.replace(page, MARK, policy, 1)  # a `Markup` would escape it once more


def page_policy(page: str, scripts: Sequence[Loaded] = (), *, safe: bool) -> str:
    """The policy of a page that lies on the disk."""
    policy = _Policy()
    policy.allow("style-src", "'self'", "'unsafe-inline'", *(["data:"] if "data:text/css" in page else []))
    for directive in ("img-src", "font-src", "media-src"):
        policy.allow(directive, "'self'", "data:")
    for script in scripts:
        policy.allow("script-src", hash_of(script.text) if script.text is not None else "'self'")
    if not all(script.is_ours for script in scripts):
        policy.allow("connect-src", "'self'")
    if not safe:
        _allow_authors(policy, _without(page, scripts))
    return policy.text


def has_no_say(part: str) -> bool:
    """Whether a part of a page leaves its policy as it is: nothing in it runs or loads from elsewhere."""
    return not (_SCRIPT.search(part) or "data:text/css" in part or _is_authors(_in_small_letters(part)))


def hash_of(script: str) -> str:
    """A script as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode('ascii')}'"


@dataclass(slots=True)
class _Policy:
    """Directives with what each allows, in the order in which it was found."""

    allowed: dict[str, dict[str, None]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        closed = {name: dict[str, None]() for name in _CLOSED}
        parts = [f"{name} {' '.join(each or _NONE)}" for name, each in (closed | self.allowed).items()]
        return "; ".join(["default-src 'none'", *sorted(parts)])

    def allow(self, directive: str, *sources: str) -> None:
        self.allowed.setdefault(directive, {}).update(dict.fromkeys(sources))


def _without(page: str, scripts: Sequence[Loaded]) -> str:
    """The page without the scripts that are written into it by our own template, which speak of much."""
    for script in scripts:
        page = str.replace(page, script.text, "", 1) if script.text else page
    return page


def _allow_authors(policy: _Policy, page: str) -> None:
    """Allow what the author's own HTML, scripts and templates run and load.

    Libraries of theirs, and tools that drive a browser, make code of text: no text of others gets to them.
    """
    policy.allow("script-src", "'self'", "'unsafe-eval'")
    for found in _SCRIPT.finditer(page):
        if found[2] and not _DATA.search(found[1]):
            policy.allow("script-src", hash_of(found[2]))
            policy.allow("connect-src", "'self'")
    if _is_authors(_in_small_letters(page)):
        import lxml.html

        for element in lxml.html.document_fromstring(page).iter("*"):
            _allow_element(policy, element)


def _in_small_letters(page: str) -> str:
    """The page so; piece by piece, since `lower` takes twelve bytes a letter while it works."""
    return "".join(page[at : at + _PIECE].lower() for at in range(0, len(page), _PIECE))


def _is_authors(page: str) -> bool:
    """Whether there may be something in the page, here in small letters, that only an author writes."""
    if any(each.search(page) for each in _BEGINNINGS):
        return True
    return any(page[found.start() - 1].isspace() for each in _ATTRIBUTES for found in each.finditer(page))


def _allow_element(policy: _Policy, element: HtmlElement) -> None:
    tag = str(element.tag).lower()
    for name, value in element.items():
        key, text = str(name).lower(), str(value)
        if key.startswith("on"):
            policy.allow("script-src", "'unsafe-hashes'", hash_of(text))
        elif key == "href" and text.strip().lower().startswith("javascript:"):
            policy.allow("script-src", "'unsafe-hashes'", hash_of(text.strip()[len("javascript:") :]))
        for address in _addresses(tag, key, text):
            for directive in _OF_ANY.get(key) or _LOADING.get(tag, ()) or _OF_STYLES:
                policy.allow(directive, *_sources(address, by_host=directive == "script-src"))
    if tag == "style":
        for found in _IN_CSS.finditer(str(element.text or "")):
            for directive in _OF_STYLES:
                policy.allow(directive, *_sources(found[1]))
    if tag == "form" and "settings" not in element.classes:
        policy.allow("form-action", "'self'")


def _addresses(tag: str, name: str, value: str) -> Iterator[str]:
    """Where an attribute makes the page load from."""
    if name in ("srcset", "imagesrcset"):
        yield from value.split(",")
    elif name == "style":
        yield from (found[1] for found in _IN_CSS.finditer(value))
    elif name in _OF_ANY or (name in _ADDRESSES and tag in _LOADING):
        yield value


def _sources(address: str, *, by_host: bool = False) -> tuple[str, ...]:
    """What allows an address: a script's host; of all else the web, since a host may lead on to another."""
    found = _REMOTE.match(address)
    if found is None:
        return () if re.match(r"\s*(?:data:|javascript:|about:|#|$)", address, re.IGNORECASE) else ("'self'",)
    if by_host:
        return (f"{found[1].lower()}://{found[2].lower()}" if found[1] else found[2].lower(),)
    return ("https:",) if (found[1] or "").lower() == "https" else ("https:", "http:")
