from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk.sim.alloc.heap import Heap, HeapObject
from talk.sim.errors import ScenarioError


def test_tiny_objects_share_a_block() -> None:
    """By hand: 8, then 4 at 8, then 2 at 12; 1 at 14; the next 8 does not fit."""
    heap = Heap()
    first, *others, last = (heap.allocate(size_bytes) for size_bytes in (8, 4, 2, 1, 8))
    assert [each.address - first.address for each in others] == [8, 12, 14]
    assert last.address - first.address == 16
    assert (heap.allocs, heap.allocated_bytes) == (5, 32)


def test_tiny_objects_are_aligned_by_their_size() -> None:
    """An object of 12 bytes after one of 1 byte lies at 4 and fills the block."""
    heap = Heap()
    first, second = heap.allocate(1), heap.allocate(12)
    assert second.address - first.address == 4
    assert second.block_address == first.block_address


def test_the_block_with_more_room_stays_current() -> None:
    """A large newcomer does not push out a block that has more room left."""
    heap = Heap()
    first = heap.allocate(4)
    heap.allocate(15)
    assert heap.allocate(4).block_address == first.block_address


def test_a_shared_block_stays_until_its_last_object_goes() -> None:
    """One small object holds 16 bytes."""
    heap = Heap()
    first, second, _other = heap.allocate(8), heap.allocate(8), heap.allocate(8)
    heap.free(first)
    assert heap.freed_bytes == 0
    heap.free(second)
    assert heap.freed_bytes == 16


def test_objects_with_and_without_pointers_never_share() -> None:
    """A word with pointers does not go into a tiny block, nor into the same span."""
    heap = Heap()
    plain, pointer = heap.allocate(8), heap.allocate(8, pointers=True)
    assert abs(plain.address - pointer.address) >= 8192


def test_a_header_lies_before_a_large_object_with_pointers() -> None:
    """Above 512 bytes a word leads to the type; the object begins behind it."""
    made = Heap().allocate(1024, pointers=True)
    assert made.address - made.block_address == 8


def test_objects_of_no_size_have_one_address() -> None:
    """They are no allocation."""
    heap = Heap()
    first, second = heap.allocate(0), heap.allocate(0)
    heap.free(first)
    assert first.address == second.address
    assert (heap.allocs, heap.allocated_bytes) == (0, 0)


def test_what_is_not_there_cannot_be_freed() -> None:
    """Freeing twice is refused."""
    heap = Heap()
    made = heap.allocate(32)
    heap.free(made)
    with pytest.raises(ScenarioError, match=f"no object at {made.address:#x}"):
        heap.free(made)


STEPS = st.lists(
    st.tuples(st.integers(0, 64) | st.integers(0, 100_000), st.booleans(), st.integers(0, 3)), max_size=120
)


@given(STEPS, st.randoms(use_true_random=False))
def test_allocated_is_live_and_freed(steps: list[tuple[int, bool, int]], random: object) -> None:
    """Through any program: every byte allocated is in a block in use, or was freed; objects never overlap."""
    heap, alive = Heap(), []
    for size_bytes, pointers, frees in steps:
        alive.append(heap.allocate(size_bytes, pointers=pointers))
        for _ in range(min(frees, len(alive)) if size_bytes % 2 else 0):
            heap.free(alive.pop(random.randrange(len(alive))))  # type: ignore[attr-defined]
        assert heap.allocs - heap.frees == sum(each.size_bytes > 0 for each in alive)
    heap.collect()
    blocks = {each.block_address: each.allocation.block_bytes for each in alive}
    assert heap.allocated_bytes == sum(blocks.values()) + heap.freed_bytes
    assert heap.live_bytes == sum(blocks.values())
    apart(sorted(alive, key=lambda each: each.address))


def apart(objects: list[HeapObject]) -> None:
    """None of these overlaps the next; each lies in its block."""
    sized = [each for each in objects if each.size_bytes]
    for each, after in pairwise(sized):
        assert each.address + each.size_bytes <= after.address
    for each in sized:
        assert each.address + each.size_bytes <= each.block_address + each.allocation.block_bytes
