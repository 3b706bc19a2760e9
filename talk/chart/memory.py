"""A column of memory: how its boxes and cells are laid out over all moments, and how one moment is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from talk.chart.arrows import Target
from talk.chart.fonts import BOLD, MONO
from talk.chart.measure import BETWEEN, Measure
from talk.chart.model import Box, Cell, Column
from talk.chart.places import numbered, placed
from talk.chart.sketch import Point, Sketch

_LANE = 2.2  # right of a column, for the arrows inside it, in text sizes
_WIDEST_BOX = 1.5  # times what its texts need
BoxKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """The widths of its three parts and of the lane for arrows at its right; `tops` where boxes stay."""

    measure: Measure
    address: float
    name: float
    value: float
    lane: float
    tops: dict[BoxKey, float] | None

    @property
    def box(self) -> float:
        return self.address + self.name + self.value

    @property
    def width(self) -> float:
        return self.box + self.lane

    @property
    def slack(self) -> float:
        """By how much it may be made wider."""
        return self.box * (_WIDEST_BOX - 1)

    def wider(self, by: float) -> ColumnPlan:
        """The same with that much more air between the parts."""
        return replace(self, name=self.name + by / 2, value=self.value + by / 2)

    def height(self, column: Column) -> float:
        """Of one moment's boxes."""
        return (
            max((top + _box_height(box, self.measure) for top, box in self._boxes(column)), default=0.0) + 2
        )

    def draw(self, sketch: Sketch, column: Column, corner: Point, targets: dict[str, Target]) -> None:
        """The boxes of one moment; every cell is put into `targets` under its key."""
        measure, x = self.measure, corner[0]
        for down, box in self._boxes(column):
            top = corner[1] + down + 1
            self._draw_box(sketch, box, (x, top))
            middle = top + (measure.title if box.name else 0) + measure.row / 2
            for cell in box.cells:
                stale = box.gone or cell.mark == "stale"
                targets[f"{box.name}.{cell.name}"] = Target(x, x + self.box, middle, cell.to, stale)
                middle += measure.row

    def _boxes(self, column: Column) -> Iterator[tuple[float, Box]]:
        """Each box with how far down it begins: where it always is, or below the one before."""
        down = 0.0
        for key, box in zip(numbered(box.name for box in column.boxes), column.boxes, strict=True):
            if self.tops is not None:
                down = self.tops[key]
            yield down, box
            down += _box_height(box, self.measure) + BETWEEN * self.measure.px

    def _draw_box(self, sketch: Sketch, box: Box, corner: Point) -> None:
        (x, top), measure = corner, self.measure
        height = _box_height(box, measure)
        for number, cell in enumerate(box.cells):
            cell_top = top + height - measure.row * (len(box.cells) - number)
            self._draw_cell(sketch, box, cell, (x, cell_top))
        dashes = (3, 2.4) if box.gone else ()
        sketch.rectangle((x, top), (self.box, height), stroke="muted", dashes=dashes, radius=4, width=1.5)
        role = "muted" if box.gone else "fg"
        sketch.text(x + measure.pad, top + measure.title / 2, box.name, role=role, face=BOLD)

    def _draw_cell(self, sketch: Sketch, box: Box, cell: Cell, corner: Point) -> None:
        (x, top), measure = corner, self.measure
        middle = top + measure.row / 2
        self._draw_mark(sketch, cell, corner)
        if box.name or cell is not box.cells[0]:
            sketch.line([(x, top), (x + self.box, top)], "grid", 1.4)
        role = "muted" if box.gone or cell.mark == "stale" else "fg"
        sketch.text(x + measure.pad, middle, cell.address, role="muted", face=MONO)
        sketch.text(x + self.address + measure.pad, middle, cell.name, role=role)
        right = x + self.box - measure.pad
        sketch.text(right, middle, cell.value, across="end", role=role, face=MONO)

    def _draw_mark(self, sketch: Sketch, cell: Cell, corner: Point) -> None:
        (x, top), row, unit = corner, self.measure.row, sketch.unit
        if cell.mark == "changed":
            sketch.rectangle(corner, (self.box, row), fill="accent", alpha=0.15)
            sketch.rectangle((x + 1, top), (4 * unit, row), fill="accent")
        elif cell.mark == "stale":
            inset = 3 * unit
            inner = (self.box - 2 * inset, row - 2 * inset)
            place = (x + inset, top + inset)
            sketch.rectangle(place, inner, stroke="accent", dashes=(3, 2.2), radius=2, width=1.6)


def plan_column(columns: Sequence[Column], measure: Measure) -> ColumnPlan:
    """The plan of one column from all of its moments."""
    unlike = list(dict.fromkeys(columns))
    boxes = list(dict.fromkeys(box for column in unlike for box in column.boxes))
    cells = [cell for box in boxes for cell in box.cells]
    address = measure.part((cell.address for cell in cells), MONO)
    name = measure.part((cell.name for cell in cells), BOLD)
    value = measure.part((cell.value for cell in cells), MONO) or 2 * measure.px
    titles = [*(box.name for box in boxes), *(column.title for column in unlike)]
    value = max(value, measure.part(titles, BOLD) - address - name)
    lane = _LANE * measure.px if _swings(unlike) else 0.0
    return ColumnPlan(measure, address, name, value, lane, _tops(unlike, measure))


def _swings(columns: Sequence[Column]) -> bool:
    """Whether a cell points to another of its own column."""
    for column in columns:
        keys = {f"{box.name}.{cell.name}" for box in column.boxes for cell in box.cells}
        if any(cell.to in keys for box in column.boxes for cell in box.cells):
            return True
    return False


def _tops(columns: Sequence[Column], measure: Measure) -> dict[BoxKey, float] | None:
    orders, heights = [], dict[BoxKey, float]()
    for column in columns:
        keys = numbered(box.name for box in column.boxes)
        orders.append(keys)
        for key, box in zip(keys, column.boxes, strict=True):
            heights[key] = max(heights.get(key, 0.0), _box_height(box, measure))
    return placed(orders, heights, BETWEEN * measure.px) if measure.still else None


def _box_height(box: Box, measure: Measure) -> float:
    return measure.row * len(box.cells) + (measure.title if box.name else 0)
