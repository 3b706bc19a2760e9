"""Queues below each other: their titles at the left, their places in a row, the next one first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from talk.chart.fonts import MONO, SANS
from talk.chart.measure import BETWEEN, Measure
from talk.chart.model import Item, Queue
from talk.chart.places import placed
from talk.chart.sketch import Point, Sketch

_FEWEST = 3  # places that are drawn of a queue that has as many
_WIDEST_CELL = 1.35  # times what its texts need
_DOTS = (1.2, 2.2)


@dataclass(frozen=True, slots=True)
class QueuesPlan:
    """Where the places of each queue are: `title` is the width for titles, `cell` that of a place.

    `more` is the width for what is said of those that are not drawn. `tops` are by title; None where the
    order of the queues differs.
    """

    measure: Measure
    title: float
    cell: float
    places: int
    more: float
    tops: dict[str, float] | None

    @property
    def width(self) -> float:
        return self.title + self.places * self.cell + self.more

    @property
    def slack(self) -> float:
        """By how much it may be made wider."""
        return self.places * self.cell * (_WIDEST_CELL - 1)

    @property
    def pitch(self) -> float:
        return self.measure.row + BETWEEN * self.measure.px

    def wider(self, by: float) -> QueuesPlan:
        """The same with wider places."""
        return replace(self, cell=self.cell + by / self.places) if self.places else self

    def height(self, queues: Sequence[Queue]) -> float:
        """Of one moment's queues."""
        count = len(queues) if self.tops is None else len(set(self.tops.values()))
        return count * self.pitch - BETWEEN * self.measure.px + 2 if count else 0.0

    def draw(self, sketch: Sketch, queues: Sequence[Queue], corner: Point) -> None:
        """The queues of one moment."""
        x, top = corner
        for number, queue in enumerate(queues):
            down = number * self.pitch if self.tops is None else self.tops[queue.title]
            middle = top + down + 1 + self.measure.row / 2
            sketch.text(x, middle, queue.title, role="muted")
            self._draw_queue(sketch, queue, (x + self.title, top + down + 1))

    def _draw_queue(self, sketch: Sketch, queue: Queue, corner: Point) -> None:
        (x, top), measure = corner, self.measure
        items, free, more = drawn_places(queue, measure.shown)
        row = measure.row
        for number in range(free):
            place = (x + (items + number) * self.cell, top)
            sketch.rectangle(place, (self.cell, row), stroke="muted", dashes=_DOTS, width=1.3)
        for number, item in enumerate(queue.items[:items]):
            self._draw_item(sketch, item, (x + number * self.cell, top))
        if more:
            after = x + (items + free) * self.cell + measure.pad
            sketch.text(after, top + row / 2, more, role="muted")
        if not items + free:
            sketch.text(x + measure.pad, top + row / 2, "(empty)", role="muted")

    def _draw_item(self, sketch: Sketch, item: Item, corner: Point) -> None:
        (x, top), (wide, high) = corner, (self.cell, self.measure.row)
        if item.mark == "moved":
            sketch.rectangle(corner, (wide, high), fill="accent")
        elif item.mark == "new":
            sketch.rectangle(corner, (wide, high), fill="accent", alpha=0.15)
            sketch.rectangle((x + 1, top), (4 * sketch.unit, high), fill="accent")
        sketch.rectangle(corner, (wide, high), stroke="muted", width=1.5)
        role = "bg" if item.mark == "moved" else "fg"
        sketch.text(x + wide / 2, top + high / 2, item.text, role=role, face=MONO, across="middle")


def plan_queues(moments: Iterable[Sequence[Queue]], measure: Measure) -> QueuesPlan:
    """The plan of all queues from all moments."""
    unlike = list(dict.fromkeys(tuple(queues) for queues in moments if queues))
    queues = list(dict.fromkeys(queue for each in unlike for queue in each))
    drawn = [drawn_places(queue, measure.shown) for queue in queues]
    texts = {item.text for queue in queues for item in queue.items[: measure.shown]}
    orders = [[queue.title for queue in each] for each in unlike]
    heights = dict.fromkeys((title for order in orders for title in order), measure.row)
    title = measure.widest((queue.title for queue in queues), SANS)
    return QueuesPlan(
        measure,
        title + 2 * measure.pad if title else 0.0,
        max(measure.part(texts, MONO), measure.row * 1.1),
        max((items + free for items, free, _ in drawn), default=0),
        measure.part((more for _, _, more in drawn), SANS),
        placed(orders, heights, BETWEEN * measure.px) if measure.still else None,
    )


def drawn_places(queue: Queue, shown: int) -> tuple[int, int, str]:
    """How many items and how many free slots are drawn of it, and what is said of the rest."""
    shown = max(shown, _FEWEST)
    items = min(len(queue.items), shown)
    free = min((queue.slots or 0) - len(queue.items), shown - items) if items < shown else 0
    hidden = len(queue.items) - items
    if hidden:
        return items, 0, f"… +{hidden:,}"
    free = max(free, 0)
    return items, free, f"… of {queue.slots:,}" if (queue.slots or 0) > items + free else ""
