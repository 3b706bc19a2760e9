from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talk import sim
from talk.sim.units import MS, S

SECOND = {"duration_ns": 1 * S}
NO_PAUSES = sim.Pauses(0, 0)


def steady(live_mib: int = 64, **options: Any) -> sim.Workload:
    """A steady workload with so many MiB alive."""
    return sim.Workload.steady(live_bytes=live_mib * sim.MiB, **options)


@pytest.mark.parametrize("gogc", [25, 100, 400])
def test_settles_where_the_formula_says(gogc: int) -> None:
    """Simulated cycles settle at the goal, trigger and peak of the steady state's formulas."""
    alloc, scan = 20.0, 1024.0
    trace = sim.run_gc(steady(alloc_rate=alloc), gogc=gogc, warm_up_cycles=10, cycles=2, duration_ns=10 * S)
    state = sim.steady_state(
        64 * sim.MiB,
        gogc=gogc,
        stack_bytes=8192,
        globals_bytes=190_090,
        # The program has three quarters of the CPUs, the collector one.
        allocated_per_scanned=3 * alloc / scan,
        cons_mark=alloc / scan,
    )
    cycle = trace.cycles[-1]
    assert cycle.gc_cpu_frac == pytest.approx(0.25)
    assert cycle.goal_bytes == pytest.approx(state.goal_bytes, rel=1e-4)
    assert cycle.trigger_bytes == pytest.approx(state.trigger_bytes, rel=1e-4)
    assert cycle.peak_bytes == pytest.approx(state.peak_bytes, rel=1e-4)


def test_a_cycle_by_hand() -> None:
    """64 MiB at 1 MiB a CPU-millisecond on a quarter of 8 Ps take 32 ms to mark."""
    slow = steady(alloc_rate=1.0, globals_bytes=0)
    trace = sim.run_gc(slow, gogc=400, cycles=1, duration_ns=100 * S, pauses=NO_PAUSES)
    cycle = trace.cycles[0]
    assert (cycle.end_ns - cycle.start_ns) / MS == pytest.approx(32, rel=1e-3)
    # From 64 MiB to the trigger at 8 KiB a millisecond.
    assert cycle.start_ns / MS == pytest.approx((cycle.trigger_bytes - 64 * sim.MiB) / 8192, rel=1e-6)


def test_a_cold_start_doubles_its_way_up() -> None:
    """A program that starts empty collects first near 4 MiB, then at growing goals."""
    trace = sim.run_gc(steady(cold=True))
    goals = [cycle.goal_bytes for cycle in trace.cycles[:5]]
    assert goals[0] == 4 * sim.MiB
    assert all(b > 1.8 * a for a, b in pairwise(goals))
    assert trace.cycles[-1].marked_bytes > 64 * sim.MiB


def test_more_gogc_less_work_more_memory() -> None:
    """A higher GOGC trades memory for CPU time, all along."""
    traces = [sim.run_gc(steady(), gogc=gogc, duration_ns=3 * S) for gogc in (25, 50, 100, 200, 400)]
    shares = [trace.gc_cpu_total_frac for trace in traces]
    peaks = [trace.peak_bytes for trace in traces]
    assert shares == sorted(shares, reverse=True)
    assert peaks == sorted(peaks)


def test_more_live_heap_costs_the_same_share() -> None:
    """The collector's share does not depend on the live heap: cycles get rarer as they get longer."""
    small, large = (
        sim.run_gc(steady(mib, globals_bytes=0), cycles=8, duration_ns=60 * S, pauses=NO_PAUSES)
        for mib in (32, 128)
    )
    assert small.gc_cpu_total_frac == pytest.approx(large.gc_cpu_total_frac, rel=0.05)


def test_memory_limit_holds_the_heap() -> None:
    """With room enough, the heap and all else stay below the limit, and GOGC=off never collects before it."""
    limit = 128 * sim.MiB
    trace = sim.run_gc(steady(other_bytes=8 * sim.MiB), gogc=None, memory_limit_bytes=limit)
    assert trace.peak_bytes + 8 * sim.MiB <= limit
    assert trace.cycles[0].trigger_bytes > 90 * sim.MiB


def test_limit_below_the_live_heap_gives_way() -> None:
    """Where the limit cannot be kept, the CPU limiter stops the assists and the heap goes beyond it."""
    limited = sim.run_gc(steady(), gogc=None, memory_limit_bytes=48 * sim.MiB, duration_ns=4 * S)
    assert limited.limiter_on.any()
    assert limited.peak_bytes > 64 * sim.MiB
    free = sim.run_gc(
        steady(), gogc=None, memory_limit_bytes=48 * sim.MiB, duration_ns=4 * S, cpu_limiter=False
    )
    assert not free.limiter_on.any()
    assert free.gc_cpu_total_frac > 0.95 > limited.gc_cpu_total_frac


@pytest.mark.parametrize("procs", [1, 2, 8])
def test_limiter_takes_half_in_the_long_run(procs: int) -> None:
    """Once its bucket is full, the collector gets half of the CPUs, where it took all."""
    trace = sim.run_gc(
        steady(), gogc=None, memory_limit_bytes=48 * sim.MiB, duration_ns=6 * S, procs=procs, pauses=NO_PAUSES
    )
    late = trace.time_ns > 3 * S
    steps = np.diff(trace.time_ns[late])
    share = float((trace.gc_cpu_frac[late][1:] * steps).sum() / steps.sum())
    assert share == pytest.approx(0.5, abs=0.005)


@pytest.mark.parametrize("limit_mib", [48, 72, 100])
def test_a_full_bucket_shows_the_long_run_at_once(limit_mib: int) -> None:
    """Three cycles from a full bucket have the share and the peak that a cold one comes to after seconds."""
    settings = {"gogc": None, "memory_limit_bytes": limit_mib * sim.MiB, "pauses": NO_PAUSES}
    slow = sim.run_gc(steady(), duration_ns=8 * S, **settings)
    quick = sim.run_gc(steady(), cycles=3, warm_up_cycles=3, limiter_fill_frac=1.0, **settings)
    late = slow.time_ns > 5 * S
    steps = np.diff(slow.time_ns[late])
    share = float((slow.gc_cpu_frac[late][1:] * steps).sum() / steps.sum())
    assert quick.gc_cpu_total_frac == pytest.approx(share, abs=0.02)
    assert quick.peak_bytes == pytest.approx(slow.peak_bytes, rel=0.02)


def test_a_bucket_is_between_empty_and_full() -> None:
    """A filling beyond the bounds is refused."""
    with pytest.raises(sim.ScenarioError, match=r"limiter_fill_frac is 1\.5"):
        sim.run_gc(steady(), limiter_fill_frac=1.5)


def test_off_without_a_limit_never_collects() -> None:
    """GOGC=off and no limit: no cycle, no goal, and the heap grows at the rate of the program."""
    trace = sim.run_gc(steady(), gogc=None, **SECOND)
    assert trace.cycles == ()
    assert np.isnan(trace.heap_goal_bytes).all()
    assert trace.heap_live_bytes[-1] == 64 * sim.MiB + 128 * 1024 * 8 * 1000


def test_idle_programs_are_collected_every_two_minutes() -> None:
    """A program that allocates nothing is collected after 120 s, unless GOGC is off."""
    idle = steady(alloc_rate=0.0)
    trace = sim.run_gc(idle, duration_ns=300 * S)
    assert [round(cycle.start_ns / S, 1) for cycle in trace.cycles] == [120.0, 240.0]
    assert sim.run_gc(idle, gogc=None, memory_limit_bytes=1 << 30, duration_ns=300 * S).cycles == ()


def test_burst_brings_assists() -> None:
    """A sudden rise of the allocation rate is paid by assists in the cycle that it hits."""
    trace = sim.run_gc(sim.Workload.burst(64 * sim.MiB, at_ms=300, for_ms=200, factor=6))
    before = [cycle for cycle in trace.cycles[1:] if cycle.end_ns < 300 * MS]
    during = [cycle for cycle in trace.cycles if 300 * MS < cycle.start_ns < 480 * MS]
    assert max(cycle.assist_frac for cycle in before) < 0.01
    assert during[0].assist_frac > 0.2


def test_growing_heaps_are_followed() -> None:
    """Each cycle of a growing program marks more than the one before."""
    trace = sim.run_gc(sim.Workload.growing(16 * sim.MiB, 256 * sim.MiB, over_ms=1000))
    marked = [cycle.marked_bytes for cycle in trace.cycles]
    assert len(marked) > 4
    assert marked == sorted(marked)


def test_warm_up_starts_a_new_clock() -> None:
    """After a warm-up the trace starts at 0 with cycle 1, right after a mark, and cycles are alike."""
    trace = sim.run_gc(steady(cold=True), warm_up_cycles=12, cycles=3)
    assert trace.time_ns[0] == 0
    assert [cycle.number for cycle in trace.cycles] == [1, 2, 3]
    assert trace.heap_live_bytes[0] == trace.heap_marked_bytes[0]
    peaks = [cycle.peak_bytes for cycle in trace.cycles]
    assert max(peaks) - min(peaks) < 0.01 * peaks[0]


def test_warm_up_that_never_ends_is_refused() -> None:
    """A program that is never collected cannot be warmed up."""
    with pytest.raises(sim.ScenarioError, match="warm_up_cycles is 1, but only 0 end within an hour"):
        sim.run_gc(steady(alloc_rate=0.0), gogc=None, warm_up_cycles=1)


def test_same_arguments_same_trace() -> None:
    """A run with random rates is the same bit for bit when it is run again, and another with another seed."""

    def run(seed: int) -> sim.GCTrace:
        return sim.run_gc(steady(alloc_rate=128 + sim.random(60, seed, every=5)))

    first, again, other = run(1), run(1), run(2)
    for field in dataclasses.fields(sim.GCTrace):
        np.testing.assert_array_equal(getattr(first, field.name), getattr(again, field.name))
    assert first.cycles != other.cycles


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"gogc": -1}, "gogc is -1"),
        ({"gogc": 100.0}, "gogc is 100.0, not an integer"),
        ({"memory_limit_bytes": -5}, "memory_limit_bytes is -5"),
        ({"procs": 0}, "procs is 0"),
        ({"duration_ns": 0}, "duration_ns is 0"),
        ({"cycles": 0}, "cycles is 0"),
        ({"warm_up_cycles": -1}, "warm_up_cycles is -1"),
    ],
)
def test_refuses_what_cannot_be(arguments: dict[str, Any], message: str) -> None:
    """Arguments out of bounds are refused with their name and value."""
    with pytest.raises(sim.ScenarioError, match=message):
        sim.run_gc(steady(), **arguments)


def test_runs_are_bounded(few_steps: int) -> None:
    """A run that would not end, here of cycles without any work, ends with a message."""
    nothing = steady(0, globals_bytes=0, stack_bytes=0)
    with pytest.raises(sim.ScenarioError, match=f"more than {few_steps} steps"):
        sim.run_gc(nothing, gogc=None, memory_limit_bytes=0)


def check_shares(trace: sim.GCTrace) -> None:
    """The CPUs are shared out once: over all, and on each P."""
    parts = [getattr(trace, f"{kind}_frac") for kind in sim.WORK_KINDS]
    assert all((part >= 0).all() for part in parts)
    assert (sum(parts) <= 1 + 1e-9).all()
    lanes = [trace.work_on(p) for p in range(trace.procs)]
    assert all(((lane >= -1e-9) & (lane <= 1 + 1e-9)).all() for lane in lanes)
    np.testing.assert_allclose(sum(lanes) / trace.procs, np.stack(parts, axis=1), atol=1e-9)


@settings(max_examples=40)
@given(
    live_mib=st.integers(0, 100),
    alloc_rate=st.floats(0, 500),
    jitter=st.floats(0, 100),
    gogc=st.one_of(st.none(), st.integers(5, 800)),
    limit_mib=st.one_of(st.none(), st.integers(1, 300)),
    procs=st.integers(1, 16),
    goroutines=st.one_of(st.none(), st.floats(0, 16)),
    rest_ms=st.integers(0, 20),
    cold=st.booleans(),
)
def test_nothing_is_lost(
    live_mib: int,
    alloc_rate: float,
    jitter: float,
    gogc: int | None,
    limit_mib: int | None,
    procs: int,
    goroutines: float | None,
    rest_ms: int,
    cold: bool,
) -> None:
    """Bytes allocated = live + freed, time never runs back, shares are 0 to 1, goals above marked."""
    load = dataclasses.replace(
        steady(live_mib, alloc_rate=alloc_rate + sim.random(jitter, 3, every=2), cold=cold),
        goroutines=None if goroutines is None else sim.constant(goroutines),
        rest_every_bytes=4 * sim.MiB,
        rest_ns=rest_ms * MS,
    )
    limit = None if limit_mib is None else limit_mib * sim.MiB
    trace = sim.run_gc(load, gogc=gogc, memory_limit_bytes=limit, procs=procs, duration_ns=200 * MS)
    assert trace.allocated_bytes == int(trace.heap_live_bytes[-1]) + trace.freed_bytes
    assert trace.time_ns[0] == 0
    assert trace.time_ns[-1] == 200 * MS
    assert (np.diff(trace.time_ns) >= 0).all()
    check_shares(trace)
    assert ((trace.gc_cpu_frac >= 0) & (trace.gc_cpu_frac <= 1)).all()
    assert (trace.heap_live_bytes >= trace.heap_marked_bytes).all()
    goal = trace.heap_goal_bytes
    assert (np.isnan(goal) | (goal >= trace.heap_marked_bytes)).all()
    for cycle in trace.cycles:
        assert cycle.freed_bytes == cycle.peak_bytes - cycle.marked_bytes >= 0
        assert cycle.start_ns <= cycle.end_ns
        assert cycle.heap_start_bytes <= cycle.peak_bytes
