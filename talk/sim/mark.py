"""The mark phase in steps: what collector and program do in half a millisecond.

Source: the test bed in `runtime/mgcpacer_test.go` of Go 1.27.3, which revises
the assist ratio after each such step.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from talk.sim.errors import require
from talk.sim.goal import GC_BACKGROUND_UTILIZATION
from talk.sim.pacer import GCController

REVISE_PERIOD_NS = 500_000
# A run that needs more steps than this is refused: nobody would wait for it.
MAX_STEPS = 400_000


@dataclass(frozen=True, slots=True)
class MarkRates:
    """What the program and the collector can do on one CPU, now."""

    alloc_rate: float
    """KiB allocated a CPU-millisecond of the program."""
    scan_rate: float
    """KiB scanned a CPU-millisecond of the collector."""
    scannable_frac: float
    """The part of new memory that may hold pointers."""


@dataclass(slots=True)
class MarkWork:
    """What is left to scan in a cycle, in bytes: globals first, then stacks, then the heap."""

    globals_: int
    stack: int
    heap: int

    @property
    def left(self) -> int:
        return self.globals_ + self.stack + self.heap

    def take(self, most: int) -> MarkWork:
        """Take so much of it, or all there is; what was taken."""
        globals_ = min(most, self.globals_)
        stack = min(most - globals_, self.stack)
        heap = min(most - globals_ - stack, self.heap)
        self.globals_ -= globals_
        self.stack -= stack
        self.heap -= heap
        return MarkWork(globals_, stack, heap)


@dataclass(frozen=True, slots=True)
class MarkStep:
    """What happened in one step."""

    elapsed_ns: int
    allocated_bytes: int
    gc_cpu_frac: float
    """The collector's share of the CPUs in this step."""
    assist_ns: int
    """CPU time of the assists."""


def gc_share(controller: GCController, rates: MarkRates, assists: bool = True) -> float:
    """The collector's share of the CPUs, 0.25 to 1, at the present assist ratio.

    An allocating goroutine pays for each byte with `assist_work_per_byte` of
    scanning. So scan_rate * u = ratio * alloc_rate * (1 - u) holds for the part
    u of its time that goes into it. The background workers' quarter is the least.
    """
    if not assists:
        return GC_BACKGROUND_UTILIZATION
    owed = controller.assist_work_per_byte * rates.alloc_rate
    return max(GC_BACKGROUND_UTILIZATION, owed / (owed + rates.scan_rate))


def mark_step(
    controller: GCController,
    rates: MarkRates,
    work: MarkWork,
    *,
    assists: bool = True,
    period_ns: int = REVISE_PERIOD_NS,
) -> MarkStep:
    """Mark for one period, or until nothing is left, and revise the assist ratio."""
    procs = controller.procs
    u = gc_share(controller, rates, assists)
    # Bytes in this period for each KiB a CPU-millisecond.
    k = 1024 * period_ns / 1e6 * procs
    can_scan = max(1, int(rates.scan_rate * k * u))
    elapsed_ns = period_ns
    allocated = int(rates.alloc_rate * k * (1 - u))
    taken = work.take(can_scan)
    if taken.left < can_scan:
        elapsed_ns = min(period_ns, int(taken.left * float(period_ns) / (rates.scan_rate * k * u)))
        allocated = int(rates.alloc_rate * (1024 * elapsed_ns / 1e6) * procs * (1 - u))
    controller.allocate(allocated, int(allocated * rates.scannable_frac))
    controller.scan(taken.heap, taken.stack, taken.globals_)
    controller.revise()
    assist_ns = int(elapsed_ns * procs * (u - GC_BACKGROUND_UTILIZATION))
    return MarkStep(elapsed_ns, allocated, u, assist_ns)


@dataclass(slots=True)
class StepBudget:
    """How many steps a run may still take."""

    left: int = field(default_factory=lambda: MAX_STEPS)

    def spend(self) -> None:
        require(self.left > 0, f"the run needs more than {MAX_STEPS} steps; shorten it or raise scan_rate")
        self.left -= 1
