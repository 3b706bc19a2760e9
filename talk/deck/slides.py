"""Slides out of tokens: drafts one by one, then the deck's ids, sections and places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from talk.deck.attributes import apply
from talk.deck.footnotes import SlideFootnotes
from talk.deck.fragments import mark_items, with_fragments
from talk.deck.front_matter import FrontMatter
from talk.deck.headings import set_heading_tags, title_heading
from talk.deck.ids import Ids, slug
from talk.deck.includes import Reader
from talk.deck.model import NoteBlock, Section, Slide
from talk.deck.notes import take_notes
from talk.deck.slide_keys import SlideKeys, take_keys
from talk.deck.tokens import block, everything, inline, text_of
from talk.errors import Span, TalkError

_ABOUT_SLIDE = ("slide_attributes", "slide_yaml", "comment")
_NOT_A_NOTE = re.compile(
    r"\s*(?:TODO|FIXME|[-=*#~_]{3,}|[\w-]+\s*:\s|markdownlint|prettier|spell|eslint)", re.I
)
_AGENDA_TITLE = "Agenda"


@dataclass(slots=True)
class Draft:
    """A slide before it knows its place and id."""

    tokens: list[Token]
    notes: tuple[NoteBlock, ...]
    keys: SlideKeys
    span: Span
    vertical: bool = False
    heading: int | None = None
    is_title: bool = False
    title: str = ""

    @property
    def opens_section(self) -> bool:
        """A `#` that names the slide opens a section, and so does the class `section`."""
        if self.is_title or self.heading is None:
            return False
        return self.tokens[self.heading].markup in ("#", "=") or "section" in self.keys.classes


@dataclass(slots=True)
class Drafting:
    """Makes drafts out of the tokens of slides."""

    reader: Reader
    meta: FrontMatter

    def draft(self, opening: Token | None, tokens: Sequence[Token]) -> Draft:
        """One slide: its notes taken off, its attributes read, its steps and footnotes in place."""
        diagnostics = self.reader.diagnostics
        comment = _trailing_comment(tokens)
        shown, notes = take_notes(tokens, diagnostics)
        if comment is not None:
            notes = (*notes, *self._from_comment(comment, bool(notes)))
        content = [token for token in shown if token.type not in _ABOUT_SLIDE]
        at = title_heading(content)
        keys = take_keys(shown, content[at] if at is not None else None, self.reader.files, diagnostics)
        self._settle_headings(content, at, keys)
        self._refuse_stray_covers(content)
        content = with_fragments(content, self.meta.incremental)
        footnotes = SlideFootnotes()
        content = footnotes.place(content)
        notes = tuple(replace(note, tokens=_finished(note.tokens, footnotes)) for note in notes)
        at = title_heading(content)
        span: Span = (content or tokens)[0].meta["span"]
        vertical = opening is not None and bool(opening.meta["vertical"])
        title = text_of(content[at + 1].children) if at is not None else ""
        return Draft(content, notes, keys, span, vertical, at, title=title)

    def _settle_headings(self, tokens: list[Token], title_at: int | None, keys: SlideKeys) -> None:
        """Attributes of the title are the slide's, those of other headings their own."""
        for at, token in enumerate(tokens):
            attributes = token.meta.pop("attributes", None) if token.type == "heading_open" else None
            if attributes is None:
                continue
            if at != title_at:
                try:
                    apply(attributes, token)
                except TalkError as error:
                    self.reader.diagnostics.take(error)
            elif "fragment" in keys.classes:
                keys.classes = tuple(name for name in keys.classes if name != "fragment")
                token.attrJoin("class", "fragment")

    def _refuse_stray_covers(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if "covers" in token.attrs:
                self.reader.diagnostics.error(
                    "'covers' does not stand on the slide's heading",
                    token.meta["span"],
                    "move it there: '## Title {covers=...}'",
                    "outline-coverage",
                )

    def _from_comment(self, comment: Token, has_notes: bool) -> tuple[NoteBlock, ...]:
        """A trailing comment as notes where the deck says so, else a hint if it reads like one."""
        span: Span = comment.meta["span"]
        if self.meta.notes_in_comments:
            text = comment.content
            lead = len(text) - len(text.lstrip("\n"))
            tokens = self.reader.parse(span.file, text.strip("\n"), span.line + lead)
            return take_notes([*_as_notes(tokens, span)], self.reader.diagnostics)[1]
        words = comment.content.split()
        if len(words) >= 4 and not has_notes and not _NOT_A_NOTE.match(comment.content):
            self.reader.diagnostics.warning(
                "this comment reads like a speaker note, and no one will see it",
                span,
                "write it after 'Note:', or set 'notes: comments' in the front matter",
                "foreign-note",
            )
        return ()


def _finished(tokens: Sequence[Token], footnotes: SlideFootnotes) -> list[Token]:
    """The tokens of a note: footnotes at their end, headings without attributes of slides."""
    for token in tokens:
        attributes = token.meta.pop("attributes", None) if token.type == "heading_open" else None
        if attributes is not None:
            apply(attributes.without("covers", "minutes", "optional", "fit"), token)
    mark_items(tokens, incremental=False)
    return footnotes.place(tokens)


def _as_notes(tokens: Sequence[Token], span: Span) -> list[Token]:
    return [
        block("div_open", "div", 1, span, class_="notes"),
        *(token for token in tokens if token.type not in ("slide_break", "include")),
        block("div_close", "div", -1, span),
    ]


def _trailing_comment(tokens: Sequence[Token]) -> Token | None:
    return tokens[-1] if tokens[-1].type == "comment" else None


def finish_slides(drafts: Sequence[Draft], meta: FrontMatter, ids: Ids, title_span: Span) -> list[Slide]:
    """The slides of the deck in order, with ids, places and sections."""
    drafts = _with_made_slides(list(drafts), meta, title_span)
    _set_tags(drafts, ids)
    _claim_ids(drafts, ids)
    for draft in drafts:
        if not draft.keys.id:
            draft.keys.id = ids.make(slug(draft.title) or "slide", draft.span)
    for draft in drafts:
        _name_figures(draft, ids)
    return _placed(drafts)


def _with_made_slides(drafts: list[Draft], meta: FrontMatter, span: Span) -> list[Draft]:
    """The drafts behind the title slide and the agenda slide that the front matter asks for."""
    has_title = bool(drafts) and "title" in drafts[0].keys.classes
    if has_title:
        drafts[0].is_title = True
    elif meta.title:
        made = Draft([], (), SlideKeys(), meta.spans.get("title", span), title=meta.title, is_title=True)
        drafts.insert(0, made)
    if meta.agenda:
        drafts.insert(1 if drafts and drafts[0].is_title else 0, _agenda(meta.spans.get("agenda", span)))
    return drafts


def _agenda(span: Span) -> Draft:
    heading = block("heading_open", "h2", 1, span)
    heading.markup = "##"
    tokens = [
        heading,
        inline(_AGENDA_TITLE, span),
        block("heading_close", "h2", -1, span),
        block("agenda", "", 0, span),
    ]
    return Draft(tokens, (), SlideKeys(), span, heading=0, title=_AGENDA_TITLE)


def _set_tags(drafts: Sequence[Draft], ids: Ids) -> None:
    """The one `h1` is on the title slide, or else the first heading of the deck."""
    placed = bool(drafts) and drafts[0].is_title and not drafts[0].tokens
    for draft in drafts:
        has_h1 = not placed and draft.heading is not None
        placed = placed or has_h1
        set_heading_tags(draft.tokens, has_h1, ids.diagnostics)
        for note in draft.notes:
            set_heading_tags(note.tokens, has_h1=False, diagnostics=ids.diagnostics)


def _claim_ids(drafts: Sequence[Draft], ids: Ids) -> None:
    """Book every id that the author wrote, in the order of the deck."""
    for draft in drafts:
        if draft.keys.id and not ids.claim(draft.keys.id, draft.keys.span or draft.span):
            draft.keys.id = ""
        for token in everything([*draft.tokens, *(each for note in draft.notes for each in note.tokens)]):
            written = _written_id(token)
            if written:
                ids.claim(written, token.meta.get("id_span") or token.meta["span"])


def _written_id(token: Token) -> str:
    if token.type == "demo":
        return str(token.meta["call"].id)
    if token.type == "code":
        return str(token.meta["code"].id)
    return str(token.attrGet("id") or "")


def _name_figures(draft: Draft, ids: Ids) -> None:
    """A demo without an id of its own is named after its function."""
    for token in draft.tokens:
        if token.type == "demo" and not token.meta["call"].id:
            call = token.meta["call"]
            token.meta["call"] = replace(call, id=ids.make(call.name, call.span))


def _placed(drafts: Sequence[Draft]) -> list[Slide]:
    slides: list[Slide] = []
    index, level, section = -1, 0, ""
    for draft in drafts:
        if draft.vertical and slides:
            level += 1
        else:
            index, level = index + 1, 0
        section = draft.keys.id if draft.opens_section else section
        slides.append(_slide(draft, index, level, section))
    return slides


def _slide(draft: Draft, index: int, level: int, section: str) -> Slide:
    keys = draft.keys
    heading = draft.tokens[draft.heading + 1].children if draft.heading is not None else None
    if heading is None and draft.title:
        heading = inline(draft.title, draft.span).children
    return Slide(
        id=keys.id,
        title=draft.title,
        heading=list(heading or ()),
        tokens=draft.tokens,
        notes=draft.notes,
        span=draft.span,
        index=index,
        level=level,
        section=section,
        covers=keys.covers,
        optional=keys.optional,
        minutes=keys.minutes,
        font=keys.font,
        fit=keys.fit,
        classes=keys.classes,
        attrs=keys.attrs,
        background=keys.background,
        is_title=draft.is_title,
        opens_section=draft.opens_section,
    )


def sections_of(slides: Sequence[Slide]) -> tuple[Section, ...]:
    """The sections in order, each with the slides from its opener to the next."""
    members: dict[str, list[str]] = {}
    for slide in slides:
        members.setdefault(slide.section, []).append(slide.id)
    return tuple(
        Section(opener.id, opener.title, tuple(members[opener.id]), opener.span)
        for opener in slides
        if opener.opens_section
    )
