from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from talk.deck.model import Deck, Point
from talk.errors import Span
from talk.render.assets import PageOptions
from talk.render.wayfinding import Way, in_minutes

PLACE = Span(Path("/deck/outline.md"))


def point(name: str, *children: Point, minutes: float | None = None) -> Point:
    """A point of an outline."""
    return Point(name, name.capitalize(), PLACE, minutes, children)


def way(deck: Deck) -> Way:
    """The way through a deck."""
    return Way(deck, PageOptions.of(deck.meta))


def test_a_section_lists_the_points_that_its_slides_cover(make: SimpleNamespace) -> None:
    """Children that are all covered appear as their parent, with its minutes."""
    outline = (
        point("grow", point("double"), point("copy"), minutes=5),
        point("shrink", minutes=2),
        point("later"),
    )
    deck = make.deck(
        make.slide("a", section="stacks", covers=("double", "shrink")),
        make.slide("b", section="stacks", covers=("copy",)),
        outline=outline,
    )
    (stop,) = way(deck).stops
    assert [each.id for each in stop.points] == ["grow", "shrink"]
    assert stop.minutes == 7


def test_a_point_with_the_section_s_own_name_gives_way_to_its_children(make: SimpleNamespace) -> None:
    """An opener does not repeat its title."""
    deck = make.deck(
        make.slide("a", section="stacks", covers=("stacks",)),
        outline=(point("stacks", point("grow"), point("copy")),),
    )
    assert [each.id for each in way(deck).stops[0].points] == ["grow", "copy"]


def test_an_opener_lists_few_points_or_none(make: SimpleNamespace) -> None:
    """More than six points would be a page to read; their minutes still count."""
    points = tuple(point(f"p{n}", minutes=1) for n in range(7))
    covers = tuple(each.id for each in points)
    (stop,) = way(make.deck(make.slide("a", section="x", covers=covers), outline=points)).stops
    assert (stop.shown_points, stop.minutes) == ((), 7)
    (stop,) = way(make.deck(make.slide("a", section="x", covers=covers[:6]), outline=points)).stops
    assert stop.shown_points == points[:6]


def test_without_outline_minutes_come_from_the_slides(make: SimpleNamespace) -> None:
    """Slides that name their minutes add up; nothing named, nothing said."""
    deck = make.deck(make.slide("a", section="x", minutes=1.5), make.slide("b", section="x", minutes=2.0))
    assert way(deck).stops[0].minutes == 3.5
    assert way(make.deck(make.slide("a", section="x"))).stops[0].minutes is None


def test_the_foot_names_all_sections_and_marks_the_present_one(make: SimpleNamespace) -> None:
    """Where we are is one of the names; before the first section it is none."""
    deck = make.deck(make.slide("t"), make.slide("a", section="stacks"), make.slide("b", section="heap"))
    places = [way(deck).place_of(slide) for slide in deck.slides]
    assert {place.names for place in places} == {("Stacks", "Heap")}
    assert [place.present for place in places] == [None, 0, 1]
    assert [(place.number, place.total) for place in places] == [(1, 3), (2, 3), (3, 3)]


def test_too_many_names_for_one_line_leave_the_present_one(make: SimpleNamespace) -> None:
    """A foot without room for all sections says which of how many this is."""
    slides = [make.slide(f"s{n}", section=f"a rather long name of section {n}") for n in range(9)]
    deck = make.deck(*slides)
    place = way(deck).place_of(deck.slides[2])
    assert place.names == ("3/9 A rather long name of section 2",)
    assert place.present == 0


def test_larger_text_leaves_room_for_fewer_names(make: SimpleNamespace) -> None:
    """What fits at the base size may not fit in a 4:3 deck with larger text."""
    slides = [make.slide(f"s{n}", section=f"section number {n}") for n in range(4)]
    wide, narrow = make.deck(*slides), make.deck(*slides, canvas=(960, 720), font_px=40)
    assert len(way(wide).place_of(wide.slides[0]).names) == 4
    assert len(way(narrow).place_of(narrow.slides[0]).names) == 1


def test_minutes_are_written_without_needless_zeros() -> None:
    """Whole minutes have no decimals."""
    assert (in_minutes(3.0), in_minutes(2.5)) == ("3 min", "2.5 min")
