"""The pacer: when a cycle starts, where it must end, and who does the work.

Words and arithmetic are those of the runtime: sizes are unsigned integers,
divisions truncate, in the order in which the runtime does them. So the cases
of the pacer's own tests come out byte for byte.

Source: `runtime/mgcpacer.go` of Go 1.27.3.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from talk.sim.errors import require_int
from talk.sim.units import KiB, MiB

# The share of the CPUs that marking takes in the background, and the goal of
# the pacer for it: the two are the same since Go 1.19.
GC_BACKGROUND_UTILIZATION = 0.25
# The least heap goal at GOGC=100 (defaultHeapMinimum).
HEAP_MINIMUM_BYTES = 4 * MiB
# The trigger lies between 45/64 and 61/64 of the way from marked to goal.
TRIGGER_RATIO_DISTANCE = 64
MIN_TRIGGER_RATIO_DISTANCE = 45
MAX_TRIGGER_RATIO_DISTANCE = 61
# The least distance from the trigger to the goal during a cycle.
MIN_RUNWAY_BYTES = 64 * KiB
# The least distance over which a sweep may be spread (sweepMinHeapDistance).
SWEEP_MIN_HEAP_DISTANCE_BYTES = 1 * MiB
# Kept free below the memory limit: the larger of 3 % and 1 MiB.
MEMORY_LIMIT_HEADROOM_PERCENT = 3
MEMORY_LIMIT_MIN_HEADROOM_BYTES = 1 * MiB
# A heap beyond its goal gets this factor for the rest of the cycle.
MAX_OVERSHOOT = 1.1
# Scan work that an assist ratio never counts below.
MIN_SCAN_WORK_REMAINING = 1000
# How many measured cons/mark ratios are remembered besides the newest.
CONS_MARK_HISTORY = 4
# GOGC=off counts as this where a factor for the assist ratio is needed.
GOGC_OFF_PERCENT = 100_000
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


@dataclass(frozen=True, slots=True)
class Workers:
    """Who marks in the background: so many dedicated workers, and a share of each P besides."""

    dedicated: int
    fractional_frac: float


def gc_workers(procs: int) -> Workers:
    """The background workers that make up a quarter of the CPUs.

    Args:
        procs: GOMAXPROCS, from 1.

    Source: startCycle in `runtime/mgcpacer.go`.

    >>> gc_workers(6)
    Workers(dedicated=1, fractional_frac=0.08333333333333333)
    """
    require_int("procs", procs, 1, 1 << 16)
    wanted = procs * GC_BACKGROUND_UTILIZATION
    dedicated = int(wanted + 0.5)
    # Rounding may miss the quarter by 30 %; beyond that a fractional worker
    # makes up for a dedicated one too few.
    if abs(dedicated / wanted - 1) <= 0.3:
        return Workers(dedicated, 0.0)
    if dedicated > wanted:
        dedicated -= 1
    return Workers(dedicated, (wanted - dedicated) / procs)


def percent_heap_goal(marked_bytes: int, stack_bytes: int, globals_bytes: int, gogc: int | None) -> int:
    """The heap goal by GOGC alone, in bytes; `NO_GOAL_BYTES` if it is off.

    Roots count since Go 1.18: the goal leaves GOGC percent of what is marked
    and of what is scanned besides.

    Source: commit in `runtime/mgcpacer.go`.
    """
    if gogc is None:
        return NO_GOAL_BYTES
    roots_bytes = stack_bytes + globals_bytes
    goal_bytes = _uint64(marked_bytes + _uint64((marked_bytes + roots_bytes) * gogc) // 100)
    return max(goal_bytes, HEAP_MINIMUM_BYTES * gogc // 100)


def memory_limit_heap_goal(marked_bytes: int, memory_limit_bytes: int | None, memory: Memory) -> int:
    """The heap goal that keeps the process below its memory limit, in bytes.

    Never below what is marked: a limit that cannot be kept is not kept.

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
    memory: Memory = Memory(),
) -> int:
    """The heap goal in force right after a cycle, in bytes.

    Args:
        marked_bytes: found live, or allocated during the mark.
        stack_bytes: stack scanned in that cycle: used, not allocated.
        globals_bytes: size of data and bss.
        gogc: GOGC in percent, or None for off.
        memory_limit_bytes: the limit, or None for none.
        memory: what the process holds; matters with a limit only.

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

    Source: trigger in `runtime/mgcpacer.go`. The real start is at or after
        this point: 5e-5 later in the median of the recordings, up to 7 %
        where a program allocates in large pieces.
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


@dataclass(slots=True)
class ConsMark:
    """The cons/mark ratio: bytes allocated for a byte scanned, a CPU-second of each.

    A rise acts at once, a fall when the higher ratios have left the history.

    Source: endCycle in `runtime/mgcpacer.go`.
    """

    ratio: float = 0.0
    """In force in the next cycle."""
    measured: list[float] = field(default_factory=lambda: [0.0] * CONS_MARK_HISTORY)
    """The last four ratios measured, oldest first."""

    def measure(self, allocated_bytes: int, scan_work_bytes: int, assist_frac: float, idle_frac: float) -> None:
        """Take in a cycle that has ended.

        Args:
            allocated_bytes: from the trigger to the end of the mark.
            scan_work_bytes: heap, stacks and globals scanned.
            assist_frac: assist time over wall time and procs.
            idle_frac: idle marking time over wall time and procs.

        A cycle that allocated nothing says nothing, nor does one with nothing
        to scan or with no time left for the program.
        """
        gc_frac = GC_BACKGROUND_UTILIZATION + assist_frac
        if allocated_bytes <= 0 or scan_work_bytes <= 0 or gc_frac >= 1:
            return
        # The program allocated in its (1 - u) of the CPUs, the collector
        # scanned in its u and in what was idle:
        #     (allocated / (1 - u)) / (scanned / (u + idle))
        now = (allocated_bytes * (gc_frac + idle_frac)) / (scan_work_bytes * (1 - gc_frac))
        self.ratio = max(now, *self.measured)
        self.measured = [*self.measured[1:], now]


@dataclass(slots=True)
class GCController:
    """The state of the pacer, with the runtime's names; all sizes in bytes.

    A cycle: `start_cycle`, any number of `scan`, `allocate` and `revise`,
    then `end_cycle` and `reset_live`.

    Source: gcControllerState in `runtime/mgcpacer.go`.
    Omits: the batching of credit, the spans by which heapLive really moves,
        idle workers (their share can be given to `end_cycle`).
    """

    gogc: int | None = 100
    memory_limit: int | None = None
    procs: int = 1
    globals_size: int = 0
    """Data and bss; counts as 0 until the first cycle."""
    memory: Memory = Memory()
    heap_live: int = 0
    """Live, or not yet known to be garbage."""
    heap_scan: int = 0
    """The part of heap_live that may hold pointers."""
    heap_marked: int = 0
    """What the last cycle marked."""
    triggered: int | None = None
    """heap_live when the cycle under way started; None between cycles."""
    max_stack_scan: int = 0
    """Allocated stacks: the worst case of the work on them."""
    last_heap_scan: int = 0
    last_stack_scan: int = 0
    globals_scan: int = 0
    heap_scan_work: int = 0
    stack_scan_work: int = 0
    globals_scan_work: int = 0
    sweep_distance: int = 0
    """The least trigger that leaves the sweep its distance; 0 if nothing is to be swept."""
    percent_goal: int = 0
    assist_work_per_byte: float = 0.0
    """Scan work that an allocated byte owes."""
    cons_mark: ConsMark = field(default_factory=ConsMark)

    def __post_init__(self) -> None:
        if self.gogc is not None:
            require_int("gogc", self.gogc, 0, (1 << 31) - 1)
        if self.memory_limit is not None:
            require_int("memory_limit", self.memory_limit, 0, NO_LIMIT_BYTES)
        require_int("procs", self.procs, 1, 1 << 16)
        self.commit(is_sweep_done=True)

    @property
    def scan_work(self) -> int:
        """Heap, stacks and globals scanned so far in this cycle."""
        return self.heap_scan_work + self.stack_scan_work + self.globals_scan_work

    @property
    def expected_scan(self) -> int:
        """What the next cycle should scan: as much as the last one did."""
        return self.last_heap_scan + self.last_stack_scan + self.globals_scan

    def commit(self, *, is_sweep_done: bool) -> None:
        """Compute the goal by GOGC anew: after a cycle, and when GOGC changes."""
        self.sweep_distance = 0 if is_sweep_done else self.heap_live + SWEEP_MIN_HEAP_DISTANCE_BYTES
        self.percent_goal = percent_heap_goal(
            self.heap_marked, self.last_stack_scan, self.globals_scan, self.gogc
        )

    def heap_goal(self) -> int:
        """The goal in force; with a memory limit it moves during a cycle."""
        return self._goal_and_least()[0]

    def trigger(self) -> int:
        """The heap_live at which the next cycle starts."""
        goal, least = self._goal_and_least()
        runway = heap_runway(self.cons_mark.ratio, self.expected_scan)
        return heap_trigger(self.heap_marked, goal, runway, least)

    def _goal_and_least(self) -> tuple[int, int]:
        by_limit = memory_limit_heap_goal(self.heap_marked, self.memory_limit, self.memory)
        if by_limit < self.percent_goal:
            return by_limit, 0
        goal = max(self.percent_goal, self.sweep_distance)
        if self.triggered is not None:
            goal = max(goal, self.triggered + MIN_RUNWAY_BYTES)
        return goal, self.sweep_distance

    def start_cycle(self, stack_bytes: int) -> None:
        """Begin the mark with so many bytes of allocated stacks."""
        self.triggered = self.heap_live
        self.max_stack_scan = stack_bytes
        self.globals_scan = self.globals_size
        self.heap_scan_work = self.stack_scan_work = self.globals_scan_work = 0
        self.revise()

    def allocate(self, allocated: int, scannable: int) -> None:
        """The program has allocated so much, so much of it with pointers."""
        self.heap_live += allocated
        self.heap_scan += scannable

    def scan(self, heap: int, stack: int, globals_: int) -> None:
        """The collector has scanned so much more of each."""
        self.heap_scan_work += heap
        self.stack_scan_work += stack
        self.globals_scan_work += globals_

    def revise(self) -> None:
        """Compute the assist ratio anew: the work left over the heap left to the goal."""
        work, goal, expected = self.scan_work, self.heap_goal(), self.expected_scan
        worst = self.heap_scan + self.max_stack_scan + self.globals_scan
        assert self.triggered is not None, "revise outside of a cycle"
        if work > expected:
            # More has been found than the last cycle had. Go on as if all of it
            # had to be scanned, at the pace set out with, but with no goal
            # beyond what GOGC would give the present one.
            pace = (goal - self.triggered) / expected if expected else float("inf")
            hard_goal = int((1.0 + self._gogc_percent() / 100.0) * goal)
            goal = _saturated(pace * worst, self.triggered, hard_goal)
            expected = worst
        if self.heap_live > goal:
            goal = int(goal * MAX_OVERSHOOT)
            expected = worst
        work_left = max(MIN_SCAN_WORK_REMAINING, expected - work)
        heap_left = max(1, goal - self.heap_live)
        self.assist_work_per_byte = work_left / heap_left

    def _gogc_percent(self) -> int:
        return GOGC_OFF_PERCENT if self.gogc is None else self.gogc

    def end_cycle(self, assist_ns: int, duration_ns: int, idle_ns: int = 0) -> None:
        """Measure cons/mark; times are sums over all procs, the duration is wall time."""
        assert self.triggered is not None, "end_cycle outside of a cycle"
        cpu_ns = duration_ns * self.procs
        assist_frac = assist_ns / cpu_ns if cpu_ns > 0 else 0.0
        idle_frac = idle_ns / cpu_ns if cpu_ns > 0 else 0.0
        allocated = self.heap_live - self.triggered
        self.cons_mark.measure(allocated, self.scan_work, assist_frac, idle_frac)

    def reset_live(self, marked: int) -> None:
        """End the cycle: what was marked is all that is live, and the next goal counts from it."""
        self.heap_marked = self.heap_live = marked
        self.heap_scan = self.last_heap_scan = self.heap_scan_work
        self.last_stack_scan = self.stack_scan_work
        self.triggered = None
        self.commit(is_sweep_done=False)


def _saturated(extra: float, base: int, most: int) -> int:
    """`int(extra) + base`, at most `most`."""
    return most if extra >= most else min(int(extra) + base, most)


def _uint64(value: int) -> int:
    return value & NO_GOAL_BYTES


def require_bytes(name: str, value: object) -> None:
    """Raise `ScenarioError` unless the value can be a size on a 64-bit machine."""
    require_int(name, value, 0, 1 << 48)

