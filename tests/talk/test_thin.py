"""Thinned traces keep what the eye sees."""

import numpy as np
import pytest
from _thin import changes, corners, held, picked
from hypothesis import given
from hypothesis import strategies as st

ROWS = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60)


@given(ROWS)
def test_what_is_left_out_lies_on_the_lines(row):
    """No point is farther from the thinned line than the tolerance, and both ends stay."""
    x = np.arange(len(row), dtype=float)
    kept = corners(x, row, tolerance=0.01)
    span = max(row) - min(row)
    assert (kept[0], kept[-1]) == (0, len(row) - 1)
    off = np.abs(np.interp(x, x[kept], np.asarray(row)[kept]) - row)
    assert off.max() <= 0.01 * span + 1e-9 * (1 + abs(max(row, key=abs)))


def test_a_jump_keeps_both_of_its_ends():
    """Where x repeats, the value before and the one after are corners."""
    x, y = [0, 1, 2, 3, 3, 4, 5], [0, 1, 2, 3, 0, 1, 2]
    assert corners(x, y).tolist() == [0, 3, 4, 6]


def test_rows_are_thinned_together():
    """A corner of one row is kept in all of them."""
    assert corners(range(5), [0, 0, 0, 0, 0], [0, 1, 2, 1, 0]).tolist() == [0, 2, 4]


@pytest.mark.parametrize(
    ("row", "places"), [([1, 1, 2, 2, 2, 3], [0, 2, 5]), ([7, 7, 7], [0, 2]), ([7], [0])]
)
def test_a_step_curve_keeps_its_changes_and_its_end(row, places):
    """The rest of a step is said by its beginning."""
    assert changes(row).tolist() == places


def test_shares_hold_from_the_instant_before():
    """Each stretch stands between two times, with the value of its end."""
    time, share = held([0, 10, 30], [9, 0.25, 0.5])
    assert time.tolist() == [0, 10, 10, 30]
    assert share.tolist() == [0.25, 0.25, 0.5, 0.5]
    assert picked(np.array([1, 3]), time)[0].tolist() == [10, 30]
