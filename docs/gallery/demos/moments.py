"""Moments one after another: memory, objects, queues."""

from __future__ import annotations

from typing import Annotated

from talk.demo import Choice, Range, Steps, box, cell, column, demo, graph, node, queue

FIRST = 0x1000


# region memory
@demo
def reverse() -> Steps:
    """Turning a linked list round, pointer by pointer."""
    names = ["a", "b", "c"]
    following: dict[str, str] = {"a": "b", "b": "c", "c": ""}
    steps = Steps()

    def show(caption: str, previous: str, current: str) -> None:
        nodes = [
            box(
                name,
                cell(
                    "next", following[name] or "nil", to=f"{following[name]}.next" if following[name] else ""
                ),
            )
            for name in names
        ]
        variables = [
            cell(name, value or "nil", to=f"{value}.next" if value else "")
            for name, value in (("previous", previous), ("current", current))
        ]
        steps.step(caption, column("variables", box("", *variables)), column("list", *nodes))

    previous, current = "", "a"
    show("before", previous, current)
    while current:
        following[current], previous, current = previous, current, following[current]
        show(f"{previous} points back", previous, current)
    return steps.says("After three steps the list begins at c.")


# endregion


# region graph
@demo
def breadth(start: Annotated[str, Choice("A", "B", "D", label="start")] = "A") -> Steps:
    """Breadth-first search: grey is known, black is done."""
    edges = {"A": "BC", "B": "DE", "C": "F", "D": "", "E": "F", "F": ""}
    steps, known, done = Steps(), [start], []

    def colour(name: str) -> str:
        return "black" if name in done else "grey" if name in known else "white"

    def show(caption: str) -> None:
        steps.step(
            caption,
            graph(*(node(name, colour(name), to=list(targets)) for name, targets in edges.items())),
            queue("queue", *(name for name in known if name not in done), slots=4),
        )

    show(f"begin at {start}")
    while waiting := [name for name in known if name not in done]:
        done.append(waiting[0])
        known += [name for name in edges[waiting[0]] if name not in known]
        show(f"visit {waiting[0]}")
    return steps.says(f"From {start} it visits {', '.join(done)}.")


# endregion


# region queues
@demo
def fair(rounds: Annotated[int, Range(2, 6, step=1, label="rounds")] = 4) -> Steps:
    """Round robin between two queues."""
    left, right = [f"a{number}" for number in range(1, 5)], [f"b{number}" for number in range(1, 4)]
    served: list[str] = []
    steps = Steps().step(
        "at first", queue("left", *left, slots=4), queue("right", *right, slots=4), queue("served", slots=6)
    )
    for number in range(rounds):
        source = (left, right)[number % 2]
        if source:
            served.append(source.pop(0))
        steps.step(
            f"round {number + 1}",
            queue("left", *left, slots=4),
            queue("right", *right, slots=4),
            queue("served", *served, slots=6),
        )
    return steps.says(f"Served: {', '.join(served)}.")


# endregion
