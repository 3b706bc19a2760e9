"""One good build of the deck, and the pages that are made from it when somebody asks."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import Any, Literal

from talk.build import Parts
from talk.deck.model import Slide
from talk.errors import Diagnostics
from talk.render.assets import Live, PageOptions
from talk.render.handout import render_handout
from talk.render.pages import DeckPage, columns_of, deck_page, deck_section, frame_deck
from talk.render.remote import render_remote
from talk.serve.messages import Patch, Role, Style
from talk.serve.preview import Sources
from talk.serve.tokens import Tokens

Viewer = Literal["presenter", "audience"]
PageName = Literal["presenter", "audience", "remote", "handout"]

_LINE = re.compile(r' data-line="(\d+)"')
MAX_PATCH_CHARS = 4_000_000
_RELOADING = ("width", "height", "basePx", "minimumPx", "reveal", "lang")


@dataclass(slots=True)
class DeckView:
    """The deck's page as one role sees it: its sections by id, and how they stand."""

    page: DeckPage
    order: tuple[tuple[str, ...], ...]

    @property
    def sections(self) -> dict[str, str]:
        """The HTML of each slide."""
        pairs = zip(self.order, self.page.columns, strict=True)
        return {name: str(html) for names, column in pairs for name, html in zip(names, column, strict=True)}


@dataclass
class Edition:
    """A build. `mark` stands in its pages where an answer puts its nonce; `is_open`: phones can come."""

    built: Parts
    tokens: Tokens
    mark: str
    is_open: bool = False
    _pages: dict[PageName, bytes] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def page(self, name: PageName) -> bytes:
        """The page of that name; each is rendered once."""
        with self._lock:
            if name not in self._pages:
                self._pages[name] = self._rendered(name).encode()
            return self._pages[name]

    def file(self, name: str) -> bytes | None:
        """A file of the manifest, None if there is none of that name."""
        return self.built.links.site.files.get(name)

    def view(self, role: Viewer) -> DeckView:
        """The deck as that role sees it."""
        return self.presenter if role == "presenter" else self.audience

    def section(self, slide: Slide, role: Viewer) -> str:
        """A slide as it would stand on the role's page."""
        built = self.built
        return str(deck_section(slide, built.deck, built.figures, built.links, self._options(role)))

    @cached_property
    def sources(self) -> Sources:
        """The lines that it was built from."""
        return Sources(self.built.deck)

    @cached_property
    def stamp(self) -> str:
        """What tells it from other editions: a digest of the presenter's page."""
        page = self.presenter.page
        return sha256(repr((page.columns, page.styles, page.scripts, page.config)).encode()).hexdigest()[:16]

    @cached_property
    def presenter(self) -> DeckView:
        """The deck with all notes."""
        return self._view("presenter")

    @cached_property
    def audience(self) -> DeckView:
        """The deck with public notes alone."""
        return self._view("audience")

    def _rendered(self, name: PageName) -> str:
        built = self.built
        if name == "handout":
            return render_handout(built.deck, built.figures, built.links, built.options, Diagnostics())
        if name == "remote":
            live = self._live("remote")
            told = live_config(live, self.stamp)
            return render_remote(built.deck, built.figures, built.links, built.options, live, told)
        view = self.view(name)
        live = self._live(name)
        told = {**live_config(live, self.stamp), "phones": self.is_open and name == "presenter"}
        page = replace(view.page, config={**view.page.config, "live": told})
        return frame_deck(built.deck, page, self._options(name))

    def _view(self, role: Viewer) -> DeckView:
        built = self.built
        page = deck_page(built.deck, built.figures, built.links, self._options(role), Diagnostics())
        columns = columns_of(built.deck.slides)
        return DeckView(page, tuple(tuple(slide.id for slide in column) for column in columns))

    def _options(self, role: Viewer) -> PageOptions:
        return replace(self.built.options, publish=role == "audience", live=self._live(role))

    def _live(self, role: Role) -> Live:
        return Live(role, getattr(self.tokens, role), self.mark)


def live_config(live: Live, edition: str) -> dict[str, Any]:
    """What a served page's script is told."""
    return {"role": live.role, "token": live.token, "edition": edition}


def difference(
    before: DeckView, after: DeckView, stamps: tuple[str, str], seen: Collection[str] = ()
) -> Patch:
    """What turns a page of one edition into the next. Source lines that only moved leave a slide as it is.

    `seen` are slides of which the page has had a preview: they are sent whatever they are now.
    """
    old, new = before.sections, after.sections
    changed = {
        name: html for name, html in new.items() if name in seen or _still(html) != _still(old.get(name, ""))
    }
    config = _differing(before.page.config, after.page.config)
    whole = before.page.scripts != after.page.scripts or any(key in config for key in _RELOADING)
    if whole or sum(map(len, changed.values())) > MAX_PATCH_CHARS:
        return Patch(stamps[1], stamps[0], reload=True)
    return Patch(
        edition=stamps[1],
        before=stamps[0],
        order=after.order if before.order != after.order else None,
        slides=changed,
        lines={
            name: _line(html)
            for name, html in new.items()
            if name in old and name not in changed and html != old[name]
        },
        styles=_styles(after) if before.page.styles != after.page.styles else None,
        config=config or None,
        edited=next(iter(changed), ""),
    )


def _styles(view: DeckView) -> tuple[Style, ...]:
    return tuple(Style(style.url, str(style.text or "")) for style in view.page.styles)


def _differing(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in new.items() if old.get(key) != value}


def _still(html: str) -> str:
    """The section without its source line."""
    return _LINE.sub("", html, count=1)


def _line(html: str) -> int:
    found = _LINE.search(html)
    return int(found[1]) if found else 0
