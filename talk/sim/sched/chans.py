"""Channels and select.

An operation that finds a partner never switches: the value is copied
straight to or from the partner, which takes runnext and runs when the
running goroutine blocks, yields or ends.

Source: `runtime/chan.go`, `runtime/select.go` of Go 1.27.3.
Omits: the locks, and the order in which select takes them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any, NamedTuple

from talk.sim.sched.entities import PARK, G, GoPanic
from talk.sim.sched.state import Sched

# The most elements of one word that the address space has room for.
MAX_CAPACITY = ((1 << 48) - 96) // 8
# The index that a select returns for its default.
DEFAULT = -1


class Chan:
    """A channel: a buffer of values; who waits to receive, and who to send, first in, first out."""

    __slots__ = ("buffer", "capacity", "closed", "recvq", "s", "sendq", "zero")

    def __init__(self, s: Sched, capacity: int = 0, zero: Any = 0) -> None:
        if not 0 <= capacity <= MAX_CAPACITY:
            raise GoPanic("makechan: size out of range")
        self.s = s
        self.capacity = capacity
        self.zero = zero
        """What a receive gives once the channel is closed and drained."""
        self.buffer: deque[Any] = deque()
        self.recvq: deque[G | Waiter] = deque()
        self.sendq: deque[G | Waiter] = deque()
        self.closed = False

    def __len__(self) -> int:
        return len(self.buffer)

    def send(self, value: Any) -> Any:
        """`c <- value`."""
        if self.closed:
            raise GoPanic("send on closed channel")
        queue = self.recvq
        # Whoever is not in a select is its own entry; only selects can have gone elsewhere.
        if queue and (waiter := queue.popleft() if queue[0].sel is None else partner(queue)) is not None:
            waiter.value = value
            waiter.ok = True
            self.s.ready(waiter if waiter.sel is None else waiter.sel.g)
            return None
        if len(self.buffer) < self.capacity:
            self.buffer.append(value)
            return None
        g = self.s.g
        g.offer = value
        self.sendq.append(g)
        return self.s.park("chan send")

    def recv(self) -> Any:
        """`<-c`: the value."""
        queue = self.sendq
        if queue and (waiter := queue.popleft() if queue[0].sel is None else partner(queue)) is not None:
            return self._from_sender(waiter)
        if self.buffer:
            return self.buffer.popleft()
        if self.closed:
            return self.zero
        self.recvq.append(self.s.g)
        return self.s.park("chan receive")

    def recv2(self) -> Any:
        """`v, ok := <-c`: the value, and whether it came from a send."""
        if self.closed and not self.buffer:
            return self.zero, False
        value = self.recv()
        if value is not PARK:
            return value, True
        g = self.s.g
        g.then = lambda: (g.value, g.ok)
        return PARK

    def _from_sender(self, waiter: G | Waiter) -> Any:
        """The sender's value; from a full buffer its head, and the sender's value takes the freed place."""
        value = waiter.offer
        if self.capacity:
            self.buffer.append(value)
            value = self.buffer.popleft()
        waiter.offer = None
        waiter.ok = True
        self.s.ready(waiter if waiter.sel is None else waiter.sel.g)
        return value

    def close(self) -> Any:
        """`close(c)`: all who wait are collected on a stack and readied last in, first."""
        if self.closed:
            raise GoPanic("close of closed channel")
        self.closed = True
        woken: list[G] = []
        while (waiter := partner(self.recvq)) is not None:
            waiter.value, waiter.ok = self.zero, False
            woken.append(waiter if waiter.sel is None else waiter.sel.g)
        while (waiter := partner(self.sendq)) is not None:
            waiter.ok = False
            if waiter.sel is None:
                waiter.then = _sent_on_closed
            woken.append(waiter if waiter.sel is None else waiter.sel.g)
        for g in reversed(woken):
            self.s.ready(g)

    def receiving(self) -> Case:
        """A case of a select: receive from here."""
        return Case(self, sends=False)

    def sending(self, value: Any) -> Case:
        """A case of a select: send a value here."""
        return Case(self, sends=True, value=value)

    def can_recv(self) -> bool:
        return bool(self.buffer) or self.closed or _has_partner(self.sendq)

    def can_send(self) -> bool:
        return self.closed or len(self.buffer) < self.capacity or _has_partner(self.recvq)


class NilChan(Chan):
    """A channel that was never made: its operations block for ever."""

    __slots__ = ()

    def send(self, value: Any) -> Any:  # noqa: ARG002 - it goes nowhere
        return self.s.park("chan send (nil chan)")

    def recv(self) -> Any:
        return self.s.park("chan receive (nil chan)")

    def close(self) -> Any:
        raise GoPanic("close of nil channel")


class Case(NamedTuple):
    """One case of a select."""

    chan: Chan
    sends: bool
    value: Any = None

    @property
    def can_go_on(self) -> bool:
        return self.chan.can_send() if self.sends else self.chan.can_recv()


class Selection:
    """A goroutine blocked in a select: the first partner of any case fires it."""

    __slots__ = ("fired", "g", "waiters")

    def __init__(self, g: G) -> None:
        self.g = g
        self.fired: G | Waiter | None = None
        self.waiters: list[Waiter] = []

    def fires(self, waiter: G | Waiter) -> bool:
        """Whether this case is the first to find a partner; taken off its queue it has left it anyway."""
        first = self.fired is None
        if first:
            self.fired = waiter
        self.waiters = [each for each in self.waiters if each is not waiter]
        return first

    def result(self) -> tuple[int, Any, bool]:
        """What the select results in, once it has fired: its other cases leave their queues."""
        fired = self.fired
        assert isinstance(fired, Waiter)
        for waiter in self.waiters:
            waiter.queue.remove(waiter)
        if fired.sends:
            if not fired.ok:
                _sent_on_closed()
            return fired.index, None, True
        return fired.index, fired.value, fired.ok


class Waiter:
    """One case of a blocked select in its channel's queue (a sudog)."""

    __slots__ = ("index", "offer", "ok", "queue", "sel", "sends", "then", "value")

    def __init__(self, sel: Selection, index: int, case: Case) -> None:
        self.sel = sel
        self.index = index
        self.sends = case.sends
        self.offer = case.value
        self.value: Any = None
        self.ok = True
        self.queue = case.chan.sendq if case.sends else case.chan.recvq
        self.queue.append(self)


def partner(queue: deque[G | Waiter]) -> G | Waiter | None:
    """The first who still waits; a select that another case has fired does not."""
    while queue:
        waiter = queue.popleft()
        sel = waiter.sel
        if sel is None or sel.fires(waiter):
            return waiter
    return None


def select(s: Sched, cases: Sequence[Case], *, default: bool = False) -> Any:
    """`select`: the first case in random order that can go on, or default, or wait for one.

    Returns: (index of the case, the value received or None, whether it came from
        a send); the index of default is -1.
    """
    live = [(index, case) for index, case in enumerate(cases) if not isinstance(case.chan, NilChan)]
    for place in s.chance.order(len(live)):
        index, case = live[place]
        if case.can_go_on:
            if case.sends:
                case.chan.send(case.value)
                return index, None, True
            return (index, *case.chan.recv2())
    if default:
        return DEFAULT, None, False
    sel = Selection(s.g)
    sel.waiters = [Waiter(sel, index, case) for index, case in live]
    return s.park("select" if cases else "select (no cases)", sel.result)


def _has_partner(queue: deque[G | Waiter]) -> bool:
    return any(waiter.sel is None or waiter.sel.fired is None for waiter in queue)


def _sent_on_closed() -> Any:
    raise GoPanic("send on closed channel")
