"""What append allocates, as Go's own append does."""

import pytest
from slices import slice_growth

from talk import sim


def _beyond(length, **settings):
    """The capacity that a slice has once it is longer than this."""
    chart = slice_growth(**settings)
    return next(
        capacity
        for at, capacity in reversed(list(zip(chart.data.xs, chart["capacity"], strict=True)))
        if at <= length
    )


def test_the_capacities_are_those_of_go():
    """Up to a thousand ints appended one by one: as recorded from the real runtime."""
    found = dict.fromkeys(_beyond(length) for length in range(1, 1000))
    assert list(found) == [2, 4, 8, 16, 32, 64, 128, 256, 512, 848, 1280]


@pytest.mark.parametrize("appends", [8, 1000])
def test_a_known_capacity_is_one_array(appends):
    """Nothing is copied, and the capacity changes only beyond what was asked for."""
    chart = slice_growth(appends=appends, make_capacity=True)
    assert {_beyond(length, appends=appends, make_capacity=True) for length in range(1, appends)} == {appends}
    assert _beyond(appends, appends=appends, make_capacity=True) > appends
    assert "1 array" in chart.data.finding
    assert "0 B copied" in chart.data.finding


@pytest.mark.parametrize("appends", [16, 64, 500, 1024, 8192])
def test_all_arrays_together_are_two_to_four_times_what_is_needed(appends):
    """What the note says of growing one by one."""
    needed = 8 * appends
    assert 2 * needed <= sim.run_append(appends).allocated_bytes <= 4 * needed
