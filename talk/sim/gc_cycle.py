"""The cycle under way: what it has to do, and what it has taken so far."""

from __future__ import annotations

from dataclasses import dataclass

from talk.sim.gc_phases import Phase
from talk.sim.gc_trace import GCCycle
from talk.sim.goal import GC_BACKGROUND_UTILIZATION
from talk.sim.mark import MarkWork
from talk.sim.pacer import GCController
from talk.sim.workers import CPUShares


@dataclass(slots=True)
class RunningCycle:
    """A cycle from the begin of its first pause to the end of its second one."""

    begin_ns: int
    trigger: int
    """The heap at which it was to start."""
    next_live: int
    """What it will find alive."""
    work: MarkWork
    pause_left_ns: int
    forced: bool
    phase: Phase = Phase.SWEEP_TERM
    mark_start_ns: int = 0
    mark_end_ns: int = 0
    assist_ns: int = 0
    background_ns: int = 0
    idle_ns: int = 0
    black: int = 0
    """Allocated since the mark began: born marked."""

    def count(self, cpu_ns: int, shares: CPUShares, allocated: int) -> None:
        """Take in a stretch of the mark."""
        self.assist_ns += int(cpu_ns * shares.assist)
        self.background_ns += int(cpu_ns * (shares.dedicated + shares.fractional))
        self.idle_ns += int(cpu_ns * shares.idle_mark)
        self.black += allocated

    def finish(
        self, gc: GCController, now_ns: int, number: int, cpus: int | None, total_frac: float
    ) -> GCCycle:
        """Let the pacer end the cycle; what came of it."""
        started, peak, goal = gc.triggered or 0, gc.heap_live, gc.heap_goal()
        # The pacer's clock runs from the begin of the first pause on.
        duration_ns = self.mark_end_ns - self.begin_ns
        gc.end_cycle(self.assist_ns, duration_ns, self.idle_ns)
        scan_work_bytes = gc.scan_work
        gc.reset_live(self.next_live + self.black)
        assist_frac = self.assist_ns / (duration_ns * gc.procs) if duration_ns else 0.0
        return GCCycle(
            number=number,
            start_ns=self.mark_start_ns,
            end_ns=self.mark_end_ns,
            trigger_bytes=self.trigger,
            heap_start_bytes=started,
            peak_bytes=peak,
            goal_bytes=goal,
            marked_bytes=gc.heap_marked,
            freed_bytes=peak - gc.heap_marked,
            scan_work_bytes=scan_work_bytes,
            gc_cpu_frac=GC_BACKGROUND_UTILIZATION + assist_frac,
            assist_frac=assist_frac,
            cons_mark=gc.cons_mark.ratio,
            sweep_term_ns=self.mark_start_ns - self.begin_ns,
            mark_term_ns=now_ns - self.mark_end_ns,
            assist_ns=self.assist_ns,
            background_ns=self.background_ns,
            idle_ns=self.idle_ns,
            stack_bytes=gc.stack_scan_work,
            globals_bytes=gc.globals_scan_work,
            gc_cpu_total_frac=total_frac,
            procs=gc.procs,
            stopped_procs=min(gc.procs, cpus or gc.procs),
            forced=self.forced,
        )
