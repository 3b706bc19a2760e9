from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk import sim
from talk.sim.pacer import ConsMark


@pytest.mark.parametrize(
    ("procs", "dedicated", "fractional"),
    [(1, 0, 0.25), (2, 0, 0.25), (3, 0, 0.25), (4, 1, 0), (5, 1, 0), (6, 1, 0.0833), (7, 2, 0), (8, 2, 0)],
)
def test_background_workers(procs: int, dedicated: int, fractional: float) -> None:
    """Dedicated and fractional workers are those that the runtime starts on so many Ps."""
    workers = sim.gc_workers(procs)
    assert workers.dedicated == dedicated
    assert workers.fractional_frac == pytest.approx(fractional, abs=1e-4)


@given(st.integers(1, 4096))
def test_workers_take_about_a_quarter(procs: int) -> None:
    """Dedicated and fractional workers together take a quarter of the Ps, 30 % more or less."""
    workers = sim.gc_workers(procs)
    taken = workers.dedicated + workers.fractional_frac * procs
    assert taken / procs == pytest.approx(0.25, rel=0.3)


def test_cons_mark_by_hand() -> None:
    """1000 bytes allocated for 10,000 scanned, no assists: 1000 * 0.25 / (10000 * 0.75)."""
    cons_mark = ConsMark()
    cons_mark.measure(1000, 10_000, 0.0, 0.0)
    assert cons_mark.ratio == pytest.approx(1 / 30)


def test_cons_mark_rises_at_once_and_falls_after_five_cycles() -> None:
    """One high ratio stays in force for the four cycles that follow it."""
    cons_mark = ConsMark()
    ratios = []
    for allocated in (3000, 300, 300, 300, 300, 300):
        cons_mark.measure(allocated, 10_000, 0.0, 0.0)
        ratios.append(round(cons_mark.ratio, 6))
    assert ratios == [0.1, 0.1, 0.1, 0.1, 0.1, 0.01]


@pytest.mark.parametrize(("allocated", "scanned", "assist"), [(0, 9, 0), (-5, 9, 0), (5, 0, 0), (5, 9, 0.75)])
def test_cycles_that_say_nothing_are_skipped(allocated: int, scanned: int, assist: float) -> None:
    """A cycle without allocation, work or time for the program leaves ratio and history alone."""
    cons_mark = ConsMark(0.5, [0.1, 0.2, 0.3, 0.5])
    cons_mark.measure(allocated, scanned, assist, 0.0)
    assert cons_mark == ConsMark(0.5, [0.1, 0.2, 0.3, 0.5])


def test_recorded_cons_mark(recorded: Callable[..., Any]) -> None:
    """The ratios that the runtime used follow from its times: 2 % off in the median, 15 % at the 95th."""
    errors: list[float] = []
    for scenario, went in recorded("gc-cons-mark"):
        cons_mark = ConsMark()
        for row, used in zip(scenario["cycles"], went["next_cons_mark"], strict=True):
            trigger, peak, work, assist_ms, idle_ms, duration_ms = row
            cpu_ms = duration_ms * scenario["procs"]
            cons_mark.measure(peak - trigger, work, assist_ms / cpu_ms, idle_ms / cpu_ms)
            errors.append(abs(cons_mark.ratio - used) / used)
    assert len(errors) == 1380
    assert np.median(errors) < 0.02
    assert np.quantile(errors, 0.95) < 0.15


def test_first_trigger_is_the_highest() -> None:
    """With nothing known about the program, the first cycle starts at 61/64 of 4 MiB."""
    controller = sim.GCController()
    assert controller.heap_goal() == 4 * sim.MiB
    assert controller.trigger() == 61 * sim.MiB // 16


def test_assist_ratio_by_hand() -> None:
    """1 MiB left to scan over 4 MiB of heap left: a quarter of a byte for each byte allocated."""
    controller = sim.GCController(heap_live=60 * sim.MiB)
    controller.heap_marked = 32 * sim.MiB
    controller.last_heap_scan = sim.MiB
    controller.commit(is_sweep_done=True)
    controller.start_cycle(stack_bytes=0)
    assert controller.heap_goal() == 64 * sim.MiB
    assert controller.assist_work_per_byte == 0.25


def test_goal_keeps_64_kib_from_the_trigger() -> None:
    """A cycle that starts at its goal still gets 64 KiB."""
    controller = sim.GCController(heap_live=9 * sim.MiB)
    controller.start_cycle(stack_bytes=0)
    assert controller.heap_goal() == 9 * sim.MiB + 64 * sim.KiB


def test_overshoot_stretches_the_goal() -> None:
    """A heap beyond its goal is paced to 1.1 times the goal, with all of it to scan."""
    controller = sim.GCController(heap_live=4 * sim.MiB, heap_scan=4 * sim.MiB)
    controller.start_cycle(stack_bytes=0)
    controller.allocate(sim.MiB // 8, 0)
    controller.revise()
    goal = int((4 * sim.MiB + 64 * sim.KiB) * 1.1)
    assert controller.assist_work_per_byte == 4 * sim.MiB / (goal - controller.heap_live)


def test_refuses_settings_out_of_bounds() -> None:
    """GOGC, limit and procs are refused with their value."""
    with pytest.raises(sim.ScenarioError, match="gogc is -1, less than 0"):
        sim.GCController(gogc=-1)
    with pytest.raises(sim.ScenarioError, match="procs is 0, less than 1"):
        sim.GCController(procs=0)
