"""How a row of memory diagrams is laid out: widths, heights, and how many moments stand side by side."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from talk.chart.fonts import BOLD, LINE, MONO, block_height, block_width, text_width, wrapped
from talk.chart.model import Box, Cell, Column, Step, StepsData
from talk.errors import TalkError

if TYPE_CHECKING:
    from talk.chart.size import Size

PAD = 0.4  # inside a cell, left and right, in text sizes as all of these
BETWEEN = 0.55  # from box to box
_ROWS = (1.9, 1.7, 1.5)  # heights of a cell, the most comfortable that fits
_LANE = 2.2  # right of a column, for the arrows inside it
_APART = 2.2  # from moment to moment, at least
_WIDEST_APART = 6.0
_WIDEST_BOX = 1.5  # times what its texts need
_CAPTION_LINES = 3
NUMBER = 1.2  # before a caption
_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


@dataclass(frozen=True, slots=True)
class Widths:
    """The widths of a column's three parts, and of the space for arrows at its right."""

    address: float
    name: float
    value: float
    lane: float

    @property
    def box(self) -> float:
        return self.address + self.name + self.value

    def wider(self, by: float) -> Widths:
        """The same with that much more air between the parts."""
        return replace(self, name=self.name + by / 2, value=self.value + by / 2)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything goes. `row` is the height of a cell, `bodies` the heights of the rows of moments."""

    steps: tuple[Step, ...]
    columns: tuple[Widths, ...]
    in_a_row: int
    gap: float
    captions: tuple[str, ...]
    head: float
    row: float
    px: float
    bodies: tuple[float, ...] = ()

    @property
    def step_width(self) -> float:
        return sum(column.box + column.lane for column in self.columns)

    @property
    def height(self) -> float:
        """Of the whole drawing, with a little air below."""
        return sum(self.bodies) + (self.head + self.px) * len(self.bodies) - 0.7 * self.px

    @property
    def title(self) -> float:
        """The height of a box's own line."""
        return self.row * 0.9

    def box_height(self, box: Box) -> float:
        return self.row * len(box.cells) + (self.title if box.name else 0)

    def column_height(self, column: Column) -> float:
        gaps = BETWEEN * self.px * max(len(column.boxes) - 1, 0)
        return sum(self.box_height(box) for box in column.boxes) + gaps + 2

    def with_row(self, row: float) -> Plan:
        """The same with cells of that height, in text sizes."""
        plan = replace(self, row=row * self.px)
        tall = [
            max((plan.column_height(column) for column in step.columns), default=0.0) for step in plan.steps
        ]
        firsts = range(0, len(tall), self.in_a_row)
        return replace(plan, bodies=tuple(max(tall[first : first + self.in_a_row]) for first in firsts))


def plan_steps(steps: StepsData, size: Size) -> Plan:
    """The roomiest plan that fits; addresses are whole if all moments stand in one row with them.

    A size without a height takes what is needed.

    Raises:
        TalkError: they need more room than there is.
    """
    if not steps.steps:
        raise TalkError("there is no step to draw", hint="add one with .step(...)")
    plan = _narrow_or_whole(steps.steps, size)
    heights = [plan.with_row(row) for row in _ROWS]
    if not size.height_px:
        return heights[1]
    for each in heights:
        if each.height <= size.height_px + 0.5:
            return each
    raise TalkError(
        f"the diagrams need a height of {math.ceil(heights[-1].height)} px, there are {size.height_px}",
        hint="show fewer cells or fewer moments, or give the block more height",
    )


def _narrow_or_whole(steps: tuple[Step, ...], size: Size) -> Plan:
    px = size.text_px * size.room
    whole = _plan(steps, size.width_px - 2, px)
    if whole is not None and whole.in_a_row == len(steps):
        return whole
    short = _plan(_shortened(steps), size.width_px - 2, px)
    if short is None:
        raise TalkError(f"a step is wider than {size.width_px} px", hint="shorten its names and values")
    return short if whole is None or short.in_a_row > whole.in_a_row else whole


def _plan(steps: tuple[Step, ...], width: float, px: float) -> Plan | None:
    count = max(len(step.columns) for step in steps)
    columns = [_widths(steps, index, px) for index in range(count)]
    needed = sum(column.box + column.lane for column in columns)
    fitting = int((width + _APART * px) / (needed + _APART * px))
    if fitting < 1:
        return None
    in_a_row = math.ceil(len(steps) / math.ceil(len(steps) / fitting))
    columns = _eased(columns, (width - (in_a_row - 1) * _APART * px) / in_a_row - needed)
    step_width = sum(column.box + column.lane for column in columns)
    free = (width - in_a_row * step_width) / max(in_a_row - 1, 1)
    gap = min(free, _WIDEST_APART * px) if in_a_row > 1 else 0.0
    last = in_a_row - 1
    rooms = [step_width + (gap / 2 if index % in_a_row < last else 0) for index in range(len(steps))]
    captions = tuple(_caption(step, room, px) for step, room in zip(steps, rooms, strict=True))
    head = max(block_height(caption, px) for caption in captions) + px * 0.6
    if any(column.title for step in steps for column in step.columns):
        head += px * LINE + px * 0.2
    return Plan(steps, tuple(columns), in_a_row, gap, captions, head, _ROWS[-1] * px, px)


def _eased(columns: list[Widths], free: float) -> list[Widths]:
    """The columns with the free width shared among their boxes, up to half as wide again."""
    boxes = sum(column.box for column in columns)
    share = min(max(free, 0.0) / boxes, _WIDEST_BOX - 1) if boxes else 0.0
    return [column.wider(column.box * share) for column in columns]


def _widths(steps: tuple[Step, ...], index: int, px: float) -> Widths:
    columns = [step.columns[index] for step in steps if index < len(step.columns)]
    boxes = [box for column in columns for box in column.boxes]
    cells = [cell for box in boxes for cell in box.cells]
    address = _part((cell.address for cell in cells), px, MONO)
    name = _part((cell.name for cell in cells), px, BOLD)
    value = _part((cell.value for cell in cells), px, MONO) or 2 * px
    titles = [*(box.name for box in boxes), *(column.title for column in columns)]
    wanted = max((text_width(title, px, BOLD) + 2 * PAD * px for title in titles), default=0.0)
    value = max(value, wanted - address - name)
    last = index == max(len(step.columns) for step in steps) - 1
    keys = {f"{box.name}.{cell.name}" for box in boxes for cell in box.cells}
    swings = any(cell.to in keys for cell in cells)
    return Widths(address, name, value, _LANE * px * (swings + (not last)) * (0.8 if not last else 1))


def _part(texts: Iterable[str], px: float, face: str) -> float:
    widest = max((text_width(text, px, face) for text in texts), default=0.0)
    return widest + 2 * PAD * px if widest else 0.0


def _caption(step: Step, width: float, px: float) -> str:
    text = wrapped(step.caption, px, width - NUMBER * px, most=_CAPTION_LINES)
    if block_width(text, px) > width - NUMBER * px:
        raise TalkError(f"the caption '{step.caption}' is too long", hint="use a few words")
    return text


def _shortened(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with long addresses cut to the last digits that tell them apart."""
    found = {
        address
        for step in steps
        for cell in step.keyed.values()
        for address in _ADDRESS.findall(f"{cell.address} {cell.value}")
    }
    digits = next((n for n in range(4, 16) if len({each[-n:] for each in found}) == len(found)), 16)

    def cut(text: str) -> str:
        return _ADDRESS.sub(lambda hit: "…" + hit[0][-digits:] if len(hit[0]) > digits + 2 else hit[0], text)

    def cell_cut(cell: Cell) -> Cell:
        return msgspec.structs.replace(cell, address=cut(cell.address), value=cut(cell.value))

    def box_cut(box: Box) -> Box:
        return msgspec.structs.replace(box, cells=tuple(cell_cut(cell) for cell in box.cells))

    def column_cut(column: Column) -> Column:
        return msgspec.structs.replace(column, boxes=tuple(box_cut(box) for box in column.boxes))

    return tuple(
        msgspec.structs.replace(step, parts=tuple(column_cut(column) for column in step.columns))
        for step in steps
    )
