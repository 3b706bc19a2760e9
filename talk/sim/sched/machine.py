"""Runs the code of a scenario: one generator a goroutine, on the scheduler's own objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from talk.sim.sched.chans import Case, Chan, NilChan, select
from talk.sim.sched.costs import Costs
from talk.sim.sched.entities import Body, Goexit
from talk.sim.sched.groups import Atomic, Cond, WaitGroup
from talk.sim.sched.language import read_scenario
from talk.sim.sched.locks import Mutex, RWMutex
from talk.sim.sched.proc import new_goroutine
from talk.sim.sched.program import MAX_OPERATIONS, finish_run, new_run
from talk.sim.sched.script import COMPARISONS, Instruction, Script, Text, Value
from talk.sim.sched.state import Sched
from talk.sim.sched.timers import arm, sleep
from talk.sim.sched.trace import ScheduleTrace
from talk.sim.sched.vm import (
    DO,
    JUMP,
    NEXT,
    RANGE,
    RETURN,
    SELECT,
    SET,
    STORE,
    STORE2,
    TEST,
    Frame,
    Linked,
    Step,
    comparison,
    duration_of,
    execute,
    new_frame,
    text_of,
    value_of,
)

MAKERS: dict[str, Callable[[Sched], Any]] = {
    "mutex": Mutex,
    "rwmutex": RWMutex,
    "waitgroup": WaitGroup,
    "counter": lambda _s: Atomic(),
}
METHODS = {
    "send": "send",
    "close": "close",
    "lock": "lock",
    "unlock": "unlock",
    "rlock": "rlock",
    "runlock": "runlock",
    "wlock": "lock",
    "wunlock": "unlock",
    "wgadd": "add",
    "wgdone": "done",
    "wgwait": "wait",
    "wait": "wait",
    "signal": "signal",
    "broadcast": "broadcast",
    "add": "add",
}


def run_schedule(
    scenario: object,
    *,
    seed: int = 0,
    costs: Costs | None = None,
    record: bool = True,
    max_operations: int = MAX_OPERATIONS,
) -> ScheduleTrace:
    """What a scenario does on the scheduler.

    Args:
        scenario: `gomaxprocs`, `procs` and maybe `conds` as JSON gives them, or a `Script`.
        seed: as for `run_goroutines`.
        costs: as for `run_goroutines`.
        record: as for `run_goroutines`.
        max_operations: as for `run_goroutines`.

    Returns: the log, the outcome, and if recorded all changes of state.
    Raises: ScenarioError with the place in the scenario and the value.
    Source: as `run_goroutines`.
    Omits: as `run_goroutines`; a shared variable can only be an atomic counter.

    >>> fan_out = {"gomaxprocs": 1, "procs": {
    ...     "main": [["for", "i", 4, [["go", "w", "g{i}"]]], ["yield"], ["log", "end"]],
    ...     "w": [["log", "run"]]}}
    >>> run_schedule(fan_out).events
    ('g3:run', 'g0:run', 'g1:run', 'g2:run', 'main:end')
    """
    script = scenario if isinstance(scenario, Script) else read_scenario(scenario)
    s = new_run(script.procs, seed, costs, record, max_operations)
    return finish_run(s, Machine(s, script).body("main", ()))


class Machine:
    """A script bound to the objects of one run."""

    def __init__(self, s: Sched, script: Script) -> None:
        self.s = s
        self.functions = script.functions
        self.things: dict[str, Any] = {}
        nil = NilChan(s)
        for name, what in script.things.items():
            if what == "chan":
                self.things[name] = nil
            elif what != "cond":
                self.things[name] = MAKERS[what](s)
        for name, mutex in script.conds.items():
            self.things[name] = Cond(s, self.things[mutex])
        self.linked: dict[str, list[Linked]] = {}

    def body(self, name: str, arguments: tuple[int, ...]) -> Body:
        """A goroutine that runs a function."""
        function = self.functions[name]
        if name not in self.linked:
            self.linked[name] = [self._link(each) for each in function.code]
        return execute(self.linked[name], new_frame(function, arguments))

    def _link(self, instruction: Instruction) -> Linked:
        link: Callable[[Instruction], Linked] | None = getattr(self, f"_{instruction.op}", None)
        if link is not None:
            return link(instruction)
        method, *values = instruction.arguments
        return DO, self._method(METHODS[instruction.op], method, values), None

    def _method(self, method: str, name: str, values: list[Value]) -> Step:
        """Call a method of a global thing, which may be made anew meanwhile if it is a channel."""
        things = self.things
        if isinstance(things[name], Chan):
            if not values:
                return lambda _frame: getattr(things[name], method)()
            return _sender(things, name, values[0])
        call = getattr(things[name], method)
        if not values:
            return lambda _frame: call()
        number, place = values[0].number, values[0].place
        if place is None:
            return lambda _frame: call(number)
        return lambda frame: call(frame[place])

    def _log(self, instruction: Instruction) -> Linked:
        log, text = self.s.log, text_of(instruction.arguments[0])
        return DO, lambda frame: log(text(frame)), None

    def _run(self, instruction: Instruction) -> Linked:
        s, time = self.s, duration_of(instruction.arguments[0], "run")
        return DO, lambda frame: s.compute(time(frame), wall=True), None

    def _sleep(self, instruction: Instruction) -> Linked:
        s, time = self.s, duration_of(instruction.arguments[0], "sleep")
        return DO, lambda frame: sleep(s, time(frame)), None

    def _syscall(self, instruction: Instruction) -> Linked:
        s, time = self.s, duration_of(instruction.arguments[0], "syscall")
        return DO, lambda frame: s.syscall(time(frame)), None

    def _yield(self, _instruction: Instruction) -> Linked:
        s = self.s
        return DO, lambda _frame: s.gosched(), None

    def _make(self, instruction: Instruction) -> Linked:
        name, capacity = instruction.arguments[0], value_of(instruction.arguments[1])
        things, s = self.things, self.s

        def make(frame: Frame) -> None:
            things[name] = Chan(s, capacity(frame))

        return DO, make, None

    def _recv(self, instruction: Instruction) -> Linked:
        name, *places = instruction.arguments
        things = self.things
        return STORE if places else DO, lambda _frame: things[name].recv(), places[0] if places else None

    def _recv2(self, instruction: Instruction) -> Linked:
        name, value, ok = instruction.arguments
        things = self.things
        return STORE2, lambda _frame: things[name].recv2(), (value, ok)

    def _range(self, instruction: Instruction) -> Linked:
        name, place = instruction.arguments
        things = self.things
        return RANGE, lambda _frame: things[name].recv2(), (place, instruction.targets[0])

    def _load(self, instruction: Instruction) -> Linked:
        name, place = instruction.arguments
        return STORE, lambda _frame, load=self.things[name].load: load(), place

    def _go(self, instruction: Instruction) -> Linked:
        started, s = self._starting(*instruction.arguments), self.s
        return DO, lambda frame: s.start(started(frame)), None

    def _afterfunc(self, instruction: Instruction) -> Linked:
        time = duration_of(instruction.arguments[0], "afterfunc")
        started, s = self._starting(*instruction.arguments[1:]), self.s
        return DO, lambda frame: arm(s, time(frame), started(frame), started=True), None

    def _starting(self, function: str, name: Text, values: tuple[Value, ...]) -> Callable[[Frame], Any]:
        called, arguments = text_of(name), [value_of(each) for each in values]

        def started(frame: Frame) -> Any:
            body = self.body(function, tuple(argument(frame) for argument in arguments))
            return new_goroutine(self.s, called(frame), body)

        return started

    def _select(self, instruction: Instruction) -> Linked:
        (given,) = instruction.arguments
        s = self.s
        cases = [self._case(*case) for case in given if case[0] != "default"]
        order = [number for number, case in enumerate(given) if case[0] != "default"]
        default = [number for number, case in enumerate(given) if case[0] == "default"]
        # By the index that select gives, the default last: the place for a value, and where to go on.
        exits = [
            (given[number][2] if given[number][0] == "recv" else None, instruction.targets[number])
            for number in [*order, *default]
        ]
        has_default = bool(default)
        return SELECT, lambda frame: select(s, [case(frame) for case in cases], default=has_default), exits

    def _case(self, kind: str, name: str, last: Any) -> Callable[[Frame], Case]:
        things = self.things
        if kind == "recv":
            return lambda _frame: things[name].receiving()
        value = value_of(last)
        return lambda frame: things[name].sending(value(frame))

    def _set(self, instruction: Instruction) -> Linked:
        place, value = instruction.arguments
        return SET, value_of(value), place

    def _next(self, instruction: Instruction) -> Linked:
        return NEXT, _nothing, (instruction.arguments[0], instruction.targets[0])

    def _test(self, instruction: Instruction) -> Linked:
        left, sign, right = instruction.arguments
        return TEST, comparison(left, COMPARISONS[sign], right), instruction.targets[0]

    def _jump(self, instruction: Instruction) -> Linked:
        return JUMP, _nothing, instruction.targets[0]

    def _exit(self, _instruction: Instruction) -> Linked:
        return DO, _goexit, None

    def _return(self, _instruction: Instruction) -> Linked:
        return RETURN, _nothing, None


def _sender(things: dict[str, Any], name: str, value: Value) -> Step:
    number, place = value.number, value.place
    if place is None:
        return lambda _frame: things[name].send(number)
    return lambda frame: things[name].send(frame[place])


def _nothing(_frame: Frame) -> None:
    """What a jump does besides jumping."""


def _goexit(_frame: Frame) -> None:
    raise Goexit
