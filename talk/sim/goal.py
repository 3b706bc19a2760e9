"""Where a cycle must end and where it starts: the pacer's formulas, one by one.

Sizes are unsigned integers and divisions truncate, in the order in which the
runtime does them.

Source: `runtime/mgcpacer.go` of Go 1.27.3.
"""

from __future__ import annotations

from dataclasses import dataclass

from talk.sim.errors import require_int
from talk.sim.units import MiB

# The share of the CPUs that marking takes in the background, and the goal of
# the pacer for it: the two are the same since Go 1.19.
GC_BACKGROUND_UTILIZATION = 0.25
# The least heap goal at GOGC=100 (defaultHeapMinimum).
HEAP_MINIMUM_BYTES = 4 * MiB
# The trigger lies between 45/64 and 61/64 of the way from marked to goal.
TRIGGER_RATIO_DISTANCE = 64
MIN_TRIGGER_RATIO_DISTANCE = 45
MAX_TRIGGER_RATIO_DISTANCE = 61
# The least distance over which a sweep may be spread (sweepMinHeapDistance).
SWEEP_MIN_HEAP_DISTANCE_BYTES = 1 * MiB
# Kept free below the memory limit: the larger of 3 % and 1 MiB.
MEMORY_LIMIT_HEADROOM_PERCENT = 3
MEMORY_LIMIT_MIN_HEADROOM_BYTES = 1 * MiB
# GOGC=off, and the goal that results; no memory limit (math.MaxInt64).
NO_GOAL_BYTES = (1 << 64) - 1
NO_LIMIT_BYTES = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Memory:
    """What the process holds, as the memory limit sees it, in bytes."""

    mapped_bytes: int = 0
    """Mapped and not released to the system."""
    free_bytes: int = 0
    """Heap spans that are free but not released."""
    objects_bytes: int = 0
    """Objects, live or not yet swept."""


# The pacer's own tests know the heap alone.
HEAP_ALONE = Memory()


def percent_heap_goal(marked_bytes: int, stack_bytes: int, globals_bytes: int, gogc: int | None) -> int:
    """The heap goal by GOGC alone, in bytes; `NO_GOAL_BYTES` if it is off.

    Roots count since Go 1.18: the goal leaves GOGC percent of what is marked
    and of what is scanned besides.

    Args:
        marked_bytes: found live, or allocated during the mark.
        stack_bytes: stack scanned in that cycle: used, not allocated.
        globals_bytes: size of data and bss.
        gogc: GOGC in percent, or None for off.

    Returns: the goal before limit and sweep distance are looked at.
    Source: commit in `runtime/mgcpacer.go`.
    """
    if gogc is None:
        return NO_GOAL_BYTES
    roots_bytes = stack_bytes + globals_bytes
    goal_bytes = _uint64(marked_bytes + _uint64((marked_bytes + roots_bytes) * gogc) // 100)
    return max(goal_bytes, HEAP_MINIMUM_BYTES * gogc // 100)


def memory_limit_heap_goal(marked_bytes: int, memory_limit_bytes: int | None, memory: Memory) -> int:
    """The heap goal that keeps the process below its memory limit, in bytes.

    Args:
        marked_bytes: found live, or allocated during the mark.
        memory_limit_bytes: the limit, or None for none.
        memory: what the process holds.

    Returns: never less than what is marked: a limit that cannot be kept is not kept.
    Source: memoryLimitHeapGoal in `runtime/mgcpacer.go`.
    """
    limit_bytes = NO_LIMIT_BYTES if memory_limit_bytes is None else memory_limit_bytes
    # What is mapped for anything but heap objects has to be left free, and
    # what already lies above the limit has to be won back.
    nonheap_bytes = max(0, memory.mapped_bytes - memory.free_bytes - memory.objects_bytes)
    overage_bytes = max(0, memory.mapped_bytes - limit_bytes)
    if nonheap_bytes + overage_bytes >= limit_bytes:
        return marked_bytes
    goal_bytes = limit_bytes - (nonheap_bytes + overage_bytes)
    headroom_bytes = goal_bytes // 100 * MEMORY_LIMIT_HEADROOM_PERCENT
    headroom_bytes = max(headroom_bytes, MEMORY_LIMIT_MIN_HEADROOM_BYTES)
    if goal_bytes < headroom_bytes or goal_bytes - headroom_bytes < headroom_bytes:
        goal_bytes = headroom_bytes
    else:
        goal_bytes -= headroom_bytes
    return max(goal_bytes, marked_bytes)


def heap_goal(
    marked_bytes: int,
    stack_bytes: int,
    globals_bytes: int,
    *,
    gogc: int | None = 100,
    memory_limit_bytes: int | None = None,
    memory: Memory = HEAP_ALONE,
) -> int:
    """The heap goal in force right after a cycle, in bytes.

    Args:
        marked_bytes: found live, or allocated during the mark.
        stack_bytes: stack scanned in that cycle: used, not allocated.
        globals_bytes: size of data and bss.
        gogc: GOGC in percent, or None for off.
        memory_limit_bytes: the limit, or None for none.
        memory: what the process holds; matters with a limit only.

    Returns: the lower one of the two goals; the one by GOGC leaves the sweep its 1 MiB.
    Source: heapGoalInternal in `runtime/mgcpacer.go`; exact against 1452
        recorded goals without a limit, to 0.03 % with one.

    >>> heap_goal(64 * MiB, 0, 0) // MiB
    128
    """
    by_percent = percent_heap_goal(marked_bytes, stack_bytes, globals_bytes, gogc)
    by_limit = memory_limit_heap_goal(marked_bytes, memory_limit_bytes, memory)
    if by_limit < by_percent:
        return by_limit
    return max(by_percent, marked_bytes + SWEEP_MIN_HEAP_DISTANCE_BYTES)


def heap_runway(cons_mark: float, expected_scan_bytes: int) -> int:
    """How much the program will allocate while that much is scanned, in bytes.

    The collector has a quarter of the CPUs and the program three quarters;
    cons/mark says how much one allocates while the other scans a byte.

    Args:
        cons_mark: the cons/mark ratio in force.
        expected_scan_bytes: what the last cycle scanned: heap, stacks, globals.

    Returns: the distance from trigger to goal that is asked for.
    Source: endCycle in `runtime/mgcpacer.go`.
    """
    mutator_per_gc = (1 - GC_BACKGROUND_UTILIZATION) / GC_BACKGROUND_UTILIZATION
    return int(cons_mark * mutator_per_gc * expected_scan_bytes)


def heap_trigger(marked_bytes: int, goal_bytes: int, runway_bytes: int, least_bytes: int) -> int:
    """The heap at which the next cycle starts, in bytes.

    The runway before the goal, but not too near to either end.

    Args:
        marked_bytes: found live, or allocated during the mark.
        goal_bytes: the heap goal in force.
        runway_bytes: expected allocation during the mark, from `heap_runway`.
        least_bytes: no trigger lies below this: it gives the sweep its distance.

    Returns: a heap from `marked_bytes` to `goal_bytes` (the goal, if that is not above marked).
    Source: trigger in `runtime/mgcpacer.go`. The real start is at or after
        this point: 5e-5 later in the median of the recordings, up to 7 %
        where a program allocates in large pieces.
    Omits: that a cycle starts when a span is taken, not at a byte.
    """
    if marked_bytes >= goal_bytes:
        return goal_bytes
    step_bytes = (goal_bytes - marked_bytes) // TRIGGER_RATIO_DISTANCE
    low_bytes = max(marked_bytes, MIN_TRIGGER_RATIO_DISTANCE * step_bytes + marked_bytes, least_bytes)
    high_bytes = MAX_TRIGGER_RATIO_DISTANCE * step_bytes + marked_bytes
    # 5 % of a large heap are more than a slow program needs: 4 MiB will do.
    if goal_bytes > HEAP_MINIMUM_BYTES:
        high_bytes = max(high_bytes, goal_bytes - HEAP_MINIMUM_BYTES)
    high_bytes = max(high_bytes, low_bytes)
    if runway_bytes > goal_bytes:
        return low_bytes
    return min(max(goal_bytes - runway_bytes, low_bytes), high_bytes)


def require_bytes(name: str, value: object) -> None:
    """Raise `ScenarioError` unless the value can be a size on a 64-bit machine."""
    require_int(name, value, 0, 1 << 48)


def _uint64(value: int) -> int:
    return value & NO_GOAL_BYTES
