"""What a run of the collector records: cycles, and the heap at each instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from talk.sim.gc_phases import Phase
from talk.sim.gctrace import GCTraceLine
from talk.sim.limiter import CPULimiter
from talk.sim.pacer import GCController
from talk.sim.workers import CPUShares, work_on_p

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class GCCycle:
    """One cycle: from the start of its mark to the end of it, with a pause before and one after."""

    number: int
    """From 1."""
    start_ns: int
    """Of the mark, when the first pause is over."""
    end_ns: int
    """Of the mark, when the second pause begins."""
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
    """The collector's share of the CPUs during this mark as the pacer sees it: a quarter, and the assists."""
    assist_frac: float
    """The share of the assists alone."""
    cons_mark: float
    """The ratio in force after it, in the next cycle."""
    sweep_term_ns: int
    """The pause before the mark."""
    mark_term_ns: int
    """The pause after it."""
    assist_ns: int
    """CPU time of the assists."""
    background_ns: int
    """CPU time of the dedicated and fractional workers."""
    idle_ns: int
    """CPU time of idle marking."""
    stack_bytes: int
    globals_bytes: int
    gc_cpu_total_frac: float
    """The collector's share of all CPU time since the run began."""
    procs: int
    stopped_procs: int
    """The CPUs that a pause keeps from the program: the Ps, but no more than the machine has."""
    forced: bool
    """Asked for by runtime.GC()."""

    @property
    def begin_ns(self) -> int:
        """Begin of the first pause."""
        return self.start_ns - self.sweep_term_ns

    @property
    def done_ns(self) -> int:
        """End of the second pause."""
        return self.end_ns + self.mark_term_ns

    @property
    def gctrace(self) -> GCTraceLine:
        """The line that `GODEBUG=gctrace=1` would print for it; `str` of it is the text."""
        return GCTraceLine(
            number=self.number,
            begin_ns=self.begin_ns,
            gc_cpu_percent=int(self.gc_cpu_total_frac * 100),
            sweep_term_ns=self.sweep_term_ns,
            mark_ns=self.end_ns - self.start_ns,
            mark_term_ns=self.mark_term_ns,
            sweep_term_cpu_ns=self.sweep_term_ns * self.stopped_procs,
            assist_ns=self.assist_ns,
            background_ns=self.background_ns,
            idle_ns=self.idle_ns,
            mark_term_cpu_ns=self.mark_term_ns * self.stopped_procs,
            heap_start_bytes=self.heap_start_bytes,
            heap_end_bytes=self.peak_bytes,
            heap_marked_bytes=self.marked_bytes,
            goal_bytes=self.goal_bytes,
            stack_bytes=self.stack_bytes,
            globals_bytes=self.globals_bytes,
            procs=self.procs,
            forced=self.forced,
        )


@dataclass(frozen=True, slots=True)
class GCTrace:
    """What a run recorded. All arrays have one entry for each instant, in order.

    A share holds from the instant before up to this one. Where a phase begins
    there are two entries of the same time.
    """

    procs: int
    time_ns: NDArray[np.int64]
    heap_live_bytes: NDArray[np.int64]
    """Live, or not yet known to be garbage."""
    heap_marked_bytes: NDArray[np.int64]
    """What the last cycle marked."""
    heap_goal_bytes: NDArray[np.float64]
    """The goal in force; NaN while there is none (GOGC off, no limit)."""
    trigger_bytes: NDArray[np.float64]
    """The heap at which the next cycle starts (during a mark: started); NaN where no goal is."""
    phase: NDArray[np.int8]
    """One of `Phase`."""
    scan_work_bytes: NDArray[np.int64]
    """Scanned so far in the cycle under way; between cycles, in the last one."""
    unswept_bytes: NDArray[np.int64]
    """What is left to sweep, at the latest."""
    assist_work_per_byte: NDArray[np.float64]
    """The assist ratio: scan work that an allocated byte owes; NaN while nothing is marked."""
    dedicated_frac: NDArray[np.float64]
    """Dedicated workers' share of all Ps; so are the following."""
    fractional_frac: NDArray[np.float64]
    idle_mark_frac: NDArray[np.float64]
    """Marking on Ps that have nothing else to do."""
    assist_frac: NDArray[np.float64]
    program_frac: NDArray[np.float64]
    """The program at its own work."""
    stopped_frac: NDArray[np.float64]
    """1 in a pause."""
    gc_cpu_frac: NDArray[np.float64]
    """The collector's share: all marking but the idle one, and the pauses."""
    limiter_on: NDArray[np.bool_]
    """Whether the CPU limiter forbids assists."""
    limiter_fill_frac: NDArray[np.float64]
    """How full its bucket is; NaN if it is not in force."""
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

    @property
    def marking(self) -> NDArray[np.bool_]:
        """Whether a cycle is under way: pauses and mark."""
        under_way: NDArray[np.bool_] = np.isin(self.phase, (Phase.OFF, Phase.SWEEP), invert=True)
        return under_way

    def gctrace(self) -> str:
        """What `GODEBUG=gctrace=1` would print: a line for each cycle."""
        return "".join(f"{cycle.gctrace}\n" for cycle in self.cycles)

    def work_on(self, p: int) -> NDArray[np.float64]:
        """What a P, from 0, does at each instant: a column for each of `WORK_KINDS`, parts of its time.

        The dedicated workers stand on the first Ps, then comes the program.
        """
        shares = (
            self.dedicated_frac, self.fractional_frac, self.idle_mark_frac,
            self.assist_frac, self.program_frac, self.stopped_frac,
        )  # fmt: skip
        return work_on_p(p, self.procs, np.stack(shares, axis=1))


# One instant, in the order of _COLUMNS.
_Sample = tuple[
    int, int, int, float, float, int, int, int, float,
    float, float, float, float, float, float, float, bool, float,
]  # fmt: skip
_COLUMNS: dict[str, type] = {
    "time_ns": np.int64,
    "heap_live_bytes": np.int64,
    "heap_marked_bytes": np.int64,
    "heap_goal_bytes": np.float64,
    "trigger_bytes": np.float64,
    "phase": np.int8,
    "scan_work_bytes": np.int64,
    "unswept_bytes": np.int64,
    "assist_work_per_byte": np.float64,
    "dedicated_frac": np.float64,
    "fractional_frac": np.float64,
    "idle_mark_frac": np.float64,
    "assist_frac": np.float64,
    "program_frac": np.float64,
    "stopped_frac": np.float64,
    "gc_cpu_frac": np.float64,
    "limiter_on": np.bool_,
    "limiter_fill_frac": np.float64,
}


@dataclass(slots=True)
class Recorder:
    """Takes down the state of a controller, instant by instant."""

    samples: list[_Sample] = field(default_factory=list)

    def take(
        self,
        now_ns: int,
        controller: GCController,
        phase: Phase,
        shares: CPUShares,
        limiter: CPULimiter | None,
        unswept_bytes: int,
    ) -> None:
        """Take down the present state; times must not run back."""
        none = controller.gogc is None and controller.memory_limit is None
        started = controller.triggered
        trigger = controller.trigger() if started is None else started
        sample = (
            now_ns,
            controller.heap_live,
            controller.heap_marked,
            _NAN if none else float(controller.heap_goal()),
            _NAN if none else float(trigger),
            int(phase),
            controller.scan_work,
            unswept_bytes,
            controller.assist_work_per_byte if started is not None else _NAN,
            shares.dedicated,
            shares.fractional,
            shares.idle_mark,
            shares.assist,
            shares.program,
            shares.stopped,
            shares.gc,
            limiter is not None and limiter.limiting,
            limiter.fill_ns / limiter.capacity_ns if limiter is not None else _NAN,
        )
        self.samples.append(sample)

    def take_all(self, columns: Sequence[NDArray[Any] | float], count: int) -> None:
        """Take down so many instants at once, in columns; a number stands for all of them."""
        rows = [each.tolist() if isinstance(each, np.ndarray) else [each] * count for each in columns]
        self.samples.extend(zip(*rows, strict=True))

    def trace(
        self,
        procs: int,
        cycles: tuple[GCCycle, ...],
        allocated_bytes: int,
        freed_bytes: int,
        gc_cpu_total_frac: float,
    ) -> GCTrace:
        """The samples as arrays, and what was counted besides."""
        rows = zip(*self.samples, strict=True)
        columns: dict[str, Any] = {
            name: np.array(row, dtype=kind) for (name, kind), row in zip(_COLUMNS.items(), rows, strict=True)
        }
        return GCTrace(
            procs=procs,
            cycles=cycles,
            allocated_bytes=allocated_bytes,
            freed_bytes=freed_bytes,
            gc_cpu_total_frac=gc_cpu_total_frac,
            **columns,
        )
