"""The mark phase in steps: what collector and program do in half a millisecond.

Source: the test bed in `runtime/mgcpacer_test.go` of Go 1.27.3, which revises
the assist ratio after each such step.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from talk.sim.errors import ScenarioError
from talk.sim.goal import GC_BACKGROUND_UTILIZATION
from talk.sim.pacer import MIN_SCAN_WORK_REMAINING, GCController

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
    """Mark for one period, or until nothing is left, and revise the assist ratio.

    All Ps are busy: what the collector does not have is the program's.
    """
    u = gc_share(controller, rates, assists)
    elapsed_ns, allocated = mark_on(controller, rates, work, u, 1 - u, period_ns)
    assist_ns = int(elapsed_ns * controller.procs * (u - GC_BACKGROUND_UTILIZATION))
    return MarkStep(elapsed_ns, allocated, u, assist_ns)


def mark_on(
    controller: GCController,
    rates: MarkRates,
    work: MarkWork,
    scanning_frac: float,
    program_frac: float,
    period_ns: int,
) -> tuple[int, int]:
    """(time, bytes allocated) of one period, or until nothing is left; the assist ratio is revised then."""
    # Bytes in this period for each KiB a CPU-millisecond.
    k = 1024 * period_ns / 1e6 * controller.procs
    can_scan = max(1, int(rates.scan_rate * k * scanning_frac))
    elapsed_ns = period_ns
    allocated = int(rates.alloc_rate * k * program_frac)
    taken = work.take(can_scan)
    if taken.left < can_scan:
        done = taken.left * float(period_ns) / (rates.scan_rate * k * scanning_frac)
        elapsed_ns = min(period_ns, int(done))
        allocated = int(rates.alloc_rate * (1024 * elapsed_ns / 1e6) * controller.procs * program_frac)
    controller.allocate(allocated, int(allocated * rates.scannable_frac))
    controller.scan(taken.heap, taken.stack, taken.globals_)
    controller.revise()
    return elapsed_ns, allocated


def mark_paced(controller: GCController, rates: MarkRates, work: MarkWork) -> tuple[MarkStep, int]:
    """As many whole steps as keep to what was expected, and their number.

    They come to the same bytes as steps one by one. Written for speed: while no
    more is found than the last cycle had, and the heap is below its goal,
    neither changes, and a step is a few operations on numbers at hand. The
    heap alone is marked here: globals and stacks come before.
    """
    a, r, u_least, procs = rates.alloc_rate, rates.scan_rate, GC_BACKGROUND_UTILIZATION, controller.procs
    k = 1024 * REVISE_PERIOD_NS / 1e6 * procs
    can_scan, can_allocate, cpu_ns = r * k, a * k, REVISE_PERIOD_NS * procs
    goal_left = controller.heap_goal() - controller.heap_live
    heap, expected_left = work.heap, controller.expected_scan - controller.scan_work
    ratio, frac = controller.assist_work_per_byte, rates.scannable_frac
    steps = assist_ns = allocated = scannable = 0
    while True:
        owed = ratio * a
        u = owed / (owed + r)
        if u < u_least:  # noqa: PLR1730 - `max` would take as long as all the rest
            u = u_least
        scan, bytes_ = int(can_scan * u), int(can_allocate * (1 - u))
        if scan < 1 or scan > heap or scan > expected_left or bytes_ >= goal_left:
            break
        heap -= scan
        expected_left -= scan
        goal_left -= bytes_
        allocated += bytes_
        scannable += int(bytes_ * frac)
        assist_ns += int(cpu_ns * (u - u_least))
        steps += 1
        work_left = expected_left if expected_left > MIN_SCAN_WORK_REMAINING else MIN_SCAN_WORK_REMAINING
        ratio = work_left / goal_left
    controller.allocate(allocated, scannable)
    controller.scan(work.heap - heap, 0, 0)
    controller.assist_work_per_byte = ratio
    work.heap = heap
    return MarkStep(steps * REVISE_PERIOD_NS, allocated, u, assist_ns), steps


@dataclass(slots=True)
class StepBudget:
    """How many steps a run may still take."""

    left: int = field(default_factory=lambda: MAX_STEPS)

    def spend(self, steps: int = 1) -> None:
        if self.left <= 0:  # a message for each step would cost as much as the step
            raise ScenarioError(f"the run needs more than {MAX_STEPS} steps; shorten it or raise scan_rate")
        self.left -= steps
