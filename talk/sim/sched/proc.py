"""Running goroutines: which one is next, what it does, how long that takes.

Source: schedule, findRunnable, execute, goexit0, checkdead in `runtime/proc.go` of Go 1.27.3.
Omits: the collector and its workers, tracing, the network, cgo, LockOSThread, wasm.
"""

from __future__ import annotations

from heapq import heappop
from typing import Any

from talk.sim.errors import ScenarioError
from talk.sim.sched.entities import DEAD, PARK, RUNNING, SYSCALL, Body, G, Goexit, GoPanic, M, P
from talk.sim.sched.runq import GLOBAL_TICK, take_batch
from talk.sim.sched.state import Sched
from talk.sim.sched.sysmon import look
from talk.sim.sched.threads import exit_syscall, reset_spinning, rest, search, start_thread, wakep
from talk.sim.sched.timers import run_expired

NO_GOROUTINES = "no goroutines (main called runtime.Goexit) - deadlock!"
# What the recorded programs arrange: main's first time slice is the first after a multiple of 61.
FIRST_TICK = 1
# More at once are refused.
MAX_GOROUTINES = 100_000
# With several Ps the runtime's own goroutines have brought up some threads before main begins.
THREADS_AT_START = 4


def new_goroutine(s: Sched, name: str, body: Body) -> G:
    """A goroutine that is not queued anywhere yet."""
    s.goids += 1
    s.alive += 1
    if s.alive > MAX_GOROUTINES:
        raise ScenarioError(f"the run has more than {MAX_GOROUTINES} goroutines at once")
    return G(s.goids, name, body)


def boot(s: Sched, main: Body) -> None:
    """Start with main alone, running on the first P with a fresh time slice, all queues empty."""
    s.turn, s.look = turn, look
    s.wake = lambda: wakep(s)
    s.p = p = s.idle.pop()
    s.g = s.main = g = new_goroutine(s, "main", main)
    start_thread(s, p, spinning=False)
    (m,) = s.threads
    m.event = s.at(0, turn, m)
    for _ in range(min(len(s.procs), THREADS_AT_START) - 1):
        s.threads.append(M(len(s.threads)))
        s.idle_threads.append(s.threads[-1])
    p.tick = FIRST_TICK
    _execute(s, p, g)


def run(s: Sched) -> str:
    """Let everything happen that must; how it ended."""
    events = s.events
    while events and s.outcome is None:
        s.now_ns, number, act, argument = heappop(events)
        act(s, argument, number)
    if s.outcome is None:
        s.outcome = f"fatal error: {NO_GOROUTINES}" if not s.alive else "deadlock"
    return s.outcome


def turn(s: Sched, m: M, event: int) -> None:
    """A thread runs goroutines until it has none, or must let time pass and others come first."""
    if event != m.event:
        return
    while s.outcome is None:
        p = m.p
        if p is None:
            return
        s.p = p
        g = p.g
        if g is None:
            if not _schedule(s, m, p):
                return
        elif g.left_ns:
            if not _let_time_pass(s, m, g):
                return
        elif not _run(s, m, p, g):
            return


def _schedule(s: Sched, m: M, p: P) -> bool:
    """Give the P its next goroutine; False if the thread must wait for an event first."""
    if m.search is not None:
        return _go_on_searching(s, m)
    if p.timers and p.timers[0][0] <= s.now_ns:
        run_expired(s, p)
    g = _pick(s, p)
    if g is None:
        if len(s.procs) == 1:
            rest(s, m, p)
            return False
        m.search = search(s, m)
        return _go_on_searching(s, m)
    if m.spinning:
        reset_spinning(s, m)
    _execute(s, p, g)
    return not s.timed or _spend(s, m, s.cost(s.costs.switch_ns))


def _pick(s: Sched, p: P) -> G | None:
    """Take who is next: from the global queue on every 61st tick, then runnext, the ring, the global queue.

    What comes from runnext inherits the time slice: the tick does not advance.
    """
    if s.runq and p.tick % GLOBAL_TICK == 0:
        g = s.runq.popleft()
    elif p.runnext is not None:
        g, p.runnext = p.runnext, None
        return g
    elif p.ring:
        g = p.ring.popleft()
    elif s.runq:
        g = take_batch(p, s.runq, len(s.procs))
    else:
        return None
    p.tick += 1
    return g


def _go_on_searching(s: Sched, m: M) -> bool:
    """Walk on over the other Ps; False if that takes time or nothing was found."""
    assert m.search is not None
    try:
        while _spend(s, m, next(m.search)):
            pass
        return False
    except StopIteration as found:
        m.search = None
        g: G | None = found.value
    if g is None:
        return False
    assert m.p is not None
    s.p = m.p
    m.p.tick += 1
    if m.spinning:
        reset_spinning(s, m)
    _execute(s, m.p, g)
    return True


def _execute(s: Sched, p: P, g: G) -> None:
    p.g = g
    g.status = RUNNING
    if s.record:
        s.note(g, "running")


def _spend(s: Sched, m: M, duration_ns: int) -> bool:
    """Let time pass on a thread; False if something else happens until then: its event is set."""
    until_ns = s.now_ns + duration_ns
    if s.events and s.events[0][0] <= until_ns:
        m.event = s.at(until_ns, turn, m)
        return False
    s.now_ns = until_ns
    return True


def _let_time_pass(s: Sched, m: M, g: G) -> bool:
    """The goroutine computes, or is in a system call; False if other things happen until its end."""
    if g.status is SYSCALL:
        m.g, m.old_p = g, m.p
        m.event = s.at(s.now_ns + g.left_ns, exit_syscall, m)
        if s.record:
            s.note(g, "system call")
        return False
    g.until_ns = g.until_ns or s.now_ns + g.left_ns
    if g.until_ns > s.now_ns and not _spend(s, m, g.until_ns - s.now_ns):
        return False
    g.left_ns = g.until_ns = 0
    return True


def _run(s: Sched, m: M, p: P, g: G) -> bool:
    """Let a goroutine make operations until it stops; False if another thread comes first."""
    s.g = g
    try:
        token = g.value if g.then is None else _finish_operation(g)
        if token is PARK:
            return True
        g.value = None
        if s.timed:
            return _timed_operations(s, m, g, token)
        _operations(s, p, g, token)
    except (StopIteration, Goexit) as end:
        _finish(s, s.g, returned=isinstance(end, StopIteration))
    except GoPanic as panic:
        s.outcome, s.end_ns = panic.outcome, s.now_ns
    return True


def _finish_operation(g: G) -> Any:
    """Run the rest of the operation that the goroutine stopped in; a panic there is its own."""
    then, g.then = g.then, None
    assert then is not None
    try:
        return then()
    except GoPanic as panic:
        return g.throw(panic)


def _operations(s: Sched, p: P, g: G, token: Any) -> None:
    """What a goroutine and those after it do while time stands still."""
    send = g.send
    short_cut = len(s.procs) == 1 and not s.record
    for _ in s.steps:
        token = send(token)
        if token is PARK:
            if not short_cut:
                return
            after = p.runnext
            if after is not None and after.then is None and p.g is None and not (s.runq or p.timers):
                # It stopped, and the one that it has made ready follows: most switches are of this kind.
                p.runnext = None
                s.g = p.g = after
                after.status = RUNNING
                send, token, after.value = after.send, after.value, None
                continue
            token = _switch(s, p)
            if token is PARK:
                return
            send = s.g.send
    raise _too_long(s)


def _switch(s: Sched, p: P) -> Any:
    """What the next goroutine goes on with; PARK if there is none, or timers or computing come first."""
    while p.g is None and not p.timers:
        g = _pick(s, p)
        if g is None:
            return PARK
        s.g = p.g = g
        g.status = RUNNING
        if g.left_ns:
            return PARK
        token = g.value if g.then is None else _finish_operation(g)
        if token is not PARK:
            g.value = None
            return token
    return PARK


def _timed_operations(s: Sched, m: M, g: G, token: Any) -> bool:
    """The operations of a goroutine until it stops; False if another thread comes between two of them."""
    send, op_ns = g.send, s.costs.op_ns
    for _ in s.steps:
        token = send(token)
        if token is PARK:
            return True
        if not _spend(s, m, s.cost(op_ns)):
            g.value = token
            return False
    raise _too_long(s)


def _too_long(s: Sched) -> ScenarioError:
    return ScenarioError(f"the run needs more than {s.max_operations} operations")


def _finish(s: Sched, g: G, *, returned: bool) -> None:
    """A goroutine has ended; if main returned, so has the program."""
    g.status = DEAD
    s.alive -= 1
    if s.p.g is not g:
        raise ScenarioError(f"goroutine {g.name!r} ends but still waits: was an operation not yielded?")
    s.p.g = None
    if s.record:
        s.note(g, "returned" if returned else "Goexit")
    if g is s.main and returned:
        s.outcome, s.end_ns = "ok", s.now_ns
