from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from talk import sim

FIGURES = ("total_s", "mutator_s", "gc_cpu_percent", "peak_mib", "peak_live_mib", "cycles")
FLAT = sim.GuidePhase(duration_s=9, alloc_mib_per_s=20, scan_mib_per_s=1024, new_survival=0, old_death=0)
SETUP = sim.GuidePhase(duration_s=1, alloc_mib_per_s=20, scan_mib_per_s=1024, new_survival=1, old_death=0)


def test_figures_of_the_guide_come_out(recorded: Callable[..., Any]) -> None:
    """Total time, GC share, peaks and cycles are those of the guide's own charts."""
    for scenario, went in recorded("gc-guide"):
        trace = sim.run_guide(
            [sim.GuidePhase(**phase) for phase in scenario["phases"]],
            gogc=scenario["gogc"],
            memory_limit_mib=scenario["memory_limit_mib"],
            other_mib=scenario["other_mib"],
            fixed_cost_s=scenario["fixed_cost_s"],
        )
        for name in FIGURES:
            assert getattr(trace, name) == pytest.approx(went[name], rel=1e-9), f"{scenario['id']}: {name}"


def test_a_program_by_hand() -> None:
    """10 MiB of garbage at GOGC=100: two collections of 4 MiB each, at the fixed cost alone."""
    phase = sim.GuidePhase(duration_s=10, alloc_mib_per_s=1, scan_mib_per_s=1024, new_survival=0, old_death=0)
    trace = sim.run_guide([phase], fixed_cost_s=0.5)
    assert (trace.cycles, trace.total_s, trace.peak_mib) == (2, 11.0, 4.0)
    assert trace.gc_cpu_percent == pytest.approx(100 / 11)


def test_curves_are_sawteeth() -> None:
    """Time never runs back, and new memory falls to 0 at each collection."""
    trace = sim.run_guide([SETUP, FLAT])
    assert (np.diff(trace.time_s) >= 0).all()
    assert int((np.diff(trace.new_mib) < 0).sum()) == trace.cycles
    assert trace.live_mib[-1] == pytest.approx(20)


def test_off_never_collects() -> None:
    """GOGC off and no limit: all that is allocated stays."""
    trace = sim.run_guide([SETUP, FLAT], gogc=None)
    assert (trace.cycles, trace.peak_mib, trace.gc_cpu_percent) == (0, 200.0, 0.0)


def test_limit_caps_the_peak() -> None:
    """A limit above the live heap caps the peak, at the price of more collections."""
    free, capped = (sim.run_guide([SETUP, FLAT], memory_limit_mib=limit) for limit in (None, 30))
    assert capped.peak_mib == pytest.approx(30)
    assert capped.cycles > free.cycles


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"gogc": -1}, "gogc is -1, less than 0"),
        ({"gogc": float("nan")}, "gogc is nan, not a finite number"),
        ({"phases": []}, "phases is empty"),
        ({"phases": [sim.GuidePhase(0, 1, 1, 0, 0)]}, "duration_s of phase 1 is 0, not above 0"),
        ({"phases": [SETUP, sim.GuidePhase(1, 1, 1, 2, 0)]}, "new_survival of phase 2 is 2, more than 1"),
    ],
)
def test_refuses_what_cannot_be(arguments: dict[str, Any], message: str) -> None:
    """Arguments out of bounds are refused with their name and value."""
    with pytest.raises(sim.ScenarioError, match=message):
        sim.run_guide(**{"phases": [SETUP], **arguments})


def test_endless_programs_are_refused() -> None:
    """A program with too many collections ends with a message."""
    wild = sim.GuidePhase(1e9, 1e9, 1, 0, 0)
    with pytest.raises(sim.ScenarioError, match="more than 200000 collections"):
        sim.run_guide([wild])
