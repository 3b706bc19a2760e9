"""Semaphore, Mutex with starvation mode, RWMutex.

Source: `runtime/sema.go`, `internal/sync/mutex.go`, `sync/rwmutex.go` of Go 1.27.3.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import Any

from talk.sim.sched.entities import PARK, G, GoPanic, Then
from talk.sim.sched.state import Sched
from talk.sim.units import MS

LOCKED, WOKEN, STARVING, WAITER = 1, 2, 4, 8
"""The bits of a mutex's state; what is above them counts the waiters."""
# A waiter that has failed for longer switches its mutex to starvation mode.
STARVATION_THRESHOLD_NS = 1 * MS
# Lock spins this often, each time this long (30 pauses), before it sleeps.
SPINS, SPIN_NS = 4, 300
# A reader that arrives while a writer waits makes this sum negative.
MAX_READERS = 1 << 30


def nothing() -> None:
    """The rest of an operation of which nothing remains."""


class Semaphore:
    """A count, and a queue of goroutines that wait for it to be above zero."""

    __slots__ = ("count", "queue", "s")

    def __init__(self, s: Sched) -> None:
        self.s = s
        self.count = 0
        self.queue: deque[G] = deque()

    def acquire(self, why: str, then: Then = nothing, *, lifo: bool = False) -> Any:
        """Take one from the count, or wait for it: at the tail, or with lifo at the head of the queue."""
        if self.count:
            self.count -= 1
            return then()
        g = self.s.g
        g.handed = False
        if lifo:
            self.queue.appendleft(g)
        else:
            self.queue.append(g)
        # Someone may come first: then it waits again.
        return self.s.park(why, lambda: then() if g.handed else self.acquire(why, then, lifo=lifo))

    def release(self, *, handoff: bool = False) -> Any:
        """Add one to the count and wake who waits first; with a hand-over it runs at once."""
        self.count += 1
        if not self.queue:
            return None
        g = self.queue.popleft()
        if handoff:
            self.count -= 1
            g.handed = True
        self.s.ready(g)
        return self.s.goyield() if handoff else None


class _Attempt:
    """What a goroutine that wants a mutex remembers between its tries."""

    __slots__ = ("awoke", "since_ns", "spins", "starving")

    def __init__(self) -> None:
        self.since_ns: int | None = None
        self.starving = False
        self.awoke = False
        self.spins = 0


class Mutex:
    """A `sync.Mutex`: a woken waiter competes with newcomers, until one has waited for over 1 ms."""

    __slots__ = ("s", "sema", "state")

    def __init__(self, s: Sched) -> None:
        self.s = s
        self.state = 0
        self.sema = Semaphore(s)

    def lock(self) -> Any:
        if not self.state:
            self.state = LOCKED
            return None
        return self._contend(_Attempt())

    def _contend(self, attempt: _Attempt) -> Any:
        """One try: spin, or take the lock, or queue up."""
        old = self.state
        if old & (LOCKED | STARVING) == LOCKED and self._can_spin(attempt):
            return self._spin(attempt)
        new = old
        if not old & STARVING:
            new |= LOCKED
        if old & (LOCKED | STARVING):
            new += WAITER
        if attempt.starving and old & LOCKED:
            new |= STARVING
        if attempt.awoke:
            new &= ~WOKEN
        self.state = new
        if not old & (LOCKED | STARVING):
            return None
        # A waiter that was woken and lost waits at the head of the queue.
        lifo = attempt.since_ns is not None
        if attempt.since_ns is None:
            attempt.since_ns = self.s.now_ns
        return self.sema.acquire("sync.Mutex.Lock", partial(self._woken, attempt), lifo=lifo)

    def _woken(self, attempt: _Attempt) -> Any:
        """The semaphore let this one through: the lock was handed over, or it must compete."""
        assert attempt.since_ns is not None
        attempt.starving |= self.s.now_ns - attempt.since_ns > STARVATION_THRESHOLD_NS
        if self.state & STARVING:
            self.state += LOCKED - WAITER
            if not attempt.starving or self.state < WAITER:
                self.state -= STARVING
            return None
        attempt.awoke = True
        attempt.spins = 0
        return self._contend(attempt)

    def _can_spin(self, attempt: _Attempt) -> bool:
        """Spinning helps only if the holder runs meanwhile, and nobody waits for this P."""
        s = self.s
        others_run = len(s.procs) > len(s.idle) + s.spinning + 1
        return attempt.spins < SPINS and others_run and not s.p.queued

    def _spin(self, attempt: _Attempt) -> Any:
        if not attempt.awoke and not self.state & WOKEN and self.state >= WAITER:
            self.state |= WOKEN
            attempt.awoke = True
        attempt.spins += 1
        return self.s.compute(SPIN_NS, then=partial(self._contend, attempt))

    def unlock(self) -> Any:
        """Let go; wake the oldest waiter, or in starvation mode hand over to it."""
        if not self.state & LOCKED:
            raise GoPanic("sync: unlock of unlocked mutex", fatal=True)
        self.state = new = self.state - LOCKED
        if not new:
            return None
        if new & STARVING:
            return self.sema.release(handoff=True)
        if new < WAITER or new & WOKEN:
            return None
        self.state = (new - WAITER) | WOKEN
        return self.sema.release()


class RWMutex:
    """A `sync.RWMutex`: many readers or one writer; a waiting writer stops new readers."""

    __slots__ = ("mutex", "reader_sema", "readers", "readers_before_writer", "s", "writer_sema")

    def __init__(self, s: Sched) -> None:
        self.s = s
        self.mutex = Mutex(s)
        """Held by the writer, and by one that waits for readers to leave."""
        self.readers = 0
        self.readers_before_writer = 0
        self.reader_sema = Semaphore(s)
        self.writer_sema = Semaphore(s)

    def rlock(self) -> Any:
        self.readers += 1
        if self.readers < 0:
            return self.reader_sema.acquire("sync.RWMutex.RLock")
        return None

    def runlock(self) -> Any:
        self.readers -= 1
        if self.readers >= 0:
            return None
        if self.readers in (-1, -MAX_READERS - 1):
            raise GoPanic("sync: RUnlock of unlocked RWMutex", fatal=True)
        self.readers_before_writer -= 1
        return self.writer_sema.release() if not self.readers_before_writer else None

    def lock(self) -> Any:
        token = self.mutex.lock()
        if token is PARK:
            return self.s.afterwards(self._stop_readers)
        return self._stop_readers()

    def _stop_readers(self) -> Any:
        readers = self.readers
        self.readers -= MAX_READERS
        self.readers_before_writer += readers
        if readers and self.readers_before_writer:
            return self.writer_sema.acquire("sync.RWMutex.Lock")
        return None

    def unlock(self) -> Any:
        """Let all waiting readers go on, then other writers compete."""
        self.readers += MAX_READERS
        if self.readers >= MAX_READERS:
            raise GoPanic("sync: Unlock of unlocked RWMutex", fatal=True)
        for _ in range(self.readers):
            self.reader_sema.release()
        return self.mutex.unlock()
