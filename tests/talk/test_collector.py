"""The demos of the collector follow the pacer's rules."""

from itertools import pairwise

import pytest
from collector import gc_pacing, gogc_tradeoff, memory_limit

from talk import sim


def _goal(**settings):
    return gc_pacing(**settings)["goal"][0]


def test_doubling_gogc_doubles_the_room_above_what_is_marked():
    """The goals for GOGC 50, 100 and 200 lie 1, 2 and 4 equal steps above what the cycle marked."""
    at_50, at_100, at_200 = (_goal(gogc=gogc) for gogc in (50, 100, 200))
    step = at_100 - at_50
    assert at_200 - at_100 == pytest.approx(2 * step, rel=0.01)
    assert at_50 - step == pytest.approx(2 * step, rel=0.02)


def test_a_larger_live_heap_has_its_goal_in_proportion():
    """Twice the live heap, twice the goal, apart from the roots."""
    assert _goal(live_mib=128) == pytest.approx(2 * _goal(live_mib=64), rel=0.02)


def test_memory_pressure_starts_the_cycle_earlier():
    """A program that allocates faster has a trigger further below its goal."""
    slow, fast = (gc_pacing(alloc_rate=rate) for rate in (32, 256))
    assert fast["goal"][0] - fast["trigger"][0] > 2 * (slow["goal"][0] - slow["trigger"][0])


def test_the_heap_stays_near_its_goal():
    """In a steady state the heap never passes its goal by more than 5 %, and reaches the trigger."""
    chart = gc_pacing()
    highest = max(chart["heap"])
    assert chart["trigger"][0] <= highest <= 1.05 * chart["goal"][0]


def test_each_doubling_of_gogc_about_halves_the_work_and_costs_memory():
    """Along the curve the share falls by about two and the peak rises."""
    data = gogc_tradeoff().data
    shares, peaks = data.panels[0].series[0].y, data.xs
    assert list(peaks) == sorted(peaks)
    for more, less in pairwise(shares):
        assert more / less == pytest.approx(2, rel=0.15)


def test_allocating_less_moves_the_whole_curve_down():
    """Half the allocation rate is less work for the collector at every GOGC."""
    fast, slow = (gogc_tradeoff(alloc_rate=rate).data.panels[0].series[0].y for rate in (128, 64))
    assert all(a < b for a, b in zip(slow, fast, strict=True))


@pytest.mark.slow
def test_a_limit_costs_nothing_until_it_governs_and_then_up_to_about_half():
    """Far below the limit both shares agree; at it the CPU limiter holds the share and the heap grows on."""
    chart = memory_limit(limit_mib=128)
    limited, free = chart["with limit"], chart["no limit"]
    assert limited[0] == pytest.approx(free[0], abs=0.02)
    assert all(a <= b + 0.01 for a, b in pairwise(limited[:7]))
    assert 0.45 < limited[-2] < 0.6
    assert max(free) < 0.12
    reached = int(chart.data.finding.rpartition("heap of ")[2].removesuffix(" MiB."))
    assert reached > 128


def test_the_prediction_of_the_notes():
    """64 MiB marked and GOGC 50: the goal is at 96 MiB, but for small roots."""
    goal = sim.heap_goal(64 * sim.MiB, 8192, 0, gogc=50)
    assert goal == pytest.approx(96 * sim.MiB, rel=1e-3)
