from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk.sim.alloc.slices import grown_capacity, run_append
from talk.sim.errors import ScenarioError

RECORDED: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data/alloc.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("grown", RECORDED["append_one_by_one"], ids=lambda each: each["elem"])
def test_recorded_capacities_are_exact(grown: dict[str, Any]) -> None:
    """Appending one by one gives the capacities that Go gave."""
    capacities = grown["capacities"]
    trace = run_append(capacities[-2] + 1, elem_bytes=grown["elem_bytes"], pointers=grown["pointers"])
    assert list(trace.capacities) == capacities
    assert list(trace.lengths) == [1, *(capacity + 1 for capacity in capacities[:-1])]


def test_recorded_jumps_are_exact() -> None:
    """Appending many at once gives the capacities that Go gave."""
    for elem_bytes, pointers, capacity, added, recorded in RECORDED["append"]:
        grown = grown_capacity(capacity, capacity + added, elem_bytes=elem_bytes, pointers=bool(pointers))
        assert grown == recorded, (elem_bytes, pointers, capacity, added)


def test_by_hand() -> None:
    """Three words by append: arrays of 1, 2 and 4 words, of which two blocks are garbage."""
    trace = run_append(3)
    assert trace.capacities == (1, 2, 4)
    assert (trace.allocs, trace.allocated_bytes, trace.copied_bytes) == (3, 16 + 16 + 32, 8 + 16)


def test_a_made_slice_does_not_grow() -> None:
    """With the capacity known, there is one allocation and no copy."""
    trace = run_append(1000, make_capacity=1000)
    assert (trace.allocs, trace.allocated_bytes, trace.copied_bytes) == (1, 8192, 0)
    assert run_append(1001, make_capacity=1000).allocs == 2


def test_elements_without_size_need_nothing() -> None:
    """Their capacity is what is asked for."""
    assert grown_capacity(0, 7, elem_bytes=0) == 7


@given(st.integers(0, 20_000), st.integers(1, 300), st.booleans())
def test_growing_is_linear_in_sum(count: int, elem_bytes: int, pointers: bool) -> None:
    """All copies together are less than five times the last array; lengths stay within capacities."""
    trace = run_append(count, elem_bytes=elem_bytes, pointers=pointers)
    assert max(trace.capacities, default=0) >= count
    assert list(trace.capacities) == sorted(set(trace.capacities))
    assert trace.copied_bytes <= 5 * max(trace.capacities, default=0) * elem_bytes
    assert trace.live_bytes <= trace.allocated_bytes


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"count": -1}, "count is -1"),
        ({"count": 1, "elem_bytes": 0}, "elem_bytes is 0"),
        ({"count": 1 << 40}, "count is 1099511627776"),
    ],
)
def test_values_out_of_bounds_are_refused(arguments: dict[str, int], message: str) -> None:
    """The message holds the value."""
    with pytest.raises(ScenarioError, match=message):
        run_append(**arguments)
    with pytest.raises(ScenarioError, match="length is 4, not above the capacity 4"):
        grown_capacity(4, 4, elem_bytes=8)
