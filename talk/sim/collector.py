"""Whole cycles over time: a program's heap under the pacer.

Source: `runtime/mgc.go`, `runtime/mgcpacer.go` and `runtime/mgclimit.go` of Go 1.27.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from talk.sim.even_mark import mark_evenly
from talk.sim.gc_cycle import RunningCycle
from talk.sim.gc_phases import Pauses, Phase, Sweep
from talk.sim.gc_program import Program
from talk.sim.gc_trace import GCCycle, GCTrace, Recorder
from talk.sim.goal import GC_BACKGROUND_UTILIZATION, Memory
from talk.sim.limiter import CPULimiter
from talk.sim.mark import REVISE_PERIOD_NS, MarkWork, StepBudget, mark_on
from talk.sim.pacer import ConsMark, GCController
from talk.sim.units import MS, S
from talk.sim.workers import CPUShares, mark_shares, program_shares

# A cycle starts at the latest this long after the last one, unless GOGC is off (forcegcperiod).
FORCE_GC_PERIOD_NS = 120 * S
STOPPED = CPUShares(stopped=1.0)


@dataclass(slots=True)
class Collector:
    """A program and the collector on one clock; `step` goes on to the next event.

    Between marks the program has all the CPUs that it can use. A cycle stops
    the world, marks beside the program, and stops the world again; then the
    heap falls at once to what was marked, as the runtime counts it. The sweep
    that gives the memory back runs beside the program.
    """

    program: Program
    controller: GCController
    limiter: CPULimiter | None
    pauses: Pauses = field(default_factory=Pauses)
    cpus: int | None = None
    """CPUs of the machine; None for as many as there are Ps."""
    forced_ns: list[int] = field(default_factory=list)
    """When the program calls runtime.GC(), from the first on."""
    cycle: RunningCycle | None = None
    sweep: Sweep = field(default_factory=Sweep)
    last_end_ns: int = 0
    """End of the last cycle."""
    cycles: list[GCCycle] = field(default_factory=list)
    allocated: int = 0
    freed: int = 0
    gc_ns: int = 0
    """CPU time of the collector."""
    recorder: Recorder | None = field(default_factory=Recorder)
    """None while nothing is taken down: in a warm-up."""
    budget: StepBudget = field(default_factory=StepBudget)

    def __post_init__(self) -> None:
        live = self.program.workload.live_at_start_bytes
        if live:
            self._start_warm(live)
        self.allocated = live
        self._see_memory()
        self.record()

    @property
    def now_ns(self) -> int:
        return self.program.now_ns

    def _start_warm(self, live: int) -> None:
        """Stand where a cycle at the rates of the beginning would have left the heap."""
        gc, rates = self.controller, self.program.rates(marking=True)
        gc.heap_marked = gc.heap_live = live
        gc.heap_scan = gc.last_heap_scan = int(live * rates.scannable_frac)
        gc.last_stack_scan = self.program.stack_bytes()
        gc.globals_scan = gc.globals_size
        # Without assists, cons/mark comes out as the ratio of the two rates,
        # less where the program does not use all that the background leaves it.
        used = mark_shares(gc.procs, self.program.goroutines(), 0.0, rates.scan_rate).program
        ratio = rates.alloc_rate / rates.scan_rate * used / (1 - GC_BACKGROUND_UTILIZATION)
        gc.cons_mark = ConsMark(ratio, [0.0, 0.0, 0.0, ratio])
        gc.commit(is_sweep_done=False)

    @property
    def phase(self) -> Phase:
        """Where in a cycle the collector is."""
        if self.cycle is not None:
            return self.cycle.phase
        return Phase.SWEEP if self.sweep.left_bytes(self.controller.heap_live) else Phase.OFF

    def shares(self) -> CPUShares:
        """Who has the CPUs now."""
        gc, program = self.controller, self.program
        if self.cycle is None:
            return program_shares(gc.procs, program.goroutines())
        if self.cycle.phase is not Phase.MARK:
            return STOPPED
        rates = program.rates(marking=True)
        owed_rate = gc.assist_work_per_byte * rates.alloc_rate
        limiting = self.limiter is not None and self.limiter.limiting
        return mark_shares(gc.procs, program.goroutines(), owed_rate, rates.scan_rate, assists=not limiting)

    def step(self, until_ns: int) -> None:
        """Go on to the next event, at most until a time from now."""
        self.budget.spend()
        if self.cycle is None:
            if self._due():
                self._begin_cycle()
            else:
                self._allocate(until_ns)
        elif self.cycle.phase is Phase.MARK:
            self._mark(self.cycle, until_ns)
        else:
            self._pause(self.cycle, until_ns)

    def _forced(self) -> bool:
        return bool(self.forced_ns) and self.now_ns >= self.forced_ns[0]

    def _due(self) -> bool:
        gc = self.controller
        periodic = gc.gogc is not None and self.now_ns - self.last_end_ns >= FORCE_GC_PERIOD_NS
        return periodic or self._forced() or gc.heap_live >= gc.trigger()

    def _allocate(self, until_ns: int) -> None:
        """Let the program run alone until the trigger, or until its rate has to be read again."""
        gc, program, rates = self.controller, self.program, self.program.rates()
        shares = self.shares()
        if gc.gogc is not None:
            until_ns = min(until_ns, self.last_end_ns + FORCE_GC_PERIOD_NS)
        until_ns = min([until_ns, *self.forced_ns[:1]])
        bytes_per_ns = rates.alloc_rate * 1024 / MS * gc.procs * shares.program
        room, elapsed_ns = gc.trigger() - gc.heap_live, until_ns - self.now_ns
        elapsed_ns = min(elapsed_ns, program.steady_ns(bytes_per_ns) or elapsed_ns)
        swept_in = self.sweep.basis_bytes + self.sweep.distance_bytes - gc.heap_live
        if 0 < swept_in < room:
            room = swept_in  # the phase changes there
        allocated = int(bytes_per_ns * elapsed_ns)
        if allocated >= room:
            allocated, elapsed_ns = room, min(elapsed_ns, math.ceil(room / bytes_per_ns))
        gc.allocate(allocated, int(allocated * rates.scannable_frac))
        self._pass(elapsed_ns, allocated, shares)
        self.record(shares)

    def _begin_cycle(self) -> None:
        gc, program = self.controller, self.program
        self.record()
        forced = self._forced()
        if forced:
            self.forced_ns.pop(0)
        stack = program.stack_bytes()
        # Nothing can be alive that was not allocated.
        next_live = min(program.live_bytes(), gc.heap_live)
        work = MarkWork(gc.globals_size, stack, int(next_live * program.rates().scannable_frac))
        trigger = gc.trigger()
        gc.start_cycle(stack)
        self.cycle = RunningCycle(self.now_ns, trigger, next_live, work, self.pauses.sweep_term_ns, forced)
        self.sweep = Sweep()  # what was left of it has been finished
        self._look_at_limiter()
        if self.cycle.pause_left_ns == 0:
            self._begin_mark(self.cycle)
        self.record()

    def _pause(self, cycle: RunningCycle, until_ns: int) -> None:
        elapsed_ns = min(cycle.pause_left_ns, until_ns - self.now_ns)
        cycle.pause_left_ns -= elapsed_ns
        self._pass(elapsed_ns, 0, STOPPED)
        self.record(STOPPED)
        if cycle.pause_left_ns > 0:
            return
        self._look_at_limiter()
        if cycle.phase is Phase.SWEEP_TERM:
            self._begin_mark(cycle)
        else:
            self._end_cycle(cycle)
        self.record()

    def _begin_mark(self, cycle: RunningCycle) -> None:
        cycle.phase, cycle.mark_start_ns = Phase.MARK, self.now_ns
        self.controller.revise()

    def _mark(self, cycle: RunningCycle, until_ns: int) -> None:
        if cycle.work.left > 0:
            if self._is_even(cycle):
                mark_evenly(self, cycle, until_ns)
                self._see_memory()
            self._mark_on(cycle, until_ns)
        if cycle.work.left > 0:
            return
        cycle.phase, cycle.mark_end_ns = Phase.MARK_TERM, self.now_ns
        cycle.pause_left_ns = self.pauses.mark_term_ns
        self._look_at_limiter()
        if cycle.pause_left_ns == 0:
            self._end_cycle(cycle)
        self.record()

    def _is_even(self, cycle: RunningCycle) -> bool:
        """Whether nothing but the assist ratio changes: what is left lies on the heap, and the goal stays."""
        gc, work = self.controller, cycle.work
        stays = gc.gogc is not None and gc.memory_limit is None and not gc.percent_goal >> 60
        limiting = self.limiter is not None and self.limiter.limiting
        return stays and not limiting and self.program.is_even and not (work.globals_ or work.stack)

    def _mark_on(self, cycle: RunningCycle, until_ns: int) -> None:
        """Mark until the assist ratio is revised again, or the shares of the CPUs change."""
        gc, program, shares = self.controller, self.program, self.shares()
        rates = program.rates(marking=True)
        spans = [REVISE_PERIOD_NS, until_ns - self.now_ns]
        bytes_per_ns = rates.alloc_rate * 1024 / MS * gc.procs * shares.program
        spans += [program.steady_ns(bytes_per_ns) or REVISE_PERIOD_NS]
        if shares.assist > 0 and self.limiter is not None:
            gc_frac = GC_BACKGROUND_UTILIZATION + shares.assist
            spans += [self.limiter.until_full_ns(gc_frac, shares.idle_mark) or REVISE_PERIOD_NS]
        elapsed_ns, allocated = mark_on(gc, rates, cycle.work, shares.scanning, shares.program, min(spans))
        cycle.count(elapsed_ns * gc.procs, shares, allocated)
        self._pass(elapsed_ns, allocated, shares)
        self.record(shares)

    def _end_cycle(self, cycle: RunningCycle) -> None:
        gc, number = self.controller, len(self.cycles) + 1
        done = cycle.finish(gc, self.now_ns, number, self.cpus, self._gc_cpu_total_frac())
        self.cycles.append(done)
        self.freed += done.freed_bytes
        self.last_end_ns = self.now_ns
        self.cycle = None
        self._see_memory()
        self.sweep = Sweep.begin(done.peak_bytes, gc.heap_live, gc.trigger())

    def _pass(self, elapsed_ns: int, allocated: int, shares: CPUShares) -> None:
        """Let time pass, and with it what was allocated and what the collector took."""
        cpu_ns = elapsed_ns * self.controller.procs
        self.program.pass_(elapsed_ns, allocated)
        self.allocated += allocated
        self.gc_ns += int(cpu_ns * shares.gc)
        if self.limiter is not None:
            # The background counts as a quarter, whatever it really has.
            counted = shares.stopped + shares.assist
            if self.phase is Phase.MARK:
                counted += GC_BACKGROUND_UTILIZATION
            idle_ns = int(cpu_ns * (shares.idle_mark + shares.unused))
            self.limiter.accumulate(elapsed_ns, int(cpu_ns * counted), idle_ns, assisted=shares.assist > 0)
        self._see_memory()

    def _look_at_limiter(self) -> None:
        if self.limiter is not None:
            self.limiter.update()

    def _see_memory(self) -> None:
        """Tell the pacer what the process holds: its heap and the rest, nothing free."""
        heap = self.controller.heap_live
        self.controller.memory = Memory(heap + self.program.workload.other_bytes, 0, heap)

    def record(self, shares: CPUShares | None = None) -> None:
        """Keep the present state, with the shares in force now or those of the step just made."""
        if self.recorder is None:
            return
        left = self.sweep.left_bytes(self.controller.heap_live) if self.cycle is None else 0
        shares = self.shares() if shares is None else shares
        self.recorder.take(self.now_ns, self.controller, self.phase, shares, self.limiter, left)

    def begin_trace(self) -> None:
        """Take down what happens from here on, after a cycle, by a clock that starts now."""
        self.last_end_ns -= self.now_ns
        self.program.now_ns = self.program.allocated_bytes = 0
        self.cycles.clear()
        self.allocated = self.controller.heap_live
        self.freed = self.gc_ns = 0
        self.recorder = Recorder()
        self.record()

    def _gc_cpu_total_frac(self) -> float:
        cpu_ns = self.now_ns * self.controller.procs
        return self.gc_ns / cpu_ns if cpu_ns > 0 else 0.0

    def trace(self) -> GCTrace:
        """What has been recorded so far."""
        assert self.recorder is not None, "no trace has begun"
        return self.recorder.trace(
            procs=self.controller.procs,
            cycles=tuple(self.cycles),
            allocated_bytes=self.allocated,
            freed_bytes=self.freed,
            gc_cpu_total_frac=self._gc_cpu_total_frac(),
        )
