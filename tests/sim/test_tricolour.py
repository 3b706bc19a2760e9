from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talk import sim
from talk.sim.tricolour import (
    BARRIERS,
    Barrier,
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

OBJECTS = {"A": [""], "B": ["C"], "C": []}
STACKS = {"main": ["A", "B", ""]}
# The only reference to C goes from B to A.
MOVED = [Load("main", 2, 1, 0), Store("main", 0, 0, 2), Store("main", 1, 0, None), Move("main", 2, None)]
# The only reference to C goes from B to a stack.
LOADED = [Load("main", 2, 1, 0), Store("main", 1, 0, None)]


def interleavings(first: Sequence[Any], second: Sequence[Any]) -> Iterator[list[Any]]:
    """All ways to do both in turn, each in its own order."""
    for places in combinations(range(len(first) + len(second)), len(first)):
        one, other = iter(first), iter(second)
        yield [next(one) if n in places else next(other) for n in range(len(first) + len(second))]


def lost_in(program: Sequence[Operation], barrier: Barrier) -> int:
    """In how many interleavings of the program with a collector's first steps something is lost."""
    collector = [ScanStack("main"), ScanObject(), ScanObject()]
    traces = [
        sim.run_marking(OBJECTS, STACKS, order, barrier=barrier)
        for order in interleavings(collector, program)
    ]
    return sum(bool(trace.lost) for trace in traces)


def test_a_mark_by_hand() -> None:
    """Roots first, then grey objects in the order in which they were shaded; what is white is freed."""
    trace = sim.run_marking({"A": ["B"], "B": [], "X": ["B"]}, {"main": ["A"]}, [])
    assert [step.text for step in trace.steps] == [
        "mark begins: all objects are white",
        "scan the globals",
        "scan the stack of main",
        "scan A",
        "scan B",
        "sweep frees what is white",
    ]
    assert [step.shaded for step in trace.steps[2:4]] == [("A",), ("B",)]
    assert (trace.freed, trace.lost) == (("X",), ())
    assert [(each.colour, each.swept) for each in trace.steps[-1].objects] == [
        ("black", False),
        ("black", False),
        ("white", True),
    ]


@pytest.mark.parametrize("program", [MOVED, LOADED])
def test_the_barrier_loses_nothing_in_any_order(program: list[Operation]) -> None:
    """In every interleaving of a small program with the collector, the hybrid barrier keeps all."""
    assert lost_in(program, "hybrid") == 0


@pytest.mark.parametrize("program", [MOVED, LOADED])
def test_without_the_barrier_some_orders_lose_an_object(program: list[Operation]) -> None:
    """Some interleavings lose the object, others do not: such a bug would show now and then."""
    orders = sum(1 for _ in interleavings([0] * 3, program))
    assert 0 < lost_in(program, "none") < orders


def test_each_half_of_the_barrier_alone_is_not_enough() -> None:
    """A stack that is not scanned yet beats the deletion half, one that is scanned the insertion half."""
    objects, stacks = {"A": [""], "C": []}, {"main": ["A"], "other": ["A", "C"]}
    hidden = [ScanStack("main"), ScanObject("A"), Store("other", 0, 0, 1), Move("other", 1, None)]
    assert sim.run_marking(objects, stacks, hidden, barrier="deletion").lost == ("C",)
    assert sim.run_marking(objects, stacks, hidden, barrier="insertion").lost == ()
    kept = [ScanStack("main"), *LOADED]
    assert sim.run_marking(OBJECTS, STACKS, kept, barrier="insertion").lost == ("C",)
    assert sim.run_marking(OBJECTS, STACKS, kept, barrier="deletion").lost == ()
    for order, given_ in ((hidden, (objects, stacks)), (kept, (OBJECTS, STACKS))):
        assert sim.run_marking(*given_, order).lost == ()


def test_what_is_new_is_black() -> None:
    """An object allocated during the mark survives it, even if it is dropped at once."""
    drop = [New("main", 2, "N"), Move("main", 2, None)]
    trace = sim.run_marking(OBJECTS, STACKS, drop)
    assert "N" not in trace.freed


def test_steps_are_a_record() -> None:
    """A step keeps what it showed: later ones do not change it, nor what was given."""
    trace = sim.run_marking(OBJECTS, STACKS, [ScanStack("main"), *MOVED])
    assert trace.steps[0].objects[1].refs == ("C",)
    assert trace.steps[-1].objects[1].refs == ("",)
    assert OBJECTS["B"] == ["C"]
    assert trace.steps[4].text == "B.0 = nil"
    assert trace.steps[4].actor == "main"


def test_roots_are_scanned_once() -> None:
    """Go looks at each stack once a mark: to look again would need the world stopped."""
    with pytest.raises(sim.ScenarioError, match="stack of 'main' is scanned already"):
        sim.run_marking(OBJECTS, STACKS, [ScanStack("main"), ScanStack("main")])
    with pytest.raises(sim.ScenarioError, match="the globals are scanned already"):
        sim.run_marking(OBJECTS, STACKS, [ScanGlobals(), ScanGlobals()])


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        (ScanStack("who"), "goroutine 'who' is not there"),
        (ScanObject(), "nothing is grey"),
        (ScanObject("A"), "nothing is grey"),
        (Move("main", 7, 0), "'main' has no variable 7"),
        (Load("main", 0, 2, 0), "variable 2 of goroutine 'main' is nil"),
        (Load("main", 0, 1, 3), "B has no slot 3"),
        (Load("main", 0, None, 0), "globals has no slot 0"),
        (New("main", 0, "B"), "object 'B' is there already"),
        (New("main", 0, "N", -1), "slots is -1"),
    ],
)
def test_refuses_what_cannot_be(operation: Operation, message: str) -> None:
    """A step that cannot be made is refused by name."""
    with pytest.raises(sim.ScenarioError, match=message):
        sim.run_marking(OBJECTS, STACKS, [operation])


def test_refuses_a_heap_that_cannot_be() -> None:
    """References lead to objects, and there are four barriers."""
    with pytest.raises(sim.ScenarioError, match="A refers to 'Z', which is no object"):
        sim.run_marking({"A": ["Z"]}, {}, [])
    with pytest.raises(sim.ScenarioError, match="barrier is 'some', not one of hybrid"):
        sim.run_marking({}, {}, [], barrier="some")  # type: ignore[arg-type]


NUMBERS = st.integers(0, 2)
MAYBE = st.one_of(st.none(), NUMBERS)
GOROUTINES = st.sampled_from(["one", "two"])
OPERATIONS = st.one_of(
    st.builds(ScanStack, GOROUTINES),
    st.just(ScanGlobals()),
    st.just(ScanObject()),
    st.builds(ScanObject, st.sampled_from("ABCDEF")),
    st.builds(Move, GOROUTINES, NUMBERS, MAYBE),
    st.builds(Load, GOROUTINES, NUMBERS, MAYBE, NUMBERS),
    st.builds(Store, GOROUTINES, MAYBE, NUMBERS, MAYBE),
    st.builds(New, GOROUTINES, NUMBERS, st.sampled_from("UVWXYZ"), NUMBERS),
)
REFS = st.lists(st.sampled_from(["", *"ABCDEF"]), min_size=3, max_size=3)


@st.composite
def heaps(draw: st.DrawFn) -> dict[str, Any]:
    """Six objects, two goroutines and some globals that refer to each other somehow."""
    return {
        "objects": {name: draw(REFS) for name in "ABCDEF"},
        "stacks": {name: draw(REFS) for name in ("one", "two")},
        "globals_": draw(REFS),
    }


def lost_after(heap: MarkingHeap, operations: Sequence[Operation]) -> set[str]:
    """What a mark loses; operations that cannot be are left out."""
    for operation in operations:
        try:
            heap.step(operation)
        except sim.ScenarioError:
            continue
    while (pending := heap.pending()) is not None:
        heap.step(pending)
    return {name for name in heap.reachable() if heap.colours[name] == "white"}


@settings(max_examples=500)
@given(heaps(), st.lists(OPERATIONS, max_size=40))
def test_no_interleaving_loses_an_object(given_: dict[str, Any], operations: list[Operation]) -> None:
    """With the barrier nothing reachable is white at the end, whatever collector and program do in turn."""
    assert lost_after(marking_heap(**given_), operations) == set()


@settings(max_examples=100)
@given(heaps(), st.lists(OPERATIONS, max_size=30))
def test_colours_only_darken(given_: dict[str, Any], operations: list[Operation]) -> None:
    """White to grey to black, and never back; the list of grey objects holds those that are grey."""
    heap, order = marking_heap(**given_), ("white", "grey", "black")
    for operation in operations:
        before = dict(heap.colours)
        try:
            heap.step(operation)
        except sim.ScenarioError:
            assert heap.colours == before
        assert all(order.index(heap.colours[name]) >= order.index(was) for name, was in before.items())
        assert sorted(heap.grey) == sorted(name for name, colour in heap.colours.items() if colour == "grey")


def carry(rng: np.random.Generator) -> list[Operation]:
    """A program that takes a reference out of one place and puts it into another, leaving no copy."""
    goroutine = str(rng.choice(["one", "two"]))
    via, into, slot, to, to_slot = (int(number) for number in rng.integers(0, 2, 5))
    take = [Load(goroutine, 2, via, slot), Store(goroutine, via, slot, None)]
    put = [Store(goroutine, to, to_slot, 2), Move(goroutine, 2, None)]
    return [[*take, *put], put, take, [Load(goroutine, into, via, slot)]][int(rng.integers(0, 4))]


def random_program(seed: int, barrier: Barrier) -> set[str]:
    """What is lost when the collector marks while a program carries references about."""
    rng = np.random.default_rng(seed)
    tree = {"A": ["C", "D"], "B": ["E", "F"], "C": ["G", ""], "D": ["", "H"], "E": ["", ""], "F": ["", ""]}
    leaves = {name: ["", ""] for name in "GHIJ"}
    heap = marking_heap({**tree, **leaves}, {"one": ["A", "B", "I"], "two": ["B", "A", "J"]}, barrier=barrier)
    of_program: list[Operation] = []
    for _ in range(40):
        of_program = of_program or carry(rng)
        of_collector = ScanObject() if heap.grey and rng.random() < 0.5 else heap.pending()
        operation = of_collector if rng.random() < 0.3 else of_program.pop(0)
        try:
            if operation is not None:
                heap.step(operation)
        except sim.ScenarioError:
            of_program = []
    return lost_after(heap, [])


@settings(max_examples=300)
@given(st.integers(0, 1 << 32))
def test_random_programs_lose_nothing_with_the_barrier(seed: int) -> None:
    """Programs that would often lose an object keep all with the hybrid barrier."""
    assert random_program(seed, "hybrid") == set()


@pytest.mark.parametrize("barrier", BARRIERS[1:])
def test_random_programs_lose_objects_without_the_whole_barrier(barrier: Barrier) -> None:
    """Of the same programs, some lose an object with half a barrier, or none."""
    assert any(random_program(seed, barrier) for seed in range(300))
