"""sysmon: the thread without a P that takes Ps back from who holds them too long.

It looks every 20 us, after 50 looks without effect ever more rarely, at least
every 10 ms, and sleeps while all Ps are idle. A goroutine is preempted at the
first look 10 ms after sysmon first *saw* its time slice, so slices last 10 to 20 ms.

Source: sysmon and retake in `runtime/proc.go` of Go 1.27.3.
Omits: polling the network, forced collections, a changed GOMAXPROCS, the time a signal takes.
"""

from __future__ import annotations

from talk.sim.sched.entities import RUNNABLE, RUNNING, SYSCALL, P
from talk.sim.sched.state import SYSMON_DELAY_NS, Sched
from talk.sim.sched.threads import NO_P, hand_off
from talk.sim.units import MS

LONGEST_DELAY_NS = 10 * MS
LOOKS_BEFORE_DOUBLING = 50
# forcePreemptNS: a time slice.
SLICE_NS = 10 * MS
# A P with nothing queued stays with its system call this long, if others are idle.
SYSCALL_GRACE_NS = 10 * MS


def look(s: Sched, _nothing: None, _event: int) -> None:
    """Look at all Ps; looks before the program's next event come in one go: nothing else can happen."""
    while True:
        if len(s.idle) == len(s.procs):
            s.sysmon_asleep = True
            return
        took = _retake(s)
        s.sysmon_idle = 0 if took else s.sysmon_idle + 1
        s.sysmon_delay_ns = _delay_ns(s)
        next_ns = s.now_ns + s.sysmon_delay_ns
        if not s.events or s.events[0][0] <= next_ns:
            s.at(next_ns, look, None)
            return
        s.now_ns = next_ns


def _delay_ns(s: Sched) -> int:
    if s.sysmon_idle == 0:
        return SYSMON_DELAY_NS
    doubled = 2 if s.sysmon_idle > LOOKS_BEFORE_DOUBLING else 1
    return min(s.sysmon_delay_ns * doubled, LONGEST_DELAY_NS)


def _retake(s: Sched) -> bool:
    """Preempt who runs too long, take Ps from system calls; whether a P was taken."""
    took = False
    for p in s.procs:
        if p.idle:
            continue
        overdue = False
        if p.seen_sched_tick != p.tick:
            p.seen_sched_tick, p.seen_sched_ns = p.tick, s.now_ns
        elif p.seen_sched_ns + SLICE_NS <= s.now_ns:
            overdue = True
            preempt(s, p)
        if p.g is not None and p.g.status is SYSCALL:
            took |= _take_from_syscall(s, p, overdue=overdue)
    return took


def preempt(s: Sched, p: P) -> None:
    """Stop the goroutine that runs on a P: it goes to the tail of the global queue."""
    g, m = p.g, p.m
    if g is None or m is None or g.status is not RUNNING:
        return
    if g.until_ns and not g.wall:
        g.left_ns, g.until_ns = g.until_ns - s.now_ns, 0
    g.status = RUNNABLE
    p.g = None
    s.runq.append(g)
    if s.record:
        s.note(g, "preempted", p)
    s.p = p
    if s.idle:
        s.wake()
    m.event = s.at(s.now_ns, s.turn, m)


def _take_from_syscall(s: Sched, p: P, *, overdue: bool) -> bool:
    """Take a P from a system call seen at two looks, unless nobody needs it for now."""
    if not overdue and p.seen_syscall_tick != p.syscall_tick:
        p.seen_syscall_tick, p.seen_syscall_ns = p.syscall_tick, s.now_ns
        return False
    unneeded = not p.queued and (s.spinning or s.idle)
    if unneeded and p.seen_syscall_ns + SYSCALL_GRACE_NS > s.now_ns:
        return False
    g, m = p.g, p.m
    assert g is not None
    assert m is not None
    p.g = m.p = None
    if s.record:
        s.note(g, "loses its P", NO_P)
    hand_off(s, p)
    return True
