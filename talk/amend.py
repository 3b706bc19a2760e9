"""A finished build in which the words of one slide have changed since: that slide alone is made anew.

Such a build keeps the deck without what stands on its slides, and the text of its files. The lines of
the changed slide are read and rendered as they were and as they are now. The first must stand in the
pages as they lie there, to the byte; it gives way to the second. If more might change with them (an id, a
link inside the deck, a rare letter, a message, a figure), nothing is done here, and the whole pipeline
has its say.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup, escape
from msgspec import Struct, structs

from talk.deck.files import Files, bidi_controls
from talk.deck.includes import MAX_LINES
from talk.deck.model import Deck, Slide
from talk.deck.one_slide import Edit, find_edit, reread_slide
from talk.errors import Diagnostics, Span, TalkError
from talk.finished import Finished, Message, Record
from talk.links import SiteLinks
from talk.render.assets import PageOptions
from talk.render.body import Body, Page, PageKind, source_name
from talk.render.handout import slide_article
from talk.render.notes import Reader, hidden_from
from talk.render.pages import slide_section, slide_shell, slides_that_wait
from talk.render.policy import has_no_say
from talk.render.templates import Templates
from talk.render.wayfinding import Way
from talk.site import Site, digest, read_site, write_site
from talk.webfonts import COMMON, outside
from talk.witness import state_of

MAX_CHARS = 4_000_000
_PAGES: tuple[tuple[str, PageKind, Callable[[Slide, Body], Markup]], ...] = (
    ("index.html", "deck", slide_section),
    ("handout.html", "handout", slide_article),
)
_ENTITY = re.compile(r"&#?\w+;")
_ID = re.compile(r'\sid="([^"]*)"')
_LINK = re.compile(r'\shref="([^"]*)"')
_AWAY = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


class Kept(Struct, frozen=True):
    """A built deck without what stands on its slides, the text of each file, and how pages are made."""

    deck: Deck
    texts: dict[str, str]
    options: PageOptions
    inline: bool

    @property
    def reader(self) -> Reader:
        """Whose eyes all pages but the speaker's own are for."""
        return "public" if self.options.publish else "handout"


@dataclass(frozen=True, slots=True)
class _Part:
    """A slide's part of a page, before and after; `shell` likewise is its section where that stands empty."""

    before: str
    after: str
    shell: tuple[str, str] | None = None

    @property
    def is_local(self) -> bool:
        """Whether nothing else in the page hangs on what is different."""
        links = set(_LINK.findall(self.after)) - set(_LINK.findall(self.before))
        return (
            bool(self.after)
            and sorted(_ID.findall(self.before)) == sorted(_ID.findall(self.after))
            and all(_AWAY.match(each) for each in links)
            and has_no_say(self.before)
            and has_no_say(self.after)
        )


def kept_of(deck: Deck, options: PageOptions, *, inline: bool) -> Kept | None:
    """What is kept of a build; None if no slide of it could be made anew without all others.

    Notes that somebody must not see are looked for in whole pages.
    """
    kept = Kept(replace(deck, slides=tuple(map(_bare, deck.slides))), {}, options, inline)
    if any(hidden_from(kept.reader, slide.notes) for slide in deck.slides):
        return None
    files = Files(deck.root)
    try:
        texts = {str(file): files.text(file) for file in {slide.span.file for slide in deck.slides}}
    except TalkError:
        return None
    return structs.replace(kept, texts=texts) if sum(map(len, texts.values())) <= MAX_CHARS else None


def amended(finished: Finished, out: Path) -> Record | None:
    """The record of the build as it is now, once that is written; None if it takes the whole pipeline.

    Raises:
        TalkError: the output cannot be written.
    """
    files = {Path(os.path.realpath(path)) for path in finished.changed}
    kept = finished.parts(Kept) if len(files) == 1 else None
    if kept is None or finished.record is None:
        return None
    states = {path: state_of(path) for path in finished.changed}  # before any of them is read
    amendment = _Amendment(finished.record, kept, files.pop())
    site = amendment.site(out)
    if site is None:
        return None
    write_site(site, out)
    output = {name: digest(data) for name, data in site.pages.items()}
    record = structs.replace(
        finished.record, states=finished.record.states | states, output=finished.record.output | output
    )
    if all(state_of(path) == state for path, state in states.items()):
        finished.put(record, amendment.kept())
    return record


class _Amendment:
    """What an edit makes of a build: of its pages, and of what is kept of it."""

    def __init__(self, record: Record, kept: Kept, file: Path) -> None:
        self._record, self._kept, self._file = record, kept, file
        self._links = SiteLinks(Site(), Files(kept.deck.root), Diagnostics(), inline=kept.inline)
        self._before, self._after = kept.texts.get(str(file), ""), ""
        with contextlib.suppress(TalkError):  # the whole pipeline tells it
            self._after = Files(kept.deck.root).text(file)
        self._edit = find_edit(kept.deck, file, self._before.split("\n"), self._after.split("\n"))

    def site(self, out: Path) -> Site | None:
        """The build's site with the new slide in its pages."""
        edit = self._edit if self._edit is not None and self._is_alone(self._edit) else None
        slides = self._reread(edit) if edit is not None else None
        parts = self._rendered(*slides) if slides is not None else None
        site = read_site(out, self._record.output, self._record.pages) if parts is not None else None
        if edit is None or parts is None or site is None or not self._holds_all(site):
            return None
        for name, part in parts.items():
            page = self._amended(site.pages[name], part, edit)
            if page is None:
                return None
            site.pages[name] = page
        return site

    def kept(self) -> Kept:
        """What is to be kept of the build with the new slide."""
        assert self._edit is not None, "there is no new slide"
        deck, edit = self._kept.deck, self._edit
        texts = self._kept.texts | {str(self._file): self._after}
        if not edit.more_lines:
            return structs.replace(self._kept, texts=texts)
        slides = tuple(replace(slide, span=self._moved(slide.span, edit)) for slide in deck.slides)
        sections = tuple(replace(each, span=self._moved(each.span, edit)) for each in deck.sections)
        return structs.replace(self._kept, deck=replace(deck, slides=slides, sections=sections), texts=texts)

    def _moved(self, span: Span, edit: Edit) -> Span:
        below = span.file == self._file and span.line > edit.end
        return span.down(edit.more_lines) if below else span

    def _is_alone(self, edit: Edit) -> bool:
        """Whether the words of other slides, and what was said of the deck, stay what they were."""
        both = edit.before + edit.after
        rare = {char for char in set(edit.before) ^ set(edit.after) if ord(char) not in COMMON}
        return not (
            ("[" in both and ("]:" in self._before or "]:" in self._after))
            or sorted(_ENTITY.findall(edit.before)) != sorted(_ENTITY.findall(edit.after))
            or (rare and (self._kept.inline or outside("".join(rare))))
            or bidi_controls(edit.after)
            or (edit.more_lines > 0 and self._after.count("\n") > MAX_LINES // 2)
            or any(self._is_touched(each, edit) for each in self._record.messages)
        )

    def _is_touched(self, message: Message, edit: Edit) -> bool:
        """Whether something that was said may be another now, or stand elsewhere."""
        if message.file != str(self._file):
            return False
        return edit.begin < message.line <= edit.end or (edit.more_lines != 0 and message.line > edit.end)

    def _reread(self, edit: Edit) -> tuple[Slide, Slide] | None:
        """The slide as it was and as it is, if the deck's frame is the same with both."""
        deck, diagnostics = self._kept.deck, Diagnostics()
        before = reread_slide(deck, edit, edit.before, Diagnostics())
        after = reread_slide(deck, edit, edit.after, diagnostics)
        if before is None or after is None or diagnostics.found or _bare(after) != _bare(before):
            return None
        asks = after.demo_calls or after.asking_blocks or before.asking_blocks
        if asks or hidden_from(self._kept.reader, after.notes) or _bare(edit.placed(before)) != edit.slide:
            return None
        return edit.placed(before), edit.placed(after)

    def _rendered(self, before: Slide, after: Slide) -> dict[str, _Part] | None:
        """The slide's part of each page, if nothing else in it hangs on what is different."""
        deck, options, diagnostics = self._kept.deck, self._kept.options, Diagnostics()
        templates, way = Templates(options.theme), Way(deck, options)
        parts = {}
        for name, kind, render in _PAGES:
            page = Page(kind, deck, {}, self._links, options, templates, way, diagnostics)
            old, new = Body(page), Body(page)
            shell = _shells(page, before, after) if kind == "deck" else None
            parts[name] = _Part(str(render(before, old)), str(render(after, new)), shell)
            if old.math_used != new.math_used or not parts[name].is_local:
                return None
        return None if diagnostics.found else parts

    def _holds_all(self, site: Site) -> bool:
        """Whether the pages that lie there load all that the slide needs."""
        pages = {name for name, *_ in _PAGES}
        return site.files.keys() >= self._links.site.files.keys() and site.pages.keys() == pages

    def _amended(self, page: bytes, part: _Part, edit: Edit) -> bytes | None:
        """The page with the new part in place of the old one, and with the lines of the slides below it."""
        moved = self._with_lines(page, edit) if edit.more_lines else page
        if moved is not None and part.shell is not None:
            moved = _exchanged(moved, *part.shell)
        return _exchanged(moved, part.before, part.after) if moved is not None else None

    def _with_lines(self, page: bytes, edit: Edit) -> bytes | None:
        """The page with the slides below in the lines where they are now."""
        name = escape(source_name(self._kept.deck, self._file))
        pattern = re.compile(re.escape(f' data-file="{name}" data-line="'.encode()) + rb"(\d+)")
        deck = self._kept.deck
        slides = (*deck.slides, *slides_that_wait(deck))  # their shells come first
        known = iter(slide.span.line for slide in slides if slide.span.file == self._file)
        if not all(int(found[1]) in known for found in pattern.finditer(page)):
            return None  # the page holds more of that form than ours

        def moved(found: re.Match[bytes]) -> bytes:
            line = int(found[1])
            begin = found.start(1) - found.start()
            return found[0][:begin] + str(line + edit.more_lines * (line > edit.end)).encode()

        return pattern.sub(moved, page)


def _shells(page: Page, before: Slide, after: Slide) -> tuple[str, str] | None:
    """The shell of a slide before and after, if it waits."""
    if all(slide.id != before.id for slide in slides_that_wait(page.deck)):
        return None
    return str(slide_shell(before, page)), str(slide_shell(after, page))


def _exchanged(page: bytes, before: str, after: str) -> bytes | None:
    """The page with one text in place of another, if that stands there once."""
    old = before.encode()
    above, found, below = page.partition(old)
    return b"".join((above, after.encode(), below)) if found and old not in below else None


def _bare(slide: Slide) -> Slide:
    """A slide without what stands on it."""
    return replace(slide, heading=[], tokens=[], notes=())
