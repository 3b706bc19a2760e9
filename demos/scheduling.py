"""Who runs next: the slot and the queue of one P, and what an idle P steals from it.

The rules are those of `runqput`, `runqputslow`, `runqget` and `runqgrab` in `runtime/proc.go`, Go 1.27: a
goroutine that is started takes the slot `runnext` and kicks the one that was there to the tail of the queue,
which has 256 places; the slot runs before the queue. A queue that is full gives its first half to the global
queue. An idle P takes half of another one's queue. The simulator's own functions move the goroutines here.
"""

from __future__ import annotations

from collections import deque
from typing import Annotated

from talk.chart.model import Queue
from talk.demo import Range, Steps, demo, queue
from talk.sim.sched.entities import G, P
from talk.sim.sched.runq import grab, put_next

Global = deque[G]


def start(p: P, number: int, everybody: Global | None = None) -> None:
    """What `go f()` does on a P."""
    put_next(p, deque() if everybody is None else everybody, G(number, f"g{number}", (_ for _ in ())))


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


@demo
def stealing(
    goroutines: Annotated[
        int, Range(16, 336, unit="goroutines", label="started", help="Goroutines that main starts on P0.")
    ] = 32,
) -> Steps:
    """An idle P steals half of another one's queue; its slot it leaves alone."""
    busy, idle, everybody = P(0), P(1), Global()
    for number in range(goroutines):
        start(busy, number, everybody)
    steps = Steps().step("main on P0 has started them", *_queues(busy, idle, everybody))
    running = grab(idle, busy)
    taken = len(idle.ring) + 1
    last = "" if running is None else f", and runs the last of them, G{running.goid}"
    steps.step("P1 has stolen half of the queue", *_queues(busy, idle, everybody, running))
    moved = f" {len(everybody)} had no place in it and wait in the global queue." if everybody else ""
    return steps.says(f"Of {taken + len(busy.ring)} in the queue P1 takes {taken}{last}.{moved}")


def _queues(busy: P, idle: P, everybody: Global, running: G | None = None) -> tuple[Queue, ...]:
    return (
        queue("P0 runnext", *_names(_one(busy.runnext)), slots=1),
        queue("P0 queue", *_names(busy.ring)),
        queue("P1 runs", *_names((*_one(running), *idle.ring))),
        queue("global queue", *_names(everybody)),
    )


def _local(p: P, running: G | None = None) -> tuple[Queue, ...]:
    """The only P: main runs on it until it waits."""
    runs = queue("runs", "main" if running is None else f"G{running.goid}", slots=1)
    return runs, queue("runnext", *_names(_one(p.runnext)), slots=1), queue("queue", *_names(p.ring))


def _one(g: G | None) -> tuple[G, ...]:
    return () if g is None else (g,)


def _names(waiting: deque[G] | tuple[G, ...]) -> list[str]:
    return [f"G{each.goid}" for each in waiting]
