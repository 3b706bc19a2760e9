from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk.sim.alloc.heap import Heap
from talk.sim.alloc.sizes import SIZE_CLASSES, SPAN_PAGES, allocation, size_class, usable_bytes
from talk.sim.errors import ScenarioError

RECORDED: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data/alloc.json").read_text(encoding="utf-8")
)


def test_size_classes_are_the_recorded_ones() -> None:
    """The runtime reports its first 60 classes; there are 67, up to 32 KiB."""
    recorded = RECORDED["size_classes"]
    assert list(SIZE_CLASSES[: len(recorded)]) == recorded
    assert len(recorded) == 60
    assert (len(SIZE_CLASSES), SIZE_CLASSES[-1]) == (67, 32768)


def test_spans_waste_at_most_an_eighth() -> None:
    """A span is the least number of pages whose tail is at most 12.5 %: the rule that the table follows."""
    for size_bytes, pages in SPAN_PAGES.items():
        assert (pages * 8192) % size_bytes <= pages * 8192 / 8


@pytest.mark.parametrize(
    "objects", RECORDED["objects"], ids=lambda each: f"{each['size_bytes']}-{each['pointers']}"
)
def test_allocated_bytes_are_the_recorded_ones(objects: dict[str, Any]) -> None:
    """So many objects of one type count as many allocations and bytes as in Go, tiny ones included."""
    heap = Heap()
    for _ in range(objects["count"]):
        heap.allocate(objects["size_bytes"], pointers=objects["pointers"])
    assert (heap.allocs, heap.allocated_bytes) == (objects["allocs"], objects["allocated_bytes"])


@pytest.mark.parametrize(
    ("size_bytes", "pointers", "kind", "block_bytes", "waste_bytes"),
    [
        (0, False, "none", 0, 0),
        (15, False, "tiny", 16, 1),
        (16, False, "small", 16, 0),
        (1, True, "small", 8, 7),
        (512, True, "small", 512, 0),
        (513, True, "small", 576, 55),
        (32_760, True, "small", 32_768, 0),
        (32_761, True, "large", 32_768, 7),
        (32_769, False, "large", 40_960, 8_191),
    ],
)
def test_by_hand(size_bytes: int, pointers: bool, kind: str, block_bytes: int, waste_bytes: int) -> None:
    """Each kind of allocation at its border."""
    taken = allocation(size_bytes, pointers=pointers)
    assert (taken.kind, taken.block_bytes, taken.waste_bytes) == (kind, block_bytes, waste_bytes)


@given(st.integers(1, 1 << 20), st.booleans())
def test_blocks_hold_what_was_asked_for(size_bytes: int, pointers: bool) -> None:
    """A block is never too small, and what an array can use of it needs no larger one."""
    taken = allocation(size_bytes, pointers=pointers)
    assert taken.waste_bytes >= 0
    usable = usable_bytes(size_bytes, pointers=pointers)
    assert usable >= size_bytes
    assert usable_bytes(usable, pointers=pointers) == usable


@pytest.mark.parametrize("size_bytes", [-1, True, 1.5, 1 << 50])
def test_sizes_out_of_bounds_are_refused(size_bytes: Any) -> None:
    """The message holds the value."""
    with pytest.raises(ScenarioError, match=f"size_bytes is {size_bytes}"):
        allocation(size_bytes)


def test_a_class_is_that_of_a_small_object() -> None:
    """There is no class above 32 KiB."""
    assert size_class(32_768) == 32_768
    with pytest.raises(ScenarioError, match="32769"):
        size_class(32_769)
