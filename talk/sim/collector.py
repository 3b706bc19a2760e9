"""Whole cycles over time: a program's heap under the pacer.

Source: `runtime/mgc.go`, `runtime/mgcpacer.go` and `runtime/mgclimit.go` of Go 1.27.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from talk.sim.errors import ScenarioError, require_int
from talk.sim.gc_trace import GCCycle, GCTrace, Recorder
from talk.sim.goal import GC_BACKGROUND_UTILIZATION, NO_LIMIT_BYTES, Memory
from talk.sim.limiter import CPULimiter
from talk.sim.mark import REVISE_PERIOD_NS, MarkRates, MarkWork, StepBudget, gc_share, mark_step
from talk.sim.pacer import ConsMark, GCController
from talk.sim.units import MS, S
from talk.sim.workload import Workload

DEFAULT_DURATION_NS = 1 * S
# A cycle starts at the latest this long after the last one, unless GOGC is off (forcegcperiod).
FORCE_GC_PERIOD_NS = 120 * S
# A warm-up that takes longer has nothing to collect.
MAX_WARM_UP_NS = 3600 * S
# Rates that a stream may reach, in KiB a CPU-millisecond.
MIN_RATE, MAX_RATE = 0.001, 1e9


@dataclass(slots=True)
class _Mark:
    """The mark phase under way."""

    start_ns: int
    trigger: int
    """The heap at which it was to start."""
    next_live: int
    """What it will find alive."""
    work: MarkWork
    assist_ns: int = 0
    black: int = 0
    """Allocated since it began: born marked."""


@dataclass(slots=True)
class Collector:
    """A program and the collector on one clock; `step` goes on to the next event.

    Between marks the program has all the CPUs; during a mark the collector
    takes a quarter of them and its assists. At the end of a mark the heap
    falls to what was marked at once, as the runtime counts it: the sweep that
    gives the memory back runs beside the program and costs nothing here.
    """

    workload: Workload
    controller: GCController
    limiter: CPULimiter | None
    now_ns: int = 0
    mark: _Mark | None = None
    last_end_ns: int = 0
    """End of the last mark."""
    cycles: list[GCCycle] = field(default_factory=list)
    allocated: int = 0
    freed: int = 0
    gc_ns: int = 0
    """CPU time of the collector."""
    recorder: Recorder = field(default_factory=Recorder)
    budget: StepBudget = field(default_factory=StepBudget)

    def __post_init__(self) -> None:
        live = self.workload.live_at_start_bytes
        if live:
            self._start_warm(live)
        self.allocated = live
        self._see_memory()
        self.record()

    def _start_warm(self, live: int) -> None:
        """Stand where a cycle at the rates of the beginning would have left the heap."""
        gc, rates = self.controller, self.rates()
        gc.heap_marked = gc.heap_live = live
        gc.heap_scan = gc.last_heap_scan = int(live * rates.scannable_frac)
        gc.last_stack_scan = self._stack_bytes()
        gc.globals_scan = gc.globals_size
        # Without assists, cons/mark comes out as the ratio of the two rates.
        ratio = rates.alloc_rate / rates.scan_rate
        gc.cons_mark = ConsMark(ratio, [0.0, 0.0, 0.0, ratio])
        gc.commit(is_sweep_done=False)

    @property
    def position_ms(self) -> float:
        """Where the streams of the workload are read; a warm-up stands at 0."""
        return max(0, self.now_ns) / MS

    def rates(self) -> MarkRates:
        """What program and collector can do now."""
        at, load = self.position_ms, self.workload
        return MarkRates(
            alloc_rate=min(max(0.0, load.alloc_rate.at(at)), MAX_RATE),
            scan_rate=min(max(MIN_RATE, load.scan_rate.at(at)), MAX_RATE),
            scannable_frac=min(max(0.0, load.scannable_frac.at(at)), 1.0),
        )

    def _stack_bytes(self) -> int:
        return max(0, int(self.workload.stack_bytes.at(self.position_ms)))

    @property
    def limiting(self) -> bool:
        return self.limiter is not None and self.limiter.limiting

    def step(self, until_ns: int) -> None:
        """Go on to the next event, at most until a time from now."""
        self.budget.spend()
        if self.mark is not None:
            self._mark_on(self.mark, until_ns)
        elif self._due():
            self._start_mark()
        else:
            self._allocate(until_ns)

    def _due(self) -> bool:
        gc = self.controller
        forced = gc.gogc is not None and self.now_ns - self.last_end_ns >= FORCE_GC_PERIOD_NS
        return forced or gc.heap_live >= gc.trigger()

    def _allocate(self, until_ns: int) -> None:
        """Let the program run alone until the trigger, or until its rate has to be read again."""
        gc, rates = self.controller, self.rates()
        if gc.gogc is not None:
            until_ns = min(until_ns, self.last_end_ns + FORCE_GC_PERIOD_NS)
        if not (self.workload.alloc_rate + self.workload.scannable_frac).is_constant:
            until_ns = min(until_ns, self.now_ns + REVISE_PERIOD_NS)
        bytes_per_ns = rates.alloc_rate * 1024 / MS * gc.procs
        room, elapsed_ns = gc.trigger() - gc.heap_live, until_ns - self.now_ns
        allocated = int(bytes_per_ns * elapsed_ns)
        if allocated >= room:
            allocated, elapsed_ns = room, min(elapsed_ns, math.ceil(room / bytes_per_ns))
        gc.allocate(allocated, int(allocated * rates.scannable_frac))
        self._pass(elapsed_ns, allocated, gc_ns=0)
        self.record()

    def _start_mark(self) -> None:
        gc, load = self.controller, self.workload
        stack = self._stack_bytes()
        # Nothing can be alive that was not allocated.
        wanted = max(0, int(load.live_bytes.at(self.position_ms)))
        next_live = min(wanted, gc.heap_live)
        heap_work = int(next_live * self.rates().scannable_frac)
        trigger = gc.trigger()
        gc.start_cycle(stack)
        work = MarkWork(gc.globals_size, stack, heap_work)
        self.mark = _Mark(self.now_ns, trigger, next_live, work)
        self.record()

    def _mark_on(self, mark: _Mark, until_ns: int) -> None:
        if mark.work.left > 0:
            period_ns = min(REVISE_PERIOD_NS, until_ns - self.now_ns)
            step = mark_step(
                self.controller, self.rates(), mark.work, assists=not self.limiting, period_ns=period_ns
            )
            mark.assist_ns += step.assist_ns
            mark.black += step.allocated_bytes
            self._pass(
                step.elapsed_ns,
                step.allocated_bytes,
                int(step.elapsed_ns * self.controller.procs * step.gc_cpu_frac),
            )
            self.record(step.gc_cpu_frac)
        if mark.work.left == 0:
            self._end_mark(mark)
            self.record()

    def _end_mark(self, mark: _Mark) -> None:
        gc = self.controller
        duration_ns = self.now_ns - mark.start_ns
        peak, goal, scan_work = gc.heap_live, gc.heap_goal(), gc.scan_work
        started = gc.triggered or 0
        gc.end_cycle(mark.assist_ns, duration_ns)
        gc.reset_live(mark.next_live + mark.black)
        freed = peak - gc.heap_marked
        assist_frac = mark.assist_ns / (duration_ns * gc.procs) if duration_ns else 0.0
        self.cycles.append(
            GCCycle(
                number=len(self.cycles) + 1,
                start_ns=mark.start_ns,
                end_ns=self.now_ns,
                trigger_bytes=mark.trigger,
                heap_start_bytes=started,
                peak_bytes=peak,
                goal_bytes=goal,
                marked_bytes=gc.heap_marked,
                freed_bytes=freed,
                scan_work_bytes=scan_work,
                gc_cpu_frac=GC_BACKGROUND_UTILIZATION + assist_frac,
                assist_frac=assist_frac,
                cons_mark=gc.cons_mark.ratio,
            )
        )
        self.freed += freed
        self.last_end_ns = self.now_ns
        self.mark = None
        self._see_memory()

    def _pass(self, elapsed_ns: int, allocated: int, gc_ns: int) -> None:
        """Let time pass, and with it what was allocated and what the collector took."""
        self.now_ns += elapsed_ns
        self.allocated += allocated
        self.gc_ns += gc_ns
        if self.limiter is not None:
            self.limiter.accumulate(elapsed_ns, gc_ns)
        self._see_memory()

    def _see_memory(self) -> None:
        """Tell the pacer what the process holds: its heap and the rest, nothing free."""
        heap = self.controller.heap_live
        self.controller.memory = Memory(heap + self.workload.other_bytes, 0, heap)

    def record(self, gc_cpu_frac: float | None = None) -> None:
        """Keep the present state, with the share in force now or that of the step just made."""
        if gc_cpu_frac is None:
            marking = self.mark is not None
            gc_cpu_frac = gc_share(self.controller, self.rates(), not self.limiting) if marking else 0.0
        self.recorder.take(self.now_ns, self.controller, gc_cpu_frac, self.limiting)

    def begin_trace(self) -> None:
        """Forget what was recorded, and start the clock here, after a cycle."""
        self.last_end_ns -= self.now_ns
        self.now_ns = 0
        self.cycles.clear()
        self.allocated = self.controller.heap_live
        self.freed = self.gc_ns = 0
        self.recorder = Recorder()
        self.record()

    def trace(self) -> GCTrace:
        """What has been recorded so far."""
        cpu_ns = self.now_ns * self.controller.procs
        return self.recorder.trace(
            cycles=tuple(self.cycles),
            allocated_bytes=self.allocated,
            freed_bytes=self.freed,
            gc_cpu_total_frac=self.gc_ns / cpu_ns if cpu_ns else 0.0,
        )


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

    Returns: the trace. It ends at `duration_ns`, or with the last cycle asked for.
    Raises: ScenarioError with the value that is out of bounds, when a run
        needs more than 400,000 steps, or when its warm-up never ends.
    Source: the cycle of `runtime/mgc.go` on the pacer of `runtime/mgcpacer.go`;
        steps of 500 us, after each of which the assist ratio is revised.
    Omits: pauses (they are measured, not derived), idle marking, the sweep's
        work, spans and size classes, fragmentation and the scavenger: what a
        cycle frees is back at once, so with a memory limit nothing is free
        and mapped. A program whose goroutines leave a P idle.

    >>> trace = run_gc(Workload.steady(live_bytes=64 << 20), gogc=100)
    >>> len(trace.cycles), trace.peak_bytes >> 20
    (10, 176)
    """
    _check(gogc, memory_limit_bytes, procs, duration_ns, cycles, warm_up_cycles)
    controller = GCController(
        gogc=gogc, memory_limit=memory_limit_bytes, procs=procs, globals_size=workload.globals_bytes
    )
    collector = Collector(workload, controller, CPULimiter(procs) if cpu_limiter else None)
    if warm_up_cycles:
        _warm_up(collector, warm_up_cycles)
    while collector.now_ns < duration_ns and (cycles is None or len(collector.cycles) < cycles):
        collector.step(duration_ns)
    return collector.trace()


def _warm_up(collector: Collector, cycles: int) -> None:
    """Run so many cycles with the streams held at their beginning, then start the trace."""
    collector.now_ns = collector.last_end_ns = -MAX_WARM_UP_NS
    while len(collector.cycles) < cycles:
        if collector.now_ns >= 0:
            raise ScenarioError(
                f"warm_up_cycles is {cycles}, but only {len(collector.cycles)} end within an hour"
            )
        collector.step(0)
    collector.begin_trace()


def _check(
    gogc: int | None,
    memory_limit_bytes: int | None,
    procs: int,
    duration_ns: int,
    cycles: int | None,
    warm_up_cycles: int,
) -> None:
    if gogc is not None:
        require_int("gogc", gogc, 0, (1 << 31) - 1)
    if memory_limit_bytes is not None:
        require_int("memory_limit_bytes", memory_limit_bytes, 0, NO_LIMIT_BYTES)
    require_int("procs", procs, 1, 1 << 16)
    require_int("duration_ns", duration_ns, 1, MAX_WARM_UP_NS)
    if cycles is not None:
        require_int("cycles", cycles, 1)
    require_int("warm_up_cycles", warm_up_cycles, 0)
