"""Diagrams as rows of a table: every cell, object and item of every moment."""

from __future__ import annotations

from collections.abc import Iterator

from talk.chart.model import Column, Graph, Node, Part, Queue, StepsData

HEADER = ("step", "place", "in", "name", "address", "value", "points to", "mark")
Row = tuple[str, ...]


def step_rows(steps: StepsData) -> tuple[Row, list[Row]]:
    """The header and the rows, without the columns that would be empty."""
    rows = [
        (f"{number}. {step.caption}".rstrip(), *row)
        for number, step in enumerate(steps.steps, start=1)
        for part in step.parts
        for row in _part(part)
    ]
    used = [index for index in range(len(HEADER)) if index == 0 or any(row[index] for row in rows)]
    return tuple(HEADER[i] for i in used), [tuple(row[i] for i in used) for row in rows]


def _part(part: Part) -> Iterator[Row]:
    if isinstance(part, Column):
        for box in part.boxes:
            for cell in box.cells:
                mark = cell.mark or ("gone" if box.gone else "")
                yield part.title, box.name, cell.name, cell.address, cell.value, cell.to, mark
    elif isinstance(part, Graph):
        yield from (_node(part, node) for node in part.nodes)
    else:
        yield from _queue(part)


def _node(graph: Graph, node: Node) -> Row:
    value = "root" if node.root else node.colour
    mark = "gone" if node.gone else node.mark
    return graph.title, "", node.name, "", value, ", ".join(node.to), mark


def _queue(queue: Queue) -> Iterator[Row]:
    if not queue.items:
        yield queue.title, "", "", "", "(empty)", "", ""
    for place, item in enumerate(queue.items, start=1):
        yield queue.title, "", str(place), "", item.text, "", item.mark
