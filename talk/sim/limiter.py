"""The CPU limiter: it keeps the collector from starving the program.

Source: `runtime/mgclimit.go` of Go 1.27.3.
"""

from __future__ import annotations

from dataclasses import dataclass

from talk.sim.errors import require_int
from talk.sim.units import MS, S

# What the bucket holds for each P, and how often it is looked at.
CAPACITY_PER_PROC_NS = 1 * S
UPDATE_PERIOD_NS = 10 * MS


@dataclass(slots=True)
class CPULimiter:
    """A leaky bucket of CPU time: the collector fills it, the program drains it.

    While it is full, nobody assists, and a memory limit gives way: in the long
    run the collector takes about half of the CPUs. What overflows between two
    looks at the bucket is forgotten, so it may be somewhat more.

    Omits: idle time, which counts for neither; the stopped time of a cycle.
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

    def accumulate(self, wall_ns: int, gc_ns: int) -> None:
        """Take in a stretch of wall time, with the CPU time that the collector had of it."""
        self.gc_ns += gc_ns
        self.mutator_ns += wall_ns * self.procs - gc_ns
        self.since_update_ns += wall_ns
        if self.since_update_ns >= UPDATE_PERIOD_NS:
            self._update()

    def _update(self) -> None:
        self.fill_ns = max(0, min(self.capacity_ns, self.fill_ns + self.gc_ns - self.mutator_ns))
        self.limiting = self.fill_ns == self.capacity_ns
        self.since_update_ns = self.gc_ns = self.mutator_ns = 0
