"""Memory diagrams on a canvas: moments side by side, each a stack of boxes with cells and arrows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from talk.chart.arrows import Target, draw_arrows
from talk.chart.canvas import Canvas, Text
from talk.chart.fonts import BOLD, LINE, MONO
from talk.chart.model import Box, Cell, Column, StepsData
from talk.chart.plan import BETWEEN, NUMBER, PAD, Plan, Widths, plan_steps

if TYPE_CHECKING:
    from talk.chart.size import Size


def draw_steps(steps: StepsData, size: Size, colours: dict[str, str]) -> Canvas:
    """The diagrams on a canvas of their own height.

    Raises:
        TalkError: they need more room than `size` has.
    """
    plan = plan_steps(steps, size)
    canvas = Canvas(size.width_px, math.ceil(plan.height), size.text_px, size.room, colours)
    top = 0.0
    for row, body in enumerate(plan.bodies):
        first = row * plan.in_a_row
        for place in range(min(plan.in_a_row, len(plan.steps) - first)):
            _draw_step(canvas, plan, first + place, (1 + place * (plan.step_width + plan.gap), top))
        top += plan.head + body + plan.px
    return canvas


def _draw_step(canvas: Canvas, plan: Plan, index: int, corner: tuple[float, float]) -> None:
    step, px = plan.steps[index], canvas.room_px
    x, top = corner
    middle = top + px * LINE / 2
    canvas.text(Text(x, middle, f"{index + 1}", down="middle", role="accent", face=BOLD))
    canvas.text(Text(x + NUMBER * px, middle, plan.captions[index], down="first"))
    targets: dict[str, Target] = {}
    for number, column in enumerate(step.columns):
        title_y = top + plan.head - px * (LINE / 2 + 0.2)
        canvas.text(Text(x, title_y, column.title, down="middle", role="muted"))
        _draw_column(canvas, plan, number, column, (x, top + plan.head), targets)
        x += plan.columns[number].box + plan.columns[number].lane
    draw_arrows(canvas, targets)


def _draw_column(
    canvas: Canvas,
    plan: Plan,
    number: int,
    column: Column,
    corner: tuple[float, float],
    targets: dict[str, Target],
) -> None:
    x, top = corner
    widths = plan.columns[number]
    for box in column.boxes:
        _draw_box(canvas, plan, box, widths, (x, top + 1))
        middle = top + 1 + (plan.title if box.name else 0) + plan.row / 2
        for cell in box.cells:
            targets[f"{box.name}.{cell.name}"] = Target(cell, box.gone, number, x, x + widths.box, middle)
            middle += plan.row
        top += plan.box_height(box) + BETWEEN * plan.px


def _draw_box(canvas: Canvas, plan: Plan, box: Box, widths: Widths, corner: tuple[float, float]) -> None:
    (x, top), height = corner, plan.box_height(box)
    for number, cell in enumerate(box.cells):
        cell_top = top + height - plan.row * (len(box.cells) - number)
        _draw_cell(canvas, plan, box, cell, widths, (x, cell_top))
    dashes = (3, 2.4) if box.gone else ()
    canvas.rectangle((x, top), (widths.box, height), stroke="muted", dashes=dashes, radius=4, width=1.5)
    if box.name:
        role = "muted" if box.gone else "fg"
        place = (x + PAD * plan.px, top + plan.title / 2)
        canvas.text(Text(*place, box.name, down="middle", role=role, face=BOLD))


def _draw_cell(
    canvas: Canvas, plan: Plan, box: Box, cell: Cell, widths: Widths, corner: tuple[float, float]
) -> None:
    (x, top), pad = corner, PAD * plan.px
    middle = top + plan.row / 2
    _draw_mark(canvas, plan, cell, widths, corner)
    if box.name or cell is not box.cells[0]:
        canvas.line([(x, top), (x + widths.box, top)], "grid", 1.4)
    role = "muted" if box.gone or cell.mark == "stale" else "fg"
    canvas.text(Text(x + pad, middle, cell.address, down="middle", role="muted", face=MONO))
    canvas.text(Text(x + widths.address + pad, middle, cell.name, down="middle", role=role))
    right = x + widths.box - pad
    canvas.text(Text(right, middle, cell.value, across="end", down="middle", role=role, face=MONO))


def _draw_mark(canvas: Canvas, plan: Plan, cell: Cell, widths: Widths, corner: tuple[float, float]) -> None:
    x, top = corner
    if cell.mark == "changed":
        canvas.rectangle(corner, (widths.box, plan.row), fill="accent", alpha=0.15)
        canvas.rectangle((x + 1, top), (4 * canvas.unit, plan.row), fill="accent")
    elif cell.mark == "stale":
        inset = 3 * canvas.unit
        inner = (widths.box - 2 * inset, plan.row - 2 * inset)
        place = (x + inset, top + inset)
        canvas.rectangle(place, inner, stroke="accent", dashes=(3, 2.2), radius=2, width=1.6)
