"""Frames: what a call takes and what it leaves. From the simulator.

The program is run on bytes, as the Go specification says; frames lie as in `runtime/stack.go`, Go 1.27,
with all variables in memory and no inlining. Addresses are made up, differences between them are not.
"""

from __future__ import annotations

from typing import Annotated

from _memory import stack

from talk import sim
from talk.demo import Range, Steps, demo

FRAMES = """
func read() {
	var buf [SIZE]byte
}
func inc(x int) {
	x++
}
func main() {
	a := 40
	read()
	inc(a)
}
"""


@demo
def frames(
    buffer_bytes: Annotated[
        int, Range(16, 336, unit="B", label="buffer", help="The size of an array in the frame of read.")
    ] = 64,
) -> Steps:
    """Each call has its frame until it returns. Addresses are made up, their differences are not."""
    trace = sim.run_program(FRAMES.replace("SIZE", str(buffer_bytes)))
    reading, back, adding = trace.at(3), trace.at(10), trace.at(6)
    first, second = (step.frames[-1] for step in (reading, adding))
    return (
        Steps()
        .step("in main", stack(trace.at(9)))
        .step("main calls read", stack(reading))
        .step("read has returned", stack(back))
        .step("main calls inc", stack(adding))
        .says(
            f"The {first.frame_bytes} B of read are free when it returns, untouched. The next call takes "
            f"the same place: the frame of inc has {second.frame_bytes} B."
        )
    )
