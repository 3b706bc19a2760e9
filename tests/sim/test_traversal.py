from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from talk.sim.alloc.heap import Heap
from talk.sim.cache import LEVELS, CacheLevel, run_cache
from talk.sim.errors import ScenarioError
from talk.sim.traversal import TRAVERSALS, matrix_addresses, traversal_addresses

L1 = [CacheLevel("L1", 32 * 1024, 8)]


@pytest.mark.parametrize(
    ("item_bytes", "pointers"),
    [(1, False), (3, False), (8, False), (12, False), (16, True), (64, False), (600, True), (40_000, False)],
)
def test_objects_lie_where_the_heap_puts_them(item_bytes: int, pointers: bool) -> None:
    """Objects allocated in order have the addresses that a heap gives, header and tiny blocks included."""
    heap = Heap()
    expected = [heap.allocate(item_bytes, pointers=pointers).address for _ in range(2000)]
    found = traversal_addresses("list", 2000, item_bytes=item_bytes, pointers=pointers)
    assert found.tolist() == expected


def test_shuffling_reads_the_same_in_another_order() -> None:
    """The same addresses, not in order; the same seed, the same order."""
    straight = traversal_addresses("pointers", 500)
    shuffled = traversal_addresses("shuffled pointers", 500, seed=3)
    assert shuffled.tolist() != straight.tolist()
    assert sorted(shuffled.tolist()) == sorted(straight.tolist())
    assert np.array_equal(shuffled, traversal_addresses("shuffled pointers", 500, seed=3))


def test_small_values_share_lines_and_scattered_ones_do_not() -> None:
    """Items of 16 bytes, four a line: a quarter of a miss as values, a whole one shuffled."""
    count = 1 << 16
    misses = {
        kind: run_cache(traversal_addresses(kind, count, item_bytes=16), L1).misses("L1")
        for kind in TRAVERSALS
    }
    assert misses["values"] == count // 4
    assert misses["pointers"] == count // 4 + count // 8
    assert misses["shuffled pointers"] > 1.0 * count
    assert misses["list"] == count // 4
    assert misses["shuffled list"] > 0.9 * count


def test_columns_miss_eight_times_as_often_as_rows() -> None:
    """512 × 512 ints: a row's line serves eight words, a column's only one before it is dropped."""
    rows, columns = (run_cache(matrix_addresses(512, 512, order=order), L1) for order in ("rows", "columns"))
    assert rows.misses("L1") == 512 * 512 // 8
    assert columns.misses("L1") == 512 * 512


def test_a_small_set_hardly_suffers() -> None:
    """1 K items of 64 bytes fit into L2: on a second walk nothing comes from memory, shuffled or not."""
    for kind in TRAVERSALS:
        walk = traversal_addresses(kind, 1024)
        trace = run_cache(np.tile(walk, 2))
        assert trace.misses(LEVELS[-1].name, first=len(walk)) == 0


def test_the_order_of_misses_is_that_of_recorded_times() -> None:
    """Where the model says that a walk misses more often, the recorded one took longer."""
    text = (Path(__file__).parent / "data/costs.json").read_text(encoding="utf-8")
    recorded = {each["bench"]: each["ns_median"] for each in json.loads(text)["results"]}
    assert recorded["TraverseShuffledPointers256K"] > 2 * recorded["TraverseValues256K"]
    values, shuffled = (
        run_cache(traversal_addresses(kind, 1 << 18)).misses("L2") for kind in ("values", "shuffled pointers")
    )
    assert shuffled > values


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"traversal": "heap", "count": 1}, "traversal is 'heap'"),
        ({"traversal": "values", "count": 0}, "count is 0"),
        ({"traversal": "values", "count": 1, "item_bytes": 0}, "item_bytes is 0"),
    ],
)
def test_wrong_traversals_are_refused(arguments: Any, message: str) -> None:
    """The message holds the value."""
    with pytest.raises(ScenarioError, match=message):
        traversal_addresses(**arguments)


def test_wrong_matrices_are_refused() -> None:
    """An order that is none, and more elements than there may be."""
    with pytest.raises(ScenarioError, match="order is 'diagonal'"):
        matrix_addresses(2, 2, order="diagonal")  # type: ignore[arg-type]
    with pytest.raises(ScenarioError, match="8192 × 4096 elements"):
        matrix_addresses(8192, 4096)
