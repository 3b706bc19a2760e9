"""Go's operators on plain values, and constant expressions such as the length of an array."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from talk.sim.errors import ScenarioError, require
from talk.sim.memory.syntax import Binary, Call, Composite, Expression, Literal, Name, Select, Unary
from talk.sim.memory.types import Named, Types

MAX_SHIFT = 512

Plain = int | float | bool | str | None


def _quotient(left: Any, right: Any) -> Any:
    require(right != 0, "division by zero")
    if isinstance(left, float) or isinstance(right, float):
        return left / right
    quotient = abs(left) // abs(right)  # Go cuts towards zero
    return quotient if (left < 0) == (right < 0) else -quotient


def _remainder(left: int, right: int) -> int:
    return int(left - right * _quotient(left, right))


def _shift(left: int, right: int) -> int:
    require(0 <= right <= MAX_SHIFT, f"a shift by {right}")
    return left << right


def _shift_down(left: int, right: int) -> int:
    require(right >= 0, f"a shift by {right}")
    return left >> right


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _quotient,
    "%": _remainder,
    "<<": _shift,
    ">>": _shift_down,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "&^": lambda left, right: left & ~right,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "&&": lambda left, right: left and right,
    "||": lambda left, right: left or right,
}
COMPARISONS = {"==", "!=", "<", "<=", ">", ">=", "&&", "||"}
UNARY: dict[str, Callable[[Any], Any]] = {
    "-": operator.neg,
    "+": operator.pos,
    "^": operator.invert,
    "!": operator.not_,
}


def apply_operator(op: str, left: Plain, right: Plain) -> Plain:
    """`left op right` on plain values, before it is cut to a type.

    Raises: ScenarioError for what Go would not compute.
    """
    try:
        value: Plain = OPERATORS[op](left, right)
    except (TypeError, KeyError):
        raise ScenarioError(f"{left!r} {op} {right!r} has no value") from None
    return value


def apply_unary(op: str, operand: Plain) -> Plain:
    """`op operand` on a plain value."""
    try:
        value: Plain = UNARY[op](operand)
    except (TypeError, KeyError):
        raise ScenarioError(f"{op}{operand!r} has no value") from None
    return value


def constant_integer(expression: Expression, types: Types) -> int:
    """The value of a constant integer expression.

    Raises: ScenarioError for anything else.
    Omits: named constants.
    """
    value = constant_value(expression, types)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ScenarioError(f"{value!r} is not an integer")
    return value


def constant_value(expression: Expression, types: Types) -> Plain:
    """The value of a constant expression; None is nil.

    Raises: ScenarioError for what is no constant here.
    """
    match expression:
        case Literal(value):
            return value
        case Unary(op, operand):
            return apply_unary(op, constant_value(operand, types))
        case Binary(op, left, right):
            return apply_operator(op, constant_value(left, types), constant_value(right, types))
        case Call(Select(Name("unsafe"), "Sizeof"), (Composite(type_, ()),)):
            return types.shape(type_).size_bytes
        case Call(Select(Name("unsafe"), "Sizeof"), (Call(Name(name), (Literal(),)),)):
            return types.shape(Named(name)).size_bytes
    raise ScenarioError("this is no constant of literals and unsafe.Sizeof")
