"""The content security policy of a page: what stood in it when it was made may run and load, nothing else.

A deck's author is trusted (with `--safe` nothing of theirs is left), so their inline scripts and handlers are
allowed by their hashes, and the hosts that their HTML loads from by their names. What gets into the page
later, or comes by its address, is none of that.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.html
from lxml.html import HtmlElement

MARK = "talk-content-policy"
"""Stands in the page's `meta` until the page is done."""

_QUOTED = r"""(?:"[^"]*"|'[^']*'|[^>"'])*"""
_SCRIPT = re.compile(rf"<script\b({_QUOTED})>(.*?)</script", re.IGNORECASE | re.DOTALL)
_DATA = re.compile(r"""\btype\s*=\s*["']?application/json""", re.IGNORECASE)
# What no page of ours holds by itself: then its author's HTML is looked at.
_AUTHORS = re.compile(
    r"<(?:iframe|object|embed|video|audio|track|base|frame|form(?! class=\"settings\")|svg\s[^>]*\bon)\b"
    r"|<(?:img|image|use|link|source|input|script|feImage)\b[^>]*?=\s*[\"']?\s*(?:https?:)?//"
    r"|<[a-z][^<>]*\son[a-z]+\s*=|javascript:|<style\b[^>]+>|url\(\s*[\"']?\s*(?:https?:)?//|@import"
    r"|data-(?:background-iframe|background-video|src|preview)",
    re.IGNORECASE,
)
_REMOTE = re.compile(r"\s*(?:(https?):)?//([\w.-]+(?::\d+)?|\[[0-9a-f:]+\](?::\d+)?)", re.IGNORECASE)
_IN_CSS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])\s*((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
# Which directives an element's addresses count for.
_LOADING = {
    **dict.fromkeys(("img", "image", "use", "input", "feimage"), ("img-src",)),
    **dict.fromkeys(("video", "audio", "source", "track"), ("media-src", "img-src")),
    **dict.fromkeys(("iframe", "frame"), ("frame-src",)),
    **dict.fromkeys(("object", "embed"), ("object-src", "frame-src")),
    "script": ("script-src", "connect-src"),
    "link": ("style-src", "font-src", "img-src", "connect-src"),
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
_ADDRESSES = ("src", "data-src", "href", "data", "poster", "action", "{http://www.w3.org/1999/xlink}href")
_OF_STYLES = ("img-src", "font-src", "style-src")
_CLOSED = ("object-src", "base-uri", "form-action", "frame-src", "connect-src")


def with_policy(page: str) -> str:
    """The page with its policy in its `meta`."""
    told = page_policy(page).replace("&", "&amp;").replace('"', "&quot;")
    return str(page).replace(MARK, told, 1)


def page_policy(page: str, nonce: str = "") -> str:
    """The policy of a page. With a nonce it is served: scripts carry that, and the page has a channel."""
    policy = _Policy()
    policy.allow("style-src", "'self'", "'unsafe-inline'", "data:")
    for directive in ("img-src", "font-src", "media-src"):
        policy.allow(directive, "'self'", "data:")
    policy.allow("script-src", f"'nonce-{nonce}'" if nonce else "'self'")
    if nonce:
        policy.allow("connect-src", "'self'")
    for found in _SCRIPT.finditer(page):
        if found[2] and not _DATA.search(found[1]) and not (nonce and nonce in found[1]):
            policy.allow("script-src", hash_of(found[2]))
    if _AUTHORS.search(page):
        for element in lxml.html.document_fromstring(page).iter("*"):
            policy.look_at(element)
    return policy.text


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
        directives = sorted((closed | self.allowed).items())
        nothing = ("'none'",)
        parts = (f"{name} {' '.join(sources or nothing)}" for name, sources in directives)
        return "; ".join(["default-src 'none'", *parts])

    def allow(self, directive: str, *sources: str) -> None:
        self.allowed.setdefault(directive, {}).update(dict.fromkeys(sources))

    def look_at(self, element: HtmlElement) -> None:
        """Allow what an element of the page runs and loads."""
        tag = str(element.tag).lower()
        for name, value in element.items():
            key, text = str(name).lower(), str(value)
            if key.startswith("on"):
                self.allow("script-src", "'unsafe-hashes'", hash_of(text))
            elif key == "href" and text.strip().lower().startswith("javascript:"):
                self.allow("script-src", "'unsafe-hashes'", hash_of(text.strip()[len("javascript:") :]))
            for source in _sources(tag, key, text):
                for directive in _OF_ANY.get(key) or _LOADING.get(tag, ()) or _OF_STYLES:
                    self.allow(directive, source)
        if tag == "style":
            for found in _IN_CSS.finditer(str(element.text or "")):
                self._allow_style(found[1])
        if tag == "form" and not element.get("action") and "settings" not in element.classes:
            self.allow("form-action", "'self'")

    def _allow_style(self, address: str) -> None:
        for directive in _OF_STYLES:
            self.allow(directive, *_origin(address))


def _sources(tag: str, name: str, value: str) -> Iterator[str]:
    """Where an attribute makes the page load from."""
    if name in ("srcset", "imagesrcset"):
        for part in value.split(","):
            yield from _origin(part)
    elif name == "style":
        for found in _IN_CSS.finditer(value):
            yield from _origin(found[1])
    elif name in _OF_ANY or (name in _ADDRESSES and tag in _LOADING):
        yield from _origin(value)


def _origin(address: str) -> Iterator[str]:
    """The host of an address on the web, or the page's own for one beside it."""
    found = _REMOTE.match(address)
    if found and found[1]:
        yield f"{found[1].lower()}://{found[2].lower()}"
    elif found:
        yield found[2].lower()
    elif not re.match(r"\s*(?:data:|javascript:|about:|#|$)", address, re.IGNORECASE):
        yield "'self'"
