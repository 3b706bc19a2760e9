"""The collector over time, and what its two settings trade, from the simulator."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from talk import sim
from talk.demo import Chart, Range, demo

MS = 1_000_000
S = 1000 * MS
GOGC_STEPS = (25, 50, 100, 200, 400, 800)
WARM_UP_CYCLES = 8
SHOWN_MS = 800
# The bucket holds one second a P and fills at half of that rate or less: later the share stands still.
LIMITER_SETTLES_NS = 3 * S


@demo
def gc_pacing(
    gogc: Annotated[int, Range(25, 400, step=25, unit="%")] = 100,
    live_mib: Annotated[int, Range(16, 256, step=16, unit="MiB")] = 64,
    alloc_rate: Annotated[int, Range(32, 512, step=32, unit="KiB/ms", help="Of each busy CPU.")] = 32,
) -> Chart:
    """The heap under the pacer, in a steady state."""
    workload = sim.Workload.steady(live_bytes=live_mib * sim.MiB, alloc_rate=alloc_rate)
    trace = sim.run_gc(workload, gogc=gogc, duration_ns=SHOWN_MS * MS, warm_up_cycles=WARM_UP_CYCLES)
    return (
        Chart(
            x=trace.time_ns,
            x_unit="ns",
            x_show="ms",
            x_label="time",
            y_unit="B",
            y_show="MiB",
            y_label="heap",
        )
        .step(trace.heap_goal_bytes, "goal")
        .step(trace.trigger_bytes, "trigger", tone="muted")
        .line(trace.heap_live_bytes, "heap", tone="accent")
        .says(
            f"Cycles start at {_mib(trace.trigger_bytes[0])} to end by {_mib(trace.heap_goal_bytes[0])}; "
            f"in {SHOWN_MS} ms {len(trace.cycles)} of them end."
        )
    )


@demo
def gogc_tradeoff(
    live_mib: Annotated[int, Range(16, 256, step=16, unit="MiB")] = 64,
    alloc_rate: Annotated[int, Range(32, 512, step=32, unit="KiB/ms", help="Of each busy CPU.")] = 128,
) -> Chart:
    """GC share of the CPU against peak heap, for GOGC from 25 to 800."""
    workload = sim.Workload.steady(live_bytes=live_mib * sim.MiB, alloc_rate=alloc_rate)
    traces = [_settled(workload, gogc) for gogc in GOGC_STEPS]
    peaks = [trace.peak_bytes for trace in traces]
    shares = [trace.gc_cpu_total_frac for trace in traces]
    return (
        Chart(x=peaks, x_unit="B", x_show="MiB", x_label="peak heap", y_show="%", y_label="GC share of CPU")
        .line(shares, "", tone="accent")
        .events(peaks, [str(gogc) for gogc in GOGC_STEPS], shares, label="GOGC")
        .says(
            f"GOGC 100 takes {shares[2]:.0%} of the CPU and {_mib(peaks[2])}; "
            f"GOGC 200 takes {shares[3]:.0%} and {_mib(peaks[3])}."
        )
    )


@demo
def memory_limit(
    limit_mib: Annotated[int, Range(64, 512, step=32, unit="MiB")] = 256,
    gogc: Annotated[int, Range(25, 400, step=25, unit="%")] = 100,
) -> Chart:
    """GC share of the CPU as the live heap grows, with and without a memory limit."""
    lives = [limit_mib * tenths / 10 for tenths in range(3, 12)]
    workloads = [sim.Workload.steady(live_bytes=round(live * sim.MiB)) for live in lives]
    limited = [_under_limit(workload, gogc, limit_mib) for workload in workloads]
    free = [_settled(workload, gogc).gc_cpu_total_frac for workload in workloads]
    shares = [_late_share(trace) for trace in limited]
    full = limited[lives.index(limit_mib)]
    return (
        Chart(
            x=lives,
            x_unit="MiB",
            x_label="live heap",
            y_show="%",
            y_label="GC share of CPU",
            y_range=(0, 0.7),
        )
        .line(shares, "with limit", tone="accent")
        .line(free, "no limit", tone="muted")
        .vline(limit_mib, "limit")
        .says(
            f"{lives[5]:.0f} MiB alive: {shares[5]:.0%} of the CPU. "
            f"{limit_mib} MiB: the limit gives way, to a heap of {_mib(full.peak_bytes)}."
        )
    )


def _settled(workload: sim.Workload, gogc: int) -> sim.GCTrace:
    return sim.run_gc(workload, gogc=gogc, duration_ns=60 * S, cycles=8, warm_up_cycles=WARM_UP_CYCLES)


def _under_limit(workload: sim.Workload, gogc: int, limit_mib: int) -> sim.GCTrace:
    duration_ns = LIMITER_SETTLES_NS + S
    return sim.run_gc(workload, gogc=gogc, memory_limit_bytes=limit_mib * sim.MiB, duration_ns=duration_ns)


def _late_share(trace: sim.GCTrace) -> float:
    """The collector's share of the CPUs once the CPU limiter's bucket had time to fill."""
    spans_ns = np.diff(trace.time_ns)
    late = trace.time_ns[:-1] >= LIMITER_SETTLES_NS
    return float(np.average(trace.gc_cpu_frac[:-1][late], weights=spans_ns[late]))


def _mib(size_bytes: float) -> str:
    return f"{size_bytes / sim.MiB:.0f} MiB"
