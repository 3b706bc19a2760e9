"""The CPU limiter: it keeps the collector from starving the program.

Source: `runtime/mgclimit.go` of Go 1.27.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from talk.sim.errors import require_int
from talk.sim.units import MS, US, S

# What the bucket holds for each P, and the longest that nobody looks at it.
CAPACITY_PER_PROC_NS = 1 * S
UPDATE_PERIOD_NS = 10 * MS
# Assist time is handed over in such pieces, each followed by a look (gcAssistTimeSlack).
ASSIST_TIME_SLACK_NS = 5 * US


@dataclass(slots=True)
class CPULimiter:
    """A leaky bucket of CPU time: the collector fills it, the program drains it.

    While it is full, nobody assists, and a memory limit gives way. An assist
    looks at the bucket as soon as it has worked for 5 us, so assists stop when
    it is full and hardly anything overflows. Once nobody assists, up to 10 ms
    pass until the next look: the program's share of them makes the room that
    the next assists fill. So the collector has half of the CPUs in the long
    run. Only stopped time, which nothing can refuse, may overflow.

    Omits: who looks in between (sysmon and the scheduler).
    """

    procs: int
    fill_ns: int = 0
    limiting: bool = False
    """Whether assists are forbidden."""
    since_update_ns: int = 0
    gc_ns: int = 0
    """The collector's CPU time since the last update."""
    mutator_ns: int = 0
    """The program's CPU time since the last update."""

    def __post_init__(self) -> None:
        require_int("procs", self.procs, 1, 1 << 16)

    @property
    def capacity_ns(self) -> int:
        return self.procs * CAPACITY_PER_PROC_NS

    def accumulate(self, wall_ns: int, gc_ns: int, idle_ns: int = 0, *, assisted: bool = False) -> None:
        """Take in a stretch of wall time; whoever has assisted looks at the bucket at its end.

        Args:
            wall_ns: its length.
            gc_ns: CPU time of the collector: assists, the quarter of the
                background while it marks, all of the stopped time.
            idle_ns: CPU time that counts for neither: idle Ps, idle marking.
            assisted: whether anybody assisted.
        """
        self.gc_ns += gc_ns
        self.mutator_ns += wall_ns * self.procs - idle_ns - gc_ns
        self.since_update_ns += wall_ns
        if assisted or self.since_update_ns >= UPDATE_PERIOD_NS:
            self.update()

    def accumulate_alike(self, count: int, wall_ns: int, gc_ns: int, idle_ns: int) -> None:
        """Take in so many equal stretches, in none of which anybody assists."""
        while count > 0:
            some = min(count, max(1, math.ceil((UPDATE_PERIOD_NS - self.since_update_ns) / wall_ns)))
            self.accumulate(wall_ns * some, gc_ns * some, idle_ns * some)
            count -= some

    def alike(self, count: int, wall_ns: int, gc_ns: int, idle_ns: int) -> int:
        """How many of so many equal stretches, without assists, surely leave the bucket as it is."""
        drains = 2 * gc_ns <= wall_ns * self.procs - idle_ns and self.gc_ns <= self.mutator_ns
        if drains and self.fill_ns == 0:
            return count
        return min(count, max(0, (UPDATE_PERIOD_NS - 1 - self.since_update_ns) // wall_ns))

    def update(self) -> None:
        """Look at the bucket: at an assist, when a phase of the collector begins or ends, every 10 ms."""
        change_ns = self.gc_ns - self.mutator_ns
        if change_ns != 0:
            self.fill_ns = max(0, min(self.capacity_ns, self.fill_ns + change_ns))
            self.limiting = self.fill_ns == self.capacity_ns
        self.since_update_ns = self.gc_ns = self.mutator_ns = 0

    def until_full_ns(self, gc_frac: float, idle_frac: float = 0.0) -> int | None:
        """The wall time, at least 5 us, after which the bucket is full at such shares; None if never."""
        # The program has what is left, and drains as fast as the collector fills.
        filling = (2 * gc_frac + idle_frac - 1) * self.procs
        if filling <= 0:
            return None
        room_ns = self.capacity_ns - self.fill_ns - self.gc_ns + self.mutator_ns
        return max(ASSIST_TIME_SLACK_NS, math.ceil(room_ns / filling))
