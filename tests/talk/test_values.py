"""The frames of calls, one below the other."""

import pytest
from values import frames

from talk import sim

RETURN_ADDRESS_BYTES = 8


def _boxes(step):
    return {box.name: box for column in step.columns for box in column.boxes}


@pytest.mark.parametrize("buffer_bytes", [16, 64, 336])
def test_a_frame_lies_below_its_callers(buffer_bytes):
    """Below main's variable: its outgoing return address, the saved frame pointer, then the buffer."""
    _, reading, _, adding = frames(buffer_bytes=buffer_bytes).data.steps
    address = {key: int(cell.address, 16) for key, cell in (reading.keyed | adding.keyed).items()}
    assert address["main.a"] - address["read.buf"] == RETURN_ADDRESS_BYTES + 8 + buffer_bytes
    assert address["main.a"] - address["inc.x"] == RETURN_ADDRESS_BYTES + 8 + 8


def test_the_next_call_takes_the_place_of_the_one_that_returned():
    """The frame of read stays as it was until inc's lies over its upper end."""
    _, reading, back, adding = frames().data.steps
    assert _boxes(back)["read"].gone
    assert back.keyed["read.buf"].address == reading.keyed["read.buf"].address
    assert "read" not in _boxes(adding)
    end = int(reading.keyed["read.buf"].address, 16) + 64
    assert end - 8 == int(adding.keyed["inc.x"].address, 16)


def test_nothing_is_allocated_for_a_call():
    """The program of the frames makes no object on the heap."""
    import values

    trace = sim.run_program(values.FRAMES.replace("SIZE", "64"))
    assert trace.last.allocated_bytes == 0
