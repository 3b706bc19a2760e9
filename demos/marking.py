"""Tri-colour marking while the program runs, with and without the write barrier.

The collector scans grey objects; the program moves the only reference to an
object behind its back. The barrier is that of `runtime/mbarrier.go`, Go 1.27:
it shades the pointer that is overwritten and the one that is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from talk.chart.model import Box, Column
from talk.demo import Steps, box, cell, column, demo

Colour = Literal["white", "grey", "black"]


@dataclass(slots=True)
class Heap:
    """Objects with one reference each, by name, during a mark."""

    refs: dict[str, str]
    barrier: bool
    colours: dict[str, Colour] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.colours = dict.fromkeys(self.refs, "white")

    def shade(self, name: str) -> None:
        """White becomes grey: reached, not yet scanned."""
        if self.colours.get(name) == "white":
            self.colours[name] = "grey"

    def scan(self, name: str) -> None:
        """Grey becomes black: what it refers to is reached."""
        self.shade(self.refs[name])
        self.colours[name] = "black"

    def write(self, name: str, target: str) -> None:
        """The program stores a reference (`""` is nil), through the barrier if it is on."""
        if self.barrier:
            self.shade(self.refs[name])
            self.shade(target)
        self.refs[name] = target

    def mark(self) -> None:
        """Scan until no object is grey."""
        while grey := [name for name, colour in self.colours.items() if colour == "grey"]:
            self.scan(grey[0])

    def lost(self) -> list[str]:
        """Objects that a black object refers to and that the sweep will free."""
        used = {self.refs[name] for name, colour in self.colours.items() if colour == "black"}
        return sorted(name for name in used if self.colours.get(name) == "white")


@demo
def marking(barrier: bool = False) -> Steps:
    """The program moves a reference from B to A while the collector marks."""
    heap = Heap({"A": "", "B": "C", "C": ""}, barrier)
    heap.shade("A")
    heap.shade("B")
    heap.scan("A")
    steps = Steps().step("A is scanned", _column(heap, heap.colours))
    before = dict(heap.colours)
    heap.write("A", "C")
    heap.write("B", "")
    steps.step("A = C, B = nil", _column(heap, before))
    before = dict(heap.colours)
    heap.mark()
    steps.step("swept", _column(heap, before, swept=True))
    lost = heap.lost()
    if lost:
        return steps.says(f"Without the barrier {lost[0]} stays white: it is swept although A refers to it.")
    return steps.says("With the barrier every object that is referred to has been marked.")


def _column(heap: Heap, before: Mapping[str, Colour], swept: bool = False) -> Column:
    return column("heap", *(_object(heap, name, before[name], swept) for name in heap.refs))


def _object(heap: Heap, name: str, before: Colour, swept: bool) -> Box:
    """An object with its colour, and its one reference."""
    colour, target = heap.colours[name], heap.refs[name]
    reference = cell(
        "ref",
        target or "nil",
        to=f"{_title(heap, target)}.ref" if target else "",
        mark="changed" if colour != before else "",
    )
    return box(_title(heap, name), reference, gone=swept and colour == "white")


def _title(heap: Heap, name: str) -> str:
    return f"{name}: {heap.colours[name]}"
