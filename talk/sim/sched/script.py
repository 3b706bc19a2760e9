"""What a scenario has become once it is read: functions as flat code, names as places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "==": lambda x, y: x == y,
    "!=": lambda x, y: x != y,
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    ">": lambda x, y: x > y,
    ">=": lambda x, y: x >= y,
}


@dataclass(frozen=True, slots=True)
class Value:
    """A number, or the variable in a place."""

    number: int = 0
    place: int | None = None


# A text in pieces: written as they are, or the variable in a place.
Text = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step of a function: an operation and its arguments, resolved."""

    op: str
    arguments: tuple[Any, ...] = ()
    targets: tuple[int, ...] = ()
    """Where it may jump to."""


@dataclass(frozen=True, slots=True)
class Function:
    """A goroutine's function: its code, and how many variables it has, the parameters first."""

    name: str
    params: int
    variables: int
    code: tuple[Instruction, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A scenario that can be run."""

    procs: int
    functions: Mapping[str, Function]
    things: Mapping[str, str]
    """Global names and what they are: chan, mutex, rwmutex, waitgroup, cond, counter."""
    conds: Mapping[str, str]
    """Condition name to its mutex."""
