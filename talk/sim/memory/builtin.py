"""Built-in functions and conversions: append, copy, len, cap, make, new, and what unsafe does.

Source: the Go specification (Go 1.27); `runtime/slice.go` of Go 1.27.3.
"""

from __future__ import annotations

from dataclasses import dataclass

from talk.sim.alloc.slices import grown_capacity
from talk.sim.errors import ScenarioError, require
from talk.sim.memory.evaluate import Expressions, Header
from talk.sim.memory.scope import require_arguments
from talk.sim.memory.syntax import Call, Expression, Name, Select
from talk.sim.memory.types import Named, Pointer, Slice, Type
from talk.sim.memory.values import (
    INT,
    STRING,
    UINTPTR,
    Constant,
    Datum,
    Operand,
    decode,
    encode,
    is_address,
    word,
)

BUILTINS = ("len", "cap", "append", "copy", "new", "make", "println", "print")
MAX_LENGTH = 1 << 24


@dataclass(frozen=True, slots=True)
class Evaluator(Expressions):
    """Evaluates expressions in one call of a function."""

    def _call(self, call: Call) -> Operand:
        arguments = call.arguments
        require_arguments(call)
        match call.function:
            case Name("len" | "cap" as name):
                return Datum(INT, word(self._extent(arguments[0], name)))
            case Name("append"):
                return self._append(call)
            case Name("copy"):
                return self._copy(*arguments)
            case Name("new"):
                elem = self.scope.type_of(arguments[0])
                return Datum(Pointer(elem), word(self.storage.allocate(elem).address))
            case Name("make"):
                return self._make(arguments)
            case Select(Name("unsafe"), "Sizeof") if len(arguments) == 1:
                return Datum(UINTPTR, word(self.size(self.scope.type_of(arguments[0]))))
        converted = self.scope.conversion(call.function)
        if converted is None:
            raise ScenarioError("a call of a function stands alone, or is the whole right side")
        require(len(arguments) == 1, f"a conversion to {converted} of {len(arguments)} values")
        return self._convert(self.value(arguments[0], converted), converted)

    def _extent(self, expression: Expression, name: str) -> int:
        under = self.scope.types.under(self.scope.type_of(expression))
        if isinstance(under, Slice) or under == STRING:
            header = self.header(expression)
            return header.length if name == "len" else header.capacity
        return self.length(under.elem if isinstance(under, Pointer) else under)

    def _append(self, call: Call) -> Datum:
        """Write behind the length if there is room; else into a new, larger array."""
        type_ = self.scope.type_of(call.arguments[0])
        elem = self.scope.item(type_)
        elem_bytes = self.size(elem)
        header = Header.of(self.typed(self.value(call.arguments[0]), type_).raw)
        added = self._added(call, elem)
        length = header.length + len(added) // elem_bytes if elem_bytes else header.length
        if length > header.capacity:
            header = self._grow(header, length, elem)
        self.storage.write(header.address + header.length * elem_bytes, added)
        return Datum(type_, Header(header.address, length, header.capacity).raw)

    def _added(self, call: Call, elem: Type) -> bytes:
        if call.spread:
            more = self.header(call.arguments[1])
            return self.storage.read(more.address, more.length * self.size(elem))
        return b"".join(self.typed(self.value(each, elem), elem).raw for each in call.arguments[1:])

    def _grow(self, header: Header, length: int, elem: Type) -> Header:
        shape = self.scope.types.shape(elem)
        capacity = grown_capacity(
            header.capacity, length, elem_bytes=shape.size_bytes, pointers=shape.pointers
        )
        made = self.storage.array(elem, capacity)
        self.storage.write(made.address, self.storage.read(header.address, header.length * shape.size_bytes))
        return Header(made.address, header.length, capacity)

    def _copy(self, to: Expression, source: Expression) -> Datum:
        elem_bytes = self.size(self.scope.item(self.scope.type_of(to)))
        target, given = self.header(to), self.header(source)
        count = min(target.length, given.length)
        self.storage.write(target.address, self.storage.read(given.address, count * elem_bytes))
        return Datum(INT, word(count))

    def _make(self, arguments: tuple[Expression, ...]) -> Datum:
        type_ = self.scope.type_of(arguments[0])
        under = self.scope.types.under(type_)
        if not isinstance(under, Slice):
            raise ScenarioError(f"make of a {type_} is not known here")
        length = self.integer(arguments[1], 0)
        capacity = self.integer(arguments[2], 0) if len(arguments) == 3 else length
        require(0 <= length <= capacity <= MAX_LENGTH, f"make with length {length} and capacity {capacity}")
        return Datum(type_, Header(self.storage.array(under.elem, capacity).address, length, capacity).raw)

    def _convert(self, operand: Operand, type_: Type) -> Datum:
        types = self.scope.types
        if isinstance(operand, Constant):
            return Datum(type_, self.constant(operand, type_, exact=True))
        source, target = types.under(operand.type), types.under(type_)
        if source == target or (is_address(source) and is_address(target)):
            return Datum(type_, operand.raw)
        value = decode(operand.raw, operand.type, types)
        integral = isinstance(target, Named) and not target.name.startswith("float")
        if isinstance(value, float) and integral:
            value = int(value)
        return Datum(type_, encode(value, type_, types))

    def shown(self, operand: Operand) -> str:
        """As println writes it."""
        value = operand.value if isinstance(operand, Constant) else self.plain(operand)
        if isinstance(operand, Datum) and is_address(self.scope.types.under(operand.type)):
            return f"{value:#x}"
        if isinstance(value, float):
            return f"{value:+.6e}"
        return str(value).lower() if isinstance(value, bool) else str(value)
