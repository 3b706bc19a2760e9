"""The lost update: `n++` on two goroutines under a chosen interleaving, and what cures it.

`n++` is three steps: load, add, store. Two goroutines on two Ps take their
steps in the order asked for; between a load and its store the other one may
store, and that store is lost. Atomic, mutex and channel run on the same
scheduler: the order asked for bends to what they allow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal, NamedTuple

from talk.sim.errors import ScenarioError, require, require_int
from talk.sim.sched.chans import Chan
from talk.sim.sched.costs import Costs
from talk.sim.sched.entities import Body
from talk.sim.sched.groups import Atomic, Var, WaitGroup
from talk.sim.sched.locks import Mutex
from talk.sim.sched.program import Go, run_goroutines
from talk.sim.sched.trace import ScheduleTrace
from talk.sim.units import US

Cure = Literal["none", "atomic", "mutex", "channel"]
CURES: Final[tuple[Cure, ...]] = ("none", "atomic", "mutex", "channel")
# Both goroutines have their P by then, and each step has a slot of this length.
FIRST_SLOT_NS, SLOT_NS = 20 * US, 10 * US
STEPS_EACH = 2
MAX_STEPS = 200


class RaceStep(NamedTuple):
    """One step of a goroutine on the shared counter."""

    time_ns: int
    goroutine: str
    action: str
    """load, store, add (atomic), lock, unlock, send, or receive."""
    register: int
    """What the goroutine holds of n: what it loaded, or stores."""
    shared: int
    """n after the step."""


@dataclass(frozen=True, slots=True)
class RaceTrace:
    """Increments of one counter by two goroutines."""

    steps: tuple[RaceStep, ...]
    total: int
    """n at the end."""
    expected: int
    """How often n++ was executed."""
    schedule: ScheduleTrace
    """The run as the scheduler recorded it."""

    @property
    def lost(self) -> int:
        """Increments that are missing in the end."""
        return self.expected - self.total


def interleavings(increments: int = 1) -> Iterator[str]:
    """All orders in which two goroutines can take the loads and stores of their increments.

    Args:
        increments: of each goroutine, 1 to 5.

    Returns: texts of a and b, one letter a step.
    Raises: ScenarioError with the value that is out of bounds.
    Source: counting; there are C(4n, 2n) for n increments each.
    Omits: the addition, which touches no shared memory.

    >>> list(interleavings())
    ['aabb', 'abab', 'abba', 'baab', 'baba', 'bbaa']
    """
    require_int("increments", increments, 1, 5)
    steps = STEPS_EACH * increments
    for places in combinations(range(2 * steps), steps):
        yield "".join("a" if at in places else "b" for at in range(2 * steps))


def run_race(order: str = "abab", cure: Cure = "none") -> RaceTrace:
    """Two goroutines increment one counter, their loads and stores in the order asked for.

    Args:
        order: a letter a or b for each load or store, as many of one as of the other, an even
            number of each: `abab` lets both load before either stores.
        cure: none, atomic, mutex or channel: how the increments are protected. The k-th step of a
            goroutine is due at its letter; one that must wait for the other comes later.

    Returns: the steps in the order in which they happened, the sum and the scheduler's trace.
    Raises: ScenarioError with the value that is wrong.
    Source: the Go memory model (go.dev/ref/mem); `sync/atomic`, `internal/sync/mutex.go`, `runtime/chan.go`
        of Go 1.27.3.
    Omits: caches, reordering and what a compiler may do: a real race can end in other ways too.

    >>> run_race("abab").total, run_race("aabb").total
    (1, 2)
    >>> [run_race("abab", cure).lost for cure in ("atomic", "mutex", "channel")]
    [0, 0, 0]
    """
    increments = _check(order, cure)
    race = _Race(order, increments)
    schedule = run_goroutines(race.main, cure, procs=2, costs=Costs.none())
    if schedule.outcome != "ok":
        raise ScenarioError(f"the race ended with {schedule.outcome}")
    return RaceTrace(tuple(race.steps), race.total, 2 * increments, schedule)


def _check(order: object, cure: object) -> int:
    """The increments of each goroutine."""
    if not isinstance(order, str) or set(order) != {"a", "b"}:
        raise ScenarioError(f"order is {order!r}, not a text of a and b")
    steps = order.count("a")
    require(steps == order.count("b"), f"order is {order!r}, with more of one letter than of the other")
    require(steps % STEPS_EACH == 0, f"order is {order!r}: an increment has {STEPS_EACH} steps")
    require(2 * steps <= MAX_STEPS, f"order has {2 * steps} steps, more than {MAX_STEPS}")
    require(cure in CURES, f"cure is {cure!r} (there are {', '.join(CURES)})")
    return steps // STEPS_EACH


class _Race:
    """The program, and what its goroutines noted."""

    def __init__(self, order: str, increments: int) -> None:
        self.increments = increments
        self.slots_ns = {
            name: iter([FIRST_SLOT_NS + at * SLOT_NS for at, each in enumerate(order) if each == name])
            for name in "ab"
        }
        self.steps: list[RaceStep] = []
        self.total = 0

    def note(self, go: Go, name: str, action: str, register: int, shared: int) -> None:
        self.steps.append(RaceStep(go.now_ns(), name, action, register, shared))

    def main(self, go: Go, cure: Cure) -> Body:
        done, n = go.wait_group(), go.var()
        shared: Var | Atomic | Chan = n
        yield done.add(2)
        if cure == "channel":
            shared = go.chan()
            yield go(self.owner, shared, n, name="owner")
        elif cure == "atomic":
            shared = go.atomic()
        mutex = go.mutex() if cure == "mutex" else None
        for name in "ab":
            if isinstance(shared, Var):
                yield go(self.plain, name, shared, mutex, done, name=name)
            elif isinstance(shared, Atomic):
                yield go(self.atomic, name, shared, done, name=name)
            else:
                yield go(self.sender, name, shared, n, done, name=name)
        yield done.wait()
        self.total = shared.load() if isinstance(shared, Atomic) else n.load()

    def plain(self, go: Go, name: str, n: Var, mutex: Mutex | None, done: WaitGroup) -> Body:
        """`n++`, within a lock or without."""
        for _ in range(self.increments):
            yield go.run_until(next(self.slots_ns[name]))
            if mutex is not None:
                yield mutex.lock()
                self.note(go, name, "lock", 0, n.load())
            register = yield n.load()
            self.note(go, name, "load", register, n.load())
            yield go.run_until(next(self.slots_ns[name]))
            yield n.store(register + 1)
            self.note(go, name, "store", register + 1, n.load())
            if mutex is not None:
                self.note(go, name, "unlock", 0, n.load())
                yield mutex.unlock()
        yield done.done()

    def atomic(self, go: Go, name: str, n: Atomic, done: WaitGroup) -> Body:
        """`n.Add(1)`: one step, in the place of the load."""
        for _ in range(self.increments):
            yield go.run_until(next(self.slots_ns[name]))
            register = yield n.add(1)
            self.note(go, name, "add", register, n.load())
            yield go.run_until(next(self.slots_ns[name]))
        yield done.done()

    def sender(self, go: Go, name: str, c: Chan, n: Var, done: WaitGroup) -> Body:
        """`c <- 1` to the goroutine that owns n; it answers when n has been raised."""
        answer = go.chan()
        for _ in range(self.increments):
            yield go.run_until(next(self.slots_ns[name]))
            self.note(go, name, "send", 1, n.load())
            yield c.send(answer)
            register = yield answer.recv()
            self.note(go, name, "receive", register, n.load())
            yield go.run_until(next(self.slots_ns[name]))
        yield done.done()

    def owner(self, go: Go, c: Chan, n: Var) -> Body:
        """The only one that touches n."""
        for _ in range(2 * self.increments):
            answer = yield c.recv()
            register = yield n.load()
            yield n.store(register + 1)
            self.note(go, "owner", "store", register + 1, n.load())
            yield answer.send(register + 1)
