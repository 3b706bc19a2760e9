"""Value and pointer parameters, frame by frame."""

import pytest
from values import FRAME_BYTES, parameter


def _moments(**settings):
    return [step.keyed for step in parameter(**settings).data.steps]


@pytest.mark.parametrize("cents", [0, 10, 99])
def test_by_value_only_the_copy_changes(cents):
    """The callee increments its copy; main's a keeps its value."""
    during, after = _moments(semantics="value", cents=cents)
    assert during["byValue.a"].value == str(cents + 1)
    assert during["main.a"].value == after["main.a"].value == str(cents)


@pytest.mark.parametrize("cents", [0, 10, 99])
def test_by_pointer_the_original_changes(cents):
    """The callee holds main's address and writes through it."""
    during, after = _moments(semantics="pointer", cents=cents)
    assert during["byPointer.a"].value == during["main.a"].address
    assert during["byPointer.a"].to == "main.a"
    assert during["main.a"].value == after["main.a"].value == str(cents + 1)


@pytest.mark.parametrize("semantics", ["value", "pointer"])
def test_the_callee_lies_one_frame_below(semantics):
    """Its local is a frame and a return address lower than the caller's."""
    during, _ = _moments(semantics=semantics)
    addresses = [int(cell.address, 16) for cell in during.values()]
    assert addresses[0] - addresses[1] == FRAME_BYTES + 8


def test_a_returned_frame_is_left_behind():
    """After the call the callee's frame is drawn as gone, its bytes unchanged."""
    last = parameter().data.steps[-1].columns[0].boxes[-1]
    assert last.gone
    assert last.cells[0].value == "11"
