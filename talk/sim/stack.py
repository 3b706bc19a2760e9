"""Goroutine stacks: when they grow, what is copied, when they shrink, where they start, where they end.

A stack grows downwards: `hi` is its top, `lo` its end, its size is `hi - lo`
and always a power of two. `used_bytes` is the distance from `hi` to SP on
entry of the next call: the return address is pushed, the prologue has not run.

Source: `runtime/stack.go`, `internal/abi/stack.go`, `runtime/proc.go` of Go 1.27.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from talk.sim.errors import ScenarioError, require, require_int

# The smallest stack, and what a fresh goroutine descriptor gets (stackMin).
STACK_MIN_BYTES = 2048
# Room for a chain of functions that carry no check (StackNosplitBase).
STACK_NOSPLIT_BYTES = 800
# Frames up to this size are compared without a subtraction (StackSmall).
STACK_SMALL_BYTES = 128
# What must be free below SP: nosplit room and a small frame (stackGuard).
STACK_GUARD_BYTES = STACK_NOSPLIT_BYTES + STACK_SMALL_BYTES
# The limit on 64-bit machines until debug.SetMaxStack changes it (maxstacksize).
MAX_STACK_BYTES = 1_000_000_000
# No SetMaxStack goes beyond this (maxstackceiling).
MAX_STACK_CEILING_BYTES = 2 * MAX_STACK_BYTES
# In use when a fresh goroutine's function is entered on amd64: 32 B reserved,
# 8 B for the return address into goexit.
ENTRY_USED_BYTES = 40
# A call pushes this much besides the frame.
RETURN_ADDRESS_BYTES = 8

# Where the first made-up stack lies: addresses of this look were real until Go
# 1.26 made the heap's base random in each run.
FIRST_STACK_ADDRESS = 0xC0_0010_0000


class StackOverflowError(ScenarioError):
    """A call that would need a stack beyond the limit; a Go program ends here.

    `depth` is the first depth that could not be entered, `limit_bytes` the
    limit in force, `size_bytes` the size reached.
    """

    def __init__(self, limit_bytes: int, size_bytes: int, depth: int) -> None:
        super().__init__(f"goroutine stack exceeds {limit_bytes}-byte limit at depth {depth}")
        self.limit_bytes = limit_bytes
        self.size_bytes = size_bytes
        self.depth = depth


@dataclass(frozen=True, slots=True)
class Move:
    """One copy of a stack to a new place.

    Addresses are made up: deterministic, aligned and apart from each other,
    but not those of any real process.
    """

    depth: int
    """The depth whose entry caused the move (for a shrink: the depth parked at)."""
    old_size_bytes: int
    new_size_bytes: int
    copied_bytes: int
    """The used part; the rest of the old stack is not copied."""
    old_hi: int
    new_hi: int

    @property
    def old_lo(self) -> int:
        return self.old_hi - self.old_size_bytes

    @property
    def new_lo(self) -> int:
        return self.new_hi - self.new_size_bytes

    @property
    def delta(self) -> int:
        """What is added to every address that points into the old stack."""
        return self.new_hi - self.old_hi

    def adjust(self, word: int) -> int:
        """The word after the move, if the runtime knows it to be a pointer.

        It changes only if its old value lies in the old stack.
        """
        return word + self.delta if self.old_lo <= word < self.old_hi else word


def must_grow(size_bytes: int, used_bytes: int, frame_bytes: int) -> bool:
    """Whether the check in a function's prologue calls for a larger stack.

    Args:
        size_bytes: size of the stack, a power of two.
        used_bytes: from the top to SP on entry.
        frame_bytes: the function's frame, without the return address.

    Returns: True where the prologue calls morestack.
    Source: the prologue as `cmd/internal/obj/x86` writes it; equality grows.
    Omits: leaf functions without a check; nosplit functions; requests to yield.
    """
    beyond_small_bytes = max(0, frame_bytes - STACK_SMALL_BYTES)
    return size_bytes - used_bytes - beyond_small_bytes <= STACK_GUARD_BYTES


def grown_size(size_bytes: int, used_bytes: int, frame_bytes: int) -> int:
    """The size that a stack takes when its check has failed, in bytes.

    Twice the old one, and doubled on until the whole frame fits above the
    guard: one call with a large frame skips sizes.

    Args:
        size_bytes: size of the stack, a power of two.
        used_bytes: from the top to SP on entry.
        frame_bytes: the function's frame, without the return address.

    Returns: a power of two, at least twice the old size.
    Source: newstack in `runtime/stack.go`.
    Omits: the limit (see `Stack.grow`).
    """
    new_size_bytes = 2 * size_bytes
    while new_size_bytes - used_bytes < frame_bytes + STACK_GUARD_BYTES:
        new_size_bytes *= 2
    return new_size_bytes


def shrunk_size(size_bytes: int, used_bytes: int) -> int:
    """The size that a stack has after one collection has scanned it, in bytes.

    Half, if less than a quarter is in use and the half is not below the
    minimum; else what it was.

    Args:
        size_bytes: size of the stack, a power of two.
        used_bytes: in use where the goroutine is suspended.

    Returns: half of `size_bytes`, or `size_bytes`.
    Source: shrinkstack in `runtime/stack.go`; the room for nosplit functions counts as used.
    Omits: the postponement of an asynchronously stopped goroutine, of one in
        a system call or parking on a channel.
    """
    if size_bytes // 2 < STACK_MIN_BYTES:
        return size_bytes
    if used_bytes + STACK_NOSPLIT_BYTES >= size_bytes // 4:
        return size_bytes
    return size_bytes // 2


def starting_size(stacks: Iterable[tuple[int, int]], max_stack_bytes: int = MAX_STACK_BYTES) -> int:
    """The size with which a reused goroutine descriptor starts after a cycle, in bytes.

    The average of what the scanned stacks use, plus the guard, rounded up to
    a power of two. A new descriptor always gets 2048.

    Args:
        stacks: pairs (how many goroutines, bytes used by each of them).
        max_stack_bytes: the limit in force.

    Returns: a power of two from 2048.
    Raises: ScenarioError with the value that is out of bounds.
    Source: gcComputeStartingStackSize in `runtime/stack.go`, since Go 1.19.
    Omits: the runtime's own goroutines, unless they are in `stacks`.

    >>> starting_size([(1000, 3440)])
    8192
    """
    scanned_stacks = scanned_stack_bytes = 0
    for count, used_bytes in stacks:
        require_int("count", count, 0)
        require_int("used_bytes", used_bytes, 0)
        scanned_stacks += count
        scanned_stack_bytes += count * used_bytes
    if scanned_stacks == 0:
        return STACK_MIN_BYTES
    average_bytes = scanned_stack_bytes // scanned_stacks + STACK_GUARD_BYTES
    average_bytes = max(STACK_MIN_BYTES, min(average_bytes, max_stack_bytes))
    return 1 << (average_bytes - 1).bit_length()


def require_stack_size(name: str, size_bytes: int) -> None:
    """Raise `ScenarioError` unless the size is one that a stack can have."""
    require_int(name, size_bytes, STACK_MIN_BYTES, 1 << 40)
    require(size_bytes & (size_bytes - 1) == 0, f"{name} is {size_bytes}, not a power of two")


@dataclass(slots=True)
class Stack:
    """A goroutine's stack that is called into, returned from, grown and shrunk.

    It lives at made-up addresses: each new place lies above all earlier ones.
    """

    size_bytes: int = STACK_MIN_BYTES
    used_bytes: int = ENTRY_USED_BYTES
    max_stack_bytes: int = MAX_STACK_BYTES
    hi: int = 0
    """The top; 0 asks for the first made-up place."""
    depth: int = 0
    """The depth at which the next call is entered."""
    frames_bytes: list[int] = field(default_factory=list)
    """The frames of the calls in progress."""
    moves: list[Move] = field(default_factory=list)

    def __post_init__(self) -> None:
        require_stack_size("size_bytes", self.size_bytes)
        require_int("used_bytes", self.used_bytes, 0, self.size_bytes)
        require_int("max_stack_bytes", self.max_stack_bytes, 1)
        self.hi = self.hi or FIRST_STACK_ADDRESS + self.size_bytes

    @property
    def lo(self) -> int:
        return self.hi - self.size_bytes

    @property
    def sp(self) -> int:
        """The stack pointer on entry of the next call."""
        return self.hi - self.used_bytes

    def call(self, frame_bytes: int) -> Move | None:
        """Enter a function; the move that its prologue caused, if any.

        Raises: StackOverflowError, leaving the stack as it was.
        """
        require_int("frame_bytes", frame_bytes, 0)
        move = None
        while must_grow(self.size_bytes, self.used_bytes, frame_bytes):
            move = self.grow(frame_bytes)
        self.frames_bytes.append(frame_bytes)
        self.used_bytes += frame_bytes + RETURN_ADDRESS_BYTES
        self.depth += 1
        return move

    def ret(self) -> None:
        """Return from the innermost function. Nothing is cleaned, and the stack keeps its size."""
        require(len(self.frames_bytes) > 0, "there is no call to return from")
        self.used_bytes -= self.frames_bytes.pop() + RETURN_ADDRESS_BYTES
        self.depth -= 1

    def grow(self, frame_bytes: int) -> Move:
        """Move to the size that a frame asks for, whether or not the check has failed."""
        new_size_bytes = grown_size(self.size_bytes, self.used_bytes, frame_bytes)
        limit_bytes = min(self.max_stack_bytes, MAX_STACK_CEILING_BYTES)
        if new_size_bytes > limit_bytes:
            raise StackOverflowError(limit_bytes, self.size_bytes, self.depth)
        return self._move(new_size_bytes)

    def shrink(self) -> Move | None:
        """Be scanned by one collection; the move to half the size, if it is due."""
        new_size_bytes = shrunk_size(self.size_bytes, self.used_bytes)
        return self._move(new_size_bytes) if new_size_bytes < self.size_bytes else None

    def _move(self, new_size_bytes: int) -> Move:
        # The present place lies above all earlier ones; the next multiple of
        # the new size above it is free.
        new_hi = (-(-self.hi // new_size_bytes) + 1) * new_size_bytes
        move = Move(self.depth, self.size_bytes, new_size_bytes, self.used_bytes, self.hi, new_hi)
        self.moves.append(move)
        self.size_bytes, self.hi = new_size_bytes, new_hi
        return move
