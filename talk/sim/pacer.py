"""The pacer: the state of the collector between and during cycles.

Words and arithmetic are those of the runtime, so the cases of the pacer's own
tests come out byte for byte.

Source: `runtime/mgcpacer.go` of Go 1.27.3.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from talk.sim.errors import require_int
from talk.sim.goal import (
    GC_BACKGROUND_UTILIZATION,
    HEAP_ALONE,
    NO_LIMIT_BYTES,
    SWEEP_MIN_HEAP_DISTANCE_BYTES,
    Memory,
    heap_runway,
    heap_trigger,
    memory_limit_heap_goal,
    percent_heap_goal,
)
from talk.sim.units import KiB

# The least distance from the trigger to the goal during a cycle.
MIN_RUNWAY_BYTES = 64 * KiB
# A heap beyond its goal gets this factor for the rest of the cycle.
MAX_OVERSHOOT = 1.1
# Scan work that an assist ratio never counts below.
MIN_SCAN_WORK_REMAINING = 1000
# How many measured cons/mark ratios are remembered besides the newest.
CONS_MARK_HISTORY = 4
# GOGC=off counts as this where a factor for the assist ratio is needed.
GOGC_OFF_PERCENT = 100_000


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

    def measure(
        self, allocated_bytes: int, scan_work_bytes: int, assist_frac: float, idle_frac: float
    ) -> None:
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
        # What the program allocated in its 1 - u of the CPUs, over what the
        # collector scanned in its u of them and in those that were idle.
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
    memory: Memory = HEAP_ALONE
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
        # Without a limit, half of the address space is: only a goal near that has to be compared with it.
        if self.memory_limit is not None or self.percent_goal >> 60:
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
        self.revise_for(self.heap_goal())

    def revise_for(self, goal: int) -> None:
        """The same, where the goal in force is known."""
        work, expected = self.scan_work, self.expected_scan
        worst = self.heap_scan + self.max_stack_scan + self.globals_scan
        assert self.triggered is not None, "revise outside of a cycle"
        if work > expected:
            # More has been found than the last cycle had. Go on as if all of it
            # had to be scanned, at the pace set out with, but with no goal
            # beyond what GOGC would give the present one.
            hard_goal = int((1.0 + self._gogc_percent() / 100.0) * goal)
            far_goal = hard_goal  # where nothing was expected, there is no pace to keep
            if expected > 0:
                far_goal = int((goal - self.triggered) / expected * worst) + self.triggered
            goal = min(far_goal, hard_goal)
            expected = worst
        if self.heap_live > goal:
            goal = int(goal * MAX_OVERSHOOT)
            expected = worst
        work_left, heap_left = expected - work, goal - self.heap_live
        work_left = max(work_left, MIN_SCAN_WORK_REMAINING)
        self.assist_work_per_byte = work_left / (heap_left if heap_left > 1 else 1)

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
