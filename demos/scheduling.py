"""Who runs next: the slot and the queue of one P.

The rule is that of `runqput` and `runqget` in `runtime/proc.go`, Go 1.27: a
goroutine that is started takes the slot `runnext` and kicks the one that was
there to the tail of the queue; the slot runs before the queue.
"""

from __future__ import annotations

from collections import deque
from typing import Annotated

from talk.chart.model import Box, Cell
from talk.demo import Range, Steps, box, cell, column, demo
from talk.sim.sched.entities import G, P
from talk.sim.sched.runq import put_next


def start(p: P, number: int) -> None:
    """What `go f()` does on a P: the scheduler's own rule, for so few that none goes to the global queue."""
    put_next(p, deque(), G(number, f"g{number}", (_ for _ in ())))


def order_of(p: P) -> list[int]:
    """The order in which they run, if none of them starts or wakes another."""
    slot = [] if p.runnext is None else [p.runnext]
    return [each.goid for each in (*slot, *p.ring)]


@demo
def run_order(goroutines: Annotated[int, Range(2, 6, step=1, unit="goroutines")] = 4) -> Steps:
    """A new goroutine takes the slot; the one before it goes to the tail."""
    p = P(0)
    steps = Steps()
    moments = {0, 1, goroutines - 1}
    for number in range(goroutines):
        start(p, number)
        if number in moments:
            steps.step(f"go {number}", column("P", box("runnext", _slot(p)), _queue(p)))
    order = ", ".join(str(each) for each in order_of(p))
    return steps.says(f"They run in the order {order}.")


def _slot(p: P) -> Cell:
    return cell("next", f"G{p.runnext.goid}" if p.runnext else "")


def _queue(p: P) -> Box:
    return box("queue", *(cell(f"{place}", f"G{each.goid}") for place, each in enumerate(p.ring, 1)))
