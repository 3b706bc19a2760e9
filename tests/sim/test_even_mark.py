"""The quick way through an even mark comes to what steps one by one come to, in every bit."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from talk import sim
from talk.sim import even_mark
from talk.sim.collector import Collector
from talk.sim.errors import ScenarioError
from talk.sim.gc_phases import Phase
from talk.sim.mark import REVISE_PERIOD_NS, StepBudget
from talk.sim.streams import as_stream

SLOW, MODERATE, FAST = 40, 400, 3000  # KiB a CPU and millisecond
MS = 1_000_000


def fields(trace: sim.GCTrace) -> dict[str, object]:
    """Every field, arrays as their bytes."""
    found = {field.name: getattr(trace, field.name) for field in dataclasses.fields(trace)}
    return {name: one.tobytes() if isinstance(one, np.ndarray) else one for name, one in found.items()}


def quick_and_stepped(patch: pytest.MonkeyPatch, run: Callable[[], object]) -> tuple[object, object, int]:
    """What the run comes to either way, and how many marks were even."""
    quick, marks = even_mark.mark_evenly, 0

    def counted(*args: Any) -> None:
        nonlocal marks
        marks += 1
        quick(*args)

    with patch.context() as within:
        within.setattr("talk.sim.collector.mark_evenly", counted)
        found = run()
    with patch.context() as within:
        within.setattr(Collector, "_is_even", lambda *_: False)
        return found, run(), marks


@pytest.mark.parametrize("goroutines", [1, 64])
@pytest.mark.parametrize("filled", [None, 0.0, 0.95])
@pytest.mark.parametrize("alloc_rate", [SLOW, MODERATE, FAST])
@pytest.mark.parametrize("procs", [2, 13])
@pytest.mark.parametrize("gogc", [25, 800])
def test_the_traces_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
    gogc: int,
    procs: int,
    alloc_rate: int,
    filled: float | None,
    goroutines: int,
) -> None:
    """With and without assists, fractional workers, idle Ps, and a limiter, which may come into force."""
    steady = sim.Workload.steady(live_bytes=48 * sim.MiB, alloc_rate=alloc_rate, scannable_frac=0.7)
    workload = dataclasses.replace(steady, goroutines=as_stream(goroutines))

    def run() -> object:
        return fields(
            sim.run_gc(
                workload,
                gogc=gogc,
                procs=procs,
                cpu_limiter=filled is not None,
                limiter_fill_frac=filled or 0.0,
                cycles=3,
                duration_ns=10_000 * MS,
            )
        )

    quick, stepped, marks = quick_and_stepped(monkeypatch, run)
    assert marks > 0
    assert quick == stepped


def any_run(chance: random.Random) -> Callable[[], object]:
    """A run of a program that stays as it is: from a cold or a warm start, and cut anywhere."""
    live = chance.randint(20, 300)
    steady = sim.Workload.steady(
        live_bytes=live * sim.MiB,
        alloc_rate=chance.uniform(5, 600),
        scan_rate=chance.uniform(30, 3000),
        scannable_frac=chance.choice([0.01, 0.7, 1.0]),
        stack_bytes=chance.choice([0, 1 << 20]),
    )
    workload = dataclasses.replace(
        steady,
        goroutines=as_stream(chance.choice([1, 3.5, 64])),
        live_at_start_bytes=int(live * chance.choice([0, 0.5, 1, 1.02, 4])) * sim.MiB,
        mark_slowdown=chance.choice([0.3, 1, 1, 2]),
    )
    settings = {
        "gogc": chance.randint(5, 900),
        "procs": chance.choice([1, 2, 8, 8, 8, 13]),
        "cpu_limiter": chance.random() < 0.8,
        "limiter_fill_frac": chance.choice([0.0, 0.0, 0.3, 0.95, 0.999]),
        "duration_ns": chance.randint(50 * MS, 1500 * MS),
        "warm_up_cycles": chance.choice([0, 0, 2]),
    }
    return lambda: outcome(lambda: sim.run_gc(workload, **settings))


def outcome(run: Callable[[], sim.GCTrace]) -> object:
    """The fields of a trace, or why there is none."""
    try:
        return fields(run())
    except ScenarioError as error:
        return str(error)


@pytest.mark.parametrize("seed", range(16))
def test_any_run_is_the_same(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Twenty of them; together they meet every way in which equal periods end, see below."""
    chance = random.Random(seed)
    for number in range(20):
        quick, stepped, _ = quick_and_stepped(monkeypatch, any_run(chance))
        assert quick == stepped, number


def test_the_runs_meet_every_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal periods end where somebody assists, with what was expected, or with the time that there is."""
    ends: Counter[str] = Counter()
    ratios = even_mark._ratios

    def watched(*args: Any) -> Any:
        gc, _, _, _, scan, _, most = args
        found = ratios(*args)
        if found is not None:
            expected = (gc.expected_scan - gc.scan_work) // scan
            ends["whole" if len(found) == min(most, expected) else "assists"] += 1
            ends["expected" if len(found) == expected else "most"] += 1
        return found

    monkeypatch.setattr(even_mark, "_ratios", watched)
    for seed in range(16):
        chance = random.Random(seed)
        for _ in range(20):
            any_run(chance)()
    assert min(ends[name] for name in ("assists", "whole", "expected", "most")) >= 10, ends


def test_the_steps_are_counted_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that takes just as many as there may be takes place, with one fewer it is refused."""
    spent = 0
    spend = StepBudget.spend

    def counted(budget: StepBudget, steps: int = 1) -> None:
        nonlocal spent
        spent += steps
        spend(budget, steps)

    workload = sim.Workload.steady(live_bytes=128 * sim.MiB, alloc_rate=SLOW)
    whole = sim.run_gc(workload)
    marks_ns = whole.time_ns[whole.phase == Phase.MARK]
    ended_ns = int(marks_ns[0]) + 20 * REVISE_PERIOD_NS  # amid a mark: many steps are the last

    def run() -> sim.GCTrace:
        return sim.run_gc(workload, duration_ns=ended_ns)

    with monkeypatch.context() as within:
        within.setattr(StepBudget, "spend", counted)
        run()
    for most, is_enough in ((spent, True), (spent - 1, False)):
        monkeypatch.setattr("talk.sim.mark.MAX_STEPS", most)
        quick, stepped, marks = quick_and_stepped(monkeypatch, lambda: outcome(run))
        assert marks > 0
        assert quick == stepped
        assert isinstance(quick, dict) == is_enough
