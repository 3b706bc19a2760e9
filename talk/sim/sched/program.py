"""Programs for the scheduler, written as Python generators.

    >>> def worker(go, numbers, squares):
    ...     while True:
    ...         n, ok = yield numbers.recv2()
    ...         if not ok:
    ...             return
    ...         yield go.log(f"got {n}")
    ...         yield squares.send(n * n)
    >>> def main(go):
    ...     numbers, squares = go.chan(), go.chan()
    ...     yield go(worker, numbers, squares, name="w")
    ...     for n in (2, 3):
    ...         yield numbers.send(n)
    ...         square = yield squares.recv()
    ...         yield go.log(f"{n} squared is {square}")
    >>> run_goroutines(main).events
    ('w:got 2', 'main:2 squared is 4', 'w:got 3', 'main:3 squared is 9')

Each operation is yielded, and the yield gives its result. Between two
yields nobody else runs.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import isgeneratorfunction
from typing import Any

from talk.sim.errors import require, require_int
from talk.sim.sched.chans import Case, Chan, NilChan, select
from talk.sim.sched.costs import Chance, Costs
from talk.sim.sched.entities import Body, G, Goexit, GoPanic
from talk.sim.sched.groups import Atomic, Cond, Var, WaitGroup
from talk.sim.sched.locks import Mutex, RWMutex
from talk.sim.sched.proc import boot, new_goroutine, run
from talk.sim.sched.state import MAX_DURATION_NS, Sched
from talk.sim.sched.timers import arm, sleep
from talk.sim.sched.trace import ScheduleTrace

MAX_PROCS = 1024
MAX_OPERATIONS = 2_000_000

# A goroutine's function: takes Go first, then its arguments; yields its operations.
Function = Callable[..., Body]


class Go:
    """What a simulated program can do; every goroutine's function gets it first.

    Times are nanoseconds, up to an hour. Yield what an operation returns:
    the yield gives the operation's result.
    """

    def __init__(self, s: Sched) -> None:
        self._s = s
        self.gomaxprocs = len(s.procs)

    def __call__(self, function: Function, *arguments: Any, name: str | None = None) -> Any:
        """`go function(arguments)`: start a goroutine; without a name it is called g and its number."""
        self._s.start(self._new(function, arguments, name))

    def after_func(self, delay_ns: int, function: Function, *arguments: Any, name: str | None = None) -> Any:
        """`time.AfterFunc`: start a goroutine after a delay."""
        arm(self._s, _duration("after_func", delay_ns), self._new(function, arguments, name), started=True)

    def _new(self, function: Function, arguments: tuple[Any, ...], name: str | None) -> G:
        body = _body(function, self, arguments)
        return new_goroutine(self._s, name or f"g{self._s.goids + 1}", body)

    def log(self, text: str) -> Any:
        """Write a line; takes no time and is no scheduling point."""
        self._s.log(text)

    def run(self, duration_ns: int) -> Any:
        """Compute for so much processor time; can be preempted meanwhile."""
        return self._s.compute(duration_ns)

    def run_until(self, when_ns: int) -> Any:
        """Keep busy until a time of the run's clock, or longer if preempted then."""
        return self._s.compute(when_ns - self._s.now_ns, wall=True)

    def gosched(self) -> Any:
        """`runtime.Gosched()`: go to the tail of the global queue."""
        return self._s.gosched()

    def sleep(self, duration_ns: int) -> Any:
        """`time.Sleep`; nothing or less returns at once."""
        return sleep(self._s, _duration("sleep", duration_ns))

    def syscall(self, duration_ns: int) -> Any:
        """A blocking system call; the network poller takes no part."""
        return self._s.syscall(duration_ns)

    def goexit(self) -> Any:
        """`runtime.Goexit()`: end this goroutine."""
        raise Goexit

    def panic(self, text: str) -> Any:
        """`panic(text)`: unless a caller catches `GoPanic`, the program ends."""
        raise GoPanic(text)

    def now_ns(self) -> int:
        """The run's clock; it needs no yield."""
        return self._s.now_ns

    def chan(self, capacity: int = 0, zero: Any = 0) -> Chan:
        """`make(chan T, capacity)`; `zero` is what a closed and drained one gives."""
        return Chan(self._s, capacity, zero)

    def nil_chan(self) -> Chan:
        """A channel that was never made."""
        return NilChan(self._s)

    def select(self, *cases: Case, default: bool = False) -> Any:
        """`select`, of `c.receiving()` and `c.sending(v)`: gives (index, value, ok); -1 is default."""
        return select(self._s, cases, default=default)

    def mutex(self) -> Mutex:
        return Mutex(self._s)

    def rwmutex(self) -> RWMutex:
        return RWMutex(self._s)

    def wait_group(self) -> WaitGroup:
        return WaitGroup(self._s)

    def cond(self, mutex: Mutex) -> Cond:
        return Cond(self._s, mutex)

    def atomic(self, value: int = 0) -> Atomic:
        return Atomic(value)

    def var(self, value: Any = 0) -> Var:
        return Var(value)


def run_goroutines(
    main: Function,
    *arguments: Any,
    procs: int = 1,
    seed: int = 0,
    costs: Costs | None = None,
    record: bool = True,
    until_ns: int | None = None,
    max_operations: int = MAX_OPERATIONS,
) -> ScheduleTrace:
    """What a program written as generators does on the scheduler.

    Args:
        main: a generator function; it gets a `Go`, then the arguments.
        arguments: handed on to main.
        procs: GOMAXPROCS, 1 to 1024.
        seed: from 0; chooses the cases of selects, and with several Ps the times of small steps.
        costs: what the scheduler's own steps take; by default nothing with one P, `Costs()` with several.
        record: whether the trace holds changes and times, or events and outcome alone.
        until_ns: when to stop a program that goes on, in nanoseconds.
        max_operations: after so many operations a run is refused rather than waited for.

    Returns: the log, the outcome, and if recorded all changes of state.
    Raises: ScenarioError with the value that is out of bounds, or with the
        name of a goroutine that did not yield an operation.
    Source: `runtime/proc.go`, `chan.go`, `select.go`, `sema.go`, `time.go`, `sync` of Go 1.27.3; with one
        P exact against the recordings, with several it holds their invariants.
    Omits: the collector, the network, signals, cgo, LockOSThread, what other
        programs do to the machine; every P is taken to have a processor of its own.
    """
    s = new_run(procs, seed, costs, record, max_operations)
    if until_ns is not None:
        require_int("until_ns", until_ns, 0, MAX_DURATION_NS)
        s.at(until_ns, _stop, None)
    return finish_run(s, _body(main, Go(s), arguments))


def new_run(procs: int, seed: int, costs: Costs | None, record: bool, max_operations: int) -> Sched:
    """The state before anything has run; the arguments of `run_goroutines`, checked."""
    require_int("procs", procs, 1, MAX_PROCS)
    require_int("seed", seed, 0)
    require_int("max_operations", max_operations, 1)
    if costs is None:
        costs = Costs.none() if procs == 1 else Costs()
    return Sched(procs, costs, Chance(seed), record=record, max_operations=max_operations)


def finish_run(s: Sched, main: Body) -> ScheduleTrace:
    """Run main to its end; what was recorded."""
    boot(s, main)
    outcome = run(s)
    return ScheduleTrace(
        events=tuple(s.events_out),
        outcome=outcome,
        end_ns=s.end_ns,
        operations=s.operations,
        procs=len(s.procs),
        threads=len(s.threads),
        log=tuple(s.log_lines),
        changes=tuple(s.changes),
        random=s.chance.used,
    )


def _body(function: Function, go: Go, arguments: tuple[Any, ...]) -> Body:
    require(
        isgeneratorfunction(function), f"goroutine function {function!r} is no generator: it yields nothing"
    )
    return function(go, *arguments)


def _stop(s: Sched, _nothing: None, _event: int) -> None:
    s.outcome, s.end_ns = "stopped", s.now_ns


def _duration(what: str, duration_ns: int) -> int:
    require(duration_ns <= MAX_DURATION_NS, f"{what} is {duration_ns} ns, more than {MAX_DURATION_NS}")
    return duration_ns
