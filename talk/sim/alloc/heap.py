"""A heap that objects are put on and taken off again: spans by size class, and blocks shared by tiny objects.

Source: mallocgc and mallocgcTiny in `runtime/malloc.go`, `runtime/mcache.go` of Go 1.27.3.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from talk.sim.alloc.sizes import (
    PAGE_BYTES,
    SPAN_PAGES,
    TINY_BLOCK_BYTES,
    Allocation,
    allocation,
    tiny_align,
)
from talk.sim.errors import require, require_int

# Where the first made-up span lies: apart from all made-up stacks. Since Go
# 1.26 the heap's base is random in each run.
FIRST_SPAN_ADDRESS = 0xC1_0000_0000
# All objects without a size lie here (zerobase).
ZERO_BASE_ADDRESS = 0x58_0000


@dataclass(frozen=True, slots=True)
class HeapObject:
    """An object on the heap, at a made-up address."""

    address: int
    allocation: Allocation
    pointers: bool
    block_address: int
    """Where its block begins: for a tiny object that may lie before it, and so does a header."""

    @property
    def size_bytes(self) -> int:
        return self.allocation.requested_bytes


SpanClass = tuple[int, bool]
"""Size class, and whether the objects hold pointers: these two kinds never share a span."""


@dataclass(slots=True)
class Heap:
    """One P's view of the heap, with its counters.

    At every time `allocated_bytes == live_bytes + freed_bytes`. They count
    whole blocks, as the runtime's own statistics do.
    """

    allocs: int = 0
    """Objects, those in shared blocks included (Mallocs)."""
    frees: int = 0
    allocated_bytes: int = 0
    """Since the start (TotalAlloc)."""
    freed_bytes: int = 0
    spans: int = 0
    _end: int = FIRST_SPAN_ADDRESS
    _free: dict[SpanClass, list[int]] = field(default_factory=dict)
    """Free blocks of each class, the next one last."""
    _sharing: dict[int, int] = field(default_factory=dict)
    """Block address -> objects alive in it."""
    _objects: dict[int, HeapObject] = field(default_factory=dict)
    _tiny_address: int = 0
    """The block that tiny objects are put into, or 0 (mcache.tiny)."""
    _tiny_used_bytes: int = 0

    @property
    def live_bytes(self) -> int:
        """Blocks in use now."""
        return self.allocated_bytes - self.freed_bytes

    @property
    def objects(self) -> tuple[HeapObject, ...]:
        """The objects alive, oldest first."""
        return tuple(self._objects.values())

    def allocate(self, size_bytes: int, *, pointers: bool = False) -> HeapObject:
        """Put an object on the heap.

        Args:
            size_bytes: of the object, from 0.
            pointers: whether its type holds pointers.

        Returns: where it lies and what it takes. Neighbours of one class have
            neighbouring addresses, as long as nothing was freed between.
        Raises: ScenarioError for a size out of bounds.
        Source: mallocgc in `runtime/malloc.go`.
        Omits: which of the free blocks the runtime takes after a sweep (here the
            one freed last), the page heap, arenas. Addresses are made up.

        >>> heap = Heap()
        >>> first, second = heap.allocate(8), heap.allocate(8)
        >>> second.address - first.address, heap.allocs, heap.allocated_bytes
        (8, 2, 16)
        """
        taken = allocation(size_bytes, pointers=pointers)
        if taken.kind == "none":
            return HeapObject(ZERO_BASE_ADDRESS, taken, pointers, ZERO_BASE_ADDRESS)
        block, address = self._tiny(size_bytes) if taken.kind == "tiny" else self._block(taken, pointers)
        made = HeapObject(address, taken, pointers, block)
        self._sharing[block] = self._sharing.get(block, 0) + 1
        self._objects[address] = made
        self.allocs += 1
        return made

    def free(self, gone: HeapObject) -> None:
        """Take an object off the heap, as the sweep does; a shared block stays until its last object goes.

        Raises: ScenarioError for one that is not there.
        """
        if gone.allocation.kind == "none":
            return
        require(self._objects.get(gone.address) is gone, f"there is no object at {gone.address:#x} to free")
        del self._objects[gone.address]
        self.frees += 1
        block = gone.block_address
        self._sharing[block] -= 1
        # The current tiny block may still be added to.
        if self._sharing[block] == 0 and block != self._tiny_address:
            self._release(block, gone.allocation, gone.pointers)

    def collect(self) -> None:
        """Begin a cycle: tiny objects start a new block (mcache.prepareForSweep), and an empty one goes."""
        block, self._tiny_address, self._tiny_used_bytes = self._tiny_address, 0, 0
        if block and self._sharing[block] == 0:
            self._release(block, allocation(1), pointers=False)

    def _release(self, block: int, taken: Allocation, pointers: bool) -> None:
        del self._sharing[block]
        self.freed_bytes += taken.block_bytes
        if taken.kind != "large":
            self._free[(taken.block_bytes, pointers)].append(block)

    def _block(self, taken: Allocation, pointers: bool) -> tuple[int, int]:
        """A block, and where the object begins in it: behind its header."""
        self.allocated_bytes += taken.block_bytes
        if taken.kind == "large":
            address = self._span(taken.block_bytes)
            return address, address
        free = self._free.setdefault((taken.block_bytes, pointers), [])
        if not free:
            free += self._cut(taken.block_bytes)
        block = free.pop()
        return block, block + taken.header_bytes

    def _cut(self, class_bytes: int) -> list[int]:
        """The blocks of a new span, the first one last."""
        span_bytes = SPAN_PAGES[class_bytes] * PAGE_BYTES
        start = self._span(span_bytes)
        return [start + number * class_bytes for number in reversed(range(span_bytes // class_bytes))]

    def _span(self, size_bytes: int) -> int:
        """Pages that were never in use."""
        require_int("the heap", self._end + size_bytes, high=1 << 62, low=0)
        start, self._end = self._end, self._end + size_bytes
        self.spans += 1
        return start

    def _tiny(self, size_bytes: int) -> tuple[int, int]:
        """Room in the current block, or in a new one; that with more room left stays current."""
        align_bytes = tiny_align(size_bytes)
        offset_bytes = -(-self._tiny_used_bytes // align_bytes) * align_bytes
        if self._tiny_address and offset_bytes + size_bytes <= TINY_BLOCK_BYTES:
            self._tiny_used_bytes = offset_bytes + size_bytes
            return self._tiny_address, self._tiny_address + offset_bytes
        block, _ = self._block(allocation(size_bytes), pointers=False)
        if size_bytes < self._tiny_used_bytes or not self._tiny_address:
            self._replace_tiny(block, size_bytes)
        return block, block

    def _replace_tiny(self, block: int, used_bytes: int) -> None:
        old, self._tiny_address, self._tiny_used_bytes = self._tiny_address, block, used_bytes
        if old and self._sharing[old] == 0:
            self._release(old, allocation(1), pointers=False)
