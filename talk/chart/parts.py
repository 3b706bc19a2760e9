"""What a moment of `Steps` is made of: memory in boxes, objects that refer to each other, queues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from talk.chart import model
from talk.chart.values import text
from talk.errors import TalkError

COLOURS = ("", "white", "grey", "black")


def cell(name: str, value: Any = "", *, address: int | str = "", to: str = "", mark: str = "") -> model.Cell:
    """A word of memory.

    Args:
        name: the variable that lives there.
        value: what it holds, as it is shown.
        address: where it is; a number is written in hexadecimal.
        to: the key of the cell it points to: `"box.cell"`, or the cell's name where only one has it; or the
            name of an object of a graph beside it.
        mark: `"changed"` or `"stale"`; a value that differs from the step before is marked by itself.
    """
    if mark not in ("", "changed", "stale"):
        raise TalkError(f"cell '{name}': mark is changed or stale, not {mark!r}")
    shown = f"{address:#x}" if isinstance(address, int) else text("cell", address)
    return msgspec.convert(
        {
            "name": text("cell", name),
            "value": text("cell", str(value)),
            "address": shown,
            "to": to,
            "mark": mark,
        },
        model.Cell,
    )


def box(name: str, *cells: model.Cell, gone: bool = False) -> model.Box:
    """Cells that belong together: the frame of a call, or an object on the heap.

    A box that is `gone` (freed, or left behind by a move) is drawn dashed.
    """
    return model.Box(text("box", name), tuple(cells), gone)


def column(title: str, *boxes: model.Box) -> model.Column:
    """A stretch of memory with a title ("stack", "heap"), drawn from top to bottom."""
    return model.Column(text("column", title), tuple(boxes))


def node(
    name: str,
    colour: str = "",
    *,
    to: str | Iterable[str] = (),
    at: tuple[float, float] | None = None,
    mark: str = "",
    gone: bool = False,
) -> model.Node:
    """An object of a graph.

    Args:
        name: what it is called; the same name in two steps is the same object.
        colour: `"white"`, `"grey"` or `"black"`, as the collector has marked it; by default none.
        to: the names of the objects that it refers to.
        at: its column and its row, counted from 0 at the upper left; without it a place is found for it.
        mark: `"changed"`; a colour that differs from the step before is marked by itself.
        gone: it was freed; it is drawn dashed.
    """
    if colour not in COLOURS:
        raise TalkError(f"node '{name}': colour is white, grey or black, not {colour!r}")
    if mark not in ("", "changed"):
        raise TalkError(f"node '{name}': mark is changed, not {mark!r}")
    return _node(name, to, at, {"colour": colour, "mark": mark, "gone": gone})


def root(name: str, *, to: str | Iterable[str] = (), at: tuple[float, float] | None = None) -> model.Node:
    """Where the collector begins: a stack or a global, drawn as a small box; `to` as for `node`."""
    return _node(name, to, at, {"root": True})


def _node(
    name: str, to: str | Iterable[str], at: tuple[float, float] | None, more: dict[str, Any]
) -> model.Node:
    targets = [to] if isinstance(to, str) else list(to)
    place = None if at is None else _place(name, at)
    named = {"name": text("node", name), "to": [text("node", each) for each in targets if each], "at": place}
    return msgspec.convert({**named, **more}, model.Node)


def _place(name: str, at: tuple[float, float]) -> tuple[float, float]:
    try:
        column_number, row = (float(each) for each in at)
    except (TypeError, ValueError) as error:
        raise TalkError(f"node '{name}': at is (column, row), not {at!r}") from error
    if not (0 <= column_number <= 30 and 0 <= row <= 30):
        raise TalkError(f"node '{name}': at is {at!r}, columns and rows go from 0 to 30")
    return column_number, row


def graph(*nodes: model.Node, title: str = "") -> model.Graph:
    """Objects and what they refer to, with arrows; a place is found for each that has none of its own."""
    return model.Graph(text("graph", title), tuple(nodes))


def queue(title: str, *items: Any, slots: int | None = None) -> model.Queue:
    """A row of places with what waits in them, the next one first.

    Args:
        title: whose queue it is; the same title in two steps is the same queue.
        items: what waits, as it is shown (`"G7"`); what was not there before, or in another queue,
            is marked by itself.
        slots: how many places there are; the free ones are drawn dotted. Without it, none is free.
    """
    shown = tuple(model.Item(text("queue", str(each))) for each in items)
    if slots is not None and (slots < 1 or len(shown) > slots):
        raise TalkError(f"queue '{title}' has {len(shown)} items in {slots} slots")
    return model.Queue(text("queue", title), shown, slots)
