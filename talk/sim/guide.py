"""The model behind the charts of Go's GC guide.

Source: "A Guide to the Go Garbage Collector", the interactive charts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class GuidePhase:
    """A stretch of a program's life, in its own CPU time."""

    duration_s: float
    alloc_mib_per_s: float
    scan_mib_per_s: float
    new_survival: float
    """Part of the new memory that stays alive, 0 to 1."""
    old_death: float
    """Part of the live heap that dies in this phase, 0 to 1."""


@dataclass(frozen=True, slots=True)
class GuideTrace:
    """What the guide's charts show: stacked areas over CPU time, and three figures.

    The arrays have one entry at each corner of the curves.
    """

    time_s: NDArray[np.float64]
    other_mib: NDArray[np.float64]
    live_mib: NDArray[np.float64]
    new_mib: NDArray[np.float64]
    total_s: float
    mutator_s: float
    gc_cpu_percent: float
    peak_mib: float
    peak_live_mib: float
    cycles: int


def run_guide(
    phases: Sequence[GuidePhase],
    *,
    gogc: float | None = 100,
    memory_limit_mib: float | None = None,
    other_mib: float = 0,
    fixed_cost_s: float = 0.04,
) -> GuideTrace:
    """The GC guide's own chart for a program of these phases."""
    raise NotImplementedError
