from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk import sim
from talk.sim.gc_phases import Sweep
from talk.sim.gc_program import Program
from talk.sim.units import MS, S
from talk.sim.workers import mark_shares


def test_phases_come_in_their_order() -> None:
    """Off or sweep, a pause, the mark, a pause, the sweep, and again."""
    trace = sim.run_gc(sim.Workload.steady(live_bytes=64 * sim.MiB), cycles=4)
    turns = trace.phase[np.flatnonzero(np.diff(trace.phase, prepend=-1))]
    names = [sim.Phase(turn).name for turn in turns]
    cycle = ["SWEEP_TERM", "MARK", "MARK_TERM", "SWEEP", "OFF"]
    assert names == (["OFF", *cycle * 4])[: len(names)]


def test_pauses_last_as_long_as_they_are_given() -> None:
    """The world stands still for the time given, twice a cycle, and nothing is allocated then."""
    load, pauses = sim.Workload.steady(live_bytes=64 * sim.MiB), sim.Pauses(2 * MS, 3 * MS)
    trace = sim.run_gc(load, cycles=5, pauses=pauses)
    for cycle in trace.cycles:
        assert (cycle.sweep_term_ns, cycle.mark_term_ns) == (2 * MS, 3 * MS)
    stopped = trace.stopped_frac == 1
    spans = np.diff(trace.time_ns, prepend=0)
    assert spans[stopped].sum() == 25 * MS
    assert (np.diff(trace.heap_live_bytes, prepend=0)[stopped] == 0).all()
    assert (trace.gc_cpu_frac[stopped] == 1).all()


def test_pauses_are_times() -> None:
    """A pause below 0 is refused."""
    with pytest.raises(sim.ScenarioError, match="mark_term_ns is -1"):
        sim.Pauses(0, -1)


def test_a_sweep_by_hand() -> None:
    """100 MiB to sweep over 9 MiB to the trigger: done 1 MiB before it, half of it half way."""
    sweep = Sweep.begin(100 * sim.MiB, 40 * sim.MiB, 49 * sim.MiB)
    left = [sweep.left_bytes(live * sim.MiB) // sim.MiB for live in (40, 44, 48, 60)]
    assert left == [100, 50, 0, 0]


def test_the_sweep_is_done_before_the_next_mark() -> None:
    """What a cycle leaves to sweep falls to nothing before the next one starts."""
    trace = sim.run_gc(sim.Workload.steady(live_bytes=64 * sim.MiB), cycles=5)
    assert trace.unswept_bytes.max() > 64 * sim.MiB
    begins = np.flatnonzero(np.diff(trace.marking.astype(int)) == 1)
    assert (trace.unswept_bytes[begins] == 0).all()


def test_forced_cycles_start_when_asked_for() -> None:
    """runtime.GC() starts a cycle at once, or at the end of the one under way."""
    load = sim.Workload.steady(live_bytes=64 * sim.MiB, alloc_rate=1.0)
    trace = sim.run_gc(load, forced_ns=[100 * MS, 105 * MS])
    first, second = trace.cycles
    assert (first.begin_ns, second.begin_ns) == (100 * MS, first.done_ns)
    assert first.forced
    assert second.forced


@pytest.mark.parametrize(
    ("times", "message"), [([-1], "forced_ns is -1"), ([5, 3], "forced_ns has 3 after 5")]
)
def test_forced_times_are_checked(times: list[int], message: str) -> None:
    """Times from 0, in order."""
    with pytest.raises(sim.ScenarioError, match=message):
        sim.run_gc(sim.Workload.steady(live_bytes=0), forced_ns=times)


def test_shares_by_hand() -> None:
    """Two Ps, one goroutine: a quarter of each for the fractional worker, idle marking on the free P."""
    shares = mark_shares(2, 1, owed_rate=0.0, scan_rate=1000.0)
    assert (shares.dedicated, shares.fractional, shares.idle_mark) == (0, 0.25, 0.375)
    assert (shares.program, shares.assist, shares.unused) == (0.375, 0, 0)


def test_assists_pay_what_the_background_does_not() -> None:
    """One P: what is owed is what all workers scan, once the background's credit is used up."""
    shares = mark_shares(1, 1, owed_rate=3000.0, scan_rate=1000.0)
    assert shares.assist > 0
    assert 3000 * shares.program == pytest.approx(1000 * shares.scanning)
    assert mark_shares(1, 1, owed_rate=3000.0, scan_rate=1000.0, assists=False).assist == 0


def test_each_p_has_its_work() -> None:
    """Four Ps, two goroutines: one P marks, two run the program, one marks because it is idle."""
    load = dataclasses.replace(sim.Workload.steady(live_bytes=64 * sim.MiB), goroutines=sim.constant(2))
    trace = sim.run_gc(load, procs=4, cycles=3)
    at = int(np.flatnonzero(trace.phase == sim.Phase.MARK)[-1])
    busiest = [sim.WORK_KINDS[int(trace.work_on(p)[at].argmax())] for p in range(4)]
    assert busiest == ["dedicated", "program", "program", "idle_mark"]
    with pytest.raises(sim.ScenarioError, match="p is 4, more than 3"):
        trace.work_on(4)


@given(
    st.integers(1, 64),
    st.floats(0, 64),
    st.floats(0, 1e9),
    st.floats(0.001, 1e9),
    st.booleans(),
)
def test_shares_make_up_the_ps(
    procs: int, goroutines: float, owed: float, scan: float, assists: bool
) -> None:
    """During a mark every P is used, and the background has about a quarter."""
    shares = mark_shares(procs, goroutines, owed, scan, assists=assists)
    assert shares.scanning + shares.program == pytest.approx(1)
    assert 0.17 < shares.dedicated + shares.fractional < 0.34
    assert min(shares.idle_mark, shares.assist, shares.program) >= 0


def test_idle_marking_ends_a_mark_earlier() -> None:
    """A program on one P of eight leaves the others to mark: the mark is shorter, and costs it nothing."""
    busy = sim.Workload.steady(live_bytes=64 * sim.MiB)
    alone = dataclasses.replace(busy, goroutines=sim.constant(1))
    marks = [sim.run_gc(load, cycles=2, duration_ns=60 * S).cycles[-1] for load in (busy, alone)]
    assert marks[1].end_ns - marks[1].start_ns < 0.3 * (marks[0].end_ns - marks[0].start_ns)
    assert marks[0].idle_ns == 0 < marks[1].idle_ns


def test_a_program_rests() -> None:
    """After so many bytes it sleeps for so long, and allocates nothing then."""
    load = dataclasses.replace(
        sim.Workload.steady(live_bytes=0, alloc_rate=1024.0), rest_every_bytes=sim.MiB, rest_ns=9 * MS
    )
    # 1 MiB a ms on one P: 1 ms of work, 9 ms of rest.
    trace = sim.run_gc(load, gogc=None, procs=1, duration_ns=100 * MS)
    assert trace.allocated_bytes == 10 * sim.MiB
    resting = trace.program_frac == 0
    assert np.diff(trace.time_ns, prepend=0)[resting].sum() == pytest.approx(90 * MS, rel=1e-6)


def test_what_is_kept_follows_what_was_allocated() -> None:
    """Of each 4 MiB allocated 1 MiB is kept, however long it takes, until the ramp ends."""
    load = dataclasses.replace(
        sim.Workload.steady(live_bytes=8 * sim.MiB), kept_bytes=sim.ramp(100 * sim.MiB, 400)
    )
    trace = sim.run_gc(load, duration_ns=2 * S)
    program = Program(load, 8, now_ns=1, allocated_bytes=200 * sim.MiB)
    assert program.live_bytes() == 58 * sim.MiB
    marked = [cycle.marked_bytes for cycle in trace.cycles]
    assert marked[0] < 40 * sim.MiB
    assert marked[-1] > 108 * sim.MiB


def test_a_slower_program_allocates_less_while_marked() -> None:
    """With a slowdown of 4, a mark sees a quarter of the bytes."""
    load = sim.Workload.steady(live_bytes=64 * sim.MiB, alloc_rate=64.0)
    slow = dataclasses.replace(load, mark_slowdown=4.0)
    grown = [
        cycle.peak_bytes - cycle.heap_start_bytes
        for cycle in (sim.run_gc(each, cycles=3, duration_ns=9 * S).cycles[-1] for each in (load, slow))
    ]
    assert grown[1] == pytest.approx(grown[0] / 4, rel=0.01)
