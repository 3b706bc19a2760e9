import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk.chart.format import decimals_for, show_exact, show_number


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (4096, None, "4,096"),
        (0.25, None, "0.25"),
        (-3, None, "−3"),
        (12345.678, None, "12,346"),
        (1.2e-9, None, "1.2e−9"),
        (2.5e20, None, "2.5e20"),
        (0, None, "0"),
        (-0.0001, 2, "0.00"),
        (1.5, 2, "1.50"),
    ],
)
def test_a_number_is_shown_with_four_digits(value: float, decimals: int | None, shown: str) -> None:
    """Thousands are parted, the minus is one, and noise is cut."""
    assert show_number(value, decimals) == shown


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([1, 2, 3], 0),
        ([0.5, 1.25], 2),
        ([12.3456, 1.2], 2),
        ([0.001, 5000.5], None),
        ([], 0),
        ([None, 0.5], 1),
    ],
)
def test_a_column_shares_its_decimals(values: list[float | None], decimals: int | None) -> None:
    """As few decimals as show four digits of the largest number; none are shared over many powers of ten."""
    assert decimals_for(values) == decimals


@given(st.floats(min_value=-1e12, max_value=1e12))
def test_the_number_in_a_file_is_the_number(value: float) -> None:
    """A CSV holds all the digits that matter."""
    assert math.isclose(float(show_exact(value)), value, rel_tol=1e-11, abs_tol=1e-300)
