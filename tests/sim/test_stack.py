from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk import sim

POWERS = st.integers(11, 30).map(lambda n: 1 << n)


def test_check_grows_on_equality() -> None:
    """With exactly the guard left below SP a stack grows; with one byte more it does not."""
    # 2048 - used - 0 <= 928 holds from used = 1120 on.
    assert sim.must_grow(2048, 1120, 128)
    assert not sim.must_grow(2048, 1119, 128)


def test_small_frames_need_no_room() -> None:
    """Up to 128 bytes of a frame do not count in the check; the 129th does."""
    assert not sim.must_grow(2048, 1119, 0)
    assert not sim.must_grow(2048, 1119, 128)
    assert sim.must_grow(2048, 1119, 129)


def test_a_large_frame_skips_sizes() -> None:
    """A frame of 10,288 bytes takes a fresh goroutine from 2 KiB to 16 KiB at once."""
    assert sim.grown_size(2048, 40, 10_288) == 16_384


def test_shrinks_only_below_a_quarter() -> None:
    """A stack is halved while use and nosplit room stay below a quarter of it."""
    assert sim.shrunk_size(8192, 2048 - 800 - 1) == 4096
    assert sim.shrunk_size(8192, 2048 - 800) == 8192


def test_never_shrinks_below_the_minimum() -> None:
    """An empty stack of 2 KiB stays as it is, one of 4 KiB becomes 2 KiB."""
    assert sim.shrunk_size(2048, 0) == 2048
    assert sim.shrunk_size(4096, 0) == 2048


def test_starting_size_is_the_rounded_average() -> None:
    """The average use plus the guard is rounded up: 2048 exactly stays, one byte more doubles."""
    assert sim.starting_size([(10, 2048 - 928)]) == 2048
    assert sim.starting_size([(10, 2049 - 928)]) == 4096
    assert sim.starting_size([(1, 100), (1, 10_000)]) == 8192


def test_starting_size_without_stacks_is_the_minimum() -> None:
    """Where no stack was scanned, goroutines start with 2 KiB."""
    assert sim.starting_size([]) == sim.starting_size([(0, 5000)]) == 2048


def test_call_copies_the_used_part_to_a_new_place() -> None:
    """A call that does not fit moves the stack: the used part, and every address by one delta."""
    stack = sim.Stack()
    assert stack.call(1000) is None
    before = stack.sp
    move = stack.call(1000)
    assert move is not None
    assert (move.depth, move.old_size_bytes, move.new_size_bytes) == (1, 2048, 4096)
    assert move.copied_bytes == 40 + 1008
    assert before + move.delta == stack.sp + 1008
    assert move.new_lo >= move.old_hi


def test_return_keeps_the_size() -> None:
    """A stack that has grown keeps its size when its calls return."""
    stack = sim.Stack()
    for _ in range(20):
        stack.call(500)
    size = stack.size_bytes
    for _ in range(20):
        stack.ret()
    assert (stack.used_bytes, stack.depth, stack.size_bytes) == (40, 0, size)
    with pytest.raises(sim.ScenarioError, match="no call to return from"):
        stack.ret()


def test_collection_shrinks_by_half() -> None:
    """Each scan halves a nearly empty stack once and copies what is in use."""
    stack = sim.Stack(size_bytes=8192)
    move = stack.shrink()
    assert move is not None
    assert (move.old_size_bytes, move.new_size_bytes, move.copied_bytes) == (8192, 4096, 40)
    assert stack.shrink() is not None
    assert stack.shrink() is None


def test_overflow_leaves_the_stack_as_it_was() -> None:
    """A call beyond the limit raises, names limit and depth, and moves nothing."""
    stack = sim.Stack(max_stack_bytes=4096)
    stack.call(2000)
    with pytest.raises(sim.StackOverflowError, match="4096-byte limit at depth 1") as error:
        stack.call(2000)
    assert error.value.depth == 1
    assert (stack.size_bytes, stack.depth) == (4096, 1)


def test_no_limit_goes_beyond_the_ceiling() -> None:
    """A limit of 8 GB is cut to the ceiling of 2 GB: 1 GiB is the largest stack."""
    trace = sim.run_stack(1 << 20, 1 << 20, max_stack_bytes=8 << 30)
    assert trace.final_size_bytes == 1 << 30


@given(POWERS, st.integers(0, 1 << 20), st.integers(0, 1 << 20))
def test_grown_stack_passes_its_check(size: int, used: int, frame: int) -> None:
    """After growing, the check passes, and the size is still a power of two."""
    new = sim.grown_size(size, min(used, size), frame)
    assert new & (new - 1) == 0
    assert not sim.must_grow(2 * new, min(used, size), frame)
    assert new - min(used, size) >= frame + sim.STACK_GUARD_BYTES


@given(POWERS, st.integers(0, 1 << 20))
def test_shrunk_stack_does_not_grow_at_once(size: int, used: int) -> None:
    """A stack that was just halved has room for small calls: it does not grow back at once."""
    used = min(used, size)
    new = sim.shrunk_size(size, used)
    if new < size and new > 4096:
        assert not sim.must_grow(new, used, 128)
