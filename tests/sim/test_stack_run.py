from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk import sim

FRAMES = st.lists(st.integers(0, 5000), min_size=1, max_size=6)


def run(scenario: dict[str, Any]) -> sim.StackTrace:
    """The run of a recorded scenario."""
    return sim.run_stack(
        scenario["frames"],
        scenario["depth"],
        scenario["start_size"],
        scenario["entry_used"],
        scenario["max_stack"],
    )


def test_every_recorded_growth_is_exact(recorded: Callable[..., Any]) -> None:
    """Depths, sizes and copied bytes of all moves of the real runtime come out exactly."""
    for scenario, went in recorded("stacks", "stack-growth"):
        trace = run(scenario)
        assert trace.final_size_bytes == went["final_size"], scenario["id"]
        assert trace.overflow_depth == went["overflow_depth"], scenario["id"]
        if "moves" in went:
            moves = [[m.depth, m.old_size_bytes, m.new_size_bytes] for m in trace.moves]
            assert moves == went["moves"], scenario["id"]
            assert [m.copied_bytes for m in trace.moves] == went["used_at_moves"], scenario["id"]


def test_every_recorded_shrinking_is_exact(recorded: Callable[..., Any]) -> None:
    """The sizes of parked goroutines' stacks after each collection come out exactly."""
    for scenario, went in recorded("stacks", "stack-shrink"):
        sizes = sim.run_shrink(scenario["size"], scenario["used"], scenario["cycles"])
        assert list(sizes) == went["sizes"], scenario["id"]


def test_every_recorded_starting_size_is_exact(recorded: Callable[..., Any]) -> None:
    """The starting size that the real runtime reported comes out exactly."""
    for scenario, went in recorded("stacks", "stack-start"):
        assert sim.starting_size(scenario["stacks"]) == went["starting_size"], scenario["id"]


def test_used_at_the_last_entry_of_an_overflow(recorded: Callable[..., Any]) -> None:
    """What the last entered call of an overflowing program had in use agrees with the recording."""
    for scenario, went in recorded("stacks", "stack-growth"):
        if went["overflow_depth"] is not None:
            trace = run(scenario)
            assert trace.used_bytes[-1] == went["used_at_last_entry"], scenario["id"]


def test_hand_computed_growth() -> None:
    """Frames of 1072 bytes on a fresh goroutine: the first moves as worked out by hand."""
    # used(n) = 40 + 1080 n; the check fails at used >= size - 928 - 944.
    #   2048: used >= 176, at n = 1 (1120);  4096: >= 2224, n = 3 (3280);
    #   8192: >= 6320, n = 6 (6520).
    trace = sim.run_stack(1072, 7)
    assert [(m.depth, m.new_size_bytes, m.copied_bytes) for m in trace.moves] == [
        (1, 4096, 1120),
        (3, 8192, 3280),
        (6, 16384, 6520),
    ]


def test_default_limit_allows_512_mib() -> None:
    """Infinite recursion ends at 512 MiB: the next power of two is above 1,000,000,000."""
    started = time.process_time()
    trace = sim.run_stack(112, 1 << 30, entry_used_bytes=64)
    assert (trace.overflow_depth, trace.final_size_bytes) == (4_473_916, 512 * sim.MiB)
    assert time.process_time() - started < 0.5


def test_a_limit_that_is_a_power_of_two_is_allowed() -> None:
    """A stack of exactly the limit may exist."""
    assert sim.run_stack(304, 1 << 30, max_stack_bytes=64 * sim.MiB).final_size_bytes == 64 * sim.MiB
    below = sim.run_stack(304, 1 << 30, max_stack_bytes=64 * sim.MiB - 1)
    assert below.final_size_bytes == 32 * sim.MiB


def test_no_calls_no_trace() -> None:
    """Depth 0 enters nothing and moves nothing."""
    trace = sim.run_stack(112, 0)
    assert (len(trace.depths), trace.moves, trace.final_size_bytes) == (0, (), 2048)


def test_long_chains_are_thinned_around_their_moves() -> None:
    """A chain of a million calls is shown by some 2000 depths, each move among them."""
    trace = sim.run_stack(64, 1_000_000)
    assert len(trace.depths) < 2100
    shown = set(trace.depths.tolist())
    for move in trace.moves:
        assert {move.depth - 1, move.depth} <= shown


def test_arrays_step_at_the_moves() -> None:
    """The size rises at the very depth whose entry caused the move."""
    trace = sim.run_stack(1072, 100)
    rises = trace.depths[1:][np.diff(trace.size_bytes) > 0]
    assert rises.tolist() == [move.depth for move in trace.moves]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"frames_bytes": []}, "frames_bytes is empty"),
        ({"frames_bytes": -8}, "frame is -8, less than 0"),
        ({"frames_bytes": 112.0}, "not iterable|not an integer"),
        ({"depth": -1}, "depth is -1, less than 0"),
        ({"depth": True}, "depth is True, not an integer"),
        ({"start_size_bytes": 3000}, "start_size_bytes is 3000, not a power of two"),
        ({"start_size_bytes": 1024}, "start_size_bytes is 1024, less than 2048"),
        ({"entry_used_bytes": 4000}, "entry_used_bytes is 4000, more than 2048"),
        ({"max_stack_bytes": 0}, "max_stack_bytes is 0, less than 1"),
    ],
)
def test_refuses_what_cannot_be(arguments: dict[str, Any], message: str) -> None:
    """Arguments out of bounds are refused with their name and value."""
    given_: dict[str, Any] = {"frames_bytes": 112, "depth": 10, **arguments}
    with pytest.raises((sim.ScenarioError, TypeError), match=message):
        sim.run_stack(**given_)


@given(FRAMES, st.integers(0, 400), st.sampled_from([2048, 8192]), st.integers(1 << 14, 1 << 20))
def test_division_agrees_with_walking(frames: list[int], depth: int, start: int, limit: int) -> None:
    """Skipping to the next move by division gives what calling frame by frame gives."""
    trace = sim.run_stack(frames, depth, start, max_stack_bytes=limit)
    stack = sim.Stack(size_bytes=start, max_stack_bytes=limit)
    overflow_depth = None
    for n in range(depth):
        try:
            stack.call(frames[n % len(frames)])
        except sim.StackOverflowError as error:
            overflow_depth = error.depth
            break
    assert trace.overflow_depth == overflow_depth
    assert trace.moves == tuple(stack.moves)
    assert trace.final_size_bytes == stack.size_bytes


@given(FRAMES, st.integers(0, 5000))
def test_growth_keeps_its_promises(frames: list[int], depth: int) -> None:
    """Sizes are powers of two, moves join up, use fits, and all copies together are below the final size."""
    trace = sim.run_stack(frames, depth)
    sizes = [2048, *(move.new_size_bytes for move in trace.moves)]
    assert [move.old_size_bytes for move in trace.moves] == sizes[:-1]
    assert all(size & (size - 1) == 0 for size in sizes)
    assert trace.copied_bytes < trace.final_size_bytes
    assert (trace.used_bytes < trace.size_bytes).all()
    assert (np.diff(trace.size_bytes) >= 0).all()
