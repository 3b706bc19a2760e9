"""The tree of a small Go program: expressions, statements, functions."""

from __future__ import annotations

from dataclasses import dataclass

from talk.sim.memory.types import Type


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant: a number, a text, true or false; None is nil."""

    value: int | float | bool | str | None


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, a function, or a type in the place of a function."""

    name: str


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type where an expression may stand: of a conversion, or in new and make."""

    type: Type


@dataclass(frozen=True, slots=True)
class Unary:
    """`&x`, `*p`, `-n`, `!b`, `^n`."""

    op: str
    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """`left op right`."""

    op: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Select:
    """`operand.name`."""

    operand: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Index:
    """`operand[index]`."""

    operand: Expression
    index: Expression


@dataclass(frozen=True, slots=True)
class Cut:
    """`operand[low:high:limit]`."""

    operand: Expression
    low: Expression | None
    high: Expression | None
    limit: Expression | None


@dataclass(frozen=True, slots=True)
class Call:
    """A call or a conversion; `spread` is the `...` after the last argument."""

    function: Expression
    arguments: tuple[Expression, ...]
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Composite:
    """`T{...}`: elements with the names of their fields, or in order."""

    type: Type
    elements: tuple[tuple[str | None, Expression], ...]


Expression = Literal | Name | TypeName | Unary | Binary | Select | Index | Cut | Call | Composite


@dataclass(frozen=True, slots=True)
class Declare:
    """`var a T = x`, or `a, b := x, y` where `type` is None."""

    line: int
    names: tuple[str, ...]
    type: Type | None
    values: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Assign:
    """`a, b = x, y`; with an operator `a += x`, and `a++` as `a += 1`."""

    line: int
    places: tuple[Expression, ...]
    op: str
    values: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A call as a statement."""

    line: int
    call: Call


@dataclass(frozen=True, slots=True)
class Return:
    """`return`, or `return x`."""

    line: int
    value: Expression | None


Statement = Declare | Assign | Run | Return


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter or a receiver."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Function:
    """A function or a method, named as Go prints it: `f`, `T.m`, `(*T).m`."""

    name: str
    line: int
    receiver: Parameter | None
    parameters: tuple[Parameter, ...]
    result: Type | None
    body: tuple[Statement, ...]
    end_line: int


@dataclass(frozen=True, slots=True)
class Source:
    """A whole program: package variables, and functions by name."""

    variables: tuple[Declare, ...]
    functions: dict[str, Function]
    lines: tuple[str, ...]
    """The text, for the steps to quote."""
