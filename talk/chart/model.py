"""The numbers of a chart and of a row of memory diagrams, as values that travel as JSON.

Authors build them through `Chart` and `Steps`; everything that shows them (drawing,
table, CSV, sentences) reads them from here. `None` in a series is a gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from talk.chart.units import factor

Kind = Literal["line", "step", "area", "stack", "bars", "hist", "points"]
Tone = Literal["", "muted", "accent", "fg"]
Number = float | None


class Axis(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One axis: the unit that its numbers are in, the one they are shown in, what they measure.

    `span` fixes both ends, in `unit`; without it the numbers do.
    """

    unit: str = ""
    show: str = ""
    label: str = ""
    log: bool = False
    span: tuple[float, float] | None = None

    @property
    def factor(self) -> float:
        """From `unit` to `show`."""
        return factor(self.unit, self.show)

    @property
    def title(self) -> str:
        """`heap, MiB`: what is measured, and the unit shown."""
        return ", ".join(dict.fromkeys(part for part in (self.label, self.show) if part))


class Series(msgspec.Struct, frozen=True, tag="series", forbid_unknown_fields=True):
    """One row of numbers. `x` is None where the chart's own x holds; `low` is the other edge of an area.

    A `stack` stands on the stacks before it. The x of a `hist` are the edges of its bins, and its last y is
    None; `y[i]` counts what lies from `x[i]` up to `x[i + 1]`.
    """

    kind: Kind
    label: str
    y: tuple[Number, ...]
    x: tuple[float, ...] | None = None
    low: tuple[Number, ...] | None = None
    tone: Tone = ""


class Events(msgspec.Struct, frozen=True, tag="events", forbid_unknown_fields=True):
    """Marks with a word each; without `y` they stand as ticks along the whole height."""

    x: tuple[float, ...]
    texts: tuple[str, ...]
    y: tuple[float, ...] | None = None
    label: str = ""


class Rule(msgspec.Struct, frozen=True, tag="rule", forbid_unknown_fields=True):
    """A straight line across the chart at one value of an axis."""

    axis: Literal["x", "y"]
    at: float
    text: str = ""


class Band(msgspec.Struct, frozen=True, tag="band", forbid_unknown_fields=True):
    """A shaded stretch of an axis."""

    axis: Literal["x", "y"]
    start: float
    end: float
    text: str = ""


class Spans(msgspec.Struct, frozen=True, tag="spans", forbid_unknown_fields=True):
    """Stretches of x, each in a lane of its panel (by its number), all of one colour, with a word in each."""

    label: str
    lanes: tuple[int, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]
    texts: tuple[str, ...]
    tone: Tone = ""


class Heat(msgspec.Struct, frozen=True, tag="heat", forbid_unknown_fields=True):
    """A number for each lane of its panel and each x, shown by how full the colour is.

    `unit` is what the numbers are in, `show` what the reader sees.
    """

    label: str
    rows: tuple[tuple[Number, ...], ...]
    unit: str = ""
    show: str = ""

    @property
    def factor(self) -> float:
        """From `unit` to `show`."""
        return factor(self.unit, self.show)


Mark = Series | Spans | Heat | Events | Rule | Band


class Panel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One plot with its own y axis; the panels of a chart stand above each other and share x.

    With `lanes` the y axis is no number: lane 0 stands at the top, and events lie at `y` = the lane's number.
    """

    y: Axis
    marks: tuple[Mark, ...] = ()
    share: float = 1.0
    lanes: tuple[str, ...] | None = None

    @property
    def series(self) -> tuple[Series, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Series))

    @property
    def spans(self) -> tuple[Spans, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Spans))

    @property
    def events(self) -> tuple[Events, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Events))


class ChartData(msgspec.Struct, frozen=True, tag="chart", forbid_unknown_fields=True):
    """A whole chart. `names` are the x of a chart of bars by name, and `xs` then counts them from 0."""

    x: Axis
    xs: tuple[float, ...]
    panels: tuple[Panel, ...]
    names: tuple[str, ...] | None = None
    finding: str = ""

    @property
    def all_series(self) -> Iterator[tuple[Panel, Series]]:
        """Every series with its panel, top to bottom."""
        return ((panel, series) for panel in self.panels for series in panel.series)

    def series(self, label: str) -> Series:
        """The series of that label."""
        for _, series in self.all_series:
            if series.label == label:
                return series
        raise KeyError(label)

    def x_of(self, series: Series) -> tuple[float, ...]:
        """The x of a series, its own or the chart's."""
        return self.xs if series.x is None else series.x


class Cell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word of memory: its name, what it holds, where it is, and the key of the cell it points to.

    `mark` sets it off: `changed` since the step before, `stale` where it points to what is gone.
    """

    name: str
    value: str = ""
    address: str = ""
    to: str = ""
    mark: Literal["", "changed", "stale"] = ""


class Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cells that belong together: the frame of a call, an object on the heap. `gone` draws it dashed."""

    name: str
    cells: tuple[Cell, ...]
    gone: bool = False


class Column(msgspec.Struct, frozen=True, tag="column", forbid_unknown_fields=True):
    """A stretch of memory, drawn from top to bottom."""

    title: str
    boxes: tuple[Box, ...]


class Node(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An object of a graph, or a root: its name, its colour while marked, the names of what it refers to.

    `at` is its column and row where the author has chosen them. `mark` is `changed` where the colour differs
    from the step before, `fresh` holds what it refers to since then, `dropped` what no more. `gone` draws it
    dashed.
    """

    name: str
    colour: Literal["", "white", "grey", "black"] = ""
    to: tuple[str, ...] = ()
    at: tuple[float, float] | None = None
    mark: Literal["", "changed"] = ""
    gone: bool = False
    root: bool = False
    fresh: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class Graph(msgspec.Struct, frozen=True, tag="graph", forbid_unknown_fields=True):
    """Objects and what they refer to."""

    title: str
    nodes: tuple[Node, ...]


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a queue; `new` or `moved` since the step before."""

    text: str
    mark: Literal["", "new", "moved"] = ""


class Queue(msgspec.Struct, frozen=True, tag="queue", forbid_unknown_fields=True):
    """A row of places, the next one first. Without `slots` it has no places but those that are taken."""

    title: str
    items: tuple[Item, ...]
    slots: int | None = None


Part = Column | Graph | Queue


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One moment: a sentence about it, and the parts of its picture."""

    caption: str
    parts: tuple[Part, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(part for part in self.parts if isinstance(part, Column))

    @property
    def graphs(self) -> tuple[Graph, ...]:
        return tuple(part for part in self.parts if isinstance(part, Graph))

    @property
    def queues(self) -> tuple[Queue, ...]:
        return tuple(part for part in self.parts if isinstance(part, Queue))

    @property
    def keyed(self) -> dict[str, Cell]:
        """Every cell under its key `box.cell`."""
        return {
            f"{box.name}.{cell.name}": cell
            for column in self.columns
            for box in column.boxes
            for cell in box.cells
        }

    @property
    def named(self) -> dict[str, Node]:
        """Every object of its graphs by its name."""
        return {node.name: node for graph in self.graphs for node in graph.nodes}


class StepsData(msgspec.Struct, frozen=True, tag="steps", forbid_unknown_fields=True):
    """A row of diagrams, first moment first."""

    steps: tuple[Step, ...]
    finding: str = ""


Result = ChartData | StepsData
"""What a demo comes to."""
