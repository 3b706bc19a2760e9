"""Minutes: what is to be said on the slides, against the time that the talk has."""

from __future__ import annotations

from collections.abc import Iterable

from talk.deck.model import Deck, Slide
from talk.errors import Diagnostics
from talk.render.leaks import token_texts
from talk.render.notes import notes_for

WORDS_A_MINUTE = 150  # as fast as can be followed
DEMO_MINUTES = 0.2  # in which a figure is looked at or moved
UNSPOKEN = ("Asked:", "On paper:")  # answers in reserve, and words for readers


def check_minutes(deck: Deck, diagnostics: Diagnostics) -> None:
    """Warn where the notes, or the minutes of the slides, are longer than the talk."""
    duration_s = deck.meta.duration_s
    if duration_s is None:
        return
    given = duration_s / 60
    shown = [slide for slide in deck.slides if not slide.optional]
    words, figures = spoken_words(shown), sum(len(slide.demo_calls) for slide in shown)
    needed = words / WORDS_A_MINUTE + figures * DEMO_MINUTES
    place = deck.meta.spans.get("duration")
    if needed > given:
        diagnostics.warning(
            f"the notes have {words} words and the slides {figures} figures: that takes {needed:.0f} minutes,"
            f" the talk has {given:g}",
            place,
            "shorten the notes, or mark slides that may be left out as optional",
            "outline-minutes",
        )
    planned = sum(slide.minutes or 0 for slide in shown)
    if planned > given:
        diagnostics.warning(
            f"the slides plan {planned:g} minutes, the talk has {given:g}",
            place,
            "lower their minutes, or raise the duration",
            "outline-minutes",
        )


def spoken_words(slides: Iterable[Slide]) -> int:
    """How many words the speaker says: the notes that are not private, without what begins as unspoken."""
    texts = (
        text
        for slide in slides
        for block in notes_for("handout", slide.notes)
        for text in token_texts(block.tokens)
    )
    return sum(len(text.split()) for text in texts if not text.startswith(UNSPOKEN))
