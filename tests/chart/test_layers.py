from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from talk.chart.layers import layered, placed_beside

NAMES = "ABCDEFG"
EDGES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=14)
FORWARD = EDGES.map(lambda edges: [(one, other) for one, other in edges if one < other])


@given(FORWARD)
def test_references_lead_to_the_right(edges: list[tuple[str, str]]) -> None:
    """Without circles, what is referred to lies in a later column."""
    places = layered(NAMES, edges)
    assert all(places[one][0] < places[other][0] for one, other in edges)


@given(EDGES)
def test_no_two_objects_share_a_place(edges: list[tuple[str, str]]) -> None:
    """In one column they lie at least a row apart, whatever refers to what."""
    places = layered(NAMES, edges)
    assert set(places) == set(NAMES)
    assert min(row for _, row in places.values()) >= 0
    for (column, row), (other, below) in combinations(places.values(), 2):
        assert column != other or abs(row - below) >= 1


def test_a_circle_is_opened_where_the_walk_returns() -> None:
    """The last reference of a ring leads back."""
    places = layered("ABC", [("A", "B"), ("B", "C"), ("C", "A")])
    assert [places[name][0] for name in "ABC"] == [0, 1, 2]


def test_lines_do_not_cross_if_they_need_not() -> None:
    """Members of a column stand in the order of those that refer to them."""
    places = layered("ABCD", [("A", "D"), ("B", "C")])
    assert (places["A"][1] < places["B"][1]) == (places["D"][1] < places["C"][1])


def test_an_author_places_some_and_the_others_go_below() -> None:
    """Chosen places hold; what has none is laid out under them."""
    places = placed_beside("ABC", [("A", "B"), ("B", "C")], {"A": (2.0, 1.0)})
    assert places == {"A": (2.0, 1.0), "B": (0.0, 2.0), "C": (1.0, 2.0)}
