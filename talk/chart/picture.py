"""One moment's picture, laid out over all: columns and graphs side by side, queues below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from talk.chart.arrows import Target, draw_arrows
from talk.chart.fonts import LINE
from talk.chart.graphs import GraphPlan, plan_graph
from talk.chart.measure import Measure
from talk.chart.memory import ColumnPlan, plan_column
from talk.chart.model import Column, Graph, Queue, Step
from talk.chart.places import placed, seats
from talk.chart.queues import QueuesPlan, plan_queues
from talk.chart.sketch import Sketch

_BESIDE = 1.76  # from part to part, in text sizes
_BANDS = 0.9  # from what stands side by side to the queues
_HEADING = 0.2  # below the titles of what stands side by side

Seat = tuple[str, int]
"""The kind of a part, and which of its kind it is, whatever its title."""
Titles = tuple[tuple[str, str], ...]
"""The kind and the title of each part that stands beside others."""
Block = ColumnPlan | GraphPlan


@dataclass(frozen=True, slots=True)
class PicturePlan:
    """Where each part of a moment is: the `blocks` side by side by their seats, and the queues.

    `heading` is the height of the titles above the blocks, `fixed` the height of all blocks where queues
    shall stay at one height below them, else 0.
    """

    measure: Measure
    blocks: dict[Seat, Block]
    queues: QueuesPlan
    seating: dict[Titles, tuple[Seat, ...]]
    heading: float
    queues_first: bool
    fixed: float = 0.0

    @property
    def width(self) -> float:
        return max(self._beside, self.queues.width) + 2

    @property
    def lefts(self) -> dict[Seat, float]:
        """The left edge of each block."""
        widths = {seat: block.width for seat, block in self.blocks.items()}
        gap = _BESIDE * self.measure.px
        return placed(self.seating.values(), widths, gap) or placed([tuple(widths)], widths, gap) or {}

    def eased(self, width: float) -> PicturePlan:
        """The same, wider where that gives more air, up to a width."""
        free = max(width - 2 - self._beside, 0.0)
        slack = sum(block.slack for block in self.blocks.values())
        share = min(free / slack, 1.0) if slack else 0.0
        wider: dict[Seat, Block] = {
            seat: block.wider(block.slack * share) for seat, block in self.blocks.items()
        }
        more = min(max(width - 2 - self.queues.width, 0.0), self.queues.slack)
        return replace(self, blocks=wider, queues=self.queues.wider(more))

    def height(self, step: Step) -> float:
        """Of one moment, without its caption."""
        beside, gap, queues = self._heights(step)
        return beside + gap + queues

    def draw(self, sketch: Sketch, step: Step, top: float) -> None:
        """One moment, its upper edge at `top` and its left edge at 1."""
        beside, gap, queues = self._heights(step)
        if self.queues_first:
            self.queues.draw(sketch, step.queues, (1.0, top))
            self._draw_beside(sketch, step, top + queues + gap)
        else:
            self._draw_beside(sketch, step, top)
            self.queues.draw(sketch, step.queues, (1.0, top + beside + gap))

    def _draw_beside(self, sketch: Sketch, step: Step, top: float) -> None:
        targets: dict[str, Target] = {}
        lefts = self.lefts
        for (seat, block), part in zip(self._seated(step), _beside(step), strict=True):
            x = 1.0 + lefts[seat]
            sketch.text(x, top + self.measure.px * LINE / 2, part.title, role="muted")
            corner = (x, top + self.heading)
            match block, part:
                case ColumnPlan(), Column():
                    block.draw(sketch, part, corner, targets)
                case GraphPlan(), Graph():
                    block.draw(sketch, part, corner, targets)
        draw_arrows(sketch, self.measure, targets)

    @property
    def _beside(self) -> float:
        return max((x + self.blocks[seat].width for seat, x in self.lefts.items()), default=0.0)

    def _seated(self, step: Step) -> Iterator[tuple[Seat, Block]]:
        return ((seat, self.blocks[seat]) for seat in self.seating[_titles(step)])

    def _heights(self, step: Step) -> tuple[float, float, float]:
        """Of what stands side by side, of the gap below or above it, and of the queues."""
        beside, queues = self.fixed or self.beside_height(step), self.queues.height(step.queues)
        return beside, _BANDS * self.measure.px if beside and queues else 0.0, queues

    def beside_height(self, step: Step) -> float:
        """Of the parts of one moment that stand side by side, with their titles."""
        heights = []
        for (_, block), part in zip(self._seated(step), _beside(step), strict=True):
            if isinstance(block, GraphPlan):
                heights.append(block.height)
            elif isinstance(part, Column):
                heights.append(block.height(part))
        return max(heights) + self.heading if heights else 0.0


def plan_picture(steps: Sequence[Step], measure: Measure) -> PicturePlan:
    """The plan of the pictures of all moments."""
    seating = _seating(list(dict.fromkeys(_titles(step) for step in steps)))
    found: dict[Seat, list[Column | Graph]] = {seat: [] for taken in seating.values() for seat in taken}
    for step in steps:
        for seat, part in zip(seating[_titles(step)], _beside(step), strict=True):
            found[seat].append(part)
    titled = any(part.title for parts in found.values() for part in parts)
    plan = PicturePlan(
        measure,
        {seat: _planned(parts, measure) for seat, parts in found.items()},
        plan_queues([step.queues for step in steps], measure),
        seating,
        measure.px * (LINE + _HEADING) if titled else 0.0,
        queues_first=all(isinstance(step.parts[0], Queue) for step in steps if step.queues),
    )
    if not measure.still or not found:
        return plan
    return replace(plan, fixed=max(plan.beside_height(step) for step in steps) if _mixed(steps) else 0.0)


def _planned(parts: Sequence[Column | Graph], measure: Measure) -> Block:
    columns = [part for part in parts if isinstance(part, Column)]
    graphs = [part for part in parts if isinstance(part, Graph)]
    return plan_column(columns, measure) if columns else plan_graph(graphs, measure)


def _seating(rows: Sequence[Titles]) -> dict[Titles, tuple[Seat, ...]]:
    """The seats of each row of titles, found for each kind apart."""
    left: dict[Titles, dict[str, list[int]]] = {row: {} for row in rows}
    for kind in ("column", "graph"):
        titles = [[title for each, title in row if each == kind] for row in rows]
        for row, found in zip(rows, seats(titles), strict=True):
            left[row][kind] = found
    return {row: tuple((kind, left[row][kind].pop(0)) for kind, _ in row) for row in rows}


def _titles(step: Step) -> Titles:
    return tuple(("column" if isinstance(part, Column) else "graph", part.title) for part in _beside(step))


def _beside(step: Step) -> list[Column | Graph]:
    return [part for part in step.parts if not isinstance(part, Queue)]


def _mixed(steps: Sequence[Step]) -> bool:
    return any(step.queues for step in steps)
