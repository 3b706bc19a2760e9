"""`Steps`: diagrams of several moments, as a demo returns them. No pixels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Self

from talk.chart.changes import resolved
from talk.chart.model import Column, Graph, Part, Step, StepsData
from talk.chart.parts import box, cell, column, graph, node, queue, root
from talk.chart.values import text
from talk.errors import TalkError

__all__ = ["Steps", "box", "cell", "column", "graph", "node", "queue", "root"]

MAX_STEPS = 24
MAX_CELLS = 60  # cells, objects and places that are drawn in one step
MAX_ITEMS = 600  # in all queues of one step; what is not drawn is counted
DRAWN_ITEMS = 10  # of one queue, at most


class Steps:
    """Diagrams of several moments; what changes from one to the next is marked.

    Steps()
        .step("before the call", column("stack", box("main", cell("count", 10, address=0xc00004af10))))
        .step("in the call", column("stack",
            box("main", cell("count", 10, address=0xc00004af10)),
            box("increment", cell("inc", "0xc00004af10", address=0xc00004aef8, to="main.count"))))
        .says("The callee reaches the caller's value through its address.")
    """

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._finding = ""

    def step(self, caption: str, *parts: Part) -> Self:
        """The next moment.

        Args:
            caption: what happens here, in a few words.
            parts: stretches of memory (`column`) and graphs of objects (`graph`), left to right; queues
                (`queue`) lie below each other.

        Raises:
            TalkError: an arrow leads nowhere, two things share a name, or there is too much to draw.
        """
        step = Step(text("step", caption), tuple(parts))
        _check(step, len(self._steps))
        self._steps.append(resolved(step, self._steps[-1] if self._steps else None))
        return self

    def says(self, finding: str) -> Self:
        """The finding in one sentence: it becomes the status line and the end of the alt text."""
        self._finding = text("says", finding)
        return self

    @property
    def data(self) -> StepsData:
        """The diagrams as a value."""
        return StepsData(tuple(self._steps), self._finding)

    def __len__(self) -> int:
        return len(self._steps)

    def __repr__(self) -> str:
        return f"Steps({len(self)} steps)"


def _check(step: Step, before: int) -> None:
    if before >= MAX_STEPS:
        raise TalkError(f"more than {MAX_STEPS} steps", hint="show fewer moments")
    count = sum(_drawn(part) for part in step.parts)
    if count > MAX_CELLS:
        raise TalkError(f"step '{step.caption}' has {count} cells, at most {MAX_CELLS} can be read")
    waiting = sum(len(queue.items) for queue in step.queues)
    if waiting > MAX_ITEMS:
        raise TalkError(f"step '{step.caption}' has {waiting} items in queues, at most {MAX_ITEMS}")
    for kind, name, hint in _names(step):
        raise TalkError(f"step '{step.caption}' has two {kind} '{name}'", hint=hint)


def _drawn(part: Part) -> int:
    if isinstance(part, Column):
        return sum(len(box.cells) for box in part.boxes)
    if isinstance(part, Graph):
        return len(part.nodes)
    return min(max(len(part.items), part.slots or 0), DRAWN_ITEMS)


def _names(step: Step) -> Iterator[tuple[str, str, str]]:
    """What is there twice: its kind, its name, the way out."""
    cells = [
        f"{box.name}.{cell.name}" for column in step.columns for box in column.boxes for cell in box.cells
    ]
    nodes = [node.name for graph in step.graphs for node in graph.nodes]
    titles = [queue.title for queue in step.queues]
    for kind, names, hint in (
        ("cells", cells, "give each box its own name"),
        ("objects", nodes, "give each its own name"),
        ("queues", titles, "give each its own title"),
    ):
        yield from ((kind, name, hint) for name, times in Counter(names).items() if times > 1)
