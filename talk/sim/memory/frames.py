"""Where a function keeps its variables: the layout of its stack frame.

Source: `cmd/compile/internal/ssagen/pgen.go` and `ir/cfg.go` of Go 1.27.3, much simplified.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from talk.sim.errors import ScenarioError, require
from talk.sim.memory.scope import Scope
from talk.sim.memory.syntax import Declare, Function
from talk.sim.memory.types import WORD_BYTES, Shape, Type, Types, align_up

# A larger variable is moved to the heap, whatever points to it (MaxStackVarSize).
MAX_STACK_VARIABLE_BYTES = 128 << 10


@dataclass(frozen=True, slots=True)
class Slot:
    """A variable in a frame; one moved to the heap has its address there."""

    name: str
    type: Type
    below_bytes: int
    """From the top of the frame down to the slot's first byte."""
    on_heap: bool


@dataclass(frozen=True, slots=True)
class FrameLayout:
    """The frame of a function: saved frame pointer, then the variables in the order of their declaration."""

    function: Function
    scope: Scope
    slots: Mapping[str, Slot]
    frame_bytes: int


def frame_layout(
    function: Function,
    types: Types,
    functions: Mapping[str, Function],
    globals_: Mapping[str, Type],
    heap: Collection[str],
) -> FrameLayout:
    """The frame of a function: parameters and all variables that its body declares.

    Raises: ScenarioError for a name that is declared twice or a type that is not known.
    Omits: spill slots, outgoing arguments, sharing of slots, variables that live in registers alone.
    """
    variables: dict[str, Type] = {}
    scope = Scope(types, functions, {**globals_})
    for line, name, type_ in _declared(function, variables, scope):
        require(name not in variables, f"line {line}: {name} is declared twice in {function.name}")
        variables[name] = type_
    slots, below_bytes = {}, WORD_BYTES
    for name, type_ in variables.items():
        shape = types.shape(type_)
        on_heap = f"{function.name}.{name}" in heap or shape.size_bytes > MAX_STACK_VARIABLE_BYTES
        if on_heap:
            shape = Shape(WORD_BYTES, WORD_BYTES, pointers=True)
        below_bytes = align_up(below_bytes + shape.size_bytes, shape.align_bytes)
        slots[name] = Slot(name, type_, below_bytes, on_heap)
    return FrameLayout(
        function, Scope(types, functions, {**globals_, **variables}), slots, align_up(below_bytes, WORD_BYTES)
    )


def _declared(
    function: Function, variables: Mapping[str, Type], scope: Scope
) -> Iterator[tuple[int, str, Type]]:
    """Receiver, parameters and variables; each type may depend on the ones before."""
    for each in (*([function.receiver] if function.receiver else []), *function.parameters):
        yield function.line, each.name, each.type
    for statement in function.body:
        if isinstance(statement, Declare):
            seen = Scope(scope.types, scope.functions, {**scope.variables, **variables})
            types = declared_types(statement, seen)
            for name, type_ in zip(statement.names, types, strict=True):
                yield statement.line, name, type_


def declared_types(statement: Declare, scope: Scope) -> list[Type]:
    """The type of each name that a statement declares."""
    if statement.type is not None:
        return [statement.type] * len(statement.names)
    try:
        return [scope.type_of(value) for value in statement.values]
    except ScenarioError as error:
        raise ScenarioError(f"line {statement.line}: {error}") from None
