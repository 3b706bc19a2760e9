"""The scenario language: a program as JSON, checked as a whole before anything runs.

A scenario names its goroutine functions under `procs`, each a list of
operations such as `["send", "c", 1]`; `docs/simulator.md` lists them. Reading
one gives a `Script`: flat code for each function, with jumps for loops and
branches, names resolved to places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from talk.sim.errors import ScenarioError, require, require_int
from talk.sim.sched.program import MAX_PROCS
from talk.sim.sched.script import COMPARISONS, Function, Instruction, Script, Text, Value

# Values and texts beyond these are mistakes.
MAX_VALUE = (1 << 63) - 1
MAX_DEPTH = 50
NAME = re.compile(r"[A-Za-z_]\w*")
PLACE = re.compile(r"\{(\w+)\}")

# What each operation takes: kinds of its arguments; a ? marks those that may be missing.
SIMPLE: dict[str, tuple[str, ...]] = {
    "log": ("text",),
    "run": ("value",),
    "yield": (),
    "sleep": ("value",),
    "syscall": ("value",),
    "make": ("chan", "value"),
    "send": ("chan", "value"),
    "recv": ("chan", "variable?"),
    "recv2": ("chan", "variable", "variable"),
    "close": ("chan",),
    "lock": ("mutex",),
    "unlock": ("mutex",),
    "rlock": ("rwmutex",),
    "runlock": ("rwmutex",),
    "wlock": ("rwmutex",),
    "wunlock": ("rwmutex",),
    "wgadd": ("waitgroup", "value"),
    "wgdone": ("waitgroup",),
    "wgwait": ("waitgroup",),
    "wait": ("cond",),
    "signal": ("cond",),
    "broadcast": ("cond",),
    "add": ("counter", "value"),
    "load": ("counter", "variable"),
    "exit": (),
    "return": (),
}
NESTED = ("go", "afterfunc", "for", "if", "range", "select")


def read_scenario(scenario: object) -> Script:
    """The scenario, checked and resolved.

    Args:
        scenario: `gomaxprocs`, `procs` and maybe `conds`, as JSON gives them; other fields are ignored.

    Returns: what `run_schedule` runs.
    Raises: ScenarioError with the place and the value that is wrong.
    """
    given = _mapping("the scenario", scenario)
    require_int("gomaxprocs", given.get("gomaxprocs"), 1, MAX_PROCS)
    procs = _mapping("procs", given.get("procs"))
    require("main" in procs, "procs has no main")
    conds = _mapping("conds", given.get("conds", {}))
    names = _Names({name: _params(name, proc) for name, proc in procs.items()}, conds)
    functions = {name: _Compiler(names, name).function(_body(name, proc)) for name, proc in procs.items()}
    require(not names.params["main"], "procs main: it takes no parameters")
    return Script(given["gomaxprocs"], functions, names.things, conds)


def _mapping(what: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ScenarioError(f"{what} is {_short(value)}, not an object")
    return value


def _params(name: str, proc: object) -> tuple[str, ...]:
    given = proc.get("params", []) if isinstance(proc, dict) else []
    if not isinstance(given, list):
        raise ScenarioError(f"procs {name}: params is {_short(given)}, not a list")
    for each in given:
        _name(f"procs {name}: parameter", each)
    require(len(set(given)) == len(given), f"procs {name}: params is {_short(given)}, with a name twice")
    return tuple(given)


def _body(name: str, proc: object) -> Any:
    body = proc.get("body") if isinstance(proc, dict) else proc
    if not isinstance(body, list):
        raise ScenarioError(f"procs {name}: its body is {_short(body)}, not a list")
    return body


def _name(what: str, value: object) -> str:
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise ScenarioError(f"{what} is {_short(value)}, not a name")
    return value


class _Names:
    """The names that all functions share: each means one thing."""

    def __init__(self, params: Mapping[str, tuple[str, ...]], conds: Mapping[str, Any]) -> None:
        self.params = params
        self.things: dict[str, str] = {}
        for cond, mutex in conds.items():
            self.declare("conds", _name("conds: mutex", mutex), "mutex")
            self.declare("conds", _name("conds: condition", cond), "cond")

    def declare(self, where: str, name: str, what: str) -> None:
        old = self.things.setdefault(name, what)
        require(old == what, f"{where}: {name!r} is both a {old} and a {what}")


@dataclass(slots=True)
class _Compiler:
    """Makes flat code of one function's operations."""

    names: _Names
    name: str
    code: list[Instruction] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    where: str = ""

    def function(self, body: Sequence[object]) -> Function:
        params = self.names.params[self.name]
        self.places = {each: place for place, each in enumerate(params)}
        self._block(body, f"procs {self.name}", 0)
        return Function(self.name, len(params), len(self.places), tuple(self.code))

    def _block(self, ops: object, where: str, depth: int) -> None:
        require(depth <= MAX_DEPTH, f"{where}: more than {MAX_DEPTH} blocks within each other")
        if not isinstance(ops, list):
            raise ScenarioError(f"{where}: {_short(ops)} is not a list of operations")
        for number, op in enumerate(ops, start=1):
            self._operation(op, f"{where}, operation {number}", depth)

    def _operation(self, op: object, where: str, depth: int) -> None:
        self.where = where
        if not isinstance(op, list) or not op or not isinstance(op[0], str):
            raise ScenarioError(f"{where} is {_short(op)}, not [name, ...]")
        name, arguments = op[0], op[1:]
        if name in SIMPLE:
            self._emit(name, *self._arguments(name, arguments))
        elif name in NESTED:
            nested: Callable[[list[Any], int], None] = getattr(self, f"_{name}")
            nested(arguments, depth)
        else:
            known = ", ".join([*SIMPLE, *NESTED])
            raise ScenarioError(f"{where}: there is no operation {_short(name)} (there are {known})")

    def _emit(self, op: str, *arguments: Any, targets: tuple[int, ...] = ()) -> int:
        self.code.append(Instruction(op, arguments, targets))
        return len(self.code) - 1

    def _aim(self, at: int, *targets: int) -> None:
        old = self.code[at]
        self.code[at] = Instruction(old.op, old.arguments, targets)

    def _arguments(self, op: str, given: list[Any]) -> list[Any]:
        kinds = SIMPLE[op]
        least = sum(not kind.endswith("?") for kind in kinds)
        self._count(op, given, least, len(kinds))
        return [self._argument(kind.rstrip("?"), value) for kind, value in zip(kinds, given, strict=False)]

    def _count(self, op: str, given: list[Any], least: int, most: int | None = None) -> None:
        most = least if most is None else most
        wanted = f"{least}" if least == most else f"{least} to {most}"
        require(least <= len(given) <= most, f"{self.where}: {op} takes {wanted} arguments, not {len(given)}")

    def _argument(self, kind: str, value: object) -> Any:
        if kind == "text":
            return self._text(value)
        if kind == "value":
            return self._value(value)
        name = _name(f"{self.where}: {kind}", value)
        if kind == "variable":
            return self._place(name)
        if kind == "cond":
            require(name in self.names.things, f"{self.where}: condition {name!r} is not in conds")
        self.names.declare(self.where, name, kind)
        return name

    def _place(self, name: str) -> int:
        return self.places.setdefault(name, len(self.places))

    def _value(self, value: object) -> Value:
        if isinstance(value, str):
            return Value(place=self._place(_name(f"{self.where}: value", value)))
        require_int(f"{self.where}: value", value, -MAX_VALUE, MAX_VALUE)
        assert isinstance(value, int)
        return Value(value)

    def _text(self, text: object) -> Text:
        if not isinstance(text, str):
            raise ScenarioError(f"{self.where}: text is {_short(text)}, not a text")
        pieces = PLACE.split(text)
        return tuple(self._place(each) if i % 2 else each for i, each in enumerate(pieces) if i % 2 or each)

    def _started(self, given: list[Any]) -> tuple[Any, ...]:
        """A function, the goroutine's name and the arguments."""
        function, name, *arguments = given
        if not isinstance(function, str) or function not in self.names.params:
            raise ScenarioError(f"{self.where}: there is no proc {_short(function)}")
        wanted = len(self.names.params[function])
        require(
            len(arguments) == wanted,
            f"{self.where}: {function} takes {wanted} parameters, not {len(arguments)}",
        )
        return function, self._text(name), tuple(self._value(each) for each in arguments)

    def _go(self, given: list[Any], _depth: int) -> None:
        require(len(given) >= 2, f"{self.where}: go takes a proc, a name and its arguments")
        self._emit("go", *self._started(given))

    def _afterfunc(self, given: list[Any], _depth: int) -> None:
        require(len(given) >= 3, f"{self.where}: afterfunc takes a time, a proc, a name and its arguments")
        self._emit("afterfunc", self._value(given[0]), *self._started(given[1:]))

    def _for(self, given: list[Any], depth: int) -> None:
        self._count("for", given, 3)
        where, place, end = self.where, self._argument("variable", given[0]), self._value(given[1])
        self._emit("set", place, Value(0))
        top = self._emit("test", Value(place=place), "<", end)
        self._block(given[2], f"{where} (for)", depth + 1)
        self._emit("next", place, targets=(top,))
        self._aim(top, len(self.code))

    def _if(self, given: list[Any], depth: int) -> None:
        self._count("if", given, 4, 5)
        where, sign, known = self.where, given[1], " ".join(COMPARISONS)
        if not isinstance(sign, str) or sign not in COMPARISONS:
            raise ScenarioError(f"{where}: {_short(sign)} does not compare (there are {known})")
        test = self._emit("test", self._value(given[0]), sign, self._value(given[2]))
        self._block(given[3], f"{where} (if)", depth + 1)
        if len(given) == 5:
            jump = self._emit("jump")
            self._aim(test, len(self.code))
            self._block(given[4], f"{where} (else)", depth + 1)
            self._aim(jump, len(self.code))
        else:
            self._aim(test, len(self.code))

    def _range(self, given: list[Any], depth: int) -> None:
        self._count("range", given, 3)
        where = self.where
        top = self._emit("range", self._argument("chan", given[0]), self._argument("variable", given[1]))
        self._block(given[2], f"{where} (range)", depth + 1)
        self._emit("jump", targets=(top,))
        self._aim(top, len(self.code))

    def _select(self, given: list[Any], depth: int) -> None:
        self._count("select", given, 1)
        where = self.where
        if not isinstance(given[0], list):
            raise ScenarioError(f"{where}: cases is {_short(given[0])}, not a list")
        cases = [self._case(case) for case in given[0]]
        require(sum(case[0] == "default" for case in cases) <= 1, f"{where}: default stands there twice")
        at = self._emit("select", tuple(cases))
        starts, jumps = [], []
        for number, case in enumerate(given[0], start=1):
            starts.append(len(self.code))
            self._block(case[-1], f"{where} (case {number})", depth + 1)
            jumps.append(self._emit("jump"))
        self._aim(at, *starts)
        for jump in jumps:
            self._aim(jump, len(self.code))

    def _case(self, case: object) -> tuple[Any, ...]:
        lengths = {"recv": 4, "send": 4, "default": 2}
        if not isinstance(case, list) or not case or not isinstance(case[0], str):
            raise ScenarioError(f"{self.where}: case {_short(case)} is not [name, ...]")
        require(
            len(case) == lengths.get(case[0]),
            f"{self.where}: case {_short(case)} is no recv, send or default with its operations",
        )
        if case[0] == "default":
            return ("default",)
        last = self._argument("variable" if case[0] == "recv" else "value", case[2])
        return case[0], self._argument("chan", case[1]), last


def _short(value: object) -> str:
    """The value as it is written, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
