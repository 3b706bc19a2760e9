"""Who runs next: the slot and the queue of one P.

The rule is that of `runqput` and `runqget` in `runtime/proc.go`, Go 1.27: a
goroutine that is started takes the slot `runnext` and kicks the one that was
there to the tail of the queue; the slot runs before the queue.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Annotated

from talk.chart.model import Box, Cell
from talk.demo import Range, Steps, box, cell, column, demo


@dataclass(slots=True)
class RunQueue:
    """One P's slot and queue. Omits the queue's end at 256 places and the global queue."""

    runnext: int | None = None
    queue: deque[int] = field(default_factory=deque)

    def start(self, goroutine: int) -> None:
        """What `go f()` does: the new one takes the slot."""
        if self.runnext is not None:
            self.queue.append(self.runnext)
        self.runnext = goroutine

    def run_all(self) -> list[int]:
        """The order in which they run, if none of them starts or wakes another."""
        slot = [] if self.runnext is None else [self.runnext]
        order = [*slot, *self.queue]
        self.runnext = None
        self.queue.clear()
        return order


@demo
def run_order(goroutines: Annotated[int, Range(2, 6, step=1, unit="goroutines")] = 4) -> Steps:
    """A new goroutine takes the slot; the one before it goes to the tail."""
    p = RunQueue()
    steps = Steps()
    moments = {0, 1, goroutines - 1}
    for number in range(goroutines):
        p.start(number)
        if number in moments:
            steps.step(f"go {number}", column("P", box("runnext", _slot(p)), _queue(p)))
    order = ", ".join(str(each) for each in p.run_all())
    return steps.says(f"They run in the order {order}.")


def _slot(p: RunQueue) -> Cell:
    return cell("next", f"G{p.runnext}")


def _queue(p: RunQueue) -> Box:
    return box("queue", *(cell(f"{place}", f"G{each}") for place, each in enumerate(p.queue, 1)))
