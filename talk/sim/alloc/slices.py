"""Slices that grow: the capacities that append gives, and what all the growing costs.

Source: growslice and nextslicecap in `runtime/slice.go` of Go 1.27.3.
"""

from __future__ import annotations

from dataclasses import dataclass

from talk.sim.alloc.heap import Heap
from talk.sim.alloc.sizes import usable_bytes
from talk.sim.errors import require, require_int

# Up to this capacity slices double; above they grow by a quarter, in a smooth transition.
DOUBLE_UP_TO = 256
MAX_LENGTH = 1 << 40
MAX_APPENDS = 10_000_000


def grown_capacity(capacity: int, length: int, *, elem_bytes: int, pointers: bool = False) -> int:
    """The capacity that append gives to a slice whose array is too short.

    Args:
        capacity: of the slice before, from 0.
        length: needed now, more than the capacity.
        elem_bytes: size of an element, from 0.
        pointers: whether the elements hold pointers.

    Returns: a capacity of at least `length`: what fits into the size class.
    Raises: ScenarioError for values out of bounds.
    Source: growslice in `runtime/slice.go`.
    Omits: the buffer on the stack that the compiler gives to slices that do not escape.

    >>> grown_capacity(4, 5, elem_bytes=8), grown_capacity(512, 513, elem_bytes=8)
    (8, 848)
    """
    require_int("capacity", capacity, 0, MAX_LENGTH)
    require_int("length", length, 1, MAX_LENGTH)
    require_int("elem_bytes", elem_bytes, 0)
    require(length > capacity, f"length is {length}, not above the capacity {capacity}")
    if elem_bytes == 0:
        return length
    wanted = _next_capacity(capacity, length)
    return usable_bytes(wanted * elem_bytes, pointers=pointers) // elem_bytes


def _next_capacity(capacity: int, length: int) -> int:
    """What is asked for, before the size class rounds it up (nextslicecap)."""
    if length > 2 * capacity:
        return length
    if capacity < DOUBLE_UP_TO:
        return 2 * capacity
    while capacity < length:
        # A quarter, and something more while the slice is short: at 256 this doubles.
        capacity += (capacity + 3 * DOUBLE_UP_TO) >> 2
    return capacity


@dataclass(frozen=True, slots=True)
class AppendTrace:
    """What appending one element at a time has done."""

    length: int
    capacities: tuple[int, ...]
    """Each capacity that the slice had, with that of `make` first if there was one."""
    lengths: tuple[int, ...]
    """The length that asked for it."""
    allocs: int
    allocated_bytes: int
    """In whole blocks, as `B/op` counts them."""
    copied_bytes: int
    live_bytes: int
    """The last array alone; all others are garbage."""


def run_append(
    count: int, *, elem_bytes: int = 8, pointers: bool = False, make_capacity: int = 0
) -> AppendTrace:
    """Append `count` elements to a slice, one by one.

    Args:
        count: how many, from 0 to 10,000,000.
        elem_bytes: size of an element, from 1.
        pointers: whether the elements hold pointers.
        make_capacity: the capacity of `make([]T, 0, n)` before, or 0 for a nil slice.

    Returns: capacities, and allocations and bytes in sum.
    Raises: ScenarioError for values out of bounds.
    Source: growslice in `runtime/slice.go`.
    Omits: the buffer on the stack that the compiler gives to slices that do not escape.

    >>> trace = run_append(1000)
    >>> trace.capacities
    (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 848, 1280)
    >>> run_append(1000, make_capacity=1000).allocs
    1
    """
    require_int("count", count, 0, MAX_APPENDS)
    require_int("elem_bytes", elem_bytes, 1, 1 << 20)
    require_int("make_capacity", make_capacity, 0, MAX_APPENDS)
    heap, copied_bytes, capacity = Heap(), 0, make_capacity
    capacities, lengths = [], []
    array = heap.allocate(capacity * elem_bytes, pointers=pointers)
    if capacity:
        capacities, lengths = [capacity], [0]
    while capacity < count:
        length = capacity + 1
        copied_bytes += capacity * elem_bytes
        capacity = grown_capacity(capacity, length, elem_bytes=elem_bytes, pointers=pointers)
        outgrown, array = array, heap.allocate(capacity * elem_bytes, pointers=pointers)
        heap.free(outgrown)
        capacities.append(capacity)
        lengths.append(length)
    return AppendTrace(
        length=count,
        capacities=tuple(capacities),
        lengths=tuple(lengths),
        allocs=heap.allocs,
        allocated_bytes=heap.allocated_bytes,
        copied_bytes=copied_bytes,
        live_bytes=heap.live_bytes,
    )
