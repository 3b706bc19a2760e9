"""One slide out of its tokens, before it knows its place and id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from markdown_it.token import Token

from talk.deck.attributes import apply
from talk.deck.footnotes import SlideFootnotes
from talk.deck.fragments import mark_items, with_fragments
from talk.deck.front_matter import FrontMatter
from talk.deck.headings import title_heading
from talk.deck.includes import Reader
from talk.deck.model import NoteBlock
from talk.deck.notes import take_notes
from talk.deck.slide_keys import SlideKeys, take_keys
from talk.deck.tokens import block, text_of
from talk.errors import Span, TalkError

_ABOUT_SLIDE = ("slide_attributes", "slide_yaml", "comment")
_NOT_A_NOTE = re.compile(
    r"\s*(?:TODO|FIXME|[-=*#~_]{3,}|[\w-]+\s*:\s|markdownlint|prettier|spell|eslint)", re.I
)


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
        shown, notes = take_notes(tokens, diagnostics)
        notes = (*notes, *self._from_comments(_trailing_comments(tokens), bool(notes)))
        content = [token for token in shown if token.type not in _ABOUT_SLIDE]
        at = title_heading(content)
        keys = take_keys(shown, content[at] if at is not None else None, self.reader.files, diagnostics)
        self._settle_headings(content, at, keys)
        self._refuse_stray_covers(content)
        content = with_fragments(content, self.meta.incremental)
        footnotes = SlideFootnotes()
        content = footnotes.place(content)
        notes = tuple(self._finish_note(note, footnotes) for note in notes)
        at = title_heading(content)
        span: Span = (content or tokens)[0].meta["span"]
        vertical = opening is not None and bool(opening.meta["vertical"])
        title = text_of(content[at + 1].children) if at is not None else ""
        return Draft(content, notes, keys, span, vertical, at, title=title)

    def _settle_headings(self, tokens: list[Token], title_at: int | None, keys: SlideKeys) -> None:
        """Attributes of the title are the slide's, those of other headings their own."""
        for at, token in enumerate(tokens):
            if at != title_at:
                self._keep_own_attributes(token)
            elif "fragment" in keys.classes:
                keys.classes = tuple(name for name in keys.classes if name != "fragment")
                token.attrJoin("class", "fragment")

    def _keep_own_attributes(self, token: Token) -> None:
        attributes = token.meta.pop("attributes", None) if token.type == "heading_open" else None
        if attributes is None:
            return
        try:
            apply(attributes, token)
        except TalkError as error:
            self.reader.diagnostics.take(error)

    def _finish_note(self, note: NoteBlock, footnotes: SlideFootnotes) -> NoteBlock:
        """A note with the footnotes that it refers to."""
        for token in note.tokens:
            self._keep_own_attributes(token)
        self._refuse_stray_covers(note.tokens)
        mark_items(note.tokens, incremental=False)
        return replace(note, tokens=footnotes.place(note.tokens))

    def _refuse_stray_covers(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if "covers" in token.attrs:
                self.reader.diagnostics.error(
                    "'covers' does not stand on the slide's heading",
                    token.meta["span"],
                    "move it there: '## Title {covers=...}'",
                    "outline-coverage",
                )

    def _from_comments(self, comments: Sequence[Token], has_notes: bool) -> tuple[NoteBlock, ...]:
        """Trailing comments as notes where the deck says so, else a hint if the last reads like one."""
        if self.meta.notes_in_comments:
            return tuple(note for comment in comments for note in self._from_comment(comment))
        last = comments[-1] if comments else None
        if last and not has_notes and len(last.content.split()) >= 4 and not _NOT_A_NOTE.match(last.content):
            self.reader.diagnostics.warning(
                "this comment reads like a speaker note, and no one will see it",
                last.meta["span"],
                "write it after 'Note:', or set 'notes: comments' in the front matter",
                "foreign-note",
            )
        return ()

    def _from_comment(self, comment: Token) -> tuple[NoteBlock, ...]:
        """The text of a comment, read as Markdown from the line on which it begins."""
        span: Span = comment.meta["span"]
        text = comment.content
        lead = len(text) - len(text.lstrip("\n"))
        tokens = self.reader.parse(span.file, text.strip("\n"), span.line + lead)
        wrapped = [
            block("div_open", "div", 1, span, class_="notes"),
            *(token for token in tokens if token.type not in ("slide_break", "include")),
            block("div_close", "div", -1, span),
        ]
        return take_notes(wrapped, self.reader.diagnostics)[1]


def _trailing_comments(tokens: Sequence[Token]) -> list[Token]:
    """The comments behind everything else on a slide, in order."""
    rest = list(takewhile(lambda token: token.type == "comment", reversed(tokens)))
    return rest[::-1]
