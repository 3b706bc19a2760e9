"""The calls in progress of a small program: their frames, their variables, and all that these lead to.

Source: `runtime/stack.go` and `runtime/mgcmark.go` of Go 1.27.3.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from talk.sim.memory.frames import FrameLayout
from talk.sim.memory.storage import Storage
from talk.sim.memory.types import WORD_BYTES, Pointer, Type, Types
from talk.sim.memory.values import Datum, Place, word, word_at
from talk.sim.stack import Move


@dataclass(slots=True)
class Activation:
    """A call in progress."""

    layout: FrameLayout
    entry_used_bytes: int
    """From the top of the stack to the top of the frame."""
    declared: list[str] = field(default_factory=list)
    line: int = 0

    @property
    def end_used_bytes(self) -> int:
        """From the top of the stack to the end of the frame."""
        return self.entry_used_bytes + self.layout.frame_bytes


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that is alive."""

    owner: str
    name: str
    place: Place


@dataclass(slots=True)
class Calls:
    """The calls in progress, outermost first, on the bytes of a storage."""

    types: Types
    storage: Storage
    globals: dict[str, Place]
    frames: list[Activation] = field(default_factory=list)
    gone: list[Activation] = field(default_factory=list)
    """Calls that have returned and whose frames have not been overwritten, innermost first."""
    carried: Datum | None = None
    """The result of a call that returns just now."""

    def enter(self, layout: FrameLayout, arguments: list[Datum]) -> list[Move]:
        function, stack = layout.function, self.storage.stack
        entry_used_bytes = stack.used_bytes
        moves = self.storage.call(layout.frame_bytes)
        for move in moves:
            self._adjust(move)
            arguments = [Datum(each.type, self._adjusted(each.raw, each.type, move)) for each in arguments]
        end_used_bytes = entry_used_bytes + layout.frame_bytes
        self.gone = [each for each in self.gone if each.entry_used_bytes >= end_used_bytes and not moves]
        caller = self._saved_frame_pointer(self.frames[-1]) if self.frames else 0
        self.frames.append(Activation(layout, entry_used_bytes, line=function.line))
        self.storage.write(self._saved_frame_pointer(self.frames[-1]), word(caller))
        parameters = [*([function.receiver] if function.receiver else []), *function.parameters]
        for parameter, argument in zip(parameters, arguments, strict=True):
            self.declare(parameter.name, argument.raw)
        return moves

    def _saved_frame_pointer(self, frame: Activation) -> int:
        return self.storage.stack.hi - frame.entry_used_bytes - WORD_BYTES

    def _adjust(self, move: Move) -> None:
        """Adjust all pointers on the stack, which has been copied: pointers into the old one, no integers."""
        for frame in self.frames:
            saved = self._saved_frame_pointer(frame)
            self.storage.write(saved, word(move.adjust(word_at(self.storage.read(saved, WORD_BYTES)))))
        for variable in self.stack_variables():
            raw = self.storage.read(variable.place.address, self.types.shape(variable.place.type).size_bytes)
            self.storage.write(variable.place.address, self._adjusted(raw, variable.place.type, move))

    def _adjusted(self, raw: bytes, type_: Type, move: Move) -> bytes:
        adjusted = bytearray(raw)
        for offset_bytes in self.types.words(type_):
            adjusted[offset_bytes : offset_bytes + WORD_BYTES] = word(move.adjust(word_at(raw, offset_bytes)))
        return bytes(adjusted)

    def leave(self) -> None:
        """Return: the stack pointer moves back, and nothing is cleaned."""
        self.gone.insert(0, self.frames.pop())
        self.storage.stack.ret()

    def declare(self, name: str, raw: bytes) -> None:
        """A variable begins to live: in its slot, or in a new object that the slot leads to."""
        frame = self.frames[-1]
        slot = frame.layout.slots[name]
        address = self.storage.stack.hi - frame.entry_used_bytes - slot.below_bytes
        if slot.on_heap:
            made = self.storage.allocate(slot.type, f"{frame.layout.function.name}.{name}")
            self.storage.write(address, word(made.address))
            address = made.address
        self.storage.write(address, raw)
        frame.declared.append(name)

    def place(self, frame: Activation, name: str) -> Place:
        slot = frame.layout.slots[name]
        address = self.storage.stack.hi - frame.entry_used_bytes - slot.below_bytes
        if slot.on_heap:
            address = word_at(self.storage.read(address, WORD_BYTES))
        return Place(slot.type, address)

    def slots(self, frame: Activation) -> list[Variable]:
        """What lies in a frame: variables, and the addresses of those that were moved to the heap."""
        found = []
        for name in frame.declared:
            slot = frame.layout.slots[name]
            address = self.storage.stack.hi - frame.entry_used_bytes - slot.below_bytes
            shown, type_ = (f"&{name}", Pointer(slot.type)) if slot.on_heap else (name, slot.type)
            found.append(Variable(frame.layout.function.name, shown, Place(type_, address)))
        return found

    def stack_variables(self) -> list[Variable]:
        """The slots of all calls in progress, outermost first."""
        return [variable for frame in self.frames for variable in self.slots(frame)]

    def global_variables(self) -> list[Variable]:
        return [Variable("package", name, place) for name, place in self.globals.items()]

    def pointers(self, place: Place) -> list[int]:
        """All addresses that a variable holds, as the collector sees them; nil is none."""
        raw = self.storage.read(place.address, self.types.shape(place.type).size_bytes)
        return [address for offset in self.types.words(place.type) if (address := word_at(raw, offset))]

    def reachable(self) -> set[int]:
        """The addresses of the objects that the calls in progress and the package lead to."""
        found: set[int] = set()
        waiting = list(self.carried_pointers())
        for each in (*self.stack_variables(), *self.global_variables()):
            waiting += self.pointers(each.place)
        while waiting:
            reached = self.storage.object_at(waiting.pop())
            if reached is not None and reached.address not in found:
                found.add(reached.address)
                waiting += self.pointers(Place(reached.type, reached.address))
        return found

    def carried_pointers(self) -> list[int]:
        """All addresses in the result that is being returned."""
        if self.carried is None:
            return []
        raw, words = self.carried.raw, self.types.words(self.carried.type)
        return [address for offset in words if (address := word_at(raw, offset))]

    def collect(self) -> None:
        """A whole collection: what nothing leads to is freed."""
        reachable = self.reachable()
        for address, gone in list(self.storage.objects.items()):
            if address not in reachable:
                del self.storage.objects[address]
                self.storage.heap.free(gone.place)
        self.storage.heap.collect()
