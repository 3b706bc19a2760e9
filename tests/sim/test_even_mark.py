"""The quick way through an even mark comes to what steps one by one come to, in every bit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from talk import sim
from talk.sim.collector import Collector
from talk.sim.streams import as_stream

MODERATE, FAST = 400, 3000  # KiB a CPU and millisecond


def fields(trace: sim.GCTrace) -> dict[str, object]:
    """Every field, arrays as their bytes."""
    found = {field.name: getattr(trace, field.name) for field in dataclasses.fields(trace)}
    return {name: one.tobytes() if isinstance(one, np.ndarray) else one for name, one in found.items()}


@pytest.mark.parametrize("goroutines", [1, 64])
@pytest.mark.parametrize("filled", [None, 0.0, 0.95])
@pytest.mark.parametrize("alloc_rate", [MODERATE, FAST])
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

    def run() -> sim.GCTrace:
        return sim.run_gc(
            workload,
            gogc=gogc,
            procs=procs,
            cpu_limiter=filled is not None,
            limiter_fill_frac=filled or 0.0,
            cycles=3,
            duration_ns=10_000_000_000,
        )

    quick, stepped = Collector._mark_evenly, 0

    def counted(*args: object) -> None:
        nonlocal stepped
        stepped += 1
        quick(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(Collector, "_mark_evenly", counted)
    found = fields(run())
    assert stepped > 0
    monkeypatch.setattr(Collector, "_is_even", lambda *_: False)
    assert fields(run()) == found
