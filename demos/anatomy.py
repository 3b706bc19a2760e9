"""A stack frame in detail: every word that a call puts on the stack. From the simulator.

The return address, the saved frame pointer and the variables lie as `cmd/compile/internal/ssagen/pgen.go` and
`runtime/stack.go` have it, Go 1.27 on amd64, with all variables in memory. Addresses are made up, differences
between them are not.
"""

from __future__ import annotations

from typing import Annotated

from _memory import cells

from talk import sim
from talk.chart.model import Box, Cell, Column
from talk.demo import Range, Steps, box, cell, column, demo
from talk.sim.memory import FrameView, Step

WORD_BYTES = 8
PROGRAM = """
func work(x int) {
	var buf [SIZE]byte
	x++
}
func main() {
	work(40)
}
"""


@demo
def stack_frame(
    buffer_bytes: Annotated[
        int, Range(16, 336, unit="B", label="buffer", help="The size of an array in the frame of work.")
    ] = 64,
) -> Steps:
    """What a call puts on the stack, from the top down. Addresses are made up."""
    trace = sim.run_program(PROGRAM.replace("SIZE", str(buffer_bytes)))
    inside = trace.at(4)
    frame = inside.frames[-1]
    return (
        Steps()
        .step("", _stack(inside))
        .says(
            f"This call takes {WORD_BYTES + frame.frame_bytes} B: "
            f"{WORD_BYTES} for the return address, and a frame of {frame.frame_bytes} B."
        )
    )


def _stack(step: Step) -> Column:
    """The frames from the top down, and above each but the first the word that leads back."""
    boxes: list[Box] = []
    for number, frame in enumerate(step.frames):
        caller = step.frames[number - 1] if number else None
        if caller:
            back = cell("return address", f"in {caller.function}", address=frame.top_address)
            boxes.append(box("", back))
        boxes.append(box(frame.function, _saved(frame, caller), *cells(frame, step)))
    return column("", *boxes)


def _saved(frame: FrameView, caller: FrameView | None) -> Cell:
    """The saved frame pointer: it leads to the same word of the caller, the outermost one nowhere."""
    address = frame.top_address - WORD_BYTES
    if caller is None:
        return cell("saved bp", "0x0", address=address)
    held = f"{caller.top_address - WORD_BYTES:#x}"
    return cell("saved bp", held, address=address, to=f"{caller.function}.saved bp")
