"""What a run of a small program shows: frames, heap, values and addresses after every step.

Source: `runtime/stack.go`, `runtime/malloc.go` of Go 1.27.3. Addresses are made up; differences are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from talk.sim.errors import ScenarioError
from talk.sim.stack import Move

Event = Literal["call", "statement", "return"]
Shown = int | float | bool | str | None


@dataclass(frozen=True, slots=True)
class Value:
    """A variable, or a part of one, at one moment."""

    path: str
    """As a Go programmer would say it, after its function: "main.p.x", "heap 1[2]"."""
    type: str
    address: int
    size_bytes: int
    value: Shown
    """A number, bool or text; the address that a pointer or slice holds; None for a struct or an array."""
    parts: tuple[Value, ...] = ()
    """Fields, elements (the first 64), or length and capacity of a slice."""
    points_to: str | None = None
    """The path of what a pointer, slice or string leads to; None for nil and for plain values."""
    stale: bool = False
    """A uintptr with an address in a place that the stack has left."""
    changed: bool = False
    """Whether the step has changed it, or made it."""

    @property
    def name(self) -> str:
        """The last part of the path."""
        cut = max(self.path.rfind("."), self.path.rfind("["))
        return self.path[cut + (self.path[cut] == ".") :] if cut >= 0 else self.path


@dataclass(frozen=True, slots=True)
class FrameView:
    """A frame: of a call in progress, or of one that has returned and left its bytes behind."""

    function: str
    line: int
    top_address: int
    """The return address lies here; the frame goes down from it."""
    frame_bytes: int
    variables: tuple[Value, ...]

    @property
    def end_address(self) -> int:
        return self.top_address - self.frame_bytes


@dataclass(frozen=True, slots=True)
class ObjectView:
    """An object on the heap."""

    value: Value
    block_bytes: int
    """What it takes: its size class, or whole pages."""
    reachable: bool
    pointed_by: tuple[str, ...]
    """The paths of all pointers and slices that lead into it, garbage's included."""


@dataclass(frozen=True, slots=True)
class Step:
    """The whole memory after one step."""

    event: Event
    line: int
    code: str
    frames: tuple[FrameView, ...]
    """Calls in progress, outermost first."""
    gone: tuple[FrameView, ...]
    """Below the stack pointer: calls that have returned, as far as nothing was written over them."""
    objects: tuple[ObjectView, ...]
    globals: tuple[Value, ...]
    stack_lo: int
    stack_hi: int
    sp: int
    move: Move | None
    """The last move that a call's prologue caused in this step."""
    result: Value | None
    """What a return hands up: for the moment only a register holds it, so it has no address."""
    printed: tuple[str, ...]
    """All that println has written so far."""
    allocated_bytes: int
    freed_bytes: int

    def values(self) -> Iterator[Value]:
        """Everything that is shown, parts after their wholes; without frames that are gone."""
        tops = [each for frame in self.frames for each in frame.variables]
        for each in (*tops, *self.globals, *(object_.value for object_ in self.objects)):
            yield from _with_parts(each)

    def value(self, path: str) -> Value:
        """The variable or part of this path.

        Raises: ScenarioError with the paths that there are.
        """
        found = {each.path: each for each in self.values()}
        if path not in found:
            raise ScenarioError(f"there is no {path!r} (there is {', '.join(found)})")
        return found[path]


@dataclass(frozen=True, slots=True)
class MemoryTrace:
    """All steps of a run."""

    steps: tuple[Step, ...]

    def at(self, line: int, event: Event = "statement", occurrence: int = 0) -> Step:
        """The step that a line of the program made.

        Raises: ScenarioError for a line that made none.
        """
        found = [step for step in self.steps if (step.line, step.event) == (line, event)]
        if occurrence >= len(found):
            raise ScenarioError(f"line {line} has made {len(found)} steps of the kind {event}")
        return found[occurrence]

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def printed(self) -> tuple[str, ...]:
        """What println has written."""
        return self.last.printed


def _with_parts(value: Value) -> Iterator[Value]:
    yield value
    for part in value.parts:
        yield from _with_parts(part)
