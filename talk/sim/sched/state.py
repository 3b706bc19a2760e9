"""The scheduler's state: the clock, the queues, who is idle; and the two steps that all else is made of.

`ready` makes a waiting goroutine runnable, `park` makes the running one wait.

Source: the `sched` struct in `runtime/runtime2.go`, ready and gopark in `runtime/proc.go` of Go 1.27.3.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from heapq import heappush
from math import gcd
from operator import length_hint
from typing import Any

from talk.sim.errors import ScenarioError, require
from talk.sim.sched.costs import Chance, Costs
from talk.sim.sched.entities import PARK, RUNNABLE, SYSCALL, WAITING, G, M, P, Then
from talk.sim.sched.runq import put, put_next
from talk.sim.sched.trace import Change, LogLine
from talk.sim.units import US, S

# How long sysmon sleeps between two looks at first.
SYSMON_DELAY_NS = 20 * US

# No step may take longer: an hour.
MAX_DURATION_NS = 3600 * S

# What an event does: it gets the state, its argument, and its own number.
Act = Callable[["Sched", Any, int], None]
Event = tuple[int, int, Act, Any]


class Sched:
    """Everything that the scheduler knows at one instant."""

    def __init__(
        self, procs: int, costs: Costs, chance: Chance, *, record: bool, max_operations: int
    ) -> None:
        self.now_ns = 0
        self.end_ns = 0
        """When the last thread stopped or the program ended."""
        self.events: list[Event] = []
        self.event_count = 0
        self.costs = costs
        self.chance = chance
        self.timed = procs > 1 or costs.any
        """Whether another thread may come in between two operations of a goroutine."""
        self.procs = [P(number) for number in range(procs)]
        self.steal_steps = [step for step in range(1, procs + 1) if gcd(step, procs) == 1]
        """Walks over the Ps with one of these steps meet each P once."""
        self.idle: list[P] = self.procs[::-1]
        """Idle Ps; the last one released is taken first."""
        self.runq: deque[G] = deque()
        """The global run queue."""
        self.threads: list[M] = []
        self.idle_threads: list[M] = []
        self.spinning = 0
        """How many threads look for work."""
        self.poller: M | None = None
        """The thread that sleeps until the next timer."""
        self.poll_until_ns = 0
        self.sysmon_asleep = True
        self.sysmon_idle = 0
        self.sysmon_delay_ns = SYSMON_DELAY_NS
        self.g: G = None  # type: ignore[assignment] # set before any goroutine runs
        self.p: P = None  # type: ignore[assignment] # the same
        self.alive = 0
        """How many goroutines there are, with those that a timer is to start."""
        self.goids = 0
        self.main: G | None = None
        self.outcome: str | None = None
        self.events_out: list[str] = []
        self.log_lines: list[LogLine] = []
        self.record = record
        self.changes: list[Change] = []
        self.max_operations = max_operations
        self.steps = iter(range(max_operations))
        """One for each operation that may still be made."""
        self.turn: Act
        """What a thread does when its event comes. Set by the layer that runs goroutines."""
        self.look: Act
        """What sysmon does when its event comes. Set by its layer."""
        self.wake: Callable[[], None]
        """wakep: start one more thread if there may be work for it. Set by the layer that knows threads."""

    @property
    def operations(self) -> int:
        """How many operations the goroutines have made."""
        return self.max_operations - length_hint(self.steps)

    def at(self, when_ns: int, act: Act, arg: Any) -> int:
        """Let something happen at a time; events of one time happen in the order in which they were made."""
        self.event_count += 1
        heappush(self.events, (when_ns, self.event_count, act, arg))
        return self.event_count

    def cost(self, mean_ns: float) -> int:
        """How long a step takes this time."""
        return self.chance.around(mean_ns, self.costs.spread)

    def acquire(self, m: M, p: P) -> None:
        """Give a P to a thread; sysmon, which sleeps while all are idle, looks soon after."""
        m.p, p.m, p.idle = p, m, False
        if self.sysmon_asleep:
            self.sysmon_asleep = False
            self.at(self.now_ns + SYSMON_DELAY_NS, self.look, None)

    def ready(self, g: G) -> None:
        """Make a goroutine that waits runnable: it takes runnext of the P that this happens on."""
        if g.status is not WAITING:
            raise ScenarioError(
                f"goroutine {g.name!r} is woken but does not wait: was an operation not yielded?"
            )
        g.status = RUNNABLE
        p = self.p
        kicked, p.runnext = p.runnext, g
        if kicked is not None:
            put(p, self.runq, kicked)
        if self.record:
            self.note(g, "ready")
        if self.idle:
            self.wake()

    def park(self, why: str, then: Then | None = None) -> Any:
        """Make the running goroutine wait; `then` is the rest of its operation."""
        g, p = self.g, self.p
        if p.g is not g:
            raise ScenarioError(f"goroutine {g.name!r} waits for two things: was an operation not yielded?")
        g.status = WAITING
        g.then = then
        p.g = None
        if self.record:
            self.note(g, why)
        return PARK

    def compute(self, duration_ns: int, *, wall: bool = False, then: Then | None = None) -> Any:
        """Keep the running goroutine's P busy; it can be preempted meanwhile.

        The duration is processor time, or with `wall` time of the clock.
        """
        if then is None:
            until_ns = self.now_ns + duration_ns
            if duration_ns <= 0:
                return None
            if self.events and until_ns < self.events[0][0] and self.p.g is self.g:
                # Nothing happens until then that could come in between.
                self.now_ns = until_ns
                return None
        g = self._busy("run", duration_ns)
        g.then, g.wall = then, wall
        g.until_ns = self.now_ns + duration_ns if wall else 0
        return PARK

    def syscall(self, duration_ns: int) -> Any:
        """Block the running goroutine's thread; its P is only loosely held meanwhile."""
        if duration_ns <= 0:
            return None
        self._busy("system call", duration_ns).status = SYSCALL
        return PARK

    def afterwards(self, then: Then) -> Any:
        """Let the operation in which the running goroutine has just stopped go on with this."""
        first = self.g.then
        self.g.then = then if first is None else partial(self._both, first, then)
        return PARK

    def _both(self, first: Then, second: Then) -> Any:
        return self.afterwards(second) if first() is PARK else second()

    def start(self, g: G) -> None:
        """What `go f()` does: a new goroutine takes runnext."""
        put_next(self.p, self.runq, g)
        if self.record:
            self.note(g, "started")
        if self.idle:
            self.wake()

    def gosched(self, why: str = "yield") -> Any:
        """Put the running goroutine at the tail of the global queue."""
        g = self._stop()
        self.runq.append(g)
        if self.record:
            self.note(g, why)
        if self.idle:
            self.wake()
        return PARK

    def goyield(self) -> Any:
        """Put the running goroutine at the tail of its P's ring: after a direct hand-over."""
        g = self._stop()
        put(self.p, self.runq, g)
        if self.record:
            self.note(g, "hands over")
        return PARK

    def _stop(self) -> G:
        g, p = self.g, self.p
        if p.g is not g:
            raise ScenarioError(f"goroutine {g.name!r} waits, yet goes on: was an operation not yielded?")
        g.status = RUNNABLE
        p.g = None
        return g

    def _busy(self, what: str, duration_ns: int) -> G:
        g = self.g
        if self.p.g is not g or g.left_ns:
            raise ScenarioError(f"goroutine {g.name!r} waits, yet goes on: was an operation not yielded?")
        require(duration_ns <= MAX_DURATION_NS, f"{what} is {duration_ns} ns, more than {MAX_DURATION_NS}")
        g.left_ns = duration_ns
        return g

    def log(self, text: str) -> None:
        """One line of the running goroutine; takes no time and is no scheduling point."""
        name = self.g.name
        self.events_out.append(f"{name}:{text}")
        if self.record:
            self.log_lines.append(LogLine(self.now_ns, self.operations, self.g.goid, name, text))

    def note(self, g: G, why: str, p: P | None = None) -> None:
        """Record what has become of a goroutine, on this P, and how long the queues are now."""
        p = p or self.p
        thread = p.m.id if p.m is not None else -1
        queued = (len(self.runq), *(each.queued for each in self.procs))
        self.changes.append(
            Change(self.now_ns, self.operations, g.goid, g.name, g.status, why, p.id, thread, queued)
        )
