"""What a program does to its heap, as the collector sees it."""

from __future__ import annotations

from dataclasses import dataclass

from talk.sim.errors import require_between, require_int
from talk.sim.streams import Stream, as_stream, constant, delay, ramp, unit
from talk.sim.units import KiB

# The rates of the pacer's own tests (runtime/mgcpacer_test.go) lie between 1
# and 330 KiB allocated, and at 1024 or 2048 KiB scanned, a CPU-millisecond.
ALLOC_KIB_PER_CPU_MS = 128.0
SCAN_KIB_PER_CPU_MS = 1024.0
# Data and bss of the recorded programs.
GLOBALS_BYTES = 190_090
# A few goroutines' stacks, as in the pacer's own tests.
STACK_BYTES = 8 * KiB

_ALLOC_RATE = constant(ALLOC_KIB_PER_CPU_MS)
_SCAN_RATE = constant(SCAN_KIB_PER_CPU_MS)
_ALL_SCANNABLE = constant(1.0)
_STACKS = constant(STACK_BYTES)
_NOTHING = constant(0.0)


@dataclass(frozen=True, slots=True)
class Workload:
    """A program as streams over the milliseconds of a run.

    The defaults are named in this module with their source.
    """

    live_bytes: Stream
    """What the program keeps reachable, as far as it has been allocated."""
    alloc_rate: Stream = _ALLOC_RATE
    """KiB allocated a CPU-millisecond of the program."""
    scan_rate: Stream = _SCAN_RATE
    """KiB scanned a CPU-millisecond of the collector."""
    scannable_frac: Stream = _ALL_SCANNABLE
    """The part of the heap that may hold pointers, 0 to 1."""
    stack_bytes: Stream = _STACKS
    """Bytes of stack in use, all goroutines together."""
    globals_bytes: int = GLOBALS_BYTES
    other_bytes: int = 0
    """Memory that is not heap objects and counts against a memory limit."""
    live_at_start_bytes: int = 0
    """What stands on the heap when the run begins, as if a cycle had just marked it."""
    goroutines: Stream | None = None
    """How many want to run at the same time; None for as many as there are Ps, or more."""
    kept_bytes: Stream = _NOTHING
    """What it keeps reachable besides, over the MiB allocated since the run began."""
    rest_every_bytes: int = 0
    """It sleeps each time that it has allocated so much; 0 for never."""
    rest_ns: int = 0
    """How long it sleeps."""
    mark_slowdown: float = 1.0
    """How many times slower it allocates during a mark: write barriers, caches; measured, not derived."""

    def __post_init__(self) -> None:
        for name in ("globals_bytes", "other_bytes", "live_at_start_bytes", "rest_every_bytes", "rest_ns"):
            require_int(name, getattr(self, name), 0, 1 << 48)
        require_between("mark_slowdown", self.mark_slowdown, 0.001, 1e6)

    @classmethod
    def steady(
        cls,
        live_bytes: int,
        *,
        alloc_rate: Stream | float = ALLOC_KIB_PER_CPU_MS,
        scan_rate: Stream | float = SCAN_KIB_PER_CPU_MS,
        scannable_frac: Stream | float = 1.0,
        stack_bytes: Stream | float = STACK_BYTES,
        globals_bytes: int = GLOBALS_BYTES,
        other_bytes: int = 0,
        cold: bool = False,
    ) -> Workload:
        """A live heap that stays as it is, with garbage made at a steady rate.

        The live heap stands from the start, unless `cold`: then the program
        starts empty and first has to allocate it.
        """
        return cls(
            live_bytes=as_stream(live_bytes),
            alloc_rate=as_stream(alloc_rate),
            scan_rate=as_stream(scan_rate),
            scannable_frac=as_stream(scannable_frac),
            stack_bytes=as_stream(stack_bytes),
            globals_bytes=globals_bytes,
            other_bytes=other_bytes,
            live_at_start_bytes=0 if cold else live_bytes,
        )

    @classmethod
    def growing(
        cls,
        from_bytes: int,
        to_bytes: int,
        over_ms: float,
        *,
        alloc_rate: Stream | float = ALLOC_KIB_PER_CPU_MS,
        other_bytes: int = 0,
    ) -> Workload:
        """A live heap that goes evenly from one size to another, up or down, and stays there."""
        return cls(
            live_bytes=constant(from_bytes) + ramp(to_bytes - from_bytes, over_ms),
            alloc_rate=as_stream(alloc_rate),
            other_bytes=other_bytes,
            live_at_start_bytes=from_bytes,
        )

    @classmethod
    def burst(
        cls,
        live_bytes: int,
        *,
        at_ms: float,
        for_ms: float,
        factor: float,
        alloc_rate: float = ALLOC_KIB_PER_CPU_MS,
        other_bytes: int = 0,
    ) -> Workload:
        """A steady live heap and an allocation rate that is `factor` times as high for a while."""
        return cls(
            live_bytes=constant(live_bytes),
            alloc_rate=constant(alloc_rate) + delay(at_ms, unit((factor - 1) * alloc_rate, for_ms)),
            other_bytes=other_bytes,
            live_at_start_bytes=live_bytes,
        )
