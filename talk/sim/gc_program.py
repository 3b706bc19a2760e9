"""The program under the collector: a workload at work.

Source: it stands for the goroutines of a program; the runtime knows no such thing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from talk.sim.mark import REVISE_PERIOD_NS, MarkRates
from talk.sim.units import MS, MiB
from talk.sim.workload import Workload

# Rates that a stream may reach, in KiB a CPU-millisecond.
MIN_RATE, MAX_RATE = 0.001, 1e9


@dataclass(slots=True)
class Program:
    """What a program does now, and what it has allocated so far.

    A negative time is a warm-up: all streams stand at their beginning.
    """

    workload: Workload
    procs: int
    now_ns: int = 0
    allocated_bytes: int = 0
    """Since the run began, without what stood there at the start."""
    worked_bytes: int = 0
    """Allocated since the last rest."""
    rest_left_ns: int = 0
    _fixed: tuple[MarkRates, MarkRates] | None = field(default=None, init=False)
    """The rates, between marks and during one, where they are the same all along."""
    _varies: bool = field(default=False, init=False)
    """Whether what it allocates may change at any time."""

    def __post_init__(self) -> None:
        load = self.workload
        streams = [load.alloc_rate, load.scannable_frac, *([load.goroutines] if load.goroutines else [])]
        self._varies = not all(stream.is_constant for stream in streams)
        if not self._varies and load.scan_rate.is_constant:
            self._fixed = (self.rates(), self.rates(marking=True))

    @property
    def position_ms(self) -> float:
        """Where streams of time are read."""
        return max(0, self.now_ns) / MS

    def rates(self, *, marking: bool = False) -> MarkRates:
        """What program and collector can do now."""
        if self._fixed is not None:
            return self._fixed[marking]
        at, load = self.position_ms, self.workload
        slower = load.mark_slowdown if marking else 1.0
        return MarkRates(
            alloc_rate=min(max(0.0, load.alloc_rate.at(at) / slower), MAX_RATE),
            scan_rate=min(max(MIN_RATE, load.scan_rate.at(at)), MAX_RATE),
            scannable_frac=min(max(0.0, load.scannable_frac.at(at)), 1.0),
        )

    def goroutines(self) -> float:
        """How many Ps the program can keep busy."""
        if self.rest_left_ns > 0:
            return 0.0
        wanted = self.workload.goroutines
        return float(self.procs) if wanted is None else min(max(0.0, wanted.at(self.position_ms)), self.procs)

    def stack_bytes(self) -> int:
        return max(0, int(self.workload.stack_bytes.at(self.position_ms)))

    def live_bytes(self) -> int:
        """What it wants to keep reachable; the heap may hold less."""
        allocated_mib = self.allocated_bytes / MiB if self.now_ns >= 0 else 0.0
        kept = self.workload.kept_bytes.at(allocated_mib)
        return max(0, int(self.workload.live_bytes.at(self.position_ms) + kept))

    def steady_ns(self, bytes_per_ns: float) -> int | None:
        """How long its rates and its rest stay as they are, at least 1; None for always."""
        load, spans = self.workload, []
        if self.rest_left_ns > 0:
            spans.append(self.rest_left_ns)
        elif load.rest_every_bytes and bytes_per_ns > 0:
            spans.append(math.ceil((load.rest_every_bytes - self.worked_bytes) / bytes_per_ns))
        if self._varies:
            spans.append(REVISE_PERIOD_NS)
        return max(1, min(spans)) if spans else None

    @property
    def is_even(self) -> bool:
        """Whether it does the same at all times."""
        return self._fixed is not None and not self._varies and not self.workload.rest_every_bytes

    def pass_(self, elapsed_ns: int, allocated: int) -> None:
        """Let time pass; a rest begins when enough was allocated, and ends when it is over."""
        self.now_ns += elapsed_ns
        self.allocated_bytes += allocated
        if self.rest_left_ns > 0:
            self.rest_left_ns = max(0, self.rest_left_ns - elapsed_ns)
            return
        self.worked_bytes += allocated
        every = self.workload.rest_every_bytes
        if every and self.worked_bytes >= every:
            self.worked_bytes, self.rest_left_ns = 0, self.workload.rest_ns
