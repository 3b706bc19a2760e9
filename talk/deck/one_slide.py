"""One slide of a deck read anew, without the rest: what an edit of its lines makes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from talk.deck.drafts import Draft, Drafting
from talk.deck.files import Files
from talk.deck.ids import Ids
from talk.deck.includes import Reader, split
from talk.deck.model import Deck, Slide
from talk.deck.slides import finish_slides
from talk.errors import Diagnostics

MAX_HEAD_LINES = 10
_BREAKS = ("---", "----")
_REACHES_OUT = re.compile(r"\]\[|\[\^|^ {0,3}\[[^\]]+\]:|\{\{<|^ *(?:-{3,}|={2,})\s*$", re.MULTILINE)
"""What needs more than the slide's own lines: references, footnotes, includes, breaks."""
_BEHIND_BREAK, _BELOW_HEADING = "\n---\n\n.", "\n# ."


@dataclass(frozen=True, slots=True)
class Edit:
    """The lines of one slide before and after an edit that has left all others as they were.

    They begin at the line `begin` of its file and ended before the line `end`, both from 0. `following` is
    how the next slide of the file begins, if there is one.
    """

    slide: Slide
    begin: int
    end: int
    before: str
    after: str
    following: str

    @property
    def more_lines(self) -> int:
        """By how much the slides below it have moved down."""
        return self.after.count("\n") - self.before.count("\n")

    def placed(self, slide: Slide) -> Slide:
        """A slide that was read anew in the place of the old one, under its name."""
        old = self.slide
        return replace(slide, id=old.id, index=old.index, level=old.level, section=old.section)


def find_edit(deck: Deck, file: Path, before: Sequence[str], after: Sequence[str]) -> Edit | None:
    """The slide in which the lines of a file differ; None if there are more, or it cannot be told."""
    first, tail = _differing(before, after)
    last = len(before) - tail
    slides = [slide for slide in deck.slides if slide.span.file == file]
    starts = [slide.span.line - 1 for slide in slides]
    at = sum(start <= first for start in starts) - 1
    if first == len(before) == len(after) or at < 0 or starts != sorted(set(starts)):
        return None
    above = _break_above(before, starts[at], starts[at - 1] if at else -1)
    begin = starts[at] if above is None else above + 1
    end, following = _end(before, starts[at], starts[at + 1 : at + 2], by_heading=bool(deck.meta.slide_level))
    if not begin <= first <= last <= end:
        return None
    now = after[begin : len(after) - (len(before) - end)]
    return Edit(slides[at], begin, end, "\n".join(before[begin:end]), "\n".join(now), following)


def reread_slide(deck: Deck, edit: Edit, text: str, diagnostics: Diagnostics) -> Slide | None:
    """The slide that these lines are instead of those of an edit, with the figures that it has.

    Its id and place are what its lines alone say. What is wrong with them goes into `diagnostics`. None
    where it cannot be told from the lines alone: they hold no slide or several, they do not end where it
    ends, they refer to what stands elsewhere, something is wrong with them, or the deck's frame would
    change with them.
    """
    old = edit.slide
    if _REACHES_OUT.search(text) or old.is_title or old.opens_section:
        return None
    reader = Reader(Files(deck.root), diagnostics, deck.meta.slide_level)
    tokens = reader.parse(old.span.file, text + edit.following, edit.begin + 1)
    slides = split(reader.expand(tokens, old.span.file, ()))
    if len(slides) != 1 + bool(edit.following):  # what is left open would swallow the next one
        return None
    new = _finished(Drafting(reader, deck.meta).draft(*slides[0]), deck, old, diagnostics)
    is_same = new is not None and (new.title, new.covers) == (old.title, old.covers)
    return new if is_same and not diagnostics.errors else None


def _finished(draft: Draft, deck: Deck, old: Slide, diagnostics: Diagnostics) -> Slide | None:
    """The slide of a draft; its demo blocks are those of the old slide, whose figures are known."""
    calls = [token for token in draft.tokens if token.type == "demo"]
    if [token.meta["call"].name for token in calls] != [call.name for call in old.demo_calls]:
        return None
    for token, call in zip(calls, old.demo_calls, strict=True):
        token.meta["call"] = call
    meta = replace(deck.meta, title=deck.meta.title or "-", agenda=False)  # the deck's h1 is elsewhere
    return finish_slides([draft], meta, Ids(diagnostics), old.span)[-1]


def _end(lines: Sequence[str], start: int, next_start: Sequence[int], *, by_heading: bool) -> tuple[int, str]:
    """Where the lines of a slide end, and how the next one begins; 0 if that is unknown."""
    if not next_start:
        return len(lines), ""
    at = _break_above(lines, next_start[0], start)
    if at is not None:
        return at, _BEHIND_BREAK
    return (next_start[0], _BELOW_HEADING) if by_heading else (0, "")


def _break_above(lines: Sequence[str], start: int, before: int) -> int | None:
    """The line of the break above a slide's content: what is said of the slide may stand between.

    It stands below the line `before`, where the content of the slide above begins.
    """
    above = range(start - 1, max(before, start - 1 - MAX_HEAD_LINES), -1)
    return next((at for at in above if lines[at].rstrip() in _BREAKS), None)


def _differing(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """How many lines are the same at the top, and how many of the others at the bottom."""
    most = min(len(before), len(after))
    first = next((at for at in range(most) if before[at] != after[at]), most)
    tail = next((at for at in range(most - first) if before[-1 - at] != after[-1 - at]), most - first)
    return first, tail
