import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk.chart.routes import Route, Spot, routed

CLEAR, HEAD = 7.0, 11.0
CORNERS = [(90 * column, 60 * row) for column in range(4) for row in range(3)]


def spot(x: float, y: float) -> Spot:
    """An object of 40 by 30 pixels with round ends."""
    return Spot((x, y), 40, 30, 15)


def ways(spots: dict[str, Spot], *edges: tuple[str, str]) -> list[Route]:
    """The routes of edges."""
    return list(routed(spots, edges, clear=CLEAR, head=HEAD).values())


def test_an_arrow_with_nothing_between_is_straight() -> None:
    """It leaves one outline and ends a head's length before the other."""
    (way,) = ways({"A": spot(0, 0), "B": spot(90, 0)}, ("A", "B"))
    assert way.start == pytest.approx((20, 0), abs=0.01)
    assert way.end == pytest.approx((70 - HEAD, 0), abs=0.01)
    assert {y for _, y in way.points} == {0}


def test_an_arrow_goes_round_what_stands_between() -> None:
    """It keeps its distance from the object in the middle."""
    spots = {"A": spot(0, 0), "B": spot(90, 0), "C": spot(180, 0)}
    (way,) = ways(spots, ("A", "C"))
    assert min(spots["B"].outside(point) for point in way.points) >= CLEAR


def test_two_that_refer_to_each_other_have_two_arrows() -> None:
    """There and back are bent apart."""
    there, back = ways({"A": spot(0, 0), "B": spot(120, 0)}, ("A", "B"), ("B", "A"))
    middles = [way.points[len(way.points) // 2] for way in (there, back)]
    assert math.dist(*middles) >= CLEAR


def test_an_object_that_refers_to_itself_has_a_loop_above() -> None:
    """It begins and ends at its own upper edge."""
    (way,) = ways({"A": spot(0, 0)}, ("A", "A"))
    assert max(y for _, y in way.points) <= -15


@given(st.lists(st.sampled_from(CORNERS), min_size=3, max_size=7, unique=True))
def test_no_arrow_leads_through_an_object(corners: list[tuple[int, int]]) -> None:
    """On a grid there is a way round: the first two are joined past all the others."""
    spots = {str(number): spot(*corner) for number, corner in enumerate(corners)}
    (way,) = ways(spots, ("0", "1"))
    others = [each for name, each in spots.items() if name not in "01"]
    assert min(each.outside(point) for each in others for point in way.points) > 0
