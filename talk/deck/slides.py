"""The slides of a deck out of their drafts: titles, tags, ids, sections and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markdown_it.token import Token

from talk.deck.drafts import Draft
from talk.deck.front_matter import FrontMatter
from talk.deck.headings import set_heading_tags
from talk.deck.ids import Ids, slug
from talk.deck.model import Section, Slide
from talk.deck.slide_keys import SlideKeys
from talk.deck.tokens import block, everything, inline
from talk.errors import Span

_AGENDA_TITLE = "Agenda"


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
    """A figure without an id of its own is named after its demo, or after its program and what is asked."""
    for token in draft.tokens:
        if token.type == "demo" and not token.meta["call"].id:
            call = token.meta["call"]
            token.meta["call"] = replace(call, id=ids.make(call.name, call.span))
        elif token.type == "code" and token.meta["code"].figure and not token.meta["code"].id:
            code = token.meta["code"]
            name = f"{slug(code.source.parent.name)}-{code.figure}" if code.source else code.figure
            token.meta["code"] = replace(code, id=ids.make(name, code.span))


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
