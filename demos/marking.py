"""Tri-colour marking while the program runs, with and without the write barrier."""

from __future__ import annotations

from talk import sim
from talk.chart.model import Box, Column
from talk.demo import Steps, box, cell, column, demo
from talk.sim.tricolour import Load, Operation, ScanObject, ScanStack, Store

OBJECTS = {"A": [""], "B": ["C"], "C": [""]}
STACK = {"main": ["A", "B", ""]}
BEHIND: list[Operation] = [
    ScanStack("main"),
    ScanObject("A"),
    Load("main", into=2, via=1, slot=0),
    Store("main", via=0, slot=0, value=2),
    Store("main", via=1, slot=0, value=None),
]
"""A is scanned; then the program reads C from B, stores it in A, and clears B."""

MOMENTS = {2: "A is scanned", 5: "A = C, B = nil", -1: "swept"}
"""The steps that tell the story: after the scan of A, after the second store, at the end."""


@demo
def marking(barrier: bool = False) -> Steps:
    """The program moves a reference while the collector marks."""
    trace = sim.run_marking(OBJECTS, STACK, BEHIND, barrier="hybrid" if barrier else "none")
    steps, before = Steps(), trace.steps[2]
    for number, title in MOMENTS.items():
        steps.step(title, _column(trace.steps[number], before))
        before = trace.steps[number]
    if trace.lost:
        return steps.says(
            f"Without the barrier {trace.lost[0]} stays white: it is swept although A refers to it."
        )
    return steps.says("With the barrier every object that is referred to has been marked.")


def _column(step: sim.MarkingStep, before: sim.MarkingStep) -> Column:
    colours = {each.name: each.colour for each in before.objects}
    titles = {each.name: f"{each.name}: {each.colour}" for each in step.objects}
    return column("heap", *(_object(each, colours[each.name], titles) for each in step.objects))


def _object(state: sim.ObjectState, before: str, titles: dict[str, str]) -> Box:
    """An object with its colour, and its one reference."""
    target = state.refs[0]
    reference = cell(
        "ref",
        target or "nil",
        to=f"{titles[target]}.ref" if target else "",
        mark="changed" if state.colour != before else "",
    )
    return box(titles[state.name], reference, gone=state.swept)
