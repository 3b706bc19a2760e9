"""What a run of the collector records: cycles, and the heap at each instant."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from talk.sim.goal import GC_BACKGROUND_UTILIZATION
from talk.sim.pacer import GCController


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


# (time, live, marked, goal, trigger, marking, share of the collector, limiter)
_Sample = tuple[int, int, int, float, float, bool, float, bool]


@dataclass(slots=True)
class Recorder:
    """Takes down the state of a controller, instant by instant."""

    samples: list[_Sample] = field(default_factory=list)

    def take(self, now_ns: int, controller: GCController, gc_cpu_frac: float, limiting: bool) -> None:
        """Take down the present state; times must not run back."""
        goal = controller.heap_goal()
        marking = controller.triggered is not None
        trigger = controller.triggered if controller.triggered is not None else controller.trigger()
        none = controller.gogc is None and controller.memory_limit is None
        sample = (
            now_ns,
            controller.heap_live,
            controller.heap_marked,
            float("nan") if none else float(goal),
            float("nan") if none else float(trigger),
            marking,
            gc_cpu_frac,
            limiting,
        )
        self.samples.append(sample)

    def trace(
        self,
        cycles: tuple[GCCycle, ...],
        allocated_bytes: int,
        freed_bytes: int,
        gc_cpu_total_frac: float,
    ) -> GCTrace:
        """The samples as arrays."""
        time_ns, live, marked, goal, trigger, marking, gc_cpu, limiting = zip(*self.samples, strict=True)
        gc_cpu_frac = np.array(gc_cpu, dtype=np.float64)
        return GCTrace(
            time_ns=np.array(time_ns, dtype=np.int64),
            heap_live_bytes=np.array(live, dtype=np.int64),
            heap_marked_bytes=np.array(marked, dtype=np.int64),
            heap_goal_bytes=np.array(goal, dtype=np.float64),
            trigger_bytes=np.array(trigger, dtype=np.float64),
            marking=np.array(marking, dtype=np.bool_),
            gc_cpu_frac=gc_cpu_frac,
            assist_frac=np.maximum(0.0, gc_cpu_frac - GC_BACKGROUND_UTILIZATION),
            limiter_on=np.array(limiting, dtype=np.bool_),
            cycles=cycles,
            allocated_bytes=allocated_bytes,
            freed_bytes=freed_bytes,
            gc_cpu_total_frac=gc_cpu_total_frac,
        )
