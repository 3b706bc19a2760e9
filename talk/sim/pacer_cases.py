"""The pacer's own test bed: cycles of a heap whose rates are given cycle by cycle.

Source: `runtime/mgcpacer_test.go` of Go 1.27.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from talk.sim.errors import require
from talk.sim.goal import GC_BACKGROUND_UTILIZATION, require_bytes
from talk.sim.mark import MarkRates, MarkWork, StepBudget, mark_paced, mark_step
from talk.sim.pacer import GCController

# What the first cycle finds alive in all of the pacer's own cases.
INITIAL_HEAP_MARKED_BYTES = 262_144


@dataclass(frozen=True, slots=True)
class PacerInput:
    """The rates of one cycle."""

    rates: MarkRates
    growth_rate: float
    """The next live heap over this one."""
    stack_bytes: int


@dataclass(frozen=True, slots=True)
class PacerCycle:
    """What one cycle came to."""

    gc_cpu_frac: float
    """The collector's share of the CPUs during the mark."""
    live_bytes: int
    """What the cycle before marked."""
    trigger_bytes: int
    peak_bytes: int
    goal_bytes: int


@dataclass(slots=True)
class PacerCase:
    """A heap that is driven by the pacer, one `step` a cycle."""

    controller: GCController
    initial_heap_marked_bytes: int = INITIAL_HEAP_MARKED_BYTES
    black_bytes: int | None = None
    """Allocated during the last mark; None before the first."""
    budget: StepBudget = field(default_factory=StepBudget)

    def step(self, given: PacerInput) -> PacerCycle:
        """Run one cycle from its trigger to the end of its mark."""
        gc = self.controller
        next_live = self._next_live(given.growth_rate)
        start = max(gc.trigger(), gc.heap_marked)
        grown = start - gc.heap_live
        gc.allocate(grown, int(grown * given.rates.scannable_frac))
        gc.start_cycle(given.stack_bytes)
        work = MarkWork(gc.globals_size, given.stack_bytes, int(next_live * given.rates.scannable_frac))
        assist_ns, duration_ns, black = self._mark(given.rates, work)
        gc_cpu_frac = GC_BACKGROUND_UTILIZATION
        if duration_ns > 0:
            gc_cpu_frac += assist_ns / (duration_ns * gc.procs)
        cycle = PacerCycle(gc_cpu_frac, gc.heap_marked, start, gc.heap_live, gc.heap_goal())
        gc.end_cycle(assist_ns, duration_ns)
        gc.reset_live(next_live + black)
        self.black_bytes = black
        return cycle

    def _next_live(self, growth_rate: float) -> int:
        """What this cycle will find alive: what survived the last one, grown."""
        if self.black_bytes is None:
            return self.initial_heap_marked_bytes
        return int((self.controller.heap_marked - self.black_bytes) * growth_rate)

    def _mark(self, rates: MarkRates, work: MarkWork) -> tuple[int, int, int]:
        """(assist time, duration, bytes allocated) of the whole mark."""
        assist_ns = duration_ns = black = 0
        while work.left > 0:
            if work.globals_ or work.stack:
                step, steps = mark_step(self.controller, rates, work), 1
            else:
                step, steps = mark_paced(self.controller, rates, work)
            if steps == 0:
                step, steps = mark_step(self.controller, rates, work), 1
            self.budget.spend(steps)
            assist_ns += step.assist_ns
            duration_ns += step.elapsed_ns
            black += step.allocated_bytes
        return assist_ns, duration_ns, black


def run_pacer(
    inputs: Iterable[PacerInput],
    *,
    gogc: int | None = 100,
    memory_limit_bytes: int | None = None,
    procs: int = 8,
    globals_bytes: int = 32_768,
    initial_heap_marked_bytes: int = INITIAL_HEAP_MARKED_BYTES,
) -> tuple[PacerCycle, ...]:
    """The cycles of a heap whose rates are given cycle by cycle.

    Args:
        inputs: the rates of each cycle.
        gogc: GOGC in percent from 0, or None for off.
        memory_limit_bytes: the soft memory limit, or None for none.
        procs: GOMAXPROCS, from 1.
        globals_bytes: size of data and bss.
        initial_heap_marked_bytes: what the first cycle finds alive.

    Returns: one `PacerCycle` for each input.
    Raises: ScenarioError with the value that is out of bounds, or when the
        cycles would need more than 400,000 steps.
    Source: `runtime/mgcpacer_test.go`; byte for byte in its own cases.
    Omits: the time between cycles (see `run_gc`), memory besides the heap.
    """
    require_bytes("globals_bytes", globals_bytes)
    require_bytes("initial_heap_marked_bytes", initial_heap_marked_bytes)
    controller = GCController(
        gogc=gogc, memory_limit=memory_limit_bytes, procs=procs, globals_size=globals_bytes
    )
    case = PacerCase(controller, initial_heap_marked_bytes)
    cycles = []
    for number, given in enumerate(inputs, start=1):
        _check_input(number, given)
        cycles.append(case.step(given))
    return tuple(cycles)


def _check_input(number: int, given: PacerInput) -> None:
    rates = given.rates
    require(0 <= rates.alloc_rate <= 1e9, f"alloc_rate of cycle {number} is {rates.alloc_rate}, not 0 to 1e9")
    require(
        0 < rates.scan_rate <= 1e9, f"scan_rate of cycle {number} is {rates.scan_rate}, not above 0 to 1e9"
    )
    require(
        0 <= given.growth_rate <= 1e6, f"growth_rate of cycle {number} is {given.growth_rate}, not 0 to 1e6"
    )
    frac = rates.scannable_frac
    require(0 <= frac <= 1, f"scannable_frac of cycle {number} is {frac}, not 0 to 1")
    require_bytes(f"stack_bytes of cycle {number}", given.stack_bytes)
