"""The demos of stacks say what the recordings and the formulas say."""

import json
from pathlib import Path

import pytest
from stacks import reframing, stack_growth, stack_overflow

from talk import sim

RUNS = json.loads((Path(__file__).parent / "data" / "stack-growth.json").read_text())["runs"]


def _moves_of(chart):
    return next(mark for mark in chart.data.panels[0].marks if getattr(mark, "label", "") == "move")


def _predicted_depths(frame_bytes, depth):
    """Where stacks grow, by the rule of the prologue, call by call."""
    found, size, used = [], sim.STACK_MIN_BYTES, sim.ENTRY_USED_BYTES
    for each in range(depth):
        while size - used - max(0, frame_bytes - 128) <= 928:
            size *= 2
            while size - used < frame_bytes + 928:
                size *= 2
            found.append(each)
        used += frame_bytes + 8
    return found


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run["id"])
def test_moves_are_those_of_the_real_runtime(run):
    """The model behind the demo moves a stack where the recorded program did, with as much in use."""
    scenario = run["scenario"]
    trace = sim.run_stack(
        scenario["frames"],
        scenario["depth"],
        scenario["start_size"],
        scenario["entry_used"],
        scenario["max_stack"],
    )
    assert [[move.depth, move.old_size_bytes, move.new_size_bytes] for move in trace.moves] == run["moves"]
    assert [move.copied_bytes for move in trace.moves] == run["used_at_moves"]


@pytest.mark.parametrize("frame_bytes", [16, 112, 1024, 4096])
def test_a_frame_size_moves_the_marks_as_the_check_says(frame_bytes):
    """The marked depths are those at which the prologue's comparison fails."""
    moves = _moves_of(stack_growth(frame_bytes=frame_bytes, depth=500))
    assert list(moves.x) == _predicted_depths(frame_bytes, 500)


def test_the_ninth_depth_is_the_first_to_move_a_frame_of_112_bytes():
    """The prediction that the notes ask for: nine calls fit into a fresh stack."""
    assert list(_moves_of(stack_growth(frame_bytes=112, depth=20)).x) == [9]


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run["id"])
def test_all_copies_together_are_less_than_the_last_stack(run):
    """The sentence on the slide holds for every recorded run."""
    assert sum(run["used_at_moves"]) < run["final_size"]


def test_the_sum_that_the_notes_quote_is_the_recorded_one():
    """3000 calls with frames of 112 B: 515,280 bytes copied in eight moves."""
    run = next(each for each in RUNS if each["id"] == "grow-64-3000")
    assert (len(run["moves"]), sum(run["used_at_moves"]), run["final_size"]) == (8, 515_280, 512 * 1024)


def test_a_move_adjusts_the_pointer_and_leaves_the_integer():
    """After the move p holds the new address of n, and u still the old one."""
    before, after = (step.keyed for step in reframing().data.steps)
    assert after["main.n"].address != before["main.n"].address
    assert after["work.p"].value == after["main.n"].address
    assert after["work.u"].value == before["main.n"].address
    assert after["work.u"].mark == "stale"


def test_a_small_frame_moves_nothing():
    """A call that fits leaves every address as it was."""
    before, after = (step.keyed for step in reframing(next_frame_bytes=64).data.steps)
    assert before == after


@pytest.mark.parametrize(
    ("limit_mb", "largest_mib"), [(1000, 512), (500, 256), (2000, 1024), (67, 32), (68, 64)]
)
def test_the_largest_stack_is_the_last_power_of_two_within_the_limit(limit_mb, largest_mib):
    """The default of 1000 MB ends at 512 MiB; 64 MiB need a limit of 67.1 MB."""
    marks = stack_overflow(limit_mb=limit_mb).data.panels[0].marks
    here = next(mark for mark in marks if getattr(mark, "label", "") == "limit")
    assert here.y == (largest_mib * 1024 * 1024,)


def test_the_default_limit_allows_some_four_and_a_half_million_calls():
    """Larger frames reach the limit earlier, in proportion to frame and return address."""
    small = sim.run_stack(112, 1 << 30).overflow_depth
    large = sim.run_stack(232, 1 << 30).overflow_depth
    assert 4_400_000 < small < 4_500_000
    assert small == pytest.approx(2 * large, rel=1e-4)
