"""The demos of the collector follow the pacer's rules."""

from itertools import pairwise

import numpy as np
import pytest
from collector import BURST_AT_MS, BURST_FOR_MS, MS, SHOWN_MS, assists, gc_pacing, runway

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


def test_the_thinned_heap_is_the_simulated_one():
    """Between the points that are shown the heap lies on the line, within half a pixel of a tall chart."""
    chart = gc_pacing(gogc=20)
    trace = sim.run_gc(
        sim.Workload.steady(live_bytes=64 * sim.MiB, alloc_rate=56),
        gogc=20,
        duration_ns=SHOWN_MS * MS,
        warm_up_cycles=8,
    )
    shown = np.interp(trace.time_ns, chart.data.xs, chart["heap"])
    alone = np.flatnonzero(np.diff(trace.time_ns, prepend=-1, append=1 << 62)[:-1] > 0)
    before_a_jump = np.diff(trace.time_ns, append=1 << 62) == 0
    kept = [place for place in alone if not before_a_jump[place]]
    span = trace.heap_live_bytes.max() - trace.heap_live_bytes.min()
    assert np.abs(shown - trace.heap_live_bytes)[kept].max() < 0.003 * span
    assert max(chart["heap"]) == trace.heap_live_bytes.max()
    assert len(chart["heap"]) < 0.2 * len(trace.time_ns)


@pytest.mark.parametrize("rate", [32, 64, 128])
def test_the_runway_is_what_is_allocated_during_the_mark(rate):
    """Six of eight Ps allocate while two mark at 1024 KiB/ms: so far below its goal the mark begins."""
    chart = runway(alloc_rate=rate)
    mark_ms = chart["to scan"][0] / 1024 / (2 * 1024)
    length = chart["goal"][0] - chart["trigger"][0]
    assert length == pytest.approx(6 * rate * 1024 * mark_ms, rel=0.02)


@pytest.mark.parametrize("rate", [32, 128, 512])
def test_everything_is_scanned_when_the_heap_reaches_its_goal(rate):
    """The mark begins at the trigger with all work left, and ends at the goal with none."""
    chart = runway(alloc_rate=rate)
    begin = list(chart.data.xs).index(0)
    assert chart["heap"][begin] == pytest.approx(chart["trigger"][0], rel=0.001)
    assert chart["heap"][-1] == pytest.approx(chart["goal"][0], rel=0.01)
    assert (chart["to scan"][begin], chart["to scan"][-1]) == (chart["to scan"][0], 0)


def test_a_runway_that_is_too_short_is_assisted():
    """No mark begins before 70 % of the way to the goal; what that is short of, the program scans."""
    slow, fast = (runway(alloc_rate=rate).data.finding for rate in (128, 512))
    assert "assists" not in slow
    assert "29% of the CPUs in assists" in fast


def test_at_a_steady_rate_nobody_assists():
    """A burst of factor one is none."""
    chart = assists(factor=1)
    assert max(chart["assists"]) == pytest.approx(0, abs=1e-6)
    assert "nobody has to assist" in chart.data.finding


def test_the_stronger_the_burst_the_more_is_assisted():
    """Assists grow with the factor, begin with the burst, and workers stay at their quarter."""
    highest = []
    for factor in (1, 2, 6, 21):
        chart = assists(factor=factor)
        highest.append(max(chart["assists"]))
        assert max(chart["workers"]) == pytest.approx(0.25)
        times = [at for at, share in zip(chart.data.xs, chart["assists"], strict=True) if share > 1e-6]
        assert all(at >= BURST_AT_MS * MS for at in times)
    assert highest == sorted(highest)
    assert highest[-1] > 0.5


def test_the_heap_keeps_to_its_goal_in_a_burst():
    """What the assists are for: at 21 times the rate the heap passes its goal by no more than 2 %."""
    chart = assists(factor=21)
    assert all(heap <= 1.02 * goal for heap, goal in zip(chart["heap"], chart["goal"], strict=True))


def test_later_cycles_of_a_burst_assist_less():
    """The pacer measures the new rate and starts the next cycles earlier."""
    trace = sim.run_gc(
        sim.Workload.burst(64 * sim.MiB, at_ms=BURST_AT_MS, for_ms=BURST_FOR_MS, factor=10, alloc_rate=64),
        duration_ns=(BURST_AT_MS + BURST_FOR_MS) * MS,
        warm_up_cycles=3,
    )
    shares = [cycle.assist_frac for cycle in trace.cycles if cycle.begin_ns > BURST_AT_MS * MS]
    assert len(shares) >= 3
    assert all(later < earlier for earlier, later in pairwise(shares))


def test_the_prediction_of_the_notes():
    """64 MiB marked and GOGC 50: the goal is at 96 MiB, but for small roots."""
    goal = sim.heap_goal(64 * sim.MiB, 8192, 0, gogc=50)
    assert goal == pytest.approx(96 * sim.MiB, rel=1e-3)
