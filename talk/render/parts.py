"""What handouts of every layout share: contents, notes, named pages, and with what they were made."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from markupsafe import Markup

from talk import __version__
from talk.deck.front_matter import FrontMatter
from talk.deck.model import Slide
from talk.render.body import Body
from talk.render.notes import Reader, notes_for
from talk.render.wayfinding import Stop, Way


class Listed(Protocol):
    """A slide as the contents name it."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def number(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Group:
    """A line of the contents: a section with its slides, or slides before the first section."""

    stop: Stop | None
    listed: tuple[Listed, ...]


def groups_of(slides: Sequence[Slide], articles: Sequence[Listed], way: Way) -> list[Group]:
    """The contents: titled slides by section, without openers, to which the section's own line leads."""
    stops = {stop.id: stop for stop in way.stops}
    groups = []
    for section, rows in groupby(zip(slides, articles, strict=True), key=lambda row: row[0].section):
        listed = tuple(
            article
            for slide, article in rows
            if slide.title and not slide.opens_section and not slide.is_title
        )
        if listed or section:
            groups.append(Group(stops.get(section), listed))
    return groups


def notes_of(slide: Slide, body: Body) -> Iterator[Markup]:
    """The notes that readers of a handout may see, unless they are not asked for."""
    options = body.page.options
    reader: Reader = "public" if options.publish else "handout"
    for block in notes_for(reader, slide.notes) if options.notes else ():
        yield body.render_slide(block.tokens, slide, shift=2)


def versions(meta: FrontMatter) -> str:
    """With what a handout was made: `0.1.0 on Python 3.11.7, for Go 1.25`."""
    return f"{__version__} on Python {platform.python_version()}" + (f", for Go {meta.go}" if meta.go else "")


def part_heads(way: Way) -> list[tuple[str, str]]:
    """The named page of each section, and what stands at its head."""
    return [(part_name(way, stop.id), f"{stop.number}  {stop.title}") for stop in way.stops]


def part_name(way: Way, section: str) -> str:
    """The named page on which the slides of a section are printed."""
    return next((f"part-{stop.number}" for stop in way.stops if stop.id == section), "auto")
