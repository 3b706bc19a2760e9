"""One slide of a deck read anew, without the rest: what an edit of its lines makes of it."""

from __future__ import annotations

import re
from dataclasses import replace

from talk.deck.drafts import Draft, Drafting
from talk.deck.files import Files
from talk.deck.ids import Ids
from talk.deck.includes import Reader, split
from talk.deck.model import Deck, Slide
from talk.deck.slides import finish_slides
from talk.errors import Diagnostics

_REACHES_OUT = re.compile(r"\]\[|\[\^|^ {0,3}\[[^\]]+\]:|\{\{<|^ *(?:-{3,}|={2,})\s*$", re.MULTILINE)
"""What needs more than the slide's own lines: references, footnotes, includes, breaks."""


def reread_slide(deck: Deck, old: Slide, text: str, first_line: int) -> Slide | None:
    """The slide that these lines of its file are now, in the place and with the figures of the old one.

    None where that cannot be told from the lines alone: they hold no slide or several, they refer to what
    stands elsewhere, something is wrong with them, or the deck's frame would change with them.
    """
    if _REACHES_OUT.search(text) or old.is_title or old.opens_section:
        return None
    diagnostics = Diagnostics()
    reader = Reader(Files(deck.root), diagnostics, deck.meta.slide_level)
    slides = split(reader.expand(reader.parse(old.span.file, text, first_line), old.span.file, ()))
    if len(slides) != 1:
        return None
    draft = Drafting(reader, deck.meta).draft(*slides[0])
    new = _finished(draft, deck, old, diagnostics)
    if diagnostics.errors or new is None or (new.title, new.covers) != (old.title, old.covers):
        return None
    return replace(new, id=old.id, index=old.index, level=old.level, section=old.section)


def _finished(draft: Draft, deck: Deck, old: Slide, diagnostics: Diagnostics) -> Slide | None:
    """The slide of a draft; its demo blocks are those of the old slide, whose figures are known."""
    calls = [token for token in draft.tokens if token.type == "demo"]
    if [token.meta["call"].name for token in calls] != [call.name for call in old.demo_calls]:
        return None
    for token, call in zip(calls, old.demo_calls, strict=True):
        token.meta["call"] = call
    meta = replace(deck.meta, title=deck.meta.title or "-", agenda=False)  # the deck's h1 is elsewhere
    return finish_slides([draft], meta, Ids(diagnostics), old.span)[-1]
