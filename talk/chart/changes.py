"""What is different from one moment to the next, found by comparing the two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from talk.chart.model import Box, Cell, Column, Graph, Item, Node, Part, Queue, Step
from talk.errors import TalkError, did_you_mean

replace = msgspec.structs.replace


def resolved(step: Step, before: Step | None) -> Step:
    """The step with whole keys on its arrows, and a mark on what differs from the step before.

    Raises:
        TalkError: an arrow leads nowhere, or to more than one thing.
    """
    parts = tuple(_part(step, part, before) for part in step.parts)
    return replace(step, parts=parts)


def _part(step: Step, part: Part, before: Step | None) -> Part:
    if isinstance(part, Column):
        return replace(part, boxes=tuple(_box(step, box, before) for box in part.boxes))
    if isinstance(part, Graph):
        return replace(part, nodes=tuple(_node(step, node, before) for node in part.nodes))
    return replace(part, items=_items(part, before)) if before else part


def _box(step: Step, box: Box, before: Step | None) -> Box:
    known = before.keyed if before else {}
    cells = (_cell(step, cell, known.get(f"{box.name}.{cell.name}")) for cell in box.cells)
    return replace(box, cells=tuple(cells))


def _cell(step: Step, cell: Cell, old: Cell | None) -> Cell:
    changed = old is not None and old.value != cell.value
    mark = cell.mark or ("changed" if changed else "")
    return replace(cell, to=_key(step, cell.to), mark=mark)


def _node(step: Step, node: Node, before: Step | None) -> Node:
    for name in node.to:
        if name not in step.named:
            raise _nowhere(step, name, (), list(step.named))
    old = before.named.get(node.name) if before else None
    if old is None:
        return node
    mark = node.mark or ("changed" if old.colour != node.colour else "")
    fresh = tuple(name for name in dict.fromkeys(node.to) if name not in old.to)
    dropped = tuple(name for name in dict.fromkeys(old.to) if name not in node.to and name in step.named)
    return replace(node, mark=mark, fresh=fresh, dropped=dropped)


def _items(queue: Queue, before: Step) -> tuple[Item, ...]:
    def mark(item: Item) -> str:
        held = {each.title for each in before.queues if item.text in (other.text for other in each.items)}
        return "" if queue.title in held else "moved" if held else "new"

    if not before.queues:
        return queue.items
    return tuple(msgspec.convert({"text": item.text, "mark": mark(item)}, Item) for item in queue.items)


def _key(step: Step, to: str) -> str:
    keys: Sequence[str] = [*step.keyed, *step.named]
    if not to or to in keys:
        return to
    found = [key for key in keys if key.rpartition(".")[2] == to]
    if len(found) == 1:
        return found[0]
    raise _nowhere(step, to, found, keys)


def _nowhere(step: Step, to: str, found: Sequence[str], keys: Iterable[str]) -> TalkError:
    hint = (
        f"say which: {', '.join(found)}"
        if found
        else did_you_mean(to, keys) or f"there are {', '.join(keys)}"
    )
    return TalkError(f"step '{step.caption}': an arrow leads to '{to}'", hint=hint)
