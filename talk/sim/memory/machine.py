"""Runs a small Go program on bytes, one statement at a time.

Source: the Go specification (Go 1.27); frames and moves as in `runtime/stack.go` of Go 1.27.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from talk.sim.errors import ScenarioError, require
from talk.sim.memory.builtin import BUILTINS, Evaluator
from talk.sim.memory.calls import Activation, Calls
from talk.sim.memory.frames import FrameLayout, declared_types
from talk.sim.memory.syntax import (
    Assign,
    Binary,
    Call,
    Declare,
    Expression,
    Function,
    Name,
    Return,
    Run,
    Select,
    Statement,
)
from talk.sim.memory.trace import Event
from talk.sim.memory.types import Pointer, Type
from talk.sim.memory.values import Datum, Operand, Place, word
from talk.sim.stack import Move

MAX_CALLS = 50
MAX_STEPS = 2000


@dataclass(slots=True)
class Machine:
    """The state of a run; `watch` is called after every step with what happened."""

    calls: Calls
    functions: dict[str, FrameLayout]
    watch: Callable[[Event, int, list[Move]], None] = lambda _event, _line, _moves: None
    printed: list[str] = field(default_factory=list)
    steps: int = 0

    @property
    def frame(self) -> Activation:
        """The innermost call."""
        return self.calls.frames[-1]

    def call(self, name: str, arguments: list[Datum]) -> Datum | None:
        """Enter a function, run it and return; its result."""
        require(len(self.calls.frames) < MAX_CALLS, f"more than {MAX_CALLS} calls: no recursion ends here")
        layout = self.functions[name]
        moves = self.calls.enter(layout, arguments)
        self._step("call", layout.function.line, moves)
        for statement in layout.function.body:
            self.frame.line = statement.line
            if isinstance(statement, Return):
                with _at(statement.line):
                    result = self._result(statement)
                return self._leave(statement.line, result)
            with _at(statement.line):
                self._run(statement)
            self._step("statement", statement.line, [])
        require(layout.function.result is None, f"line {layout.function.end_line}: a return is missing")
        return self._leave(layout.function.end_line, None)

    def _result(self, statement: Return) -> Datum | None:
        type_ = self.frame.layout.function.result
        if type_ is None or statement.value is None:
            has = "nothing" if type_ is None else type_
            require(type_ is None and statement.value is None, f"the function returns {has}")
            return None
        return self.evaluator.typed(self._value(statement.value, type_), type_)

    def _leave(self, line: int, result: Datum | None) -> Datum | None:
        """Return; for the moment only a register holds the result."""
        self.calls.leave()
        self.calls.carried = result
        self._step("return", line, [])
        self.calls.carried = None
        return result

    def _step(self, event: Event, line: int, moves: list[Move]) -> None:
        self.steps += 1
        require(self.steps <= MAX_STEPS, f"more than {MAX_STEPS} steps")
        with _at(line):
            self.watch(event, line, moves)

    def _run(self, statement: Statement) -> None:
        match statement:
            case Declare():
                self._run_declare(statement)
            case Assign():
                self._run_assign(statement)
            case Run(_, call):
                self._run_call(call)

    def _run_declare(self, statement: Declare) -> None:
        types = declared_types(statement, self.frame.layout.scope)
        values: list[Operand] = [
            self._value(value, type_) for value, type_ in zip(statement.values, types, strict=False)
        ]
        for number, (name, type_) in enumerate(zip(statement.names, types, strict=True)):
            size_bytes = self.calls.types.shape(type_).size_bytes
            datum = self.evaluator.typed(values[number], type_) if values else Datum(type_, bytes(size_bytes))
            if name != "_":
                self.calls.declare(name, datum.raw)

    def _run_assign(self, statement: Assign) -> None:
        if statement.op:
            (target,), (operand,) = statement.places, statement.values
            value = self._value(Binary(statement.op, target, operand), None)
            self._write(self.evaluator.place(target), value)
            return
        scope = self.frame.layout.scope
        types = [None if each == Name("_") else scope.type_of(each) for each in statement.places]
        values = [self._value(value, type_) for value, type_ in zip(statement.values, types, strict=True)]
        # All values and places are evaluated before the first is changed.
        places = [None if each == Name("_") else self.evaluator.place(each) for each in statement.places]
        for place, value in zip(places, values, strict=True):
            self._write(place, value)

    def _write(self, place: Place | None, value: Operand) -> None:
        if place is not None:
            self.calls.storage.write(place.address, self.evaluator.typed(value, place.type).raw)

    def _run_call(self, call: Call) -> None:
        match call.function:
            case Name("println" | "print"):
                shown = (self.evaluator.shown(self._value(each, None)) for each in call.arguments)
                self.printed.append(" ".join(shown))
            case Select(Name("runtime"), "GC"):
                self.calls.collect()
            case Name("copy"):
                self.evaluator.value(call)
            case _:
                function = self._function(call)
                if function is None:
                    raise ScenarioError("the value is not used")
                self.call(function.name, self._arguments(call, function))

    def _function(self, expression: Expression) -> Function | None:
        """The function that an expression calls, if it is a call of one of the program's own."""
        if not isinstance(expression, Call):
            return None
        scope = self.frame.layout.scope
        builtin = isinstance(expression.function, Name) and expression.function.name in BUILTINS
        if builtin or scope.conversion(expression.function) is not None:
            return None
        return scope.function(expression.function)

    def _value(self, expression: Expression, type_: Type | None) -> Operand:
        """The value of a whole expression, which alone may be a call of one of the program's functions."""
        function = self._function(expression)
        if function is None:
            value = self.evaluator.value(expression, type_)
            return value if type_ is None else self.evaluator.typed(value, type_)
        assert isinstance(expression, Call)
        result = self.call(function.name, self._arguments(expression, function))
        if result is None:
            raise ScenarioError(f"{function.name} has no result")
        return result

    def _arguments(self, call: Call, function: Function) -> list[Datum]:
        require(not call.spread, "... is known in append alone")
        require(
            len(call.arguments) == len(function.parameters),
            f"{function.name} takes {len(function.parameters)} arguments, not {len(call.arguments)}",
        )
        arguments = [
            self.evaluator.typed(self.evaluator.value(value, parameter.type), parameter.type)
            for value, parameter in zip(call.arguments, function.parameters, strict=True)
        ]
        if function.receiver is not None:
            assert isinstance(call.function, Select)
            arguments.insert(0, self._receiver(call.function.operand, function.receiver.type))
        return arguments

    def _receiver(self, operand: Expression, wanted: Type) -> Datum:
        """A copy of the value, or its address: Go takes the address or follows the pointer by itself."""
        has = self.frame.layout.scope.type_of(operand)
        if isinstance(wanted, Pointer) and not isinstance(has, Pointer):
            return Datum(wanted, word(self.evaluator.place(operand).address))
        if isinstance(has, Pointer) and not isinstance(wanted, Pointer):
            return self.evaluator.load(self.evaluator.behind(operand))
        return self.evaluator.typed(self.evaluator.value(operand), wanted)

    @property
    def evaluator(self) -> Evaluator:
        """Evaluates expressions in the innermost call."""
        return Evaluator(self.calls.storage, self.frame.layout.scope, self.find)

    def find(self, name: str) -> Place:
        """Where a variable of this name lies, in the innermost call or in the package."""
        frame = self.frame
        if name in frame.declared:
            return self.calls.place(frame, name)
        if name in self.calls.globals:
            return self.calls.globals[name]
        raise ScenarioError(f"undefined: {name}")


@contextmanager
def _at(line: int) -> Iterator[None]:
    """What goes wrong within names the innermost line."""
    try:
        yield
    except ScenarioError as error:
        if str(error).startswith("line "):
            raise
        raise ScenarioError(f"line {line}: {error}") from None
