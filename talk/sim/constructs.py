"""What it costs to build many things of one type: as values, behind pointers, in slices.

Source: `runtime/malloc.go` and `runtime/slice.go` of Go 1.27.3; recordings `cost-*`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from talk.sim.alloc.heap import Heap
from talk.sim.alloc.slices import run_append
from talk.sim.errors import require, require_int
from talk.sim.memory.layout import Layout, struct_layout

Construct = Literal[
    "value",
    "pointer",
    "append values",
    "append pointers",
    "make values",
    "make pointers",
]
CONSTRUCTS: tuple[Construct, ...] = get_args(Construct)
"""The ways of building that `run_construct` knows."""

WORD_BYTES = 8
MAX_COUNT = 1_000_000


@dataclass(frozen=True, slots=True)
class ConstructTrace:
    """What the runtime counts while `count` things are built."""

    construct: Construct
    count: int
    allocs: int
    allocated_bytes: int
    """In whole blocks."""

    @property
    def allocs_per_op(self) -> int:
        """As a Go benchmark prints it: cut to a whole number."""
        return self.allocs // self.count

    @property
    def bytes_per_op(self) -> int:
        """As a Go benchmark prints it: cut to a whole number."""
        return self.allocated_bytes // self.count


def run_construct(
    construct: Construct, go: str, count: int = 1000, *, declared: Mapping[str, str] | None = None
) -> ConstructTrace:
    """Build `count` things of a type, in one of several ways.

    Args:
        construct: `value` returns each by value; `pointer` returns `&T`, which
            moves each to the heap; the others build one slice of values or of
            such pointers, by append to a nil slice or by `make` at full length.
        go: the type T as Go writes it.
        count: how many, from 1 to 1,000,000.
        declared: the texts of the types that T refers to, by name.

    Returns: allocations, and bytes in whole blocks.
    Raises: ScenarioError for an unknown construct, a type that is not
        understood, or a count out of bounds.
    Source: mallocgc in `runtime/malloc.go`, growslice in `runtime/slice.go`.
    Omits: escape analysis: that a pointer or a slice leaves its function, or
        a value does not, is part of the construct; the small buffers on the
        stack that slices get which do not escape.

    >>> run_construct("value", "[4]int").allocs_per_op
    0
    >>> trace = run_construct("pointer", "[5]int")
    >>> trace.allocs_per_op, trace.bytes_per_op
    (1, 48)
    """
    require(construct in CONSTRUCTS, f"construct is {construct!r} (there are {', '.join(CONSTRUCTS)})")
    require_int("count", count, 1, MAX_COUNT)
    allocs, allocated_bytes = _WAYS[construct](struct_layout(go, declared), count)
    return ConstructTrace(construct, count, allocs, allocated_bytes)


Sum = tuple[int, int]


def _values(_layout: Layout, _count: int) -> Sum:
    return 0, 0


def _pointers(layout: Layout, count: int) -> Sum:
    heap = Heap()
    for _ in range(count):
        heap.allocate(layout.size_bytes, pointers=layout.pointers)
    return heap.allocs, heap.allocated_bytes


def _append_values(layout: Layout, count: int) -> Sum:
    if layout.size_bytes == 0:
        return 0, 0  # all elements lie at one address, whatever the capacity
    trace = run_append(count, elem_bytes=layout.size_bytes, pointers=layout.pointers)
    return trace.allocs, trace.allocated_bytes


def _make_values(layout: Layout, count: int) -> Sum:
    heap = Heap()
    heap.allocate(count * layout.size_bytes, pointers=layout.pointers)
    return heap.allocs, heap.allocated_bytes


ONE_POINTER = Layout(WORD_BYTES, WORD_BYTES, pointers=True)


def _append_pointers(layout: Layout, count: int) -> Sum:
    return _both(_append_values(ONE_POINTER, count), _pointers(layout, count))


def _make_pointers(layout: Layout, count: int) -> Sum:
    return _both(_make_values(ONE_POINTER, count), _pointers(layout, count))


def _both(array: Sum, objects: Sum) -> Sum:
    return array[0] + objects[0], array[1] + objects[1]


_WAYS: dict[Construct, Callable[[Layout, int], Sum]] = {
    "value": _values,
    "pointer": _pointers,
    "append values": _append_values,
    "append pointers": _append_pointers,
    "make values": _make_values,
    "make pointers": _make_pointers,
}
