"""What the collector's two settings trade: CPU time against memory, from the simulator.

The goals are those of `runtime/mgcpacer.go`, the CPU limiter that of `runtime/mgclimit.go`, Go 1.27.
Rates are those of a plausible program, 8 Ps, all busy: compare settings, not milliseconds.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

import numpy as np

from talk import sim
from talk.demo import Chart, Range, demo

HOUR_NS = 3600 * 1_000_000_000
GOGC_STEPS = (25, 50, 100, 200, 400, 800)
MEASURED = 2
"""Cycles; longer runs change no share by more than 0.1 percentage points."""
LIVES_MIB = (16, *range(32, 417, 32))
NEAR_LIMIT = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 1.0, 1.1)
"""Where the limit begins to govern, and where it gives way, in parts of it."""


@demo
def gogc_tradeoff(
    alloc_rate: Annotated[
        int, Range(32, 512, unit="KiB/ms", label="allocation", help="KiB a millisecond of each busy CPU.")
    ] = 128,
    live_mib: Annotated[int, Range(16, 256, unit="MiB", label="live heap")] = 64,
) -> Chart:
    """GC share of the CPU against peak heap, for GOGC from 25 to 800."""
    workload = sim.Workload.steady(live_bytes=live_mib * sim.MiB, alloc_rate=alloc_rate)
    # Where small heaps are filled fast, it takes some cycles until they are alike.
    traces = [_settled(workload, gogc, after=8) for gogc in GOGC_STEPS]
    peaks = [trace.peak_bytes for trace in traces]
    shares = [trace.gc_cpu_total_frac for trace in traces]
    return (
        Chart(
            x=peaks,
            x_unit="B",
            x_show="MiB",
            x_label="peak heap",
            x_log=True,
            y_show="%",
            y_label="GC share of CPU",
        )
        .line(shares, "", tone="accent")
        .events(peaks, [str(gogc) for gogc in GOGC_STEPS], shares, label="GOGC")
        .says(
            f"{alloc_rate} KiB/ms: GOGC 100 takes {shares[2]:.0%} of the CPU and {_mib(peaks[2])}; "
            f"GOGC 200 takes {shares[3]:.0%} and {_mib(peaks[3])}."
        )
    )


@demo
def memory_limit(
    limit_mib: Annotated[int, Range(64, 384, unit="MiB", label="memory limit")] = 256,
    gogc: Annotated[int, Range(25, 400, step=25, unit="%", label="GOGC")] = 100,
) -> Chart:
    """GC share of the CPU as the live heap grows, with and without a memory limit."""
    lives = [limit_mib * part for part in NEAR_LIMIT]
    lives += [each for each in LIVES_MIB[-1:] if each > lives[-1]]
    shares, peaks = zip(*(_under_limit(live, gogc, limit_mib) for live in lives), strict=True)
    free = [_free_share(live, gogc) for live in LIVES_MIB]
    half, full = NEAR_LIMIT.index(0.8), NEAR_LIMIT.index(1.0)
    return (
        Chart(
            x=LIVES_MIB,
            x_unit="MiB",
            x_label="live heap",
            x_range=(0, 450),
            y_show="%",
            y_label="GC share of CPU",
            y_range=(0, 0.6),
        )
        .line(free, "no limit", tone="muted")
        .line(shares, "with limit", x=lives, tone="accent")
        .vline(limit_mib, "limit")
        .says(
            f"Limit {limit_mib} MiB: with {lives[half]:.0f} MiB alive the collector takes {shares[half]:.0%} "
            f"of the CPU; with {limit_mib} MiB the limit gives way, to a heap of {_mib(peaks[full])}."
        )
    )


def _settled(workload: sim.Workload, gogc: int, after: int) -> sim.GCTrace:
    """Whole cycles of a program in its steady state, so that shares do not hang on where a run is cut."""
    return sim.run_gc(workload, gogc=gogc, duration_ns=HOUR_NS, cycles=MEASURED, warm_up_cycles=after)


@lru_cache(maxsize=1024)
def _free_share(live_mib: int, gogc: int) -> float:
    """The collector's share without a limit; the states of a slider have these in common."""
    workload = sim.Workload.steady(live_bytes=live_mib * sim.MiB)
    return _settled(workload, gogc, after=4).gc_cpu_total_frac


def _under_limit(live_mib: float, gogc: int, limit_mib: int) -> tuple[float, int]:
    """The collector's share and the peak under a limit, with the CPU limiter as full as it gets."""
    trace = sim.run_gc(
        sim.Workload.steady(live_bytes=round(live_mib * sim.MiB)),
        gogc=gogc,
        memory_limit_bytes=limit_mib * sim.MiB,
        duration_ns=HOUR_NS,
        cycles=3,
        warm_up_cycles=3,
        limiter_fill_frac=1.0,
    )
    return float(np.average(trace.gc_cpu_frac[1:], weights=np.diff(trace.time_ns))), trace.peak_bytes


def _mib(size_bytes: float) -> str:
    return f"{size_bytes / sim.MiB:.0f} MiB"
