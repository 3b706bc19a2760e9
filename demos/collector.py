"""The collector over time: its pace, and who pays when it is late. From the simulator.

Goal, trigger and assists follow `runtime/mgcpacer.go`, Go 1.27; 8 Ps, all busy. The rates are those of a
plausible program: compare settings, not milliseconds. The sweep's own time is left out, and so not shown.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from _thin import Rows, changes, corners, held, picked

from talk import sim
from talk.demo import Chart, Range, demo

MS = 1_000_000
HOUR_NS = 3600 * 1_000_000_000
WARM_UP_CYCLES = 8
SHOWN_MS = 600
BURST_AT_MS, BURST_FOR_MS, BURST_SHOWN_MS = 150, 100, 400
BURST_LIVE_BYTES, BURST_ALLOC_RATE = 64 * sim.MiB, 64
BURST_WARM_UP_CYCLES = 3


@demo
def gc_pacing(
    gogc: Annotated[int, Range(20, 400, step=10, unit="%", label="GOGC")] = 100,
    live_mib: Annotated[int, Range(16, 256, unit="MiB", label="live heap")] = 64,
    alloc_rate: Annotated[
        int, Range(32, 512, unit="KiB/ms", label="allocation", help="KiB a millisecond of each busy CPU.")
    ] = 56,
) -> Chart:
    """The heap under the pacer, in a steady state."""
    workload = sim.Workload.steady(live_bytes=live_mib * sim.MiB, alloc_rate=alloc_rate)
    trace = sim.run_gc(workload, gogc=gogc, duration_ns=SHOWN_MS * MS, warm_up_cycles=WARM_UP_CYCLES)
    time, heap = picked(corners(trace.time_ns, trace.heap_live_bytes), trace.time_ns, trace.heap_live_bytes)
    steps = changes(trace.heap_goal_bytes, trace.trigger_bytes)
    when, goal, trigger = picked(steps, trace.time_ns, trace.heap_goal_bytes, trace.trigger_bytes)
    return (
        Chart(
            x=time,
            x_unit="ns",
            x_show="ms",
            x_label="time",
            y_unit="B",
            y_show="MiB",
            y_label="heap",
        )
        .step(goal, "goal", x=when)
        .step(trigger, "trigger", x=when, tone="muted")
        .line(heap, "heap", tone="accent")
        .says(
            f"GOGC {gogc}: cycles start at {_mib(trigger[0])} to end by {_mib(goal[0])}; "
            f"in {SHOWN_MS} ms {len(trace.cycles)} of them end."
        )
    )


@demo
def runway(
    alloc_rate: Annotated[
        int, Range(32, 512, unit="KiB/ms", label="allocation", help="KiB a millisecond of each busy CPU.")
    ] = 128,
    gogc: Annotated[int, Range(50, 400, step=25, unit="%", label="GOGC")] = 100,
    live_mib: Annotated[int, Range(16, 256, unit="MiB", label="live heap")] = 64,
) -> Chart:
    """One mark: it begins at the trigger, and all is scanned before the heap has reached its goal."""
    workload = sim.Workload.steady(live_bytes=live_mib * sim.MiB, alloc_rate=alloc_rate)
    trace = sim.run_gc(workload, gogc=gogc, duration_ns=HOUR_NS, cycles=1, warm_up_cycles=WARM_UP_CYCLES)
    (cycle,) = trace.cycles
    time, heap, left = _approach(trace, cycle)
    ends = (float(time[0]), float(time[-1]))
    return (
        Chart(x=time, x_unit="ns", x_show="ms", x_label="time", y_unit="B", y_show="MiB", y_label="heap")
        .band(0, cycle.end_ns - cycle.start_ns, "mark")
        .line((cycle.goal_bytes,) * 2, "goal", x=ends)
        .line((cycle.trigger_bytes,) * 2, "trigger", x=ends, tone="muted")
        .line(heap, "heap", tone="accent")
        .area(left, "to scan")
        .says(_approach_said(alloc_rate, cycle))
    )


@demo
def assists(
    factor: Annotated[
        float, Range(1, 21, unit="×", label="burst", help="How much faster the program allocates for 100 ms.")
    ] = 6,
    gogc: Annotated[int, Range(25, 400, step=25, unit="%", label="GOGC")] = 100,
) -> Chart:
    """A burst of allocation: who allocates while the collector is late has to help it."""
    workload = sim.Workload.burst(
        BURST_LIVE_BYTES,
        at_ms=BURST_AT_MS,
        for_ms=BURST_FOR_MS,
        factor=factor,
        alloc_rate=BURST_ALLOC_RATE,
    )
    trace = sim.run_gc(
        workload, gogc=gogc, duration_ns=BURST_SHOWN_MS * MS, warm_up_cycles=BURST_WARM_UP_CYCLES
    )
    # Shares hold for the stretch before each instant, sizes at the instant itself.
    time, heap, goal, workers, helping = _stretches(trace)
    burst = (BURST_AT_MS * MS, (BURST_AT_MS + BURST_FOR_MS) * MS)
    return (
        Chart(x=time, x_unit="ns", x_show="ms", x_label="time", y_unit="B", y_show="MiB", y_label="heap")
        .band(*burst)
        .line(goal, "goal")
        .line(heap, "heap", tone="accent")
        .panel(y_show="%", y_label="CPU", y_range=(0, 1))
        .band(*burst)
        .stack(workers, "workers", tone="muted")
        .stack(helping, "assists", tone="accent")
        .says(_burst_said(trace, factor))
    )


def _approach(trace: sim.GCTrace, cycle: sim.GCCycle) -> tuple[Rows, ...]:
    """Time since a mark began, heap, and work left to scan: from half a mark before it to its end."""
    start_ns, end_ns = cycle.start_ns, cycle.end_ns
    before_ns = start_ns - (end_ns - start_ns) / 2
    marking = (trace.time_ns >= start_ns) & (trace.time_ns <= end_ns) & (trace.phase == sim.Phase.MARK)
    heap = [np.interp(before_ns, trace.time_ns, trace.heap_live_bytes), *trace.heap_live_bytes[marking]]
    left = [cycle.scan_work_bytes, *(cycle.scan_work_bytes - trace.scan_work_bytes[marking])]
    time = np.array([before_ns, *trace.time_ns[marking]]) - start_ns
    return picked(corners(time, heap, left), time, heap, left)


def _stretches(trace: sim.GCTrace) -> tuple[Rows, ...]:
    """Time, heap, goal, and the shares of workers and assists, as corners of lines."""
    workers = trace.dedicated_frac + trace.fractional_frac + trace.idle_mark_frac
    time, workers, helping = held(trace.time_ns, workers, trace.assist_frac)
    heap = np.repeat(trace.heap_live_bytes, 2)[1:-1].astype(np.float64)
    goal = np.repeat(trace.heap_goal_bytes, 2)[1:-1]
    rows = (heap, goal, workers, helping)
    return picked(corners(time, *rows, tolerance=0.004), time, *rows)


def _approach_said(alloc_rate: int, cycle: sim.GCCycle) -> str:
    mark_ms = (cycle.end_ns - cycle.start_ns) / MS
    helped = f", with {cycle.assist_frac:.0%} of the CPUs in assists" if cycle.assist_frac > 0.005 else ""
    return (
        f"At {alloc_rate} KiB/ms the mark begins {_mib(cycle.goal_bytes - cycle.trigger_bytes)} before the "
        f"goal and scans {_mib(cycle.scan_work_bytes)} in {mark_ms:.0f} ms{helped}."
    )


def _burst_said(trace: sim.GCTrace, factor: float) -> str:
    marking = [cycle for cycle in trace.cycles if cycle.assist_ns]
    if not marking:
        return "At a steady rate the workers keep up, and nobody has to assist."
    worst = max(marking, key=lambda cycle: cycle.assist_frac)
    return (
        f"A burst of {factor:g} times the rate: assists take up to {trace.assist_frac.max():.0%} of the "
        f"CPUs, and {worst.assist_frac:.0%} of the worst cycle."
    )


def _mib(size_bytes: float) -> str:
    return f"{size_bytes / sim.MiB:.0f} MiB"
