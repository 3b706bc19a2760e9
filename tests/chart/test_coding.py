from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from talk.chart.coding import Coding, Nums, coding_of, pixel_decimals
from talk.chart.format import decimals_for, show_number

numbers = st.one_of(
    st.floats(-1e5, 1e5),
    st.integers(-(10**6), 10**6).map(lambda number: number / 1000),
    st.integers(0, 9).map(float),
)


def shown(row: Nums) -> list[str]:
    """The numbers as a table shows them."""
    decimals = decimals_for(row)
    return ["" if each is None else show_number(each, decimals) for each in row]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.none(), numbers), min_size=1, max_size=30).map(tuple), st.integers(0, 3))
def test_no_digit_of_a_table_changes_on_the_way(row: Nums, least: int) -> None:
    """Ties, small numbers among large ones, and rows of one size."""
    assert shown(coding_of([(row,)], least).shown(row)) == shown(row)


def test_a_number_on_the_side_of_a_tie_stays_there() -> None:
    """12.3449 is shown as 12.34; as 12.345 it would be shown as 12.35."""
    row = (12.3449, 99.99)
    coding = coding_of([(row,)], 3)
    assert coding.decimals == 3
    assert shown(coding.shown(row)) == ["12.34", "99.99"]


def test_no_more_decimals_travel_than_are_needed() -> None:
    """Whole numbers have none, however exact the pixels; others have what a tenth of a pixel asks for."""
    assert coding_of([((1.0, 2.0, 3.0),)], 3).decimals == 0
    assert coding_of([((0.5, 1.25, 3.0),)], 0).decimals == 2
    assert coding_of([((0.123456, 1.9),)], 4).decimals == 4
    assert [pixel_decimals(each) for each in (0.05, 0.1, 1.0, 40.0)] == [0, 0, 1, 3]


def test_numbers_come_as_differences() -> None:
    """From the one before; on a smooth curve as differences of these; small among large ones plain."""
    rough, smooth, wide = (3.0, 9.0, None, 2.0), tuple(n * n / 1 for n in range(5)), (0.00012345, 98765.0)
    assert travelled(rough) == [3, 6, None, -7]
    assert travelled(smooth) == {"q": 0, "d": 1, "n": [0, 1, 2, 2, 2]}
    assert travelled(wide) == {"q": None, "n": [0.0001234, 98765]}


def test_different_places_stay_different() -> None:
    """Two x that would fall together keep the digits that part them."""
    row = (1.0, 1.000001, 2.5)
    coding = coding_of([(row,)], 0, distinct=True)
    assert len(set(coding.shown(row))) == 3


def travelled(row: Nums) -> object:
    """The row as it travels where most have no decimals."""
    coding: Coding = coding_of([(row,)], 0)
    return coding.travelled([row], 0)
