"""Long addresses cut to the digits that tell them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from talk.chart.model import Box, Cell, Column, Step

_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
_FEWEST = 4  # digits


def shortened(steps: Sequence[Step]) -> list[Step]:
    """The steps with long addresses cut to as many of their last digits as all of them need."""
    digits = _digits(steps)

    def cut(text: str) -> str:
        return _ADDRESS.sub(lambda hit: "…" + hit[0][-digits:] if len(hit[0]) > digits + 2 else hit[0], text)

    def cell_cut(cell: Cell) -> Cell:
        return msgspec.structs.replace(cell, address=cut(cell.address), value=cut(cell.value))

    def box_cut(box: Box) -> Box:
        return msgspec.structs.replace(box, cells=tuple(cell_cut(cell) for cell in box.cells))

    def column_cut(column: Column) -> Column:
        return msgspec.structs.replace(column, boxes=tuple(box_cut(box) for box in column.boxes))

    def step_cut(step: Step) -> Step:
        parts = (column_cut(part) if isinstance(part, Column) else part for part in step.parts)
        return msgspec.structs.replace(step, parts=tuple(parts))

    return [step_cut(step) for step in steps]


def _digits(steps: Sequence[Step]) -> int:
    cells = {cell for step in steps for cell in step.keyed.values()}
    found = {
        address for cell in cells for text in (cell.address, cell.value) for address in _ADDRESS.findall(text)
    }
    return next((n for n in range(_FEWEST, 16) if len({each[-n:] for each in found}) == len(found)), 16)
