"""Size classes: what an object takes on the heap.

Source: `internal/runtime/gc/sizeclasses.go`, `runtime/msize.go` and `runtime/malloc.go` of Go 1.27.3,
for 64-bit machines.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from talk.sim.errors import require, require_int

PAGE_BYTES = 8192
# Larger objects have spans of their own (maxSmallSize).
MAX_SMALL_BYTES = 32768
# Small objects with pointers that are larger than this carry a word that
# leads to their type; up to this size the span has a bit for each word
# (minSizeForMallocHeader: a word of bits for words, 8 × 64).
MAX_WITHOUT_HEADER_BYTES = 512
HEADER_BYTES = 8
# Objects without pointers below this size share blocks of this size (maxTinySize).
TINY_BLOCK_BYTES = 16
# More than any address space has.
MAX_OBJECT_BYTES = 1 << 47

# Pages of a span -> the sizes of the objects that it is cut into.
_SPANS: dict[int, tuple[int, ...]] = {
    1: (
        *(8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256),
        *(288, 320, 352, 384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024),
        *(1152, 1280, 1536, 2048, 2688, 4096, 8192),
    ),
    2: (1408, 1792, 2304, 3200, 5376, 16384),
    3: (3072, 3456, 4864, 6144, 12288, 24576),
    4: (6528, 10880, 32768),
    5: (6784, 10240, 13568, 20480),
    6: (6912, 9728),
    7: (9472, 14336, 19072, 28672),
    8: (21760,),
    9: (18432,),
    10: (27264,),
}
SPAN_PAGES: dict[int, int] = {size: pages for pages, sizes in _SPANS.items() for size in sizes}
"""Size class -> pages of its spans (8 KiB each)."""
SIZE_CLASSES: tuple[int, ...] = tuple(sorted(SPAN_PAGES))
"""The 67 sizes of small objects, in bytes."""

AllocationKind = Literal["none", "tiny", "small", "large"]


@dataclass(frozen=True, slots=True)
class Allocation:
    """What one object takes.

    A `tiny` one shares its block of 16 bytes with others; `none` is that of
    a zero-size object: they all have one address and cost nothing.
    """

    kind: AllocationKind
    requested_bytes: int
    header_bytes: int
    block_bytes: int
    """The size class, or whole pages."""

    @property
    def waste_bytes(self) -> int:
        """What is rounded up."""
        return self.block_bytes - self.header_bytes - self.requested_bytes


def allocation(size_bytes: int, *, pointers: bool = False) -> Allocation:
    """What an object takes on the heap.

    Args:
        size_bytes: of the object, from 0.
        pointers: whether its type holds pointers.

    Returns: its block: a size class up to 32 KiB, whole pages of 8 KiB above.
    Raises: ScenarioError for a size out of bounds.
    Source: mallocgc in `runtime/malloc.go`.
    Omits: the race detector and sanitizers, which allocate more.

    >>> allocation(33).block_bytes, allocation(40_000).block_bytes
    (48, 40960)
    >>> allocation(1024).block_bytes, allocation(1024, pointers=True).block_bytes
    (1024, 1152)
    >>> allocation(8).kind, allocation(8, pointers=True).kind
    ('tiny', 'small')
    """
    require_int("size_bytes", size_bytes, 0, MAX_OBJECT_BYTES)
    if size_bytes == 0:
        return Allocation("none", 0, 0, 0)
    if size_bytes > MAX_SMALL_BYTES - HEADER_BYTES:
        return Allocation("large", size_bytes, 0, -(-size_bytes // PAGE_BYTES) * PAGE_BYTES)
    if size_bytes < TINY_BLOCK_BYTES and not pointers:
        return Allocation("tiny", size_bytes, 0, TINY_BLOCK_BYTES)
    header_bytes = HEADER_BYTES if pointers and size_bytes > MAX_WITHOUT_HEADER_BYTES else 0
    return Allocation("small", size_bytes, header_bytes, size_class(size_bytes + header_bytes))


def size_class(size_bytes: int) -> int:
    """The least size class that holds so many bytes, up to 32 KiB."""
    require(0 < size_bytes <= MAX_SMALL_BYTES, f"size_bytes is {size_bytes}, not 1 to {MAX_SMALL_BYTES}")
    return SIZE_CLASSES[bisect_left(SIZE_CLASSES, size_bytes)]


def usable_bytes(size_bytes: int, *, pointers: bool) -> int:
    """What an array of at least so many bytes can use of its block (roundupsize).

    Args:
        size_bytes: wanted, from 0.
        pointers: whether the elements hold pointers.

    Returns: the block without the header of its type, in bytes.
    Raises: ScenarioError for a size out of bounds.
    Source: roundupsize in `runtime/msize.go`: small arrays take a size class
        even where a single object would be tiny.
    Omits: nothing.
    """
    taken = allocation(size_bytes, pointers=pointers)
    if taken.kind == "tiny":
        return size_class(size_bytes)
    return taken.block_bytes - taken.header_bytes


def tiny_align(size_bytes: int) -> int:
    """The alignment that the tiny allocator gives to an object of this size: it does not know the type."""
    return next((align for align in (8, 4, 2) if size_bytes % align == 0), 1)
