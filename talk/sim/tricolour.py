"""Tri-colour marking of a small heap while a program changes it, one step at a time.

White objects have not been reached, grey ones have been reached but not
scanned, black ones are scanned. At the end the sweep frees what is white. A
program that moves a reference behind the collector's back would lose an
object; the write barrier is there to prevent it.

Source: `runtime/mgc.go`, `runtime/mgcmark.go`, `runtime/mbarrier.go` and
`runtime/mwbbuf.go` of Go 1.27.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from talk.sim.errors import ScenarioError, require

Colour = Literal["white", "grey", "black"]
Barrier = Literal["hybrid", "deletion", "insertion", "none"]
BARRIERS: tuple[Barrier, ...] = ("hybrid", "deletion", "insertion", "none")
NIL = ""


@dataclass(frozen=True, slots=True)
class ScanStack:
    """The collector stops a goroutine, shades what its variables refer to, and lets it go on."""

    goroutine: str


@dataclass(frozen=True, slots=True)
class ScanGlobals:
    """The collector shades what the globals refer to."""


@dataclass(frozen=True, slots=True)
class ScanObject:
    """The collector scans a grey object: what it refers to is shaded, it becomes black."""

    name: str = NIL
    """The empty name stands for the object that has been grey the longest."""


@dataclass(frozen=True, slots=True)
class Move:
    """`into = value`, both variables of the goroutine; None is nil. Stacks have no write barrier."""

    goroutine: str
    into: int
    value: int | None


@dataclass(frozen=True, slots=True)
class Load:
    """`into = via.slot`: a reference is read; `via` None reads the global of that number."""

    goroutine: str
    into: int
    via: int | None
    slot: int


@dataclass(frozen=True, slots=True)
class Store:
    """`via.slot = value`, through the barrier; `via` None writes the global, `value` None nil."""

    goroutine: str
    via: int | None
    slot: int
    value: int | None


@dataclass(frozen=True, slots=True)
class New:
    """`into = new object`, with so many slots, all nil. It is born black."""

    goroutine: str
    into: int
    name: str
    slots: int = 1


Operation = ScanStack | ScanGlobals | ScanObject | Move | Load | Store | New


@dataclass(slots=True)
class MarkingHeap:
    """A heap during a mark: objects with slots, stacks with variables, and globals; `step` does one thing.

    A program reaches objects through its variables alone, so it cannot touch
    what it has lost. What an operation refuses leaves all as it was.
    """

    objects: dict[str, list[str]]
    """The references of each object, by name; nil is empty."""
    stacks: dict[str, list[str]]
    """The variables of each goroutine."""
    globals_: list[str] = field(default_factory=list)
    barrier: Barrier = "hybrid"
    colours: dict[str, Colour] = field(init=False)
    grey: list[str] = field(default_factory=list, init=False)
    """Grey objects, the longest first."""
    scanned: set[str] = field(default_factory=set, init=False)
    """Stacks that have been scanned: they are black, and not looked at again."""
    globals_scanned: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        require(self.barrier in BARRIERS, f"barrier is {self.barrier!r}, not one of {', '.join(BARRIERS)}")
        require(NIL not in self.objects, "an object has no name")
        self.colours = dict.fromkeys(self.objects, "white")
        for place, refs in {**self.objects, **self.stacks, "globals": self.globals_}.items():
            for name in refs:
                require(name in (NIL, *self.objects), f"{place} refers to {name!r}, which is no object")

    def step(self, operation: Operation) -> tuple[str, ...]:
        """Do it; the objects that it has shaded."""
        before = len(self.grey)
        match operation:
            case ScanStack(goroutine):
                stack = self._stack(goroutine)
                require(goroutine not in self.scanned, f"the stack of {goroutine!r} is scanned already")
                self._scan_roots(stack)
                self.scanned.add(goroutine)
            case ScanGlobals():
                require(not self.globals_scanned, "the globals are scanned already")
                self._scan_roots(self.globals_)
                self.globals_scanned = True
            case ScanObject(name):
                return self._scan(name)
            case Move(goroutine, into, value):
                self._put(goroutine, into, self._variable(goroutine, value))
            case Load(goroutine, into, via, slot):
                self._put(goroutine, into, self._slots(goroutine, via, slot)[slot])
            case Store(goroutine, via, slot, value):
                slots = self._slots(goroutine, via, slot)
                self._write(slots, slot, self._variable(goroutine, value))
            case New(goroutine, into, name, slots_):
                self._new(goroutine, into, name, slots_)
        return tuple(self.grey[before:])

    def shade(self, name: str) -> None:
        """White becomes grey; nil has no colour."""
        if self.colours.get(name) == "white":
            self.colours[name] = "grey"
            self.grey.append(name)

    def _scan_roots(self, refs: Sequence[str]) -> None:
        for name in refs:
            self.shade(name)

    def _scan(self, name: str) -> tuple[str, ...]:
        require(bool(self.grey), "nothing is grey")
        name = name or self.grey[0]
        require(name in self.grey, f"object {name!r} is {self.colours.get(name, 'not there')}, not grey")
        self.grey.remove(name)
        before = len(self.grey)
        self._scan_roots(self.objects[name])
        self.colours[name] = "black"
        return tuple(self.grey[before:])

    def _write(self, slots: list[str], slot: int, value: str) -> None:
        """Store a reference into the heap or a global.

        The old reference is shaded because a scanned stack may hold a copy of
        it that nobody will see; the new one because it may come from a stack
        that is not scanned yet and forgets it.
        """
        if self.barrier in ("hybrid", "deletion"):
            self.shade(slots[slot])
        if self.barrier in ("hybrid", "insertion"):
            self.shade(value)
        slots[slot] = value

    def _new(self, goroutine: str, into: int, name: str, slots: int) -> None:
        require(name not in (NIL, *self.objects), f"object {name!r} is there already")
        require(slots >= 0, f"slots is {slots}, less than 0")
        self._variable(goroutine, into)
        self.objects[name] = [NIL] * slots
        self.colours[name] = "black"
        self._put(goroutine, into, name)

    def _stack(self, goroutine: str) -> list[str]:
        require(goroutine in self.stacks, f"goroutine {goroutine!r} is not there")
        return self.stacks[goroutine]

    def _variable(self, goroutine: str, number: int | None) -> str:
        stack = self._stack(goroutine)
        if number is None:
            return NIL
        require(0 <= number < len(stack), f"goroutine {goroutine!r} has no variable {number}")
        return stack[number]

    def _put(self, goroutine: str, into: int, name: str) -> None:
        self._variable(goroutine, into)
        self.stacks[goroutine][into] = name

    def _slots(self, goroutine: str, via: int | None, slot: int) -> list[str]:
        """Where a load or a store goes, once it is sure that the slot is there."""
        name = self._variable(goroutine, via)
        if via is not None and name == NIL:
            raise ScenarioError(f"variable {via} of goroutine {goroutine!r} is nil")
        slots = self.globals_ if via is None else self.objects[name]
        require(0 <= slot < len(slots), f"{name or 'globals'} has no slot {slot}")
        return slots

    def reachable(self) -> set[str]:
        """What the program can still get at, whatever its colour."""
        found: set[str] = set()
        left = [*self.globals_, *(name for stack in self.stacks.values() for name in stack)]
        while left:
            name = left.pop()
            if name != NIL and name not in found:
                found.add(name)
                left += self.objects[name]
        return found

    def pending(self) -> Operation | None:
        """What the collector has to do next: roots first, then grey objects; None when the mark is done."""
        if not self.globals_scanned:
            return ScanGlobals()
        for goroutine in self.stacks:
            if goroutine not in self.scanned:
                return ScanStack(goroutine)
        return ScanObject() if self.grey else None


def marking_heap(
    objects: Mapping[str, Sequence[str]],
    stacks: Mapping[str, Sequence[str]],
    globals_: Sequence[str] = (),
    barrier: Barrier = "hybrid",
) -> MarkingHeap:
    """A heap at the begin of a mark, all white, from copies of what is given."""
    return MarkingHeap(
        {name: list(refs) for name, refs in objects.items()},
        {name: list(refs) for name, refs in stacks.items()},
        list(globals_),
        barrier,
    )
