from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talk import sim
from talk.sim.mark import MarkWork, gc_share, mark_paced, mark_step

SIZES = st.integers(0, 1 << 40)


def marking(procs: int = 8) -> sim.GCController:
    """A controller at the start of a mark with 4 MiB of heap."""
    controller = sim.GCController(procs=procs, heap_live=4 * sim.MiB)
    controller.start_cycle(stack_bytes=0)
    return controller


def test_a_full_step_by_hand() -> None:
    """Half a millisecond on 8 Ps without assists: 1 CPU-ms of scanning, 3 of allocation."""
    controller, work = marking(), MarkWork(0, 0, 64 * sim.MiB)
    step = mark_step(controller, sim.MarkRates(100.0, 1024.0, 1.0), work, assists=False)
    assert (step.elapsed_ns, step.gc_cpu_frac, step.assist_ns) == (500_000, 0.25, 0)
    assert controller.scan_work == 1024 * 1024
    assert step.allocated_bytes == 300 * 1024


def test_the_last_step_is_shorter() -> None:
    """With a quarter of a step's work left, a quarter of the time passes and of the bytes come."""
    controller, work = marking(), MarkWork(0, 0, 256 * 1024)
    step = mark_step(controller, sim.MarkRates(100.0, 1024.0, 1.0), work, assists=False)
    assert (step.elapsed_ns, work.left) == (125_000, 0)
    assert step.allocated_bytes == 75 * 1024


def test_share_balances_debt_and_scanning() -> None:
    """At the share of the CPUs that assists take, scanning pays for what is allocated."""
    controller, rates = marking(), sim.MarkRates(200.0, 100.0, 1.0)
    controller.assist_work_per_byte = 1.5
    u = gc_share(controller, rates)
    assert rates.scan_rate * u == pytest.approx(1.5 * rates.alloc_rate * (1 - u))


def test_without_assists_a_quarter_is_left() -> None:
    """Where the CPU limiter forbids assists, the background workers' quarter is all."""
    controller = marking()
    controller.assist_work_per_byte = 1e9
    assert gc_share(controller, sim.MarkRates(200.0, 100.0, 1.0), assists=False) == 0.25


@given(SIZES, SIZES, SIZES, SIZES)
def test_work_is_taken_once(globals_: int, stack: int, heap: int, most: int) -> None:
    """What is taken and what is left make up what there was, and globals come first."""
    work = MarkWork(globals_, stack, heap)
    taken = work.take(most)
    assert taken.left == min(most, globals_ + stack + heap)
    assert (taken.globals_ + work.globals_, taken.stack + work.stack) == (globals_, stack)
    assert taken.heap + work.heap == heap
    assert work.globals_ == 0 or taken.stack == taken.heap == 0


@settings(max_examples=50)
@given(
    alloc_rate=st.floats(0, 2000),
    scan_rate=st.floats(32, 4000),
    frac=st.floats(0, 1),
    last_scan_mib=st.integers(0, 64),
    heap_mib=st.integers(1, 16),
    goal_mib=st.integers(5, 200),
    procs=st.integers(1, 16),
)
def test_many_steps_at_once_are_the_same_steps(
    alloc_rate: float,
    scan_rate: float,
    frac: float,
    last_scan_mib: int,
    heap_mib: int,
    goal_mib: int,
    procs: int,
) -> None:
    """The fast way comes to the same bytes and nanoseconds as the same number of steps one by one."""
    rates = sim.MarkRates(alloc_rate, scan_rate, frac)
    fast, slow = (
        sim.GCController(procs=procs, heap_live=4 * sim.MiB, last_heap_scan=last_scan_mib * sim.MiB)
        for _ in range(2)
    )
    for controller in (fast, slow):
        controller.percent_goal = goal_mib * sim.MiB
        controller.start_cycle(stack_bytes=0)
    one, other = MarkWork(0, 0, heap_mib * sim.MiB), MarkWork(0, 0, heap_mib * sim.MiB)
    step, steps = mark_paced(fast, rates, one)
    single = [mark_step(slow, rates, other) for _ in range(steps)]
    assert sum(each.assist_ns for each in single) == step.assist_ns
    assert sum(each.allocated_bytes for each in single) == step.allocated_bytes
    assert sum(each.elapsed_ns for each in single) == step.elapsed_ns
    assert one == other
    assert fast == slow
