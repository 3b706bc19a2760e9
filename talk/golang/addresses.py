"""Addresses of a run on a base of their own: the same in every recording, all differences kept.

Go may put its heap, in which stacks lie, too, anywhere. For comparing runs of different machines each
stack has a base of its own: where it lies depends on how the runtime has started.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from talk.golang.answers import Frame, Moment, Object, Variable

ARENA_BYTES = 64 << 20
HEAP_BASE = 0xC000000000
"""Where Go's first heap arena lies unless it is moved at random."""
STACK_BASE = 0xC010000000
"""Where the first stack is put for comparing: so far up that no heap of a slide reaches it."""
STACK_ROOM = 16 << 20
_HEX = re.compile(r"0x[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Bases:
    """How far the memory of a run is moved; some stacks, by their bounds, each in its own way."""

    shift: int = 0
    stacks: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def moved(self, address: int) -> int:
        """An address of a stack or of the heap on its base; static data stays in place."""
        own = (shift for (low, high), shift in self.stacks.items() if low <= address <= high)
        shift = next(own, self.shift)
        return address + shift if address + shift >= HEAP_BASE else address

    def text(self, text: str) -> str:
        """A text with every address in it moved."""
        return _HEX.sub(lambda found: f"{self.moved(int(found[0], 16)):#x}", text)

    def moment(self, moment: Moment) -> Moment:
        low, high = moment.stack
        return msgspec.structs.replace(
            moment,
            stack=(self.moved(low), self.moved(high)),
            frames=tuple(map(self._frame, moment.frames)),
            objects=tuple(map(self._object, moment.objects)),
            output=self.text(moment.output),
        )

    def _frame(self, frame: Frame) -> Frame:
        variables = tuple(map(self._variable, frame.variables))
        low, high = self.moved(frame.low), self.moved(frame.high)
        return msgspec.structs.replace(frame, low=low, high=high, variables=variables)

    def _object(self, found: Object) -> Object:
        parts = tuple(map(self._variable, found.parts))
        return msgspec.structs.replace(found, address=self.moved(found.address), parts=parts)

    def _variable(self, variable: Variable) -> Variable:
        return msgspec.structs.replace(
            variable,
            address=self.moved(variable.address),
            to=self.moved(variable.to),
            value=self.text(variable.value),
        )


def rebased(moments: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """The moments with their arena where Go's first one usually lies."""
    if not moments:
        return moments
    shift = HEAP_BASE - moments[0].stack[0] // ARENA_BYTES * ARENA_BYTES
    return tuple(map(Bases(shift).moment, moments)) if shift else moments


def comparable(moments: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """The moments with every stack at a place of its own, in the order in which the stacks come."""
    stacks = dict.fromkeys(moment.stack for moment in moments)
    shifts = {stack: STACK_BASE + at * STACK_ROOM - stack[0] for at, stack in enumerate(stacks)}
    placed = map(Bases(0, shifts).moment, moments)
    return tuple(msgspec.structs.replace(each, moved=int(each.moved != 0)) for each in placed)
