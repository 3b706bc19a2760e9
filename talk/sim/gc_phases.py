"""The phases of a cycle: two pauses, a mark, and the sweep.

Source: gcStart and gcMarkTermination in `runtime/mgc.go`, gcPaceSweeper in
`runtime/mgcpacer.go` and `runtime/mgcsweep.go` of Go 1.27.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from talk.sim.errors import require_int
from talk.sim.goal import SWEEP_MIN_HEAP_DISTANCE_BYTES
from talk.sim.units import KiB, S

# The least distance over which the sweep is paced: a page.
MIN_SWEEP_PACE_BYTES = 8 * KiB


class Phase(IntEnum):
    """Where in a cycle the collector is."""

    OFF = 0
    """Nothing to mark, nothing left to sweep."""
    SWEEP_TERM = 1
    """The world is stopped: the last sweep is finished, the write barrier turned on."""
    MARK = 2
    MARK_TERM = 3
    """The world is stopped: the write barrier is turned off, the next goal computed."""
    SWEEP = 4


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long the world is stopped, twice a cycle.

    These are measured, not derived: the model only passes them on. The
    defaults are the medians of 1762 recorded cycles of 20 programs (Go 1.27.3,
    linux/amd64, a busy machine with two CPUs). There single runs had medians
    from 0.02 to 1.3 ms, and single pauses of several ms. They are no bound.
    """

    sweep_term_ns: int = 180_000
    mark_term_ns: int = 130_000

    def __post_init__(self) -> None:
        require_int("sweep_term_ns", self.sweep_term_ns, 0, 60 * S)
        require_int("mark_term_ns", self.mark_term_ns, 0, 60 * S)


@dataclass(slots=True)
class Sweep:
    """What is left to sweep as the program allocates.

    Each allocation first sweeps its part, so that all of it is done 1 MiB
    before the next trigger. This is the latest: a sweeper in the background
    goes on besides, where a P is idle.

    Omits: the background sweeper, pages and spans (bytes stand for them), and
    the CPU time: it is the program's, `gctrace` does not count it either.
    """

    total_bytes: int = 0
    """In use when it began: live and garbage."""
    basis_bytes: int = 0
    """heapLive when it began."""
    distance_bytes: int = MIN_SWEEP_PACE_BYTES
    """To be allocated until it has to be done."""

    @classmethod
    def begin(cls, in_use_bytes: int, heap_live_bytes: int, trigger_bytes: int) -> Sweep:
        """The sweep that a mark leaves behind."""
        distance = trigger_bytes - heap_live_bytes - SWEEP_MIN_HEAP_DISTANCE_BYTES
        return cls(in_use_bytes, heap_live_bytes, max(distance, MIN_SWEEP_PACE_BYTES))

    def left_bytes(self, heap_live_bytes: int) -> int:
        """What is left at a heap of that size."""
        allocated = heap_live_bytes - self.basis_bytes
        if allocated >= self.distance_bytes:
            return 0
        return self.total_bytes - self.total_bytes * allocated // self.distance_bytes
