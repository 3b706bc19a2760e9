from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from talk.sim.constructs import CONSTRUCTS, run_construct
from talk.sim.errors import ScenarioError

RECORDED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data/costs.json").read_text(encoding="utf-8")
)["results"]
BY_SIZE = [each for each in RECORDED if re.fullmatch(r"(Pass|Return|Stack)\w+?\d+", each["bench"])]


@pytest.mark.parametrize("recorded", BY_SIZE, ids=lambda each: each["bench"])
def test_recorded_allocations_are_exact(recorded: dict[str, Any]) -> None:
    """Passing up or down by value, and a pointer down, allocate nothing; a pointer up allocates once."""
    construct, size = re.fullmatch(r"(\D+)(\d+)", recorded["bench"]).groups()  # type: ignore[union-attr]
    go = f"struct {{ a [{int(size) // 8}]int }}"
    trace = run_construct("pointer" if construct == "ReturnPointer" else "value", go)
    assert trace.allocs_per_op == recorded["allocs_per_op"]
    assert trace.bytes_per_op == recorded["bytes_per_op"]


def test_there_are_recordings_of_both() -> None:
    """The claim is not empty."""
    assert {each["allocs_per_op"] for each in BY_SIZE} == {0, 1}


def test_a_closure_with_one_pointer_takes_16_bytes() -> None:
    """`go func() { wg.Done() }()` allocates once, 16 bytes: the code's address and the variable's."""
    trace = run_construct("pointer", "struct { code uintptr; wg *sync.WaitGroup }")
    assert (trace.allocs_per_op, trace.bytes_per_op) == (1, 16)


@pytest.mark.parametrize(
    ("construct", "allocs", "allocated_bytes"),
    [
        ("value", 0, 0),
        ("pointer", 100, 4_800),
        ("append values", 8, 48 + 80 + 160 + 320 + 640 + 1_280 + 2_688 + 5_376),
        ("make values", 1, 4_096),
        ("append pointers", 108, 4_800 + 8 + 16 + 32 + 64 + 128 + 256 + 512 + 1_152),
        ("make pointers", 101, 4_800 + 896),
    ],
)
def test_by_hand(construct: Any, allocs: int, allocated_bytes: int) -> None:
    """A hundred things of 40 bytes in each way."""
    trace = run_construct(construct, "[5]int", 100)
    assert (trace.allocs, trace.allocated_bytes) == (allocs, allocated_bytes)


def test_things_without_size_cost_nothing_as_values() -> None:
    """A slice of empty structs has no array."""
    sums = {construct: run_construct(construct, "struct{}", 10).allocated_bytes for construct in CONSTRUCTS}
    assert sums["append values"] == sums["make values"] == sums["pointer"] == 0
    assert sums["make pointers"] == 80


def test_unknown_constructs_are_refused() -> None:
    """The message says which there are."""
    with pytest.raises(ScenarioError, match=r"'box' \(there are value, pointer"):
        run_construct("box", "int")  # type: ignore[arg-type]
