"""Tri-colour marking while the program runs, with and without the write barrier. From the simulator.

Colours and scans follow `runtime/mgcmark.go`, the barrier `runtime/mbarrier.go`, Go 1.27: it shades the
reference that is overwritten and the one that is written; a stack is scanned once and has no barrier.
"""

from __future__ import annotations

from typing import Annotated

from talk import sim
from talk.chart.model import Graph
from talk.demo import Choice, Range, Steps, demo, graph, node, root
from talk.sim.tricolour import Load, Move, Operation, ScanObject, ScanStack, Store

OBJECTS = {"A": [""], "D": ["B"], "B": ["C"], "C": [""], "F": [""]}
STACK = {"main": ["A", "D", "", ""]}
COLLECTOR: list[Operation] = [ScanStack("main"), *(ScanObject(each) for each in "ADBC")]
"""What the collector does if nobody comes between."""
PROGRAM: list[Operation] = [
    Load("main", into=2, via=1, slot=0),
    Load("main", into=3, via=2, slot=0),
    Store("main", via=0, slot=0, value=3),
    Store("main", via=2, slot=0, value=None),
    Move("main", into=2, value=None),
    Move("main", into=3, value=None),
]
"""B and C are read, C is stored in A, B is cleared, and the variables are dropped."""
AT = {"main": (0, 1), "A": (1, 0), "D": (1, 2), "C": (2, 0), "B": (2, 2), "F": (3, 1)}


@demo
def marking(
    scanned: Annotated[
        int,
        Range(0, len(COLLECTOR), step=1, label="collector's steps", help="Made before the program moves C."),
    ] = 2,
    barrier: Annotated[bool, Choice(label="write barrier")] = False,
) -> Steps:
    """The program moves the reference to C from B to A while the collector marks."""
    trace = run(scanned, barrier=barrier)
    steps = Steps()
    for number, caption in moments(scanned).items():
        steps.step(caption, _heap(trace.steps[number]))
    return steps.says(_said(trace, scanned))


def run(scanned: int, *, barrier: bool) -> sim.MarkingTrace:
    """The mark with the program's moves after so many steps of the collector."""
    operations = [*COLLECTOR[:scanned], *PROGRAM]
    return sim.run_marking(OBJECTS, STACK, operations, barrier="hybrid" if barrier else "none")


def moments(scanned: int) -> dict[int, str]:
    """The steps that tell the story: before the moves, after each store, at the end."""
    return {
        scanned: f"after {_steps(scanned)} of the collector",
        scanned + 3: "A = C",
        scanned + len(PROGRAM): "B = nil, and main forgets C",
        -1: "swept",
    }


def _heap(step: sim.MarkingStep) -> Graph:
    roots = [root(each.name, to=_once(each.refs), at=AT[each.name]) for each in step.roots]
    objects = [
        node(each.name, each.colour, to=_once(each.refs), at=AT[each.name], gone=each.swept)
        for each in step.objects
    ]
    return graph(*roots, *objects)


def _once(refs: tuple[str, ...]) -> list[str]:
    return [each for each in dict.fromkeys(refs) if each]


def _said(trace: sim.MarkingTrace, scanned: int) -> str:
    after = f"Moved after {_steps(scanned)} of the collector"
    if trace.lost:
        lost = " and ".join(trace.lost)
        return f"{after}, without a barrier: {lost} stays white and is swept, although A refers to it."
    if trace.barrier == "none":
        return f"{after}, without a barrier: C is found all the same, and only garbage is swept."
    return f"{after}, with the barrier: C is shaded or found, and only garbage is swept."


def _steps(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"
