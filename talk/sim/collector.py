"""Whole cycles over time: a program's heap under the pacer.

Source: `runtime/mgc.go` and `runtime/mgcpacer.go` of Go 1.27.3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from talk.sim.units import S
from talk.sim.workload import Workload

DEFAULT_DURATION_NS = 1 * S


@dataclass(frozen=True, slots=True)
class GCCycle:
    """One cycle: from the start of its mark to the end of it."""

    number: int
    """From 1."""
    start_ns: int
    end_ns: int
    trigger_bytes: int
    """The heap at which the cycle was to start."""
    heap_start_bytes: int
    """heapLive when it started."""
    peak_bytes: int
    """heapLive at the end of the mark: the most there was in this cycle."""
    goal_bytes: int
    """The goal in force at the end of the mark."""
    marked_bytes: int
    """Found live, or allocated during the mark."""
    freed_bytes: int
    """What the cycle gives back."""
    scan_work_bytes: int
    gc_cpu_frac: float
    """The collector's share of the CPUs during this mark, assists included."""
    assist_frac: float
    """The share of the assists alone."""
    cons_mark: float
    """The ratio measured at the end, in force in the next cycle."""


@dataclass(frozen=True, slots=True)
class GCTrace:
    """What a run recorded. All arrays have one entry for each instant, in order."""

    time_ns: NDArray[np.int64]
    heap_live_bytes: NDArray[np.int64]
    """Live, or not yet known to be garbage."""
    heap_marked_bytes: NDArray[np.int64]
    """What the last cycle marked."""
    heap_goal_bytes: NDArray[np.float64]
    """The goal in force; NaN while there is none (GOGC off, no limit)."""
    trigger_bytes: NDArray[np.float64]
    """The heap at which the next cycle starts (during a mark: started); NaN where no goal is."""
    marking: NDArray[np.bool_]
    """Whether a mark is under way."""
    gc_cpu_frac: NDArray[np.float64]
    """The collector's share of all CPUs."""
    assist_frac: NDArray[np.float64]
    """The part of that which assists take."""
    limiter_on: NDArray[np.bool_]
    """Whether the CPU limiter forbids assists."""
    cycles: tuple[GCCycle, ...]
    """Those that ended within the run."""
    allocated_bytes: int
    """All that was allocated, with what stood there at the start."""
    freed_bytes: int
    """All that cycles gave back: allocated = live at the end + freed."""
    gc_cpu_total_frac: float
    """The collector's share of all CPU time of the run."""

    @property
    def peak_bytes(self) -> int:
        """The largest heap of the run."""
        return int(self.heap_live_bytes.max())


def run_gc(
    workload: Workload,
    *,
    gogc: int | None = 100,
    memory_limit_bytes: int | None = None,
    procs: int = 8,
    duration_ns: int = DEFAULT_DURATION_NS,
    cycles: int | None = None,
    warm_up_cycles: int = 0,
    cpu_limiter: bool = True,
) -> GCTrace:
    """The heap of a program over time, cycle by cycle.

    Args:
        workload: what the program does.
        gogc: GOGC in percent from 0, or None for off.
        memory_limit_bytes: the soft memory limit, or None for none.
        procs: GOMAXPROCS, from 1; all of them are busy all the time.
        duration_ns: length of the run, from 1.
        cycles: end the run earlier, after this many cycles.
        warm_up_cycles: cycles that run before the trace (and its clock) begins.
        cpu_limiter: whether the limit on the collector's CPU time is in force.

    Returns: the trace.
    """
    raise NotImplementedError
