"""The types of expressions, known before anything runs: frames have a fixed size.

Source: the Go specification (Go 1.27).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talk.sim.errors import ScenarioError, require
from talk.sim.memory.operators import COMPARISONS
from talk.sim.memory.syntax import (
    Binary,
    Call,
    Composite,
    Cut,
    Expression,
    Function,
    Index,
    Literal,
    Name,
    Select,
    TypeName,
    Unary,
)
from talk.sim.memory.types import Array, Named, Pointer, Slice, Struct, Type, Types
from talk.sim.memory.values import BOOL, INT, STRING

MANY = 1 << 24
# How many arguments each built-in function takes, least and most.
ARGUMENTS = {
    "len": (1, 1),
    "cap": (1, 1),
    "append": (1, MANY),
    "copy": (2, 2),
    "new": (1, 1),
    "make": (2, 3),
}
LITERALS: dict[type, Type] = {bool: BOOL, int: INT, float: Named("float64"), str: STRING}


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that one function sees."""

    types: Types
    functions: Mapping[str, Function]
    variables: Mapping[str, Type]

    def type_of(self, expression: Expression) -> Type:
        """The type of an expression; untyped constants have their default type.

        Raises: ScenarioError for names without a meaning and operations that the types do not have.
        """
        match expression:
            case Literal(value):
                if value is None:
                    raise ScenarioError("nil has no type of its own")
                return LITERALS[type(value)]
            case Name(name):
                if name not in self.variables:
                    raise ScenarioError(f"undefined: {name}")
                return self.variables[name]
            case Composite(type_, _) | TypeName(type_):
                return type_
            case Unary("&", operand):
                return Pointer(self.type_of(operand))
            case Unary("*", operand):
                return self.elem(self.type_of(operand))
            case Unary(_, operand):
                return self.type_of(operand)
            case Binary(op, left, right):
                constant = isinstance(left, Literal) and op not in ("<<", ">>")
                return BOOL if op in COMPARISONS else self.type_of(right if constant else left)
            case Select(operand, name):
                return self.field(self.type_of(operand), name)[1]
            case Index(operand, _):
                return self.item(self.type_of(operand))
            case Cut(operand, _, _, _):
                return self._cut(self.type_of(operand))
            case Call():
                return self._call(expression)

    def elem(self, type_: Type) -> Type:
        """What a pointer points to."""
        under = self.types.under(type_)
        if not isinstance(under, Pointer):
            raise ScenarioError(f"a {type_} is no pointer")
        return under.elem

    def item(self, type_: Type) -> Type:
        """An element of an array, of a pointer to one, or of a slice."""
        under = self.types.under(type_)
        if isinstance(under, Pointer):
            under = self.types.under(under.elem)
        if isinstance(under, Array | Slice):
            return under.elem
        if under == STRING:
            return Named("byte")
        raise ScenarioError(f"a {type_} has no elements")

    def _cut(self, type_: Type) -> Type:
        return STRING if self.types.under(type_) == STRING else Slice(self.item(type_))

    def field(self, type_: Type, name: str) -> tuple[int, Type]:
        """Offset and type of a field, through embedded structs; a pointer to a struct will do, too."""
        under = self.types.under(type_)
        if isinstance(under, Pointer):
            under = self.types.under(under.elem)
        found = self._field(under, name) if isinstance(under, Struct) else None
        if found is None:
            raise ScenarioError(f"a {type_} has no field {name}")
        return found

    def _field(self, struct: Struct, name: str) -> tuple[int, Type] | None:
        offsets = self.types.offsets(struct)
        for offset_bytes, each in zip(offsets, struct.fields, strict=True):
            if each.name == name:
                return offset_bytes, each.type
        for offset_bytes, each in zip(offsets, struct.fields, strict=True):
            inner = self.types.under(each.type)
            if each.embedded and isinstance(inner, Struct):
                found = self._field(inner, name)
                if found is not None:
                    return offset_bytes + found[0], found[1]
        return None

    def _call(self, call: Call) -> Type:
        require_arguments(call)
        match call.function:
            case Name("len" | "cap" | "copy"):
                return INT
            case Name("append"):
                return self.type_of(call.arguments[0])
            case Name("new"):
                return Pointer(self.type_of(call.arguments[0]))
            case Name("make"):
                return self.type_of(call.arguments[0])
        converted = self.conversion(call.function)
        if converted is not None:
            return converted
        result = self.function(call.function).result
        if result is None:
            raise ScenarioError("the call has no result")
        return result

    def conversion(self, function: Expression) -> Type | None:
        """The type that a call converts to, if it is a conversion."""
        match function:
            case TypeName(type_):
                return type_
            case Name(name) if name not in self.functions and name not in self.variables:
                return Named(name) if self.types.knows(name) else None
            case Select(Name("unsafe"), "Pointer"):
                return Named("unsafe.Pointer")
            case Unary("*", inner):
                elem = self.conversion(inner)
                return None if elem is None else Pointer(elem)
        return None

    def function(self, called: Expression) -> Function:
        """The function or method of a call."""
        match called:
            case Name(name) if name in self.functions:
                return self.functions[name]
            case Select(operand, name):
                type_ = self.type_of(operand)
                of = type_.elem if isinstance(type_, Pointer) else type_
                for full in (f"{of}.{name}", f"(*{of}).{name}"):
                    if full in self.functions:
                        return self.functions[full]
                raise ScenarioError(f"{of} has no method {name}")
            case Name(name):
                raise ScenarioError(f"undefined: {name}")
        raise ScenarioError("this cannot be called")


def require_arguments(call: Call) -> None:
    """Raise ScenarioError for a built-in function with too few or too many arguments."""
    name = call.function.name if isinstance(call.function, Name) else ""
    low, high = ARGUMENTS.get(name, (0, MANY))
    require(low <= len(call.arguments) <= high, f"{name} of {len(call.arguments)} values")
