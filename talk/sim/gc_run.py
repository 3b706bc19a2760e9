"""Runs of the collector: a workload, the settings, and a trace of what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from talk.sim.collector import Collector
from talk.sim.errors import ScenarioError, require, require_between, require_int
from talk.sim.gc_phases import Pauses
from talk.sim.gc_program import Program
from talk.sim.gc_trace import GCTrace
from talk.sim.goal import NO_LIMIT_BYTES
from talk.sim.limiter import CPULimiter
from talk.sim.pacer import GCController
from talk.sim.units import S
from talk.sim.workload import Workload

DEFAULT_DURATION_NS = 1 * S
# A warm-up that takes longer has nothing to collect.
MAX_WARM_UP_NS = 3600 * S
RECORDED_PAUSES = Pauses()


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
    limiter_fill_frac: float = 0.0,
    pauses: Pauses = RECORDED_PAUSES,
    forced_ns: Sequence[int] = (),
    cpus: int | None = None,
) -> GCTrace:
    """The heap of a program over time, cycle by cycle.

    Args:
        workload: what the program does.
        gogc: GOGC in percent from 0, or None for off.
        memory_limit_bytes: the soft memory limit, or None for none.
        procs: GOMAXPROCS, from 1; the workload says how many it keeps busy.
        duration_ns: length of the run, from 1.
        cycles: end the run earlier, after this many cycles.
        warm_up_cycles: cycles that run before the trace (and its clock) begins.
        cpu_limiter: whether the limit on the collector's CPU time is in force.
        limiter_fill_frac: how full its bucket is when the run begins (before the warm-up), 0 to 1: a full
            one shows at once what a collector without enough room comes to after seconds.
        pauses: how long the world is stopped in each cycle: measured figures
            that only pass through; by default the medians of recorded cycles.
        forced_ns: when the program calls runtime.GC(), in order, from 0; one
            that comes during a cycle waits for its end.
        cpus: CPUs of the machine, from 1, or None for as many as there are
            Ps. Only the CPU time of pauses in `gctrace` depends on it.

    Returns: the trace. It ends at `duration_ns`, or with the last cycle asked for.
    Raises: ScenarioError with the value that is out of bounds, when a run
        needs more than 400,000 steps, or when its warm-up never ends.
    Source: the cycle of `runtime/mgc.go` on the pacer of `runtime/mgcpacer.go`;
        steps of 500 us, after each of which the assist ratio is revised.
    Omits: spans and size classes, fragmentation and the scavenger: what a
        cycle frees is back at once, so with a memory limit nothing is free
        and mapped. The CPU time of the sweep. The turns that workers and
        program take on a P: each has its share of it at every instant. That
        a goroutine that calls runtime.GC() waits for it.

    >>> trace = run_gc(Workload.steady(live_bytes=64 << 20), gogc=100)
    >>> len(trace.cycles), trace.peak_bytes >> 20
    (10, 176)
    >>> print(str(trace.cycles[-1].gctrace).partition(" ms cpu, ")[0])
    gc 10 @0.904s 8%: 0.18+32+0.13 ms clock, 1.4+0/64/0+1.0
    """
    _check(gogc, memory_limit_bytes, procs, duration_ns, cycles, warm_up_cycles)
    _check_times(forced_ns, cpus)
    controller = GCController(
        gogc=gogc, memory_limit=memory_limit_bytes, procs=procs, globals_size=workload.globals_bytes
    )
    limiter = _limiter(procs, limiter_fill_frac) if cpu_limiter else None
    collector = Collector(Program(workload, procs), controller, limiter, pauses, cpus)
    if warm_up_cycles:
        _warm_up(collector, warm_up_cycles)
    collector.forced_ns = list(forced_ns)
    while collector.now_ns < duration_ns and (cycles is None or len(collector.cycles) < cycles):
        collector.step(duration_ns)
    return collector.trace()


def _limiter(procs: int, fill_frac: float) -> CPULimiter:
    require_between("limiter_fill_frac", fill_frac, 0, 1)
    limiter = CPULimiter(procs)
    limiter.fill_ns = int(limiter.capacity_ns * fill_frac)
    limiter.limiting = limiter.fill_ns == limiter.capacity_ns
    return limiter


def _warm_up(collector: Collector, cycles: int) -> None:
    """Run so many cycles with the streams held at their beginning, then start the trace."""
    collector.recorder = None
    collector.program.now_ns = collector.last_end_ns = -MAX_WARM_UP_NS
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


def _check_times(forced_ns: Sequence[int], cpus: int | None) -> None:
    for at_ns in forced_ns:
        require_int("forced_ns", at_ns, 0, MAX_WARM_UP_NS)
    for earlier, later in pairwise(forced_ns):
        require(earlier <= later, f"forced_ns has {later} after {earlier}: the times have to be in order")
    if cpus is not None:
        require_int("cpus", cpus, 1, 1 << 16)
