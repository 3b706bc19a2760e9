"""Who runs next: the slot and the queue of one P.

The rules are those of `runqput` and `runqget` in `runtime/proc.go`, Go 1.27: a goroutine that is started
takes the slot `runnext` and kicks the one that was there to the tail of the queue; the slot runs before the
queue. The simulator's own functions move the goroutines here.
"""

from __future__ import annotations

from collections import deque
from typing import Annotated

from talk.chart.model import Queue
from talk.demo import Range, Steps, demo, queue
from talk.sim.sched.entities import G, P
from talk.sim.sched.runq import put_next


def start(p: P, number: int) -> None:
    """What `go f()` does on a P."""
    put_next(p, deque(), G(number, f"g{number}", (_ for _ in ())))


def order_of(p: P) -> list[int]:
    """The order in which they run, if none of them starts or wakes another."""
    slot = [] if p.runnext is None else [p.runnext]
    return [each.goid for each in (*slot, *p.ring)]


@demo
def run_order(
    goroutines: Annotated[
        int, Range(4, 24, unit="goroutines", label="started", help="Goroutines that main starts in a loop.")
    ] = 10,
) -> Steps:
    """A new goroutine takes the slot; the one before it goes to the tail."""
    p = P(0)
    steps = Steps()
    moments = {0, 1, 2, goroutines - 1}
    for number in range(goroutines):
        start(p, number)
        if number in moments:
            steps.step(f"go {number}", *_local(p))
    order = " ".join(str(each) for each in order_of(p))
    first, p.runnext = p.runnext, None
    steps.step("main waits", *_local(p, first))
    return steps.says(f"They run in the order {order}.")


def _local(p: P, running: G | None = None) -> tuple[Queue, ...]:
    """The only P: main runs on it until it waits."""
    runs = queue("runs", "main" if running is None else f"G{running.goid}", slots=1)
    return runs, queue("runnext", *_names(_one(p.runnext)), slots=1), queue("queue", *_names(p.ring))


def _one(g: G | None) -> tuple[G, ...]:
    return () if g is None else (g,)


def _names(waiting: deque[G] | tuple[G, ...]) -> list[str]:
    return [f"G{each.goid}" for each in waiting]
