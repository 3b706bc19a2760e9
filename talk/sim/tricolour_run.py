"""A run of tri-colour marking: every step as something that can be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talk.sim.tricolour import (
    NIL,
    Barrier,
    Colour,
    Load,
    MarkingHeap,
    Move,
    New,
    Operation,
    ScanGlobals,
    ScanObject,
    ScanStack,
    Store,
    marking_heap,
)


@dataclass(frozen=True, slots=True)
class ObjectState:
    """An object after a step."""

    name: str
    colour: Colour
    refs: tuple[str, ...]
    """What its slots refer to; nil is empty."""
    swept: bool = False
    """The sweep has freed it."""


@dataclass(frozen=True, slots=True)
class RootState:
    """A stack, or the globals, after a step."""

    name: str
    refs: tuple[str, ...]
    scanned: bool


@dataclass(frozen=True, slots=True)
class MarkingStep:
    """What one step did, and how all stood after it."""

    actor: str
    """"collector", or the goroutine."""
    text: str
    """What was done, in a few words."""
    shaded: tuple[str, ...]
    """Objects that it turned from white to grey."""
    objects: tuple[ObjectState, ...]
    roots: tuple[RootState, ...]
    """The globals if there are any, then the stacks."""


@dataclass(frozen=True, slots=True)
class MarkingTrace:
    """A mark from its begin to the sweep."""

    barrier: Barrier
    steps: tuple[MarkingStep, ...]
    """The first shows the begin, the last one the sweep."""
    freed: tuple[str, ...]
    """White at the end, in the order of the objects."""
    lost: tuple[str, ...]
    """Freed although the program can still get at them: what must never happen."""


def run_marking(
    objects: Mapping[str, Sequence[str]],
    stacks: Mapping[str, Sequence[str]],
    operations: Sequence[Operation],
    *,
    globals_: Sequence[str] = (),
    barrier: Barrier = "hybrid",
) -> MarkingTrace:
    """A mark with a program at work in between, step by step.

    Args:
        objects: what each object refers to, by name; the empty name is nil.
        stacks: what the variables of each goroutine refer to.
        operations: what collector and program do, in turn. When they are
            done, the collector finishes alone, and sweeps.
        globals_: what the globals refer to.
        barrier: `hybrid` is Go's: it shades the reference that is overwritten
            and the one that is written. `deletion` and `insertion` have one
            half of it each, `none` nothing: they show what it is for.

    Returns: each step with the objects, their colours and the roots after it,
        what was freed, and what was lost.
    Raises: ScenarioError for a name, variable or slot that is not there, a nil
        reference that is followed, or a scan of an object that is not grey.
    Source: `runtime/mgc.go`, and the write barrier of `runtime/mbarrier.go`.
    Omits: several workers at once; that an object is scanned word by word
        and a write buffered before it shades; goroutines that start during
        the mark; sizes, spans and everything else about memory.

    >>> objects, stacks = {"A": [""], "B": ["C"], "C": []}, {"main": ["A", "B", ""]}
    >>> behind = [ScanStack("main"), ScanObject("A"), Load("main", 2, 1, 0),
    ...           Store("main", 0, 0, 2), Store("main", 1, 0, None)]
    >>> run_marking(objects, stacks, behind, barrier="none").lost
    ('C',)
    >>> run_marking(objects, stacks, behind).lost
    ()
    """
    heap = marking_heap(objects, stacks, globals_, barrier)
    steps = [_step(heap, "collector", "mark begins: all objects are white", ())]
    steps += [_run_step(heap, operation) for operation in operations]
    while (pending := heap.pending()) is not None:
        steps.append(_run_step(heap, pending))
    freed = tuple(name for name, colour in heap.colours.items() if colour == "white")
    reachable = heap.reachable()
    steps.append(_step(heap, "collector", "sweep frees what is white", (), swept=True))
    return MarkingTrace(barrier, tuple(steps), freed, tuple(name for name in freed if name in reachable))


def _run_step(heap: MarkingHeap, operation: Operation) -> MarkingStep:
    actor, text = _named(heap, operation)
    return _step(heap, actor, text, heap.step(operation))


def _step(
    heap: MarkingHeap, actor: str, text: str, shaded: tuple[str, ...], *, swept: bool = False
) -> MarkingStep:
    objects = tuple(
        ObjectState(name, heap.colours[name], tuple(refs), swept and heap.colours[name] == "white")
        for name, refs in heap.objects.items()
    )
    stacks = tuple(RootState(name, tuple(refs), name in heap.scanned) for name, refs in heap.stacks.items())
    globals_ = (RootState("globals", tuple(heap.globals_), heap.globals_scanned),) if heap.globals_ else ()
    return MarkingStep(actor, text, shaded, objects, globals_ + stacks)


def _named(heap: MarkingHeap, operation: Operation) -> tuple[str, str]:
    """Who does it, and what, with the names of the objects as they are before it."""
    match operation:
        case ScanStack(goroutine):
            return "collector", f"scan the stack of {goroutine}"
        case ScanGlobals():
            return "collector", "scan the globals"
        case ScanObject(name):
            return "collector", f"scan {name or (heap.grey or ['nothing'])[0]}"
        case Move(goroutine, into, value):
            return goroutine, f"v{into} = {'nil' if value is None else f'v{value}'}"
        case Load(goroutine, into, via, slot):
            return goroutine, f"v{into} = {_place(heap, goroutine, via, slot)}"
        case Store(goroutine, via, slot, value):
            return goroutine, f"{_place(heap, goroutine, via, slot)} = {_value(heap, goroutine, value)}"
        case New(goroutine, into, name, _):
            return goroutine, f"v{into} = new {name}"


def _place(heap: MarkingHeap, goroutine: str, via: int | None, slot: int) -> str:
    return f"global {slot}" if via is None else f"{_value(heap, goroutine, via)}.{slot}"


def _value(heap: MarkingHeap, goroutine: str, number: int | None) -> str:
    """The object that a variable refers to; where it is not there, `step` will say so."""
    stack = heap.stacks.get(goroutine, [])
    if number is None or not 0 <= number < len(stack) or stack[number] == NIL:
        return "nil"
    return stack[number]
