"""A program in a steady state: what each of its cycles comes to, by formula."""

from __future__ import annotations

from dataclasses import dataclass

from talk.sim.errors import require, require_int
from talk.sim.goal import (
    SWEEP_MIN_HEAP_DISTANCE_BYTES,
    heap_goal,
    heap_runway,
    heap_trigger,
    require_bytes,
)


@dataclass(frozen=True, slots=True)
class SteadyState:
    """The sizes that come back in every cycle, in bytes."""

    live_bytes: int
    """Marked: reachable, and allocated during the mark."""
    goal_bytes: int
    trigger_bytes: int
    peak_bytes: int
    """heapLive at the end of the mark."""

    @property
    def bytes_per_cycle(self) -> int:
        """Allocated from the end of one mark to the end of the next."""
        return self.peak_bytes - self.live_bytes


def steady_state(
    reachable_bytes: int,
    *,
    gogc: int = 100,
    stack_bytes: int = 8192,
    globals_bytes: int = 0,
    scan_work_bytes: float | None = None,
    allocated_per_scanned: float = 0.0,
    cons_mark: float = 0.0,
) -> SteadyState:
    """The cycle into which a program with constant rates settles.

    Args:
        reachable_bytes: alive, without what was allocated during the mark.
        gogc: GOGC in percent from 0.
        stack_bytes: stack scanned in a cycle: used, not allocated.
        globals_bytes: size of data and bss.
        scan_work_bytes: scanned in a cycle; by default all of the above.
        allocated_per_scanned: bytes allocated for a byte scanned while marking.
        cons_mark: the cons/mark ratio in force.

    Returns: live heap, goal, trigger and peak.
    Raises: ScenarioError with the value that is out of bounds.
    Source: the formulas of `runtime/mgcpacer.go`; against 225 recorded
        figures 0.6 % off in the median.
    Omits: jitter of the rates, assists beyond the background's quarter.

    >>> steady_state(64 << 20).peak_bytes >> 20
    125
    """
    _check(reachable_bytes, gogc, stack_bytes, globals_bytes)
    roots_bytes = stack_bytes + globals_bytes
    scan_bytes = reachable_bytes + roots_bytes if scan_work_bytes is None else scan_work_bytes
    for name, value in (
        ("scan_work_bytes", scan_bytes),
        ("allocated_per_scanned", allocated_per_scanned),
        ("cons_mark", cons_mark),
    ):
        require(0 <= value < 1 << 48, f"{name} is {value}, not from 0 to 2^48")
    black_bytes = int(scan_bytes * allocated_per_scanned)
    live_bytes = reachable_bytes + black_bytes
    goal_bytes = heap_goal(live_bytes, stack_bytes, globals_bytes, gogc=gogc)
    runway_bytes = heap_runway(cons_mark, int(scan_bytes))
    least_bytes = live_bytes + SWEEP_MIN_HEAP_DISTANCE_BYTES
    trigger_bytes = heap_trigger(live_bytes, goal_bytes, runway_bytes, least_bytes)
    return SteadyState(live_bytes, goal_bytes, trigger_bytes, trigger_bytes + black_bytes)


def _check(reachable_bytes: int, gogc: int, stack_bytes: int, globals_bytes: int) -> None:
    require_bytes("reachable_bytes", reachable_bytes)
    require_int("gogc", gogc, 0, (1 << 31) - 1)
    require_bytes("stack_bytes", stack_bytes)
    require_bytes("globals_bytes", globals_bytes)
