from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from talk.chart.model import Axis
from talk.chart.scale import linear_ticks, log_ticks, make_scale


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(2, 9))
def test_ticks_are_few_even_and_inside(low: float, width: float, most: int) -> None:
    """Never more ticks than asked for, none outside, all at one distance."""
    high = low + width
    assume(high > low and width > abs(low) * 1e-6)
    ticks = linear_ticks(low, high, most)
    slack = width * 1e-6
    assert len(ticks) <= most
    assert all(low - slack <= tick <= high + slack for tick in ticks)
    gaps = [after - before for before, after in pairwise(ticks)]
    assert not gaps or max(gaps) - min(gaps) <= slack


def test_log_ticks_are_powers() -> None:
    """Powers of two for bytes, of ten for the rest; few decades get 2 and 5 as well."""
    assert log_ticks(2, 512, 5, 2) == [2, 8, 32, 128, 512]
    assert log_ticks(1, 1e6, 4, 10) == [1, 100, 1e4, 1e6]
    assert log_ticks(1, 100, 9, 10) == [1, 2, 5, 10, 20, 50, 100]


@pytest.mark.parametrize(
    ("values", "low"), [([3.0, 10.0], 0.0), ([9.0, 10.0], 9.0), ([-2.0, 5.0], None), ([-9.0, -1.0], None)]
)
def test_an_axis_begins_at_zero_unless_the_numbers_lie_far_from_it(
    values: list[float], low: float | None
) -> None:
    """Zero is the base of small numbers; a band far above it is shown close."""
    scale = make_scale(Axis(), values, most=5, tight=False)
    if low is not None:
        assert scale.low == pytest.approx(low, abs=0.5)
    assert scale.low <= min(values)
    assert scale.high >= max(values)


def test_a_fixed_span_holds_in_the_unit_shown() -> None:
    """The author's ends are the axis's ends."""
    scale = make_scale(Axis(unit="B", show="KiB", span=(0, 4096)), [9e9], most=5, tight=False)
    assert (scale.low, scale.high) == (0, 4)
    assert scale.labels == ("0", "1", "2", "3", "4")


@pytest.mark.parametrize("log", [False, True])
def test_one_number_alone_has_an_axis(log: bool) -> None:
    """A single value stands between two ends."""
    scale = make_scale(Axis(log=log), [7.0], most=5, tight=False)
    assert scale.low < 7 < scale.high or scale.low < 7 <= scale.high
