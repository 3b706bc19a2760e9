"""Whole decks as text: Markdown for other programs, and a script to rehearse from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talk.deck.model import Deck, NoteBlock, NoteLevel, Slide
from talk.deck.outline import coverage
from talk.export.markdown import Writer, escaped
from talk.render.leaks import Watch, token_texts
from talk.render.notes import Reader, notes_for

if TYPE_CHECKING:
    from talk.chart.figure import Figure

WORDS_A_MINUTE = 130
_MARKS: Mapping[Reader, Mapping[NoteLevel, str]] = {
    "speaker": {"private": "Private"},
    "public": {"public": "Note"},
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and the pictures that it shows by their names below it."""

    text: str
    pictures: Mapping[str, bytes]


def deck_markdown(deck: Deck, figures: Mapping[str, Figure], *, safe: bool = False) -> Text:
    """The deck as plain CommonMark, its slides apart by rules, with the notes that everybody may read.

    Raises:
        TalkError: it would show notes that are not public.
    """
    writer = Writer(figures, safe=safe)
    slides = [_markdown_slide(slide, deck, writer) for slide in deck.slides]
    text = "\n\n---\n\n".join(filter(None, slides)) + "\n"
    Watch(deck, figures, "public").check("the Markdown", text)
    return Text(text, writer.pictures)


def deck_script(deck: Deck) -> str:
    """What the speaker says, slide by slide, with the minute at which each begins; all notes are in it."""
    minutes = slide_minutes(deck)
    parts = [_head(deck, sum(minutes.values()))]
    begun = 0.0
    for number, slide in enumerate(deck.slides, 1):
        parts.append(_script_slide(number, slide, begun, minutes[slide.id]))
        begun += minutes[slide.id]
    return "\n\n".join(parts) + "\n"


def slide_minutes(deck: Deck) -> dict[str, float]:
    """The minutes of each slide by its id: its own, else its share of its points, else by its words."""
    share: dict[str, float] = {}
    for row in coverage(deck):
        if row.point.minutes is None or any(child.minutes for child in row.point.children):
            continue
        for slide in row.slides:
            share[slide.id] = share.get(slide.id, 0.0) + row.point.minutes / len(row.slides)
    return {
        slide.id: slide.minutes if slide.minutes is not None else share.get(slide.id, _spoken(slide))
        for slide in deck.slides
    }


def _spoken(slide: Slide) -> float:
    """Minutes that the notes of a slide take to say."""
    return _words(notes_for("handout", slide.notes)) / WORDS_A_MINUTE


def _words(notes: Iterable[NoteBlock]) -> int:
    return sum(len(text.split()) for block in notes for text in token_texts(block.tokens))


def _markdown_slide(slide: Slide, deck: Deck, writer: Writer) -> str:
    made = "\n\n".join(_title(deck)) if slide.is_title and not slide.tokens else ""
    notes = "\n\n".join(_notes(slide, "public", writer))
    return "\n\n".join(filter(None, [made or writer.write(slide.tokens), notes]))


def _title(deck: Deck) -> Iterator[str]:
    meta = deck.meta
    lines = (meta.subtitle, ", ".join(meta.author), ", ".join(filter(None, [meta.venue, meta.date])))
    yield f"# {escaped(meta.title)}"
    yield from map(escaped, filter(None, lines))


def _notes(slide: Slide, reader: Reader, writer: Writer) -> Iterator[str]:
    for block in notes_for(reader, slide.notes):
        text = writer.write(block.tokens)
        mark = _MARKS[reader].get(block.level, "")
        yield f"*{mark}:* {text}" if mark else text


def _head(deck: Deck, minutes: float) -> str:
    wanted = f" of {deck.meta.duration_s / 60:g}" if deck.meta.duration_s else ""
    words = sum(_words(notes_for("handout", slide.notes)) for slide in deck.slides)
    told = f"{len(deck.slides)} slides, {minutes:.0f}{wanted} minutes, {words} words"
    return f"# {escaped(deck.meta.title or 'Script')}\n\n{told}"


def _script_slide(number: int, slide: Slide, begun: float, minutes: float) -> str:
    optional = ", may be left out" if slide.optional else ""
    head = f"## {number}  {escaped(slide.title or 'Slide without a title')}"
    time = f"*{_clock(begun)}, {minutes:.1f} min{optional}*"
    return "\n\n".join([head, time, *_notes(slide, "speaker", Writer({}))])


def _clock(minutes: float) -> str:
    whole = round(minutes * 60)
    return f"{whole // 60}:{whole % 60:02}"
