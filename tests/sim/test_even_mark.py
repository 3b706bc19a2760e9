"""The quick way through an even mark comes to what steps one by one come to, in every bit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from talk import sim
from talk.sim.collector import Collector

MODERATE, FAST = 400, 3000  # KiB a CPU and millisecond


def fields(trace: sim.GCTrace) -> dict[str, object]:
    """Every field, arrays as their bytes."""
    found = {field.name: getattr(trace, field.name) for field in dataclasses.fields(trace)}
    return {name: one.tobytes() if isinstance(one, np.ndarray) else one for name, one in found.items()}


@pytest.mark.parametrize("cpu_limiter", [True, False])
@pytest.mark.parametrize("alloc_rate", [MODERATE, FAST])
@pytest.mark.parametrize("procs", [1, 2, 5, 13])
@pytest.mark.parametrize("gogc", [25, 100, 800])
def test_the_traces_are_the_same(
    monkeypatch: pytest.MonkeyPatch, gogc: int, procs: int, alloc_rate: int, cpu_limiter: bool
) -> None:
    """With and without assists, fractional workers, and a limiter that comes into force."""
    workload = sim.Workload.steady(live_bytes=48 * sim.MiB, alloc_rate=alloc_rate)

    def run() -> sim.GCTrace:
        return sim.run_gc(
            workload, gogc=gogc, procs=procs, cpu_limiter=cpu_limiter, cycles=3, duration_ns=10_000_000_000
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
