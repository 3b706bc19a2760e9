"""What append allocates, as Go's own append does."""

import pytest
from slices import slice_growth

from talk import sim


def _capacities(**settings):
    return list(dict.fromkeys(slice_growth(**settings)["capacity"]))


def test_the_capacities_are_those_of_go():
    """A thousand ints appended one by one, as recorded from the real runtime."""
    assert _capacities(appends=1000) == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 848, 1280]


def test_a_known_capacity_is_one_array():
    """Nothing is copied, and the capacity never changes."""
    chart = slice_growth(appends=1000, make_capacity=True)
    assert set(chart["capacity"]) == {1000}
    assert "1 array, 8 KiB in all, 0 B copied" in chart.data.finding


@pytest.mark.parametrize("appends", [16, 64, 500, 1024, 8192])
def test_all_arrays_together_are_two_to_four_times_what_is_needed(appends):
    """What the note says of growing one by one."""
    needed = 8 * appends
    assert 2 * needed <= sim.run_append(appends).allocated_bytes <= 4 * needed
