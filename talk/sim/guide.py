"""The model behind the charts of Go's GC guide: a program that pauses to collect.

Much simpler than the pacer: no concurrency, no trigger, no assists; the heap
fills to its goal, then a collection takes its time.

Source: "A Guide to the Go Garbage Collector" (go.dev/doc/gc-guide), the model
of its interactive charts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from talk.sim.errors import require, require_between

# The least goal while GOGC is on, and the least heap above the live one.
LEAST_GOAL_MIB = 4.0
LEAST_NEW_MIB = 1 / 16
MAX_CYCLES = 200_000


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
    live_mib: NDArray[np.float64]
    """What the last collection found alive."""
    new_mib: NDArray[np.float64]
    """Allocated since."""
    other_mib: float
    """Memory besides the heap, all the time."""
    total_s: float
    mutator_s: float
    gc_cpu_percent: float
    peak_mib: float
    """The most of live, new and other memory together."""
    peak_live_mib: float
    cycles: int


@dataclass(slots=True)
class _GuideRun:
    gogc: float | None
    memory_limit_mib: float | None
    other_mib: float
    fixed_cost_s: float
    goal_mib: float = 0.0
    live_mib: float = 0.0
    new_mib: float = 0.0
    pending_mib: float = 0.0
    """What has come alive, less what has died, since the last collection."""
    total_s: float = 0.0
    mutator_s: float = 0.0
    cycles: int = 0
    corners: list[tuple[float, float, float]] = field(default_factory=lambda: [(0.0, 0.0, 0.0)])

    def __post_init__(self) -> None:
        # The first goal is the one that a live heap would have whose goal is 4 MiB.
        self.goal_mib = self.next_goal_mib(
            0.0 if self.gogc is None else LEAST_GOAL_MIB / (1 + self.gogc / 100)
        )

    def next_goal_mib(self, live_mib: float) -> float:
        goal_mib = math.inf if self.gogc is None else live_mib * (1 + self.gogc / 100)
        if self.memory_limit_mib is not None and goal_mib + self.other_mib > self.memory_limit_mib:
            goal_mib = self.memory_limit_mib - self.other_mib
        if self.gogc is not None:
            goal_mib = max(goal_mib, LEAST_GOAL_MIB)
        return max(goal_mib, live_mib + LEAST_NEW_MIB)

    def run_phase(self, phase: GuidePhase) -> None:
        born_mib = phase.duration_s * phase.alloc_mib_per_s * phase.new_survival
        died_mib = (self.live_mib + self.pending_mib) * phase.old_death
        flow_mib_per_s = (born_mib - died_mib) / phase.duration_s
        left_s = phase.duration_s
        while left_s > 0:
            room_mib = self.goal_mib - self.live_mib - self.new_mib
            to_goal_s = room_mib / phase.alloc_mib_per_s if phase.alloc_mib_per_s else math.inf
            self.mutate(min(left_s, to_goal_s), phase.alloc_mib_per_s, flow_mib_per_s)
            # A goal met just as the phase ends is left to the next one; a
            # program that ends there collects no more.
            if to_goal_s < left_s:
                self.collect(phase.scan_mib_per_s)
            left_s -= to_goal_s

    def mutate(self, time_s: float, alloc_mib_per_s: float, flow_mib_per_s: float) -> None:
        self.new_mib += time_s * alloc_mib_per_s
        self.pending_mib += time_s * flow_mib_per_s
        self.total_s += time_s
        self.mutator_s += time_s
        self.mark_corner()

    def collect(self, scan_mib_per_s: float) -> None:
        require(self.cycles < MAX_CYCLES, f"the program needs more than {MAX_CYCLES} collections")
        self.live_mib += self.pending_mib
        self.pending_mib = self.new_mib = 0.0
        self.total_s += self.live_mib / scan_mib_per_s + self.fixed_cost_s
        self.goal_mib = self.next_goal_mib(self.live_mib)
        self.cycles += 1
        self.mark_corner()

    def mark_corner(self) -> None:
        self.corners.append((self.total_s, self.live_mib, self.new_mib))


def run_guide(
    phases: Sequence[GuidePhase],
    *,
    gogc: float | None = 100,
    memory_limit_mib: float | None = None,
    other_mib: float = 0.0,
    fixed_cost_s: float = 0.04,
) -> GuideTrace:
    """What the GC guide's chart shows for a program of these phases.

    Args:
        phases: what the program does, in order; at least one.
        gogc: GOGC in percent from 0, or None for off.
        memory_limit_mib: the limit, from 0, or None for none.
        other_mib: memory besides the heap, from 0.
        fixed_cost_s: what each collection costs besides scanning, from 0.

    Returns: the curves and figures of the chart.
    Raises: ScenarioError with the value that is out of bounds.
    Source: the guide's own charts; 78 of their figures agree.
    Omits: concurrency: the program stands still while it collects.

    >>> phase = GuidePhase(duration_s=1, alloc_mib_per_s=20, scan_mib_per_s=1024, new_survival=1, old_death=0)
    >>> run_guide([phase]).peak_mib
    20.0
    """
    _check(phases, gogc, memory_limit_mib, other_mib, fixed_cost_s)
    run = _GuideRun(gogc, memory_limit_mib, other_mib, fixed_cost_s)
    for phase in phases:
        run.run_phase(phase)
    time_s, live_mib, new_mib = np.array(run.corners, dtype=np.float64).T
    return GuideTrace(
        time_s=time_s,
        live_mib=live_mib,
        new_mib=new_mib,
        other_mib=other_mib,
        total_s=run.total_s,
        mutator_s=run.mutator_s,
        gc_cpu_percent=100 * (run.total_s - run.mutator_s) / run.total_s,
        peak_mib=float((live_mib + new_mib).max()) + other_mib,
        peak_live_mib=float(live_mib.max()),
        cycles=run.cycles,
    )


def _check(
    phases: Sequence[GuidePhase],
    gogc: float | None,
    memory_limit_mib: float | None,
    other_mib: float,
    fixed_cost_s: float,
) -> None:
    require(len(phases) > 0, "phases is empty: a program needs one")
    if gogc is not None:
        require_between("gogc", gogc, 0, 1e9)
    if memory_limit_mib is not None:
        require_between("memory_limit_mib", memory_limit_mib, 0, 1e9)
    require_between("other_mib", other_mib, 0, 1e9)
    require_between("fixed_cost_s", fixed_cost_s, 0, 1e9)
    for number, phase in enumerate(phases, start=1):
        require_between(f"duration_s of phase {number}", phase.duration_s, 0, 1e9, open_below=True)
        require_between(f"alloc_mib_per_s of phase {number}", phase.alloc_mib_per_s, 0, 1e9)
        require_between(f"scan_mib_per_s of phase {number}", phase.scan_mib_per_s, 0, 1e9, open_below=True)
        require_between(f"new_survival of phase {number}", phase.new_survival, 0, 1)
        require_between(f"old_death of phase {number}", phase.old_death, 0, 1)
