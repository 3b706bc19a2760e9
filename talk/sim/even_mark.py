"""A mark in which nothing but the assist ratio changes, marched through period by period, or many at once.

It comes to the same bytes, times and samples as the steps of `collector`, in every bit. Written for speed: a
run that somebody waits for on stage has some hundred periods.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

import numpy as np

from talk.sim.gc_phases import Phase
from talk.sim.goal import GC_BACKGROUND_UTILIZATION
from talk.sim.limiter import CPULimiter
from talk.sim.mark import REVISE_PERIOD_NS, MarkRates
from talk.sim.pacer import MIN_SCAN_WORK_REMAINING, GCController
from talk.sim.workers import MarkPs, assisting, mark_ps, mark_shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from talk.sim.gc_cycle import RunningCycle
    from talk.sim.gc_program import Program
    from talk.sim.gc_trace import Recorder
    from talk.sim.mark import StepBudget

_MANY = 12  # periods: fewer are quicker one by one


class Marking(Protocol):
    """What a mark works on, and what it counts: a collector has it."""

    program: Program
    controller: GCController
    limiter: CPULimiter | None
    recorder: Recorder | None
    budget: StepBudget
    allocated: int
    gc_ns: int


def mark_evenly(collector: Marking, cycle: RunningCycle, until_ns: int) -> None:
    """Mark for as many whole periods as leave something to do, and no longer than until a time.

    The goal and the rates must stay as they are, and all that is left must lie on the heap. While nobody
    assists, each period does the same: many are then one step.
    """
    gc, program, limiter, work = collector.controller, collector.program, collector.limiter, cycle.work
    rates, procs, goal = program.rates(marking=True), gc.procs, gc.heap_goal()
    alloc_rate, scan_rate = rates.alloc_rate, rates.scan_rate
    ps = mark_ps(procs, program.goroutines())
    still = mark_shares(procs, program.goroutines(), 0.0, scan_rate, assists=False)
    dedicated, fractional, idle_mark = still.dedicated, still.fractional, still.idle_mark
    k, cpu_ns = 1024 * REVISE_PERIOD_NS / 1e6 * procs, REVISE_PERIOD_NS * procs
    can_scan, can_allocate, background = scan_rate * k, alloc_rate * k, ps.background
    before = (gc.heap_marked, float(goal), float(gc.triggered or 0), int(Phase.MARK))
    while until_ns - program.now_ns > REVISE_PERIOD_NS:
        assist_ps = assisting(gc.assist_work_per_byte * alloc_rate, scan_rate, background, ps.program)
        assist, own = assist_ps / procs, (ps.program - assist_ps) / procs
        scanning = dedicated + fractional + idle_mark + assist
        scan, allocated = int(can_scan * scanning) or 1, int(can_allocate * own)
        if scan >= work.heap or (assist > 0 and _fills_limiter(limiter, assist, idle_mark)):
            break
        now_ns, live, scanned = program.now_ns, gc.heap_live, gc.scan_work
        counted = int(cpu_ns * (assist + GC_BACKGROUND_UTILIZATION))
        idle_ns = int(cpu_ns * (idle_mark + max(0.0, 1.0 - scanning - own)))
        ratios = None
        if assist == 0:
            most = min((until_ns - now_ns - 1) // REVISE_PERIOD_NS, (work.heap - 1) // scan)
            most = min(most, collector.budget.left)
            if limiter is not None:
                most = limiter.alike(most, REVISE_PERIOD_NS, counted, idle_ns)
            ratios = _ratios(gc, rates, ps, goal, scan, allocated, most)
        steps = 1 if ratios is None else len(ratios)
        collector.budget.spend(steps)
        work.heap -= scan * steps
        gc.allocate(allocated * steps, int(allocated * rates.scannable_frac) * steps)
        gc.heap_scan_work += scan * steps
        if ratios is None:
            gc.revise_for(goal)
        else:
            gc.assist_work_per_byte = float(ratios[-1])
        gc_frac = dedicated + fractional + assist
        cycle.assist_ns += int(cpu_ns * assist) * steps
        cycle.background_ns += int(cpu_ns * (dedicated + fractional)) * steps
        cycle.idle_ns += int(cpu_ns * idle_mark) * steps
        cycle.black += allocated * steps
        program.pass_(REVISE_PERIOD_NS * steps, allocated * steps)
        collector.allocated += allocated * steps
        collector.gc_ns += int(cpu_ns * gc_frac) * steps
        is_limiting, fill = False, math.nan
        if limiter is not None:
            if ratios is None:
                limiter.accumulate(REVISE_PERIOD_NS, counted, idle_ns, assisted=assist > 0)
            else:
                limiter.accumulate_alike(steps, REVISE_PERIOD_NS, counted, idle_ns)
            is_limiting, fill = limiter.limiting, limiter.fill_ns / limiter.capacity_ns
        if collector.recorder is not None:
            shares = (dedicated, fractional, idle_mark, assist, own, 0.0, gc_frac)
            after = (*shares, is_limiting, fill)
            if ratios is None:
                now = (program.now_ns, gc.heap_live, *before, gc.scan_work, 0, gc.assist_work_per_byte)
                collector.recorder.samples.append((*now, *after))
            else:
                ends = np.arange(1, steps + 1)
                times, lives = now_ns + REVISE_PERIOD_NS * ends, live + allocated * ends
                columns = (times, lives, *before, scanned + scan * ends, 0, ratios, *after)
                collector.recorder.take_all(columns, steps)
        if is_limiting:
            break


def _ratios(
    gc: GCController, rates: MarkRates, ps: MarkPs, goal: int, scan: int, allocated: int, most: int
) -> NDArray[np.float64] | None:
    """The assist ratio after each of at most so many periods that do the same; None where these are few.

    They keep to what the last cycle scanned and to the goal, and end where somebody has to assist.
    """
    work_left, heap_left = gc.expected_scan - gc.scan_work, goal - gc.heap_live
    most = min(most, work_left // scan, heap_left // allocated if allocated else most)
    if most < _MANY:
        return None
    ends = np.arange(1, most + 1)
    work = np.maximum(work_left - scan * ends, MIN_SCAN_WORK_REMAINING)
    ratios = work / np.maximum(heap_left - allocated * ends, 1)
    owed_rate = ratios * rates.alloc_rate
    assists = (owed_rate * ps.program - rates.scan_rate * ps.background) / (owed_rate + rates.scan_rate) > 0
    return ratios[: int(assists.argmax()) + 1] if assists.any() else ratios


def _fills_limiter(limiter: CPULimiter | None, assist: float, idle_mark: float) -> bool:
    """Whether the limiter has to look within a period of such shares."""
    if limiter is None:
        return False
    full_ns = limiter.until_full_ns(GC_BACKGROUND_UTILIZATION + assist, idle_mark)
    return full_ns is not None and full_ns < REVISE_PERIOD_NS
