"""A small Go program, read: type, variable and function declarations with straight-line bodies.

Source: the Go specification (Go 1.27), without control flow, closures, interfaces' methods and goroutines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from talk.sim.errors import ScenarioError, require
from talk.sim.memory.cursor import Cursor
from talk.sim.memory.expressions import Reader
from talk.sim.memory.lexer import read_tokens
from talk.sim.memory.syntax import (
    Assign,
    Call,
    Declare,
    Expression,
    Function,
    Literal,
    Name,
    Parameter,
    Return,
    Run,
    Source,
    Statement,
)
from talk.sim.memory.types import Pointer, Types

OPERATOR_ASSIGNMENTS = ("<<=", ">>=", "&^=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=")
CONTROL = ("if", "for", "switch", "select", "go", "defer", "goto", "const", "break", "continue")


def read_source(text: str) -> tuple[Source, Types]:
    """A program and its types.

    Raises: ScenarioError with the line and the word that is not understood.
    Omits: control flow, constants, closures, results without exactly one value.
    """
    types = Types()
    cursor = Cursor(read_tokens(text))
    program = _Program(cursor, Reader(cursor, types), types)
    while cursor.next.kind != "end":
        program.declaration()
    for token in cursor.used:
        require(types.knows(token.text), f"line {token.line}: undefined: {token.text}")
    return Source(tuple(program.variables), program.functions, tuple(text.splitlines())), types


@dataclass(slots=True)
class _Program:
    """What stands at the top of a file."""

    cursor: Cursor
    reader: Reader
    types: Types
    variables: list[Declare] = field(default_factory=list)
    functions: dict[str, Function] = field(default_factory=dict)

    def declaration(self) -> None:
        match self.cursor.take().text:
            case "package":
                self.cursor.name()
            case "import":
                self._grouped(self.cursor.take)
            case "type":
                self._grouped(self._type)
            case "var":
                self._grouped(lambda: self.variables.append(self._var()))
            case "func":
                self._function()
            case ";":
                return
            case other:
                raise self.cursor.error(f"{other!r} begins no declaration")
        if self.cursor.next.kind != "end":
            self.cursor.expect(";")

    def _grouped(self, read: Callable[[], object]) -> None:
        """One declaration, or several in parentheses."""
        if not self.cursor.skip("("):
            read()
            return
        while not self.cursor.skip(")"):
            read()
            if not self.cursor.at(")"):
                self.cursor.expect(";")

    def _type(self) -> None:
        name = self.cursor.name()
        require(name.text not in self.types.declared, f"line {name.line}: {name.text} is declared twice")
        self.cursor.skip("=")
        self.types.declared[name.text] = self.reader.type()

    def _function(self) -> None:
        line = self.cursor.next.line
        receivers = self._parameters() if self.cursor.at("(") else (None,)
        require(len(receivers) == 1, f"line {line}: a method has one receiver")
        receiver = receivers[0]
        name = self.cursor.name().text
        if receiver is not None:
            pointer = isinstance(receiver.type, Pointer)
            name = f"({receiver.type}).{name}" if pointer else f"{receiver.type}.{name}"
        parameters = self._parameters()
        if self.cursor.at("("):
            raise self.cursor.error("more than one result is not known here")
        result = None if self.cursor.at("{") else self.reader.type()
        body = self._body()
        require(name not in self.functions, f"line {line}: {name} is declared twice")
        end_line = self.cursor.tokens[self.cursor.place - 1].line
        self.functions[name] = Function(name, line, receiver, parameters, result, body, end_line)

    def _parameters(self) -> tuple[Parameter, ...]:
        """`(a, b T, c U)`: every parameter has a name."""
        self.cursor.expect("(")
        found: list[Parameter] = []
        while not self.cursor.at(")"):
            names = [self.cursor.name().text]
            while self.cursor.skip(","):
                names.append(self.cursor.name().text)
            type_ = self.reader.type()
            found += [Parameter(name, type_) for name in names]
            if not self.cursor.skip(","):
                break
        self.cursor.expect(")")
        return tuple(found)

    def _body(self) -> tuple[Statement, ...]:
        self.cursor.expect("{")
        statements: list[Statement] = []
        while not self.cursor.at("}"):
            if not self.cursor.skip(";"):
                statements.append(self._statement())
                if not self.cursor.at("}"):
                    self.cursor.expect(";")
        self.cursor.expect("}")
        return tuple(statements)

    def _statement(self) -> Statement:
        line = self.cursor.next.line
        if self.cursor.at(*CONTROL):
            raise self.cursor.error(
                f"{self.cursor.next.text!r} is not known here: a program is a straight line"
            )
        if self.cursor.skip("var"):
            return self._var()
        if self.cursor.skip("return"):
            return Return(line, None if self.cursor.at(";", "}") else self.reader.expression())
        return self._simple(line)

    def _var(self) -> Declare:
        line = self.cursor.next.line
        names = [self.cursor.name().text]
        while self.cursor.skip(","):
            names.append(self.cursor.name().text)
        type_ = None if self.cursor.at("=") else self.reader.type()
        values = self._expressions() if self.cursor.skip("=") else ()
        return _declare(line, tuple(names), Declare(line, tuple(names), type_, values))

    def _simple(self, line: int) -> Statement:
        """A call, an assignment, a short declaration, `++` or `--`."""
        left = self._expressions()
        op = self.cursor.next.text
        if self.cursor.skip(":="):
            names = tuple(each.name for each in left if isinstance(each, Name))
            require(len(names) == len(left), f"line {line}: := declares names alone")
            return _declare(line, names, Declare(line, names, None, self._expressions()))
        if self.cursor.skip("++", "--"):
            return Assign(line, left, op[0], (Literal(1),))
        if self.cursor.skip("=", *OPERATOR_ASSIGNMENTS):
            values = self._expressions()
            require(len(values) == len(left), f"line {line}: {len(left)} places for {len(values)} values")
            return Assign(line, left, op[:-1], values)
        if len(left) == 1 and isinstance(left[0], Call):
            return Run(line, left[0])
        raise ScenarioError(f"line {line}: this is no statement")

    def _expressions(self) -> tuple[Expression, ...]:
        found = [self.reader.expression()]
        while self.cursor.skip(","):
            found.append(self.reader.expression())
        return tuple(found)


def _declare(line: int, names: tuple[str, ...], made: Declare) -> Declare:
    fits = len(made.values) == len(names) or (not made.values and made.type is not None)
    require(fits, f"line {line}: {len(names)} names for {len(made.values)} values")
    return made
