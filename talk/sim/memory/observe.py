"""From bytes to what a step shows: decoded values, what points where, and what cannot be.

Source: the escape rules of `cmd/compile/internal/escape` of Go 1.27.3, as far as addresses break them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from talk.sim.errors import ScenarioError
from talk.sim.memory.calls import Activation, Calls, Variable
from talk.sim.memory.trace import Event, FrameView, MemoryTrace, ObjectView, Shown, Step, Value
from talk.sim.memory.types import NUMBERS, WORD_BYTES, Array, Named, Pointer, Slice, Struct, Type
from talk.sim.memory.values import INT, STRING, UINTPTR, Place, decode, is_address, word_at
from talk.sim.stack import Move

MAX_PARTS = 64


@dataclass(slots=True)
class Observer:
    """Takes down each step of a run, and refuses what Go would never let happen."""

    calls: Calls
    printed: list[str]
    lines: tuple[str, ...]
    steps: list[Step] = field(default_factory=list)
    _before: dict[str, Shown] = field(default_factory=dict)
    _now: dict[str, Shown] = field(default_factory=dict)

    @property
    def trace(self) -> MemoryTrace:
        return MemoryTrace(tuple(self.steps))

    def step(self, event: Event, line: int, moves: list[Move]) -> None:
        """The memory as it is now."""
        calls = self.calls
        self._refuse_dangling()
        self._before, self._now = self._now, {}
        stack, heap = calls.storage.stack, calls.storage.heap
        self.steps.append(
            Step(
                event=event,
                line=line,
                code=self.lines[line - 1].strip(),
                frames=tuple(self._frame(each) for each in calls.frames),
                gone=tuple(self._frame(each) for each in calls.gone),
                objects=tuple(self._objects()),
                globals=tuple(self._variable(each) for each in calls.global_variables()),
                stack_lo=stack.lo,
                stack_hi=stack.hi,
                sp=stack.sp,
                move=moves[-1] if moves else None,
                result=self._result(),
                printed=tuple(self.printed),
                allocated_bytes=heap.allocated_bytes,
                freed_bytes=heap.freed_bytes,
            )
        )

    def _frame(self, frame: Activation) -> FrameView:
        return FrameView(
            function=frame.layout.function.name,
            line=frame.line,
            top_address=self.calls.storage.stack.hi - frame.entry_used_bytes,
            frame_bytes=frame.layout.frame_bytes,
            variables=tuple(self._variable(each) for each in self.calls.slots(frame)),
        )

    def _objects(self) -> Iterator[ObjectView]:
        reachable = self.calls.reachable()
        leading = self._leading()
        for each in self.calls.storage.objects.values():
            yield ObjectView(
                value=self._value(each.name, Place(each.type, each.address)),
                block_bytes=each.place.allocation.block_bytes,
                reachable=each.address in reachable,
                pointed_by=tuple(leading.get(each.address, ())),
            )

    def _leading(self) -> dict[int, list[str]]:
        """For each object, the paths of the words that hold an address in it."""
        leading: dict[int, list[str]] = {}
        for path, place in self._roots():
            for offset_bytes in self.calls.types.words(place.type):
                address = word_at(self.calls.storage.read(place.address + offset_bytes, WORD_BYTES))
                reached = self.calls.storage.object_at(address) if address else None
                if reached is not None:
                    holder = self._leaf(path, place.type, offset_bytes, None)
                    leading.setdefault(reached.address, []).append(holder)
        for address in self.calls.carried_pointers():
            reached = self.calls.storage.object_at(address)
            if reached is not None:
                leading.setdefault(reached.address, []).append("result")
        return leading

    def _result(self) -> Value | None:
        carried, types = self.calls.carried, self.calls.types
        if carried is None:
            return None
        under = types.under(carried.type)
        held = word_at(carried.raw) if self._leads(under) else 0
        return Value(
            path="result",
            type=str(carried.type),
            address=0,
            size_bytes=len(carried.raw),
            value=self._shown(carried.raw, under),
            points_to=self._path_of(held, under) if held else None,
            changed=True,
        )

    def _roots(self) -> Iterator[tuple[str, Place]]:
        """Every variable and object, with its path."""
        calls = self.calls
        for each in (*calls.stack_variables(), *calls.global_variables()):
            yield f"{each.owner}.{each.name}", each.place
        for held in calls.storage.objects.values():
            yield held.name, Place(held.type, held.address)

    def _variable(self, variable: Variable) -> Value:
        return self._value(f"{variable.owner}.{variable.name}", variable.place)

    def _value(self, path: str, place: Place) -> Value:
        """A value with its parts."""
        calls = self.calls
        size_bytes = calls.types.shape(place.type).size_bytes
        raw = calls.storage.read(place.address, size_bytes)
        under = calls.types.under(place.type)
        shown, held = self._shown(raw, under), word_at(raw) if self._leads(under) else 0
        self._now[path] = shown
        return Value(
            path=path,
            type=str(place.type),
            address=place.address,
            size_bytes=size_bytes,
            value=shown,
            parts=tuple(self._parts(path, place, under)),
            points_to=self._path_of(held, under) if held else None,
            stale=under == UINTPTR and calls.storage.left_behind(word_at(raw)),
            changed=path not in self._before or self._before[path] != shown,
        )

    def _leads(self, under: Type) -> bool:
        return is_address(under) or isinstance(under, Slice) or under == STRING

    def _shown(self, raw: bytes, under: Type) -> Shown:
        if under == STRING:
            length = word_at(raw, WORD_BYTES)
            return self.calls.storage.read(word_at(raw), length).decode(errors="replace")
        if isinstance(under, Slice):
            return word_at(raw)
        plain = is_address(under) or (isinstance(under, Named) and under.name in NUMBERS)
        return decode(raw, under, self.calls.types) if plain else None

    def _parts(self, path: str, place: Place, under: Type) -> Iterator[Value]:
        types = self.calls.types
        match under:
            case Struct() as struct:
                for offset_bytes, each in zip(types.offsets(struct), struct.fields, strict=True):
                    yield self._value(f"{path}.{each.name}", Place(each.type, place.address + offset_bytes))
            case Array(length, elem):
                size_bytes = types.shape(elem).size_bytes
                for number in range(min(length, MAX_PARTS)):
                    yield self._value(f"{path}[{number}]", Place(elem, place.address + number * size_bytes))
            case Slice():
                yield self._value(f"{path}.len", Place(INT, place.address + WORD_BYTES))
                yield self._value(f"{path}.cap", Place(INT, place.address + 2 * WORD_BYTES))

    def _path_of(self, address: int, under: Type) -> str | None:
        """The path of what lies at an address: a variable, or the part of it that has the type pointed to."""
        elem = under.elem if isinstance(under, Pointer | Slice) else None
        for path, place in self._roots():
            inside = address - place.address
            if 0 <= inside < max(1, self.calls.types.shape(place.type).size_bytes):
                return self._leaf(path, place.type, inside, elem)
        return None

    def _leaf(self, path: str, type_: Type, offset_bytes: int, elem: Type | None) -> str:
        """The innermost part at an offset, or the outermost of a type where that is given."""
        types = self.calls.types
        if offset_bytes == 0 and type_ == elem:
            return path
        match types.under(type_):
            case Struct() as struct:
                for start, each in zip(types.offsets(struct), struct.fields, strict=True):
                    if start <= offset_bytes < start + types.shape(each.type).size_bytes:
                        return self._leaf(f"{path}.{each.name}", each.type, offset_bytes - start, elem)
            case Array(_, inner) if types.shape(inner).size_bytes:
                number, offset_bytes = divmod(offset_bytes, types.shape(inner).size_bytes)
                return self._leaf(f"{path}[{number}]", inner, offset_bytes, elem)
        return path

    def _refuse_dangling(self) -> None:
        """No pointer may outlive the frame it leads into: Go would have moved the variable to the heap."""
        calls, stack = self.calls, self.calls.storage.stack
        for frame in calls.frames:
            end_address = stack.hi - frame.end_used_bytes
            for each in calls.slots(frame):
                self._refuse(f"{each.owner}.{each.name}", each.place, end_address)
        if calls.frames:
            least_address = stack.hi - calls.frames[-1].end_used_bytes
            self._refuse_all("the result", calls.carried_pointers(), least_address)
        for each in calls.global_variables():
            self._refuse(f"{each.owner}.{each.name}", each.place, stack.hi)
        reachable = calls.reachable()
        for held in calls.storage.objects.values():
            if held.address in reachable:
                self._refuse(held.name, Place(held.type, held.address), stack.hi)

    def _refuse(self, path: str, place: Place, least_address: int) -> None:
        """Refuse a pointer into the stack below an address."""
        self._refuse_all(path, self.calls.pointers(place), least_address)

    def _refuse_all(self, path: str, addresses: list[int], least_address: int) -> None:
        for address in addresses:
            if self.calls.storage.on_stack(address) and address < least_address:
                name = self._on_stack(address)
                raise ScenarioError(
                    f"{path} would keep the address of {name}, whose frame ends before: "
                    f"Go moves it to the heap (say heap=[{name!r}])"
                )

    def _on_stack(self, address: int) -> str:
        calls = self.calls
        for frame in (*calls.frames, *calls.gone):
            for each in calls.slots(frame):
                inside = address - each.place.address
                if 0 <= inside < max(1, calls.types.shape(each.place.type).size_bytes):
                    return f"{each.owner}.{each.name}"
        return "a variable"
