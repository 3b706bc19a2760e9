"""Values and pointers as parameters: what a call copies, and where it writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from talk import sim
from talk.chart.model import Box
from talk.demo import Range, Steps, box, cell, column, demo

WORD_BYTES = 8
FRAME_BYTES = 32


@dataclass(slots=True)
class Memory:
    """Words by address, on a goroutine's stack with frames of one size. Addresses are made up."""

    stack: sim.Stack = field(default_factory=sim.Stack)
    words: dict[int, int] = field(default_factory=dict)

    def call(self, value: int) -> int:
        """Enter a function with one local word; its address."""
        address = self.stack.sp - 2 * WORD_BYTES  # below the saved frame pointer
        self.stack.call(FRAME_BYTES)
        self.words[address] = value
        return address


@demo
def parameter(
    semantics: Literal["value", "pointer"] = "value",
    cents: Annotated[int, Range(0, 100, step=1, unit="cents")] = 10,
) -> Steps:
    """A call with one parameter, and what it leaves behind. Addresses are made up."""
    memory = Memory()
    caller = memory.call(cents)
    callee = memory.call(caller if semantics == "pointer" else cents)
    target = caller if semantics == "pointer" else callee
    memory.words[target] += 1
    during = (_caller(memory, caller, cents), _callee(memory, callee, semantics))
    memory.stack.ret()
    after = (_caller(memory, caller, cents), _callee(memory, callee, semantics, gone=True))
    return (
        Steps()
        .step("in the call, after ++", column("stack", *during))
        .step("after the return", column("stack", *after))
        .says(
            f"main had {cents} cents before a call by {semantics}, and has {memory.words[caller]} after it."
        )
    )


def _caller(memory: Memory, address: int, before: int) -> Box:
    held = memory.words[address]
    return box("main", cell("a", held, address=address, mark="changed" if held != before else ""))


def _callee(memory: Memory, address: int, semantics: str, gone: bool = False) -> Box:
    held = memory.words[address]
    if semantics == "value":
        return box("byValue", cell("a", held, address=address), gone=gone)
    arrow = "" if gone else "main.a"
    return box("byPointer", cell("a", f"{held:#x}", address=address, to=arrow), gone=gone)
