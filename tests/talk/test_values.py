"""Value and pointer parameters, frame by frame."""

import pytest
from values import frames, parameter

from talk import sim

RETURN_ADDRESS_BYTES = 8


def _moments(**settings):
    return [step.keyed for step in parameter(**settings).data.steps]


def _boxes(step):
    return {box.name: box for column in step.columns for box in column.boxes}


@pytest.mark.parametrize("cents", [0, 10, 100])
def test_by_value_only_the_copy_changes(cents):
    """The callee increments its copy; main's a keeps its value."""
    _, copied, during, after = _moments(semantics="value", cents=cents)
    assert copied["byValue.a.cents"].value == str(cents)
    assert during["byValue.a.cents"].value == str(cents + 1)
    assert during["main.a.cents"].value == after["main.a.cents"].value == str(cents)


@pytest.mark.parametrize("cents", [0, 10, 100])
def test_by_pointer_the_original_changes(cents):
    """The callee holds main's address and writes through it."""
    _, copied, during, after = _moments(semantics="pointer", cents=cents)
    assert copied["byPointer.a"].value == copied["main.a.cents"].address
    assert copied["byPointer.a"].to == "main.a.cents"
    assert copied["main.a.cents"].value == str(cents)
    assert during["main.a.cents"].value == after["main.a.cents"].value == str(cents + 1)


@pytest.mark.parametrize("semantics", ["value", "pointer"])
def test_a_returned_frame_is_left_behind(semantics):
    """After the call the callee's frame is drawn as gone, its bytes unchanged, and points nowhere."""
    *_, during, last = parameter(semantics=semantics).data.steps
    left, ran = (list(_boxes(step).values())[-1] for step in (last, during))
    assert (left.gone, ran.gone) == (True, False)
    assert [(cell.value, cell.address) for cell in left.cells] == [
        (cell.value, cell.address) for cell in ran.cells
    ]
    assert all(not cell.to for cell in left.cells)


@pytest.mark.parametrize("buffer_bytes", [16, 64, 336])
def test_frames_lie_below_each_other_by_their_sizes(buffer_bytes):
    """Each frame holds the saved frame pointer and its variable; a return address lies between."""
    _, deepest, _, _ = frames(buffer_bytes=buffer_bytes).data.steps
    address = {key: int(cell.address, 16) for key, cell in deepest.keyed.items()}
    assert address["main.a"] - address["outer.buf"] == 8 + RETURN_ADDRESS_BYTES + buffer_bytes
    assert address["outer.buf"] - address["inc.x"] == 8 + RETURN_ADDRESS_BYTES + 8


def test_the_next_call_takes_the_place_of_the_one_that_returned():
    """The second call of inc lies where outer lay, and outer's bytes are no longer shown."""
    _, deepest, back, again = frames().data.steps
    assert [box.name for box in _boxes(back).values() if box.gone] == ["outer", "inc"]
    reached = int(deepest.keyed["outer.buf"].address, 16) + 64 - int(again.keyed["inc.x"].address, 16)
    assert reached == 8  # the uppermost word of the buffer
    assert again.keyed["inc (gone).x"].value == deepest.keyed["inc.x"].value
    assert "outer" not in _boxes(again)


def test_nothing_is_allocated_for_a_call():
    """The program of the frames makes no object on the heap."""
    import values

    trace = sim.run_program(values.FRAMES.replace("SIZE", "64"))
    assert trace.last.allocated_bytes == 0
