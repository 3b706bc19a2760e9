"""Runs of a stack: what a chain of calls, or a number of collections, makes of it.

Source: `runtime/stack.go` of Go 1.27.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from talk.sim.errors import require, require_int
from talk.sim.stack import (
    ENTRY_USED_BYTES,
    MAX_STACK_BYTES,
    RETURN_ADDRESS_BYTES,
    STACK_GUARD_BYTES,
    STACK_MIN_BYTES,
    STACK_SMALL_BYTES,
    Move,
    Stack,
    StackOverflowError,
    require_stack_size,
    shrunk_size,
)

# A trace of more calls than this is thinned for charts.
MAX_POINTS = 2000


@dataclass(frozen=True, slots=True)
class StackTrace:
    """What a chain of calls did to a stack.

    The three arrays have one entry for each depth shown: all depths of short
    chains, some 2000 of long ones, always with those around a move.
    """

    depths: NDArray[np.int64]
    """Depths that were entered, rising."""
    used_bytes: NDArray[np.int64]
    """In use on entry of that depth."""
    size_bytes: NDArray[np.int64]
    """Size of the stack once that depth was entered."""
    moves: tuple[Move, ...]
    overflow_depth: int | None
    """The first depth that could not be entered, or None."""
    final_size_bytes: int
    max_stack_bytes: int
    """The limit in force."""

    @property
    def copied_bytes(self) -> int:
        """Bytes copied in all moves together; always less than the final size."""
        return sum(move.copied_bytes for move in self.moves)


@dataclass(frozen=True, slots=True)
class _Calls:
    """Frames taken in turn: how much is used at a depth, and which depth fails a check first."""

    frames_bytes: tuple[int, ...]
    entry_used_bytes: int

    @property
    def period_bytes(self) -> int:
        return sum(self.frames_bytes) + RETURN_ADDRESS_BYTES * len(self.frames_bytes)

    @property
    def offsets_bytes(self) -> list[int]:
        """What is used at the first depths, one period of them."""
        spans = (frame + RETURN_ADDRESS_BYTES for frame in self.frames_bytes[:-1])
        return list(accumulate(spans, initial=self.entry_used_bytes))

    def used_bytes_at(self, depths: NDArray[np.int64]) -> NDArray[np.int64]:
        periods, rest = np.divmod(depths, len(self.frames_bytes))
        return periods * self.period_bytes + np.asarray(self.offsets_bytes, np.int64)[rest]

    def first_growth(self, size_bytes: int) -> tuple[int, int, int]:
        """(depth, used, frame) of the first entry whose check fails at this size."""
        # The i-th frame is entered at the depths i, i + n, i + 2n, ..., each time
        # with one period more in use, and its check fails as soon as
        #     used >= size - guard - what the frame has beyond a small one.
        # So the first of these depths comes by division, without a walk.
        found = []
        period_bytes, count = self.period_bytes, len(self.frames_bytes)
        for i, (frame, offset) in enumerate(zip(self.frames_bytes, self.offsets_bytes, strict=True)):
            fails_at = size_bytes - STACK_GUARD_BYTES - max(0, frame - STACK_SMALL_BYTES)
            periods = max(0, -(-(fails_at - offset) // period_bytes))
            found.append((i + periods * count, offset + periods * period_bytes, frame))
        return min(found)


def run_stack(
    frames_bytes: int | Sequence[int],
    depth: int,
    start_size_bytes: int = STACK_MIN_BYTES,
    entry_used_bytes: int = ENTRY_USED_BYTES,
    max_stack_bytes: int = MAX_STACK_BYTES,
) -> StackTrace:
    """What calls to a depth do to a goroutine's stack.

    Args:
        frames_bytes: the frame of every call, or frames that the calls take in
            turn; each from 0, without the return address (8 B more are used a call).
        depth: how many calls are nested, from 0; they have the depths 0 to depth - 1.
        start_size_bytes: size at the start, a power of two from 2048.
        entry_used_bytes: in use on entry of depth 0.
        max_stack_bytes: the limit; a stack of exactly this size is allowed.

    Returns: the sizes, the moves and the overflow, if there is one.
    Raises: ScenarioError with the value that is out of bounds.
    Source: newstack and copystack in `runtime/stack.go`; exact to the byte
        against the recordings of Go 1.27.3 on linux/amd64.
    Omits: stack pools and caches, nosplit calls, the time that a copy takes,
        shrinking (see `run_shrink`).

    >>> [(move.depth, move.new_size_bytes) for move in run_stack(1072, 10).moves]
    [(1, 4096), (3, 8192), (6, 16384)]
    """
    frames = (frames_bytes,) if isinstance(frames_bytes, int) else tuple(frames_bytes)
    _check_run(frames, depth)
    require_stack_size("start_size_bytes", start_size_bytes)
    require_int("entry_used_bytes", entry_used_bytes, 0, start_size_bytes)
    stack = Stack(start_size_bytes, entry_used_bytes, max_stack_bytes)
    calls = _Calls(frames, entry_used_bytes)
    overflow_depth = _grow_until(stack, calls, depth)
    entered = depth if overflow_depth is None else overflow_depth
    depths = _shown_depths(entered, [move.depth for move in stack.moves])
    return StackTrace(
        depths=depths,
        used_bytes=calls.used_bytes_at(depths),
        size_bytes=_sizes_at(depths, start_size_bytes, stack.moves),
        moves=tuple(stack.moves),
        overflow_depth=overflow_depth,
        final_size_bytes=stack.size_bytes,
        max_stack_bytes=max_stack_bytes,
    )


def _check_run(frames_bytes: tuple[int, ...], depth: int) -> None:
    require(len(frames_bytes) > 0, "frames_bytes is empty: a call needs a frame")
    for frame_bytes in frames_bytes:
        require_int("frame", frame_bytes, 0, 1 << 40)
    require_int("depth", depth, 0, 1 << 40)


def _grow_until(stack: Stack, calls: _Calls, depth: int) -> int | None:
    """Make all moves of calls to this depth; the depth that overflows, if one does."""
    while True:
        at, used_bytes, frame_bytes = calls.first_growth(stack.size_bytes)
        if at >= depth:
            return None
        stack.depth, stack.used_bytes = at, used_bytes
        try:
            stack.grow(frame_bytes)
        except StackOverflowError:
            return at


def _shown_depths(entered: int, moved_at: list[int]) -> NDArray[np.int64]:
    """The depths that a trace shows: evenly spread, and those beside each move."""
    if entered <= MAX_POINTS:
        return np.arange(entered, dtype=np.int64)
    even = np.linspace(0, entered - 1, MAX_POINTS).astype(np.int64)
    beside = np.array([d for at in moved_at for d in (at - 1, at) if 0 <= d < entered], dtype=np.int64)
    return np.unique(np.concatenate([even, beside]))


def _sizes_at(depths: NDArray[np.int64], start_size_bytes: int, moves: list[Move]) -> NDArray[np.int64]:
    sizes = np.array([start_size_bytes, *(move.new_size_bytes for move in moves)], dtype=np.int64)
    moved_at = np.array([move.depth for move in moves], dtype=np.int64)
    return sizes[np.searchsorted(moved_at, depths, side="right")]


def run_shrink(size_bytes: int, used_bytes: int, cycles: int) -> tuple[int, ...]:
    """The sizes of a parked goroutine's stack: now, and after each collection.

    Args:
        size_bytes: size at the start, a power of two from 2048.
        used_bytes: in use where the goroutine is parked, at most the size.
        cycles: how many collections run, from 0.

    Returns: `cycles + 1` sizes in bytes.
    Raises: ScenarioError with the value that is out of bounds.
    Source: as `shrunk_size`; at most one halving a cycle.
    Omits: as `shrunk_size`; the goroutine stays parked where it is.

    >>> run_shrink(16384, 360, 4)
    (16384, 8192, 4096, 4096, 4096)
    """
    require_stack_size("size_bytes", size_bytes)
    require_int("used_bytes", used_bytes, 0, size_bytes)
    require_int("cycles", cycles, 0, 1_000_000)
    sizes = [size_bytes]
    for _ in range(cycles):
        sizes.append(shrunk_size(sizes[-1], used_bytes))
    return tuple(sizes)
