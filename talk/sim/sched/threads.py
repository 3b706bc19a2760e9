"""Threads and Ps: starting, spinning, stealing, idling.

At most one thread is woken at a time, and only if none is looking for work
already; one that finds work wakes the next, so threads come up one after another.

Source: wakep, startm, handoffp, stealWork, resetspinning and the end of findRunnable in
`runtime/proc.go` of Go 1.27.3.
Omits: the collector's workers, the network, locked threads.
"""

from __future__ import annotations

from collections.abc import Generator

from talk.sim.sched.entities import RUNNABLE, RUNNING, SYSCALL, G, M, P
from talk.sim.sched.runq import grab, take_batch
from talk.sim.sched.state import SYSMON_DELAY_NS, Sched
from talk.sim.sched.timers import next_deadline, poll, poll_by, run_expired

STEAL_ROUNDS = 4
# Before it takes runnext from a P that runs, a thief waits: the owner is likely to run it at once.
RUNNEXT_WAIT_NS = 3_000
# Where a goroutine is whose system call has cost it the P.
NO_P = P(-1)


def wakep(s: Sched) -> None:
    """Start one thread to look for work, if a P is idle and no thread looks yet."""
    if s.spinning or not s.idle:
        return
    s.spinning = 1
    start_thread(s, s.idle.pop(), spinning=True)


def start_thread(s: Sched, p: P, *, spinning: bool) -> None:
    """Give a P to the thread that was parked last, or to a new one; it runs after a while (startm)."""
    if s.idle_threads:
        m, cost_ns = s.idle_threads.pop(), s.costs.wake_ns
    else:
        m, cost_ns = M(len(s.threads)), s.costs.thread_ns
        s.threads.append(m)
    m.spinning = spinning
    s.acquire(m, p)
    m.event = s.at(s.now_ns + s.chance.within_factor(cost_ns, s.costs.wake_factor), s.turn, m)


def reset_spinning(s: Sched, m: M) -> None:
    """A spinning thread has found work: another may look now."""
    m.spinning = False
    s.spinning -= 1
    if s.idle:
        wakep(s)


def hand_off(s: Sched, p: P) -> None:
    """Find a thread for a P whose own is in a system call, or let the P go idle (handoffp)."""
    p.m = None
    if p.queued or s.runq:
        start_thread(s, p, spinning=False)
    elif not s.spinning and not s.idle:
        s.spinning = 1
        start_thread(s, p, spinning=True)
    elif len(s.idle) == len(s.procs) - 1 and s.poller is None:
        start_thread(s, p, spinning=False)
    else:
        _put_idle(s, p)
        if p.timers:
            poll_by(s, p.timers[0][0])


def search(s: Sched, m: M) -> Generator[int, None, G | None]:
    """Look for work outside this P: a walk that yields the time each of its steps takes.

    Returns: a goroutine to run, already off its queue, or None: then this thread has no P any more.
    """
    while m.p is not None:
        p = m.p
        g = None
        if s.runq:
            g = take_batch(p, s.runq, len(s.procs))
        elif m.spinning or 2 * s.spinning < len(s.procs) - len(s.idle):
            _spin(s, m)
            g = yield from _steal(s, p)
        g = g or _next_of(p)
        if g is not None:
            return g
        if not s.runq:
            _go_idle(s, m, p)
    return None


def _spin(s: Sched, m: M) -> None:
    if not m.spinning:
        m.spinning = True
        s.spinning += 1


def _next_of(p: P) -> G | None:
    """What timers that were run on the way have put here."""
    g, p.runnext = p.runnext, None
    if g is None and p.ring:
        g = p.ring.popleft()
    return g


def _steal(s: Sched, p: P) -> Generator[int, None, G | None]:
    """Four rounds over the other Ps; only the last one touches timers and runnext."""
    for number in range(STEAL_ROUNDS):
        last = number == STEAL_ROUNDS - 1
        yield s.cost(s.costs.steal_ns)
        s.p = p
        if not any(other.ring or (last and (other.runnext or other.timers)) for other in s.procs):
            continue
        for victim in _steal_order(s, p):
            if last and run_expired(s, victim) and p.queued:
                return _next_of(p)
            g = None if victim.idle else grab(p, victim)
            if g is None and last and victim.runnext is not None and not victim.idle:
                g = yield from _steal_runnext(s, p, victim)
            if g is not None:
                return g
    return None


def _steal_runnext(s: Sched, p: P, victim: P) -> Generator[int, None, G | None]:
    """Take the slot of a P that does not come to it itself within 3 us."""
    wanted = victim.runnext
    runs = victim.m is not None and not (victim.g is not None and victim.g.status is SYSCALL)
    if runs:
        yield RUNNEXT_WAIT_NS
        s.p = p
    if victim.runnext is wanted:
        victim.runnext = None
        return wanted
    return grab(p, victim)


def _steal_order(s: Sched, p: P) -> list[P]:
    """All other Ps from a random start with a random step coprime to their number: each once."""
    n = len(s.procs)
    start = s.chance.below(n)
    step = s.steal_steps[s.chance.below(len(s.steal_steps))]
    order = (s.procs[(start + i * step) % n] for i in range(n))
    return [victim for victim in order if victim is not p]


def rest(s: Sched, m: M, p: P) -> None:
    """Go idle with the only P: there is nowhere else to look."""
    _spin(s, m)
    _go_idle(s, m, p)


def _go_idle(s: Sched, m: M, p: P) -> None:
    """Give up the P; look once more, since who made work meanwhile relied on this thread; then sleep."""
    m.p = None
    _put_idle(s, p)
    was_spinning, m.spinning = m.spinning, False
    if was_spinning:
        s.spinning -= 1
        if any(other.queued and not other.idle for other in s.procs):
            s.acquire(m, s.idle.pop())
            _spin(s, m)
            return
    # A thread that has looked everywhere knows all timers, another only those of its P.
    own_ns = p.timers[0][0] if p.timers else None
    if not poll(s, m, next_deadline(s) if was_spinning else own_ns, spinning=was_spinning):
        s.idle_threads.append(m)


def _put_idle(s: Sched, p: P) -> None:
    p.m, p.idle = None, True
    s.idle.append(p)
    s.end_ns = s.now_ns


def exit_syscall(s: Sched, m: M, event: int) -> None:
    """A system call has ended: go on if the P is still there or another is to be had, else queue up.

    Source: exitsyscall, exitsyscallTryGetP, exitsyscallNoP.
    """
    if event != m.event:
        return
    g = m.g
    assert g is not None
    m.g = None
    p = m.p or _p_after_syscall(s, m)
    g.left_ns = 0
    if p is None:
        g.status = RUNNABLE
        s.runq.append(g)
        if s.record:
            s.note(g, "no P after the system call", m.old_p)
        s.idle_threads.append(m)
        return
    p.g = g
    p.syscall_tick += 1
    g.status = RUNNING
    if s.record:
        s.note(g, "running", p)
    s.turn(s, m, event)


def _p_after_syscall(s: Sched, m: M) -> P | None:
    """The old P, if its new thread is in a system call itself; else an idle one."""
    old = m.old_p
    if old is not None and old.m is not None and old.g is not None and old.g.status is SYSCALL:
        old.m.p = None
        if s.record:
            s.note(old.g, "loses its P", NO_P)
        s.acquire(m, old)
        return old
    if not s.idle:
        return None
    p = s.idle.pop()
    if s.sysmon_asleep:
        s.sysmon_idle, s.sysmon_delay_ns = 0, SYSMON_DELAY_NS
    s.acquire(m, p)
    return p
