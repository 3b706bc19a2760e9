"""Memory diagrams on a canvas: moments side by side, each a stack of boxes with cells and arrows."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from talk.chart.arrows import Target, draw_arrows
from talk.chart.canvas import Canvas, Text
from talk.chart.fonts import BOLD, LINE, MONO, block_height, block_width, text_width, wrapped
from talk.chart.model import Box, Cell, Column, Step, StepsData
from talk.errors import TalkError

if TYPE_CHECKING:
    from talk.chart.size import Size

_ROW = 1.5  # height of a cell, in text sizes
_PAD = 0.4  # inside a cell, left and right
_BETWEEN = 0.55  # from box to box
_LANE = 2.2  # right of a column, for the arrows inside it
_APART = 2.2  # from moment to moment, at least
_WIDEST_APART = 5.0
_CAPTION_LINES = 3
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


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything goes: widths of the columns, moments in a row, the heights of a row of moments."""

    steps: tuple[Step, ...]
    columns: tuple[Widths, ...]
    in_a_row: int
    gap: float
    captions: tuple[str, ...]
    head: float
    heights: tuple[float, ...]

    @property
    def step_width(self) -> float:
        return sum(column.box + column.lane for column in self.columns)


def draw_steps(steps: StepsData, size: Size, colours: dict[str, str]) -> Canvas:
    """The diagrams on a canvas of their own height.

    Raises:
        TalkError: they need more room than `size` has.
    """
    room_px = size.text_px * size.room
    plan = _planned(steps, size, room_px)
    height = sum(plan.heights) + room_px * (len(plan.heights) - 1)
    if height > size.height_px + 0.5 and size.height_px:
        raise TalkError(
            f"the diagrams need a height of {math.ceil(height)} px, there are {size.height_px}",
            hint="show fewer cells or fewer moments, or give the block more height",
        )
    canvas = Canvas(size.width_px, math.ceil(height), size.text_px, size.room, colours)
    top = 0.0
    for row, row_height in enumerate(plan.heights):
        first = row * plan.in_a_row
        for place in range(min(plan.in_a_row, len(plan.steps) - first)):
            _draw_step(canvas, plan, first + place, (1 + place * (plan.step_width + plan.gap), top))
        top += row_height + room_px
    return canvas


def _planned(steps: StepsData, size: Size, px: float) -> Plan:
    """The plan with whole addresses if all moments stand in one row with them, else with short ones."""
    if not steps.steps:
        raise TalkError("there is no step to draw", hint="add one with .step(...)")
    whole = _plan(steps.steps, size.width_px - 2, px)
    if whole is not None and whole.in_a_row == len(steps.steps):
        return whole
    short = _plan(_shortened(steps.steps), size.width_px - 2, px)
    if short is None:
        raise TalkError(f"a step is wider than {size.width_px} px", hint="shorten its names and values")
    return short if whole is None or short.in_a_row > whole.in_a_row else whole


def _plan(steps: tuple[Step, ...], width: float, px: float) -> Plan | None:
    count = max(len(step.columns) for step in steps)
    columns = tuple(_widths(steps, index, px) for index in range(count))
    step_width = sum(column.box + column.lane for column in columns)
    fitting = int((width + _APART * px) / (step_width + _APART * px))
    if fitting < 1:
        return None
    rows = math.ceil(len(steps) / fitting)
    in_a_row = math.ceil(len(steps) / rows)
    free = (width - in_a_row * step_width) / max(in_a_row - 1, 1)
    gap = min(max(free, _APART * px), _WIDEST_APART * px)
    captions = tuple(_caption(step, step_width + gap / 2, px) for step in steps)
    head = max(block_height(caption, px) for caption in captions) + px * 0.6
    titled = any(column.title for step in steps for column in step.columns)
    head += px * LINE + px * 0.2 if titled else 0
    bodies = [max(_column_height(column, px) for column in step.columns) for step in steps]
    heights = [head + max(bodies[first : first + in_a_row]) for first in range(0, len(steps), in_a_row)]
    return Plan(steps, columns, in_a_row, gap, captions, head, tuple(heights))


def _widths(steps: tuple[Step, ...], index: int, px: float) -> Widths:
    columns = [step.columns[index] for step in steps if index < len(step.columns)]
    boxes = [box for column in columns for box in column.boxes]
    cells = [cell for box in boxes for cell in box.cells]
    address = _part((cell.address for cell in cells), px, MONO)
    name = _part((cell.name for cell in cells), px, BOLD)
    value = _part((cell.value for cell in cells), px, MONO) or 2 * px
    titles = [*(box.name for box in boxes), *(column.title for column in columns)]
    wanted = max((text_width(title, px, BOLD) + 2 * _PAD * px for title in titles), default=0.0)
    value = max(value, wanted - address - name)
    last = index == max(len(step.columns) for step in steps) - 1
    keys = {f"{box.name}.{cell.name}" for box in boxes for cell in box.cells}
    swings = any(cell.to in keys for cell in cells)
    return Widths(address, name, value, _LANE * px * (swings + (not last)) * (0.8 if not last else 1))


def _part(texts: Iterable[str], px: float, face: str) -> float:
    widest = max((text_width(text, px, face) for text in texts), default=0.0)
    return widest + 2 * _PAD * px if widest else 0.0


def _caption(step: Step, width: float, px: float) -> str:
    text = wrapped(step.caption, px, width - 1.9 * px, most=_CAPTION_LINES)
    if block_width(text, px) > width + px:
        raise TalkError(f"the caption '{step.caption}' is too long", hint="use a few words")
    return text


def _column_height(column: Column, px: float) -> float:
    boxes = [_box_height(box, px) for box in column.boxes]
    return sum(boxes) + _BETWEEN * px * max(len(boxes) - 1, 0) + 2


def _box_height(box: Box, px: float) -> float:
    return (_ROW * len(box.cells) + (1.35 if box.name else 0)) * px


def _draw_step(canvas: Canvas, plan: Plan, index: int, corner: tuple[float, float]) -> None:
    step, px = plan.steps[index], canvas.room_px
    x, top = corner
    middle = top + px * LINE / 2
    canvas.text(Text(x, middle, f"{index + 1}", down="middle", role="accent", face=BOLD))
    caption = plan.captions[index]
    drop = (caption.count("\n")) * canvas.text_px * LINE / 2
    canvas.text(Text(x + 1.1 * px, middle + drop, caption, down="middle"))
    targets: dict[str, Target] = {}
    for number, (column, widths) in enumerate(zip(step.columns, plan.columns, strict=False)):
        title_y = top + plan.head - px * (LINE / 2 + 0.2)
        canvas.text(Text(x, title_y, column.title, down="middle", role="muted"))
        _draw_column(canvas, column, widths, (x, top + plan.head), number, targets)
        x += widths.box + widths.lane
    draw_arrows(canvas, targets)


def _draw_column(
    canvas: Canvas,
    column: Column,
    widths: Widths,
    corner: tuple[float, float],
    number: int,
    targets: dict[str, Target],
) -> None:
    x, top = corner
    px = canvas.room_px
    for box in column.boxes:
        height = _box_height(box, px)
        _draw_box(canvas, box, widths, (x, top + 1), height)
        row = top + 1 + (1.35 * px if box.name else 0)
        for cell in box.cells:
            middle = row + _ROW * px / 2
            targets[f"{box.name}.{cell.name}"] = Target(cell, box.gone, number, x, x + widths.box, middle)
            row += _ROW * px
        top += height + _BETWEEN * px


def _draw_box(canvas: Canvas, box: Box, widths: Widths, corner: tuple[float, float], height: float) -> None:
    (x, top), px = corner, canvas.room_px
    for number, cell in enumerate(box.cells):
        _draw_cell(canvas, box, cell, widths, (x, top + height - _ROW * px * (len(box.cells) - number)))
    dashes = (3, 2.4) if box.gone else ()
    canvas.rectangle((x, top), (widths.box, height), stroke="muted", dashes=dashes, radius=4, width=1.5)
    if box.name:
        role = "muted" if box.gone else "fg"
        canvas.text(Text(x + _PAD * px, top + 0.68 * px, box.name, down="middle", role=role, face=BOLD))


def _draw_cell(canvas: Canvas, box: Box, cell: Cell, widths: Widths, corner: tuple[float, float]) -> None:
    (x, top), px = corner, canvas.room_px
    high, middle = _ROW * px, top + _ROW * px / 2
    if cell.mark == "changed":
        canvas.rectangle((x, top), (widths.box, high), fill="accent", alpha=0.15)
        canvas.rectangle((x + 1, top), (4 * canvas.unit, high), fill="accent")
    canvas.line([(x, top), (x + widths.box, top)], "grid", 1.4)
    role = "muted" if box.gone or cell.mark == "stale" else "fg"
    if cell.mark == "stale":
        inset = 3 * canvas.unit
        inner = (widths.box - 2 * inset, high - 2 * inset)
        canvas.rectangle(
            (x + inset, top + inset), inner, stroke="accent", dashes=(3, 2.2), radius=2, width=1.6
        )
    right = x + widths.box - _PAD * px
    canvas.text(Text(x + _PAD * px, middle, cell.address, down="middle", role="muted", face=MONO))
    canvas.text(Text(x + widths.address + _PAD * px, middle, cell.name, down="middle", role=role))
    canvas.text(Text(right, middle, cell.value, across="end", down="middle", role=role, face=MONO))


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
        msgspec.structs.replace(step, columns=tuple(column_cut(column) for column in step.columns))
        for step in steps
    )
