"""Where the audience is: the agenda, what opens a section, and the line at a slide's foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from talk.deck.front_matter import BASE_FONT_PX
from talk.deck.model import Deck, Outline, Point, Section, Slide
from talk.render.assets import PageOptions
from talk.render.scale import EDGE_SHARE, LIVE_STEPS, MINIMUM_PX

MAX_POINTS = 6  # an opener of more would be a page to read
_CHARACTER_FRAC = 0.56  # mean width of a character, of the text's size
_GAP_PX = 28
_NUMBER_PX = 60


@dataclass(frozen=True, slots=True)
class Stop:
    """One section on the way: `minutes` is None where the outline says nothing."""

    number: int
    id: str
    title: str
    first_slide: str
    minutes: float | None
    points: tuple[Point, ...]

    @property
    def shown_points(self) -> tuple[Point, ...]:
        """The points that its opener lists: all of them, or none if they are too many."""
        return self.points if len(self.points) <= MAX_POINTS else ()


@dataclass(frozen=True, slots=True)
class Place:
    """A slide's place: its number, and the name of each section that the foot has room for."""

    number: int
    total: int
    names: tuple[str, ...]
    present: int | None  # index into `names`


class Way:
    """The sections of a deck in order, with what the outline says about each."""

    def __init__(self, deck: Deck, options: PageOptions) -> None:
        self._slides = {slide.id: (number, slide) for number, slide in enumerate(deck.slides, 1)}
        self._character_px = MINIMUM_PX * (options.font_px + LIVE_STEPS) / BASE_FONT_PX * _CHARACTER_FRAC
        whole_px = options.canvas[0] * (1 - 2 * EDGE_SHARE)
        self._room_px = whole_px - self._width_px(deck.meta.footer) - _NUMBER_PX
        self.stops = tuple(
            self._stop(number, section, deck.outline) for number, section in enumerate(deck.sections, 1)
        )
        self._by_section = {stop.id: stop for stop in self.stops}

    def stop_of(self, slide: Slide) -> Stop | None:
        """The section that a slide belongs to, None before the first."""
        return self._by_section.get(slide.section)

    def place_of(self, slide: Slide) -> Place:
        """What a slide's foot says. All names if they fit in one line, else the present one alone."""
        number = self._slides[slide.id][0]
        names = tuple(stop.title for stop in self.stops)
        stop = self.stop_of(slide)
        if not self._fits(names):
            names = (f"{stop.number}/{len(names)} {stop.title}",) if stop else ()
            return Place(number, len(self._slides), names, 0 if stop else None)
        return Place(number, len(self._slides), names, stop.number - 1 if stop else None)

    def _fits(self, names: Sequence[str]) -> bool:
        return sum(self._width_px(name) for name in names) <= self._room_px

    def _width_px(self, text: str) -> float:
        return len(text) * self._character_px + _GAP_PX if text else 0.0

    def _stop(self, number: int, section: Section, outline: Outline | None) -> Stop:
        slides = [self._slides[name][1] for name in section.slides if name in self._slides]
        covered = {name for slide in slides for name in slide.covers}
        points = _points(outline, covered, section.title)
        first = section.slides[0] if section.slides else ""
        return Stop(number, section.id, section.title, first, _minutes(points, slides), points)


def in_minutes(minutes: float) -> str:
    """`3 min`, `2.5 min`."""
    return f"{minutes:g} min"


def _points(outline: Outline | None, covered: set[str], title: str) -> tuple[Point, ...]:
    """The highest points that the covered ones make up; the children of one that only repeats the title."""
    found = tuple(_highest(outline.points, covered)) if outline else ()
    if len(found) == 1 and found[0].children and _same(found[0].text, title):
        return found[0].children
    return found


def _highest(points: Sequence[Point], covered: set[str]) -> Iterator[Point]:
    for point in points:
        if point.id in covered or (
            point.children and all(_whole(child, covered) for child in point.children)
        ):
            yield point
        else:
            yield from _highest(point.children, covered)


def _whole(point: Point, covered: set[str]) -> bool:
    if point.id in covered:
        return True
    return bool(point.children) and all(_whole(child, covered) for child in point.children)


def _same(one: str, other: str) -> bool:
    return one.casefold().strip(" .:") == other.casefold().strip(" .:")


def _minutes(points: Sequence[Point], slides: Sequence[Slide]) -> float | None:
    """The minutes of the points, else those that the slides themselves give."""
    known = [point.minutes for point in points if point.minutes is not None]
    known = known or [slide.minutes for slide in slides if slide.minutes is not None]
    return sum(known) if known else None
