"""A frame in detail, word by word, as the rule of the frames has it."""

from __future__ import annotations

import pytest
from anatomy import stack_frame

from talk import sim

SIZES = (16, 64, 336)


def _cells(buffer_bytes):
    return stack_frame(buffer_bytes=buffer_bytes).data.steps[-1].keyed


def _at(cells, key):
    return int(cells[key].address, 16)


@pytest.mark.parametrize("buffer_bytes", SIZES)
def test_the_words_lie_below_each_other_without_a_gap(buffer_bytes):
    """Return address, saved frame pointer, argument, buffer: each begins where its size says."""
    cells = _cells(buffer_bytes)
    back = _at(cells, ".return address")
    below = [back - _at(cells, f"work.{name}") for name in ("saved bp", "x", "buf")]
    assert below == [8, 16, 16 + buffer_bytes]


@pytest.mark.parametrize("buffer_bytes", SIZES)
def test_the_return_address_lies_right_below_the_callers_frame(buffer_bytes):
    """The last word of main is its saved frame pointer, and the call begins below it."""
    cells = _cells(buffer_bytes)
    assert _at(cells, "main.saved bp") - _at(cells, ".return address") == 8


def test_saved_frame_pointers_lead_from_frame_to_frame():
    """The saved word of work holds the address of the saved word of main, which ends the chain."""
    cells = _cells(64)
    assert cells["work.saved bp"].value == cells["main.saved bp"].address
    assert cells["work.saved bp"].to == "main.saved bp"
    assert (cells["main.saved bp"].value, cells["main.saved bp"].to) == ("0x0", "")


def test_the_argument_is_a_variable_of_the_callee():
    """It was called with 40 and has incremented its x."""
    assert _cells(64)["work.x"].value == "41"


@pytest.mark.parametrize("buffer_bytes", SIZES)
def test_a_call_takes_what_moves_the_stack_pointer(buffer_bytes):
    """The sentence counts frame and return address, as the model of stack growth does."""
    frame_bytes = 8 + 8 + buffer_bytes
    first, second = sim.run_stack(frame_bytes, 2).used_bytes[:2]
    said = stack_frame(buffer_bytes=buffer_bytes).data.finding
    assert said.startswith(f"This call takes {second - first} B:")
    assert said.endswith(f"a frame of {frame_bytes} B.")
