from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from talk import sim


def test_recorded_steady_states(recorded: Callable[..., Any]) -> None:
    """The sizes of recorded steady cycles: 3 % off in the median, 10 % at the 95th percentile."""
    errors: list[float] = []
    for scenario, went in recorded("gc-steady"):
        state = sim.steady_state(
            scenario["reachable"],
            gogc=scenario["gogc"],
            stack_bytes=scenario["stacks"],
            globals_bytes=scenario["globals"],
            scan_work_bytes=scenario["scan_work"],
            allocated_per_scanned=scenario["allocated_per_scanned"],
            cons_mark=scenario["cons_mark"],
        )
        sizes = {name: getattr(state, f"{name}_bytes") for name in ("live", "goal", "trigger", "peak")}
        sizes["bytes_per_cycle"] = state.bytes_per_cycle
        errors += [abs(size - went[name]) / went[name] for name, size in sizes.items()]
    assert len(errors) == 225
    assert np.median(errors) < 0.03
    assert np.quantile(errors, 0.95) < 0.10


def test_by_hand() -> None:
    """64 MiB reachable and a tenth of it allocated during the mark."""
    state = sim.steady_state(
        64 * sim.MiB,
        stack_bytes=0,
        scan_work_bytes=64 * sim.MiB,
        allocated_per_scanned=0.125,
        cons_mark=1 / 24,
    )
    assert state.live_bytes == 72 * sim.MiB
    assert state.goal_bytes == 144 * sim.MiB
    # The runway is 3 / 24 of 64 MiB: exactly what will be allocated.
    assert state.trigger_bytes == 136 * sim.MiB
    assert state.peak_bytes == state.goal_bytes
    assert state.bytes_per_cycle == 72 * sim.MiB


def test_refuses_what_cannot_be() -> None:
    """Arguments out of bounds are refused with their name and value."""
    with pytest.raises(sim.ScenarioError, match="reachable_bytes is -1"):
        sim.steady_state(-1)
    with pytest.raises(sim.ScenarioError, match="cons_mark is nan"):
        sim.steady_state(1, cons_mark=float("nan"))
