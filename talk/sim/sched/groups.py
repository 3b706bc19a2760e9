"""WaitGroup, Cond, atomics, and a plain variable.

Source: `sync/waitgroup.go`, `sync/cond.go`, `runtime/sema.go` (notifyList) of Go 1.27.3.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import Any

from talk.sim.sched.entities import PARK, G, GoPanic
from talk.sim.sched.locks import Mutex, Semaphore
from talk.sim.sched.state import Sched

MISUSE = "sync: WaitGroup misuse: Add called concurrently with Wait"
REUSED = "sync: WaitGroup is reused before previous Wait has returned"


def wrap(value: int, bits: int = 64) -> int:
    """The value as a signed integer of so many bits holds it."""
    half = 1 << (bits - 1)
    return (value + half) % (2 * half) - half


class WaitGroup:
    """A `sync.WaitGroup`: the Done that reaches zero wakes all who wait, in the order in which they came."""

    __slots__ = ("count", "s", "sema", "waiters")

    def __init__(self, s: Sched) -> None:
        self.s = s
        self.count = 0
        self.waiters = 0
        self.sema = Semaphore(s)

    def add(self, delta: int) -> Any:
        self.count = wrap(self.count + delta, 32)
        if self.count < 0:
            raise GoPanic("sync: negative WaitGroup counter")
        if self.waiters and delta > 0 and self.count == delta:
            raise GoPanic(MISUSE)
        if self.count == 0 and self.waiters:
            waiters, self.waiters = self.waiters, 0
            for _ in range(waiters):
                self.sema.release()

    def done(self) -> Any:
        return self.add(-1)

    def wait(self) -> Any:
        if not self.count:
            return None
        self.waiters += 1
        return self.sema.acquire("sync.WaitGroup.Wait", self._woken)

    def _woken(self) -> None:
        if self.count or self.waiters:
            raise GoPanic(REUSED)


class Cond:
    """A `sync.Cond` with its mutex; a waiter takes a ticket before it unlocks."""

    __slots__ = ("mutex", "notified", "s", "tickets", "waiting")

    def __init__(self, s: Sched, mutex: Mutex) -> None:
        self.s = s
        self.mutex = mutex
        self.tickets = 0
        self.notified = 0
        """All tickets below this have been called."""
        self.waiting: deque[tuple[int, G]] = deque()

    def wait(self) -> Any:
        """Unlock, wait to be called, lock again."""
        ticket = self.tickets
        self.tickets += 1
        queue_up = partial(self._queue_up, ticket)
        if self.mutex.unlock() is PARK:
            return self.s.afterwards(queue_up)
        return queue_up()

    def _queue_up(self, ticket: int) -> Any:
        if ticket < self.notified:
            return self.mutex.lock()
        self.waiting.append((ticket, self.s.g))
        return self.s.park("sync.Cond.Wait", self.mutex.lock)

    def signal(self) -> Any:
        """Call the longest waiter, if one waits."""
        if self.notified < self.tickets:
            self._call(self.notified)
            self.notified += 1

    def _call(self, called: int) -> None:
        for entry in self.waiting:
            if entry[0] == called:
                self.waiting.remove(entry)
                self.s.ready(entry[1])
                break

    def broadcast(self) -> Any:
        """Call all waiters in the order of waiting; the last one readied runs first."""
        self.notified = self.tickets
        waiting, self.waiting = self.waiting, deque()
        for _ticket, g in waiting:
            self.s.ready(g)


class Atomic:
    """An `atomic.Int64`: each operation happens at once."""

    __slots__ = ("value",)

    def __init__(self, value: int = 0) -> None:
        self.value = value

    def add(self, delta: int) -> int:
        self.value = wrap(self.value + delta)
        return self.value

    def load(self) -> int:
        return self.value

    def store(self, value: int) -> Any:
        self.value = wrap(value)

    def compare_and_swap(self, old: int, new: int) -> bool:
        if self.value != old:
            return False
        self.value = wrap(new)
        return True


class Var:
    """A plain variable that goroutines share: `n++` is a load and a store, and others may come in between.

    Omits: what a compiler or a processor may do to a program with a data race
    beyond that: each load here sees the last store.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any = 0) -> None:
        self.value = value

    def load(self) -> Any:
        return self.value

    def store(self, value: Any) -> Any:
        self.value = value
