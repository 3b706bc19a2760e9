"""`Steps`: memory at several moments, as a demo returns it. No pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import msgspec

from talk.chart import model
from talk.chart.values import text
from talk.errors import TalkError, did_you_mean

MAX_STEPS = 12
MAX_CELLS = 60  # in one step

CellMark = str


def cell(
    name: str, value: Any = "", *, address: int | str = "", to: str = "", mark: CellMark = ""
) -> model.Cell:
    """A word of memory.

    Args:
        name: the variable that lives there.
        value: what it holds, as it is shown.
        address: where it is; a number is written in hexadecimal.
        to: the key of the cell it points to: `"box.cell"`, or the cell's name where only one has it.
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


class Steps:
    """Memory at several moments, drawn side by side; what changes between two of them is marked.

    Steps()
        .step("before the call", column("stack", box("main", cell("count", 10, address=0xc00004af10))))
        .step("in the call", column("stack",
            box("main", cell("count", 10, address=0xc00004af10)),
            box("increment", cell("inc", "0xc00004af10", address=0xc00004aef8, to="main.count"))))
        .says("The callee reaches the caller's value through its address.")
    """

    def __init__(self) -> None:
        self._steps: list[model.Step] = []
        self._finding = ""

    def step(self, caption: str, *columns: model.Column) -> Self:
        """Memory at the next moment.

        Args:
            caption: what happens here, in a few words.
            columns: one or two stretches of memory, left to right.

        Raises:
            TalkError: an arrow leads to no cell, two cells share a key, or there is too much to draw.
        """
        step = model.Step(text("step", caption), tuple(columns))
        _check_size(step, len(self._steps))
        before = self._steps[-1] if self._steps else None
        self._steps.append(_resolved(step, before))
        return self

    def says(self, finding: str) -> Self:
        """The finding in one sentence: it becomes the status line and the end of the alt text."""
        self._finding = text("says", finding)
        return self

    @property
    def data(self) -> model.StepsData:
        """The diagrams as a value."""
        return model.StepsData(tuple(self._steps), self._finding)

    def __len__(self) -> int:
        return len(self._steps)

    def __repr__(self) -> str:
        return f"Steps({len(self)} steps)"


def _check_size(step: model.Step, before: int) -> None:
    if before >= MAX_STEPS:
        raise TalkError(f"more than {MAX_STEPS} steps", hint="show fewer moments")
    cells = [
        f"{box.name}.{cell.name}" for column in step.columns for box in column.boxes for cell in box.cells
    ]
    if len(cells) > MAX_CELLS:
        raise TalkError(f"step '{step.caption}' has {len(cells)} cells, at most {MAX_CELLS} can be read")
    twice = next((key for key in cells if cells.count(key) > 1), None)
    if twice is not None:
        raise TalkError(f"step '{step.caption}' has two cells '{twice}'", hint="give each box its own name")


def _resolved(step: model.Step, before: model.Step | None) -> model.Step:
    """The step with full keys on its arrows and a mark on what changed."""
    known = before.keyed if before else None
    columns = [
        msgspec.structs.replace(
            column,
            boxes=tuple(
                msgspec.structs.replace(box, cells=tuple(_cell(step, box, cell, known) for cell in box.cells))
                for box in column.boxes
            ),
        )
        for column in step.columns
    ]
    return msgspec.structs.replace(step, columns=tuple(columns))


def _cell(
    step: model.Step, box: model.Box, cell: model.Cell, before: dict[str, model.Cell] | None
) -> model.Cell:
    old = None if before is None else before.get(f"{box.name}.{cell.name}")
    changed = old is not None and old.value != cell.value
    mark = cell.mark or ("changed" if changed else "")
    return msgspec.structs.replace(cell, to=_key(step, cell.to), mark=mark)


def _key(step: model.Step, to: str) -> str:
    keys: Sequence[str] = list(step.keyed)
    if not to or to in keys:
        return to
    found = [key for key in keys if key.rpartition(".")[2] == to]
    if len(found) == 1:
        return found[0]
    hint = (
        f"say which: {', '.join(found)}"
        if found
        else did_you_mean(to, keys) or f"there are {', '.join(keys)}"
    )
    raise TalkError(f"step '{step.caption}': an arrow leads to '{to}'", hint=hint)
