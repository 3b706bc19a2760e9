"""The bytes of a small program: its stack, its heap, its package variables and its constant texts.

Source: `runtime/stack.go` and `runtime/malloc.go` of Go 1.27.3. Addresses are made up.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from talk.sim.alloc.heap import Heap, HeapObject
from talk.sim.errors import ScenarioError, require
from talk.sim.memory.types import WORD_BYTES, Array, Type, Types, align_up
from talk.sim.stack import Move, Stack

GLOBALS_ADDRESS = 0x5A_0000
TEXTS_ADDRESS = 0x4B_0000
MAX_OBJECT_BYTES = 1 << 24


@dataclass(slots=True)
class Region:
    """Bytes that lie next to each other."""

    address: int
    data: bytearray

    def holds(self, address: int, size_bytes: int) -> bool:
        return self.address <= address and address + size_bytes <= self.address + len(self.data)


@dataclass(slots=True)
class Object:
    """An object on the heap, with the name that a chart gives it."""

    name: str
    type: Type
    place: HeapObject
    region: Region

    @property
    def address(self) -> int:
        return self.place.address

    @property
    def size_bytes(self) -> int:
        return len(self.region.data)

    def holds(self, address: int) -> bool:
        return self.address <= address < self.address + self.size_bytes


@dataclass(slots=True)
class Storage:
    """All that can be read and written."""

    types: Types
    stack: Stack = field(default_factory=Stack)
    heap: Heap = field(default_factory=Heap)
    objects: dict[int, Object] = field(default_factory=dict)
    """By address, oldest first."""
    globals: Region = field(default_factory=lambda: Region(GLOBALS_ADDRESS, bytearray()))
    texts: Region = field(default_factory=lambda: Region(TEXTS_ADDRESS, bytearray()))
    former: list[Move] = field(default_factory=list)
    """The moves of the stack so far: the places that it has left."""
    made: int = 0
    _names: dict[str, int] = field(default_factory=dict)
    _stack: Region = field(init=False)

    def __post_init__(self) -> None:
        self._stack = Region(self.stack.lo, bytearray(self.stack.size_bytes))

    def read(self, address: int, size_bytes: int) -> bytes:
        """Bytes of one variable or object.

        Raises: ScenarioError for nil, and for an address where nothing lies any more.
        """
        if size_bytes == 0:
            return b""
        region = self._region(address, size_bytes)
        start = address - region.address
        return bytes(region.data[start : start + size_bytes])

    def write(self, address: int, raw: bytes) -> None:
        """Overwrite bytes; raises as `read`."""
        if raw:
            region = self._region(address, len(raw))
            require(region is not self.texts, "the bytes of a string cannot be changed")
            start = address - region.address
            region.data[start : start + len(raw)] = raw

    def _region(self, address: int, size_bytes: int) -> Region:
        require(address != 0, "nil pointer dereference: the program panics")
        for region in (self._stack, self.globals, self.texts):
            if region.holds(address, size_bytes):
                return region
        found = self.object_at(address)
        if found is None or not found.region.holds(address, size_bytes):
            raise ScenarioError(f"nothing lies at {address:#x}: the address is stale or made from an integer")
        return found.region

    def object_at(self, address: int) -> Object | None:
        """The object on the heap that an address points into."""
        exact = self.objects.get(address)
        if exact is not None:
            return exact
        return next((each for each in self.objects.values() if each.holds(address)), None)

    def allocate(self, type_: Type, name: str = "") -> Object:
        """A zeroed object on the heap."""
        shape = self.types.shape(type_)
        require(shape.size_bytes <= MAX_OBJECT_BYTES, f"an object of {shape.size_bytes} bytes")
        place = self.heap.allocate(shape.size_bytes, pointers=shape.pointers)
        self.made += 1
        region = Region(place.address, bytearray(shape.size_bytes))
        made = Object(self._named(name or f"heap {self.made}"), type_, place, region)
        self.objects[place.address] = made
        return made

    def _named(self, name: str) -> str:
        """The name, with a number if an earlier object has it."""
        self._names[name] = self._names.get(name, 0) + 1
        return name if self._names[name] == 1 else f"{name}#{self._names[name]}"

    def array(self, elem: Type, length: int) -> Object:
        return self.allocate(Array(length, elem))

    def global_variable(self, type_: Type) -> int:
        """The address of a new package variable."""
        shape = self.types.shape(type_)
        offset_bytes = align_up(len(self.globals.data), max(shape.align_bytes, WORD_BYTES))
        self.globals.data.extend(bytes(offset_bytes + shape.size_bytes - len(self.globals.data)))
        return self.globals.address + offset_bytes

    def text(self, raw: bytes) -> int:
        """The address of constant bytes; equal ones lie in one place."""
        found = self.texts.data.find(raw)
        if found < 0:
            found = len(self.texts.data)
            self.texts.data.extend(raw)
        return self.texts.address + found

    def call(self, frame_bytes: int) -> list[Move]:
        """Enter a function; if its prologue moves the stack, copy what is in use."""
        before = len(self.stack.moves)
        self.stack.call(frame_bytes)
        moves = self.stack.moves[before:]
        for move in moves:
            data = bytearray(move.new_size_bytes)
            data[-move.copied_bytes :] = self._stack.data[-move.copied_bytes :]
            self._stack = Region(move.new_lo, data)
        self.former += moves
        return moves

    def on_stack(self, address: int) -> bool:
        return self.stack.lo <= address < self.stack.hi

    def left_behind(self, address: int) -> bool:
        """Whether the address lies in a place that the stack has left."""
        return any(move.old_lo <= address < move.old_hi for move in self.former)
