"""Frames, values and pointers: what a call copies, where it writes, what it leaves. From the simulator.

The programs are run on bytes, as the Go specification says; frames lie as in `runtime/stack.go`, Go 1.27,
with all variables in memory and no inlining. Addresses are made up, differences between them are not.
"""

from __future__ import annotations

from typing import Annotated, Literal

from _memory import stack

from talk import sim
from talk.demo import Choice, Range, Steps, demo

PARAMETER = """
type account struct{ cents int }
func byValue(a account) {
	a.cents++
}
func byPointer(a *account) {
	a.cents++
}
func main() {
	a := account{cents: CENTS}
	CALL
}
"""
CALLS = {"value": "byValue(a)", "pointer": "byPointer(&a)"}

FRAMES = """
func inc(x int) {
	x++
}
func outer() {
	var buf [SIZE]byte
	inc(1)
}
func main() {
	a := 40
	outer()
	inc(a)
}
"""


@demo
def parameter(
    semantics: Annotated[Literal["value", "pointer"], Choice(label="parameter")] = "value",
    cents: Annotated[int, Range(0, 100, unit="cents", label="a.cents")] = 10,
) -> Steps:
    """A call with one parameter, and what it leaves behind. Addresses are made up."""
    source = PARAMETER.replace("CENTS", str(cents)).replace("CALL", CALLS[semantics])
    before, called, done, left = sim.run_program(source).steps[1:5]
    after = left.value("main.a.cents").value
    return (
        Steps()
        .step("before the call", stack(before))
        .step("the call copies", stack(called))
        .step("after ++", stack(done))
        .step("after the return", stack(left))
        .says(f"main had {cents} cents before a call by {semantics}, and has {after} after it.")
    )


@demo
def frames(
    buffer_bytes: Annotated[
        int, Range(16, 336, unit="B", label="buffer", help="The size of an array in the frame of outer.")
    ] = 64,
) -> Steps:
    """A frame for each call. Addresses are made up, their differences are not."""
    trace = sim.run_program(FRAMES.replace("SIZE", str(buffer_bytes)))
    first, second = (trace.at(3, occurrence=each) for each in (0, 1))
    higher = second.value("inc.x").address - first.value("inc.x").address
    return (
        Steps()
        .step("in main", stack(trace.at(10)))
        .step("main calls outer, outer calls inc", stack(first))
        .step("both have returned", stack(trace.at(11)))
        .step("main calls inc", stack(second))
        .says(
            f"The frame of outer has {first.frames[1].frame_bytes} B and is free at its return: "
            f"the next call of inc takes its place, so x lies {higher} B higher than before."
        )
    )
