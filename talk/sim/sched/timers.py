"""Timers: a heap on each P, looked at whenever the P needs work.

`time.Sleep` parks its goroutine and arms a timer that readies it; AfterFunc
starts a goroutine. A P that computes does not look, so its timers are late.
With all Ps idle one thread sleeps in the poller until the next deadline; epoll
counts in milliseconds, so that wait is rounded up to whole ones.

Source: `runtime/time.go`, `runtime/netpoll_epoll.go`, wakeNetPoller in `runtime/proc.go` of Go 1.27.3.
Omits: stopped and periodic timers, timer channels.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any

from talk.sim.sched.entities import PARK, G, M, P
from talk.sim.sched.state import Sched
from talk.sim.units import MS

# What epoll_wait counts its timeout in.
EPOLL_UNIT_NS = 1 * MS


def sleep(s: Sched, duration_ns: int) -> Any:
    """Park the running goroutine for a time; no time or less returns at once, without a yield."""
    if duration_ns <= 0:
        return None
    g = s.g
    s.park("sleep")
    arm(s, duration_ns, g, started=False)
    return PARK


def arm(s: Sched, delay_ns: int, g: G, *, started: bool) -> None:
    """Arm a timer on this P: it readies a goroutine, or starts a new one."""
    s.event_count += 1
    when_ns = s.now_ns + max(0, delay_ns)
    heappush(s.p.timers, (when_ns, s.event_count, g, started))
    poll_by(s, when_ns)


def run_expired(s: Sched, p: P) -> bool:
    """Run a P's expired timers in the order of their deadlines, each kicking the former from runnext.

    They make goroutines runnable on the P that looks, which is not always the one they lie on.
    """
    timers, ran = p.timers, False
    while timers and timers[0][0] <= s.now_ns:
        _when_ns, _number, g, started = heappop(timers)
        ran = True
        if started:
            s.start(g)
        else:
            s.ready(g)
    return ran


def next_deadline(s: Sched) -> int | None:
    """The earliest deadline of all timers, if there are any."""
    return min((p.timers[0][0] for p in s.procs if p.timers), default=None)


def poll_by(s: Sched, when_ns: int) -> None:
    """Let the thread that sleeps in the poller, if one does, come back by this time (wakeNetPoller)."""
    m = s.poller
    if m is not None and s.poll_until_ns > when_ns:
        _poll_until(s, m, when_ns)


def poll(s: Sched, m: M, deadline_ns: int | None, *, spinning: bool) -> bool:
    """Let an idle thread sleep until a deadline, unless another does; one that was looking looks again."""
    if deadline_ns is None:
        return False
    if s.poller is not None:
        poll_by(s, deadline_ns)
        return False
    s.poller = m
    m.looks_again = spinning
    _poll_until(s, m, deadline_ns)
    return True


def _poll_until(s: Sched, m: M, deadline_ns: int) -> None:
    waits = -(-max(0, deadline_ns - s.now_ns) // EPOLL_UNIT_NS)
    s.poll_until_ns = s.now_ns + waits * EPOLL_UNIT_NS
    m.event = s.at(s.poll_until_ns, poll_ended, m)


def poll_ended(s: Sched, m: M, event: int) -> None:
    """The poller's thread is back: with an idle P it looks for work, without one it parks."""
    if event != m.event:
        return
    s.poller = None
    if s.idle:
        s.acquire(m, s.idle.pop())
        if m.looks_again:
            m.spinning = True
            s.spinning += 1
        s.turn(s, m, event)
    else:
        s.idle_threads.append(m)
