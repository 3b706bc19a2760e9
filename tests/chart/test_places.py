from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from talk.chart.places import numbered, placed, seats

NAMES = "abcdef"
SUBSETS = st.lists(st.sets(st.sampled_from(NAMES)).map(sorted), min_size=1, max_size=6)
SIZES = st.fixed_dictionaries({name: st.integers(1, 9) for name in NAMES})


@given(SUBSETS, SIZES)
def test_things_of_one_moment_never_overlap(orders: list[list[str]], sizes: dict[str, int]) -> None:
    """Whatever comes together, each begins where the one before has ended, with the gap between."""
    begins = placed(orders, sizes, 2)
    assert begins is not None
    for order in orders:
        for one, other in pairwise(order):
            assert begins[other] >= begins[one] + sizes[one] + 2


def test_things_that_never_meet_share_a_place() -> None:
    """No room is kept for what is not there."""
    assert placed([["a", "b"], ["a", "c"]], {"a": 3, "b": 5, "c": 4}) == {"a": 0, "b": 3, "c": 3}


def test_another_order_has_no_places() -> None:
    """What changes its order cannot stay where it is, also round a circle of three moments."""
    assert placed([["a", "b"], ["b", "a"]], {"a": 1, "b": 1}) is None
    assert placed([["a", "b"], ["b", "c"], ["c", "a"]], {"a": 1, "b": 1, "c": 1}) is None


def test_a_name_that_comes_twice_is_two_things() -> None:
    """Each occurrence has its number."""
    assert numbered(["f", "g", "f"]) == [("f", 0), ("g", 0), ("f", 1)]


def test_a_part_keeps_its_seat_by_its_title() -> None:
    """The same title sits in the same seat; one with a new title takes a seat that is free."""
    assert seats([["stack", "heap"], ["heap"], ["stack of 4 KiB", "heap"]]) == [[0, 1], [1], [0, 1]]
