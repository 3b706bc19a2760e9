from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk import sim

POINTER_FRAME = sim.Frame(
    "main",
    96,
    (
        sim.Local("pad", size_bytes=32),
        sim.Local("n", value=42),
        sim.Local("p", "pointer", "main.n"),
        sim.Local("u", "uintptr", "main.n"),
    ),
)


def test_pointers_are_adjusted_and_integers_are_not() -> None:
    """After a move a pointer finds its local; the same address kept as an integer is stale."""
    trace = sim.run_reframe()
    assert trace.move is not None
    pointer, integer, local = trace.word("work.p"), trace.word("work.u"), trace.word("main.n")
    assert pointer.value_before == integer.value_before == local.address_before
    assert pointer.value_after == local.address_after
    assert integer.value_after == local.address_before
    assert (pointer.stale, integer.stale) == (False, True)


def test_pointers_elsewhere_stay() -> None:
    """A pointer to the heap holds after the move what it held before."""
    word = sim.run_reframe().word("work.h")
    assert (word.adjusted, word.stale) == (False, False)


def test_saved_frame_pointers_are_adjusted() -> None:
    """The chain of saved frame pointers leads through the new stack."""
    trace = sim.run_reframe()
    caller = trace.word("main.saved bp")
    assert trace.word("work.saved bp").value_after == caller.address_after
    assert caller.value_after == 0


def test_values_move_unchanged() -> None:
    """A plain value is copied with its frame."""
    word = sim.run_reframe().word("main.n")
    assert (word.value_before, word.value_after, word.target_after) == (42, 42, None)
    assert word.address_before != word.address_after


def test_agrees_with_the_recorded_pointers(recorded: Callable[..., Any]) -> None:
    """A local 168 bytes below the top stays there, moves with the stack, and its old address is stale."""
    for _scenario, went in recorded("stack-pointer"):
        trace = sim.run_reframe(
            [POINTER_FRAME], next_frame_bytes=went["size_after"] // 2, entry_used_bytes=120
        )
        local, pointer, integer = (trace.word(f"main.{name}") for name in "npu")
        assert trace.move is not None
        assert trace.size_after_bytes == went["size_after"]
        assert trace.hi_before - local.address_before == went["below_top_before"]
        assert trace.hi_after - local.address_after == went["below_top_after"]
        same_distance = local.address_after - local.address_before == trace.move.delta
        assert same_distance == went["same_distance_as_stack"]
        in_new_stack = trace.move.new_lo <= integer.value_after < trace.move.new_hi
        assert in_new_stack == went["old_address_in_new_stack"]
        assert local.value_after == went["value_through_pointer"]
        assert pointer.value_after == local.address_after


def test_a_call_that_fits_moves_nothing() -> None:
    """Where the next call fits, there is no move and no word changes."""
    trace = sim.run_reframe(next_frame_bytes=64)
    assert trace.move is None
    assert trace.hi_before == trace.hi_after
    assert not any(word.adjusted or word.stale for word in trace.words)


@pytest.mark.parametrize(
    ("frames", "message"),
    [
        ([sim.Frame("f", 8, (sim.Local("a"),))], "locals of f do not fit into 8 bytes"),
        ([sim.Frame("f", 64, (sim.Local("a", "pointer", "f.b"),))], "points to 'f.b'"),
        ([sim.Frame("f", 64, (sim.Local("a", "pointer"),))], "f.a is a pointer and points to nothing"),
        ([sim.Frame("f", 64), sim.Frame("f", 64)], "two frames have one name"),
    ],
)
def test_refuses_frames_that_cannot_be(frames: list[sim.Frame], message: str) -> None:
    """Locals that do not fit or point nowhere are refused by name."""
    with pytest.raises(sim.ScenarioError, match=message):
        sim.run_reframe(frames)


def test_unknown_words_are_named() -> None:
    """Asking for a local that is not there says which one."""
    with pytest.raises(sim.ScenarioError, match=r"no local 'main\.x'"):
        sim.run_reframe().word("main.x")


@given(st.integers(0, 100_000))
def test_all_words_keep_their_distance_from_the_top(next_frame_bytes: int) -> None:
    """Whatever is called next, each word keeps its distance, and no pointer is stale."""
    trace = sim.run_reframe(next_frame_bytes=next_frame_bytes)
    for word in trace.words:
        assert trace.hi_before - word.address_before == word.below_top_bytes
        assert trace.hi_after - word.address_after == word.below_top_bytes
        assert word.kind == "uintptr" or not word.stale
