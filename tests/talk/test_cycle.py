"""A cycle on a timeline: phases, lanes and pauses are those of the simulated run."""

from __future__ import annotations

from itertools import pairwise

import pytest
from cycle import PROCS, gc_cycle, run, stretches

from talk import sim

LIVES = (4, 8, 32)
LANES = [*(f"P{number}" for number in range(PROCS)), "sweep"]


def _shown(live_mib):
    """(lane, what it does, start, end) of everything drawn, in nanoseconds from the first pause."""
    panel = gc_cycle(live_mib=live_mib).data.panels[0]
    return [
        (panel.lanes[lane], spans.label, start, end)
        for spans in panel.spans
        for lane, start, end in zip(spans.lanes, spans.starts, spans.ends, strict=True)
    ]


@pytest.mark.parametrize("live_mib", LIVES)
def test_each_p_does_one_thing_at_every_time(live_mib):
    """The stretches of a P's lane follow each other without gap or overlap, over the whole chart."""
    chart = gc_cycle(live_mib=live_mib).data
    for lane in LANES[:-1]:
        own = sorted((start, end) for name, _, start, end in _shown(live_mib) if name == lane)
        assert (own[0][0], own[-1][1]) == chart.xs
        assert all(end == start for (_, end), (start, _) in pairwise(own))


@pytest.mark.parametrize("live_mib", LIVES)
def test_the_world_stops_twice_on_all_ps(live_mib):
    """Before the mark and after it, each P is stopped for the pauses of the run."""
    first = run(live_mib).cycles[0]
    for lane in LANES[:-1]:
        lengths = [
            end - start for name, does, start, end in _shown(live_mib) if (name, does) == (lane, "stopped")
        ]
        assert lengths == [first.sweep_term_ns, first.mark_term_ns]


@pytest.mark.parametrize("live_mib", LIVES)
def test_a_quarter_of_the_ps_marks_and_nobody_else(live_mib):
    """The dedicated workers that the pacer wants have their Ps for the whole mark."""
    first = run(live_mib).cycles[0]
    marking = [(lane, end - start) for lane, does, start, end in _shown(live_mib) if does == "marks"]
    assert marking == [
        (f"P{number}", first.end_ns - first.start_ns) for number in range(sim.gc_workers(PROCS).dedicated)
    ]
    assert first.assist_ns == first.idle_ns == 0


@pytest.mark.parametrize("live_mib", LIVES)
def test_the_sweep_lies_between_two_cycles(live_mib):
    """It begins when the second pause ends, and nothing is left of it before the next cycle."""
    trace = run(live_mib)
    first, second = trace.cycles
    ((start, end),) = [(start, end) for lane, _, start, end in _shown(live_mib) if lane == "sweep"]
    assert start == first.done_ns - first.begin_ns
    assert end < second.begin_ns - first.begin_ns
    left = trace.unswept_bytes[trace.time_ns == first.begin_ns + end]
    before = trace.unswept_bytes[trace.time_ns == first.begin_ns + start]
    assert (before.max() > 0, left.max()) == (True, 0)


def test_a_larger_heap_is_marked_for_longer_and_paused_as_long():
    """Eight times the live heap takes eight times the mark; the pauses are only passed on."""
    small, large = (run(live).cycles[0] for live in (4, 32))
    assert large.end_ns - large.start_ns == pytest.approx(8 * (small.end_ns - small.start_ns), rel=0.05)
    assert (small.sweep_term_ns, small.mark_term_ns) == (large.sweep_term_ns, large.mark_term_ns)


def test_a_part_of_a_run_has_only_its_own_stretches():
    """Between two times, nothing is listed that ends before the first or begins after the second."""
    trace = run(8)
    first, second = trace.cycles
    assert all(
        each.end_ns > first.begin_ns and each.start_ns < second.begin_ns
        for each in stretches(trace, first.begin_ns, second.begin_ns)
    )
