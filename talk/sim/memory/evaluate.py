"""The values and places of expressions, on bytes.

Source: the Go specification (Go 1.27).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from talk.sim.errors import ScenarioError, require
from talk.sim.memory.operators import COMPARISONS, apply_operator, apply_unary
from talk.sim.memory.scope import Scope
from talk.sim.memory.storage import Storage
from talk.sim.memory.syntax import (
    Binary,
    Call,
    Composite,
    Cut,
    Expression,
    Index,
    Literal,
    Name,
    Select,
    Unary,
)
from talk.sim.memory.types import WORD_BYTES, Array, Named, Pointer, Slice, Struct, Type
from talk.sim.memory.values import (
    BOOL,
    INT,
    STRING,
    Constant,
    Datum,
    Operand,
    Place,
    decode,
    encode,
    is_address,
    word,
    word_at,
)


@dataclass(frozen=True, slots=True)
class Header:
    """A slice: where its array begins, how much of it is used, how much there is."""

    address: int
    length: int
    capacity: int

    @property
    def raw(self) -> bytes:
        return word(self.address) + word(self.length) + word(self.capacity)

    @classmethod
    def of(cls, raw: bytes) -> Header:
        return cls(word_at(raw), word_at(raw, WORD_BYTES), word_at(raw, 2 * WORD_BYTES))


@dataclass(frozen=True, slots=True)
class Expressions(ABC):
    """Evaluates expressions in one call of a function; what a call in one gives is left to `_call`."""

    storage: Storage
    scope: Scope
    find: Callable[[str], Place]

    @abstractmethod
    def _call(self, call: Call) -> Operand:
        """The value of a built-in function or of a conversion."""

    def size(self, type_: Type) -> int:
        return self.scope.types.shape(type_).size_bytes

    def load(self, place: Place) -> Datum:
        return Datum(place.type, self.storage.read(place.address, self.size(place.type)))

    def typed(self, operand: Operand, type_: Type) -> Datum:
        """The operand as a value of that type, which it must have or, as a constant, can take.

        Raises: ScenarioError where Go asks for a conversion.
        """
        if isinstance(operand, Constant):
            return Datum(type_, self.constant(operand, type_, exact=True))
        types = self.scope.types
        named = isinstance(types.under(type_), Named) or isinstance(types.under(operand.type), Named)
        same = _canonical(operand.type) == _canonical(type_)
        if same or (not named and types.under(type_) == types.under(operand.type)):
            return Datum(type_, operand.raw)
        raise ScenarioError(f"a {operand.type} is no {type_}")

    def constant(self, operand: Constant, type_: Type, *, exact: bool) -> bytes:
        types = self.scope.types
        if isinstance(operand.value, str) and types.under(type_) == STRING:
            raw = operand.value.encode()
            return (word(self.storage.text(raw)) if raw else word(0)) + word(len(raw))
        return encode(operand.value, type_, types, exact=exact)

    def integer(self, expression: Expression | None, default: int) -> int:
        """The value of an index or a length."""
        if expression is None:
            return default
        operand = self.value(expression, INT)
        value = operand.value if isinstance(operand, Constant) else self.plain(operand)
        if not isinstance(value, int) or isinstance(value, bool):
            raise ScenarioError(f"{value!r} is no index")
        return value

    def value(self, expression: Expression, wanted: Type | None = None) -> Operand:
        """The value of an expression; `wanted` is the type that a constant in it takes."""
        match expression:
            case Literal(value):
                return Constant(value)
            case Unary("&", operand):
                return self._address(operand)
            case Unary(op, operand) if op != "*":
                return self._unary(op, self.value(operand, wanted))
            case Binary(op, left, right):
                return self._binary(op, self.value(left, wanted), self.value(right, wanted))
            case Composite(type_, _):
                return Datum(type_, self._composite(expression))
            case Cut():
                return self._cut(expression)
            case Call():
                return self._call(expression)
            case Index(operand, index) if self.scope.types.under(self.scope.type_of(operand)) == STRING:
                return self._byte(operand, index)
            case Select(Composite() as literal, name):
                offset_bytes, type_ = self.scope.field(literal.type, name)
                raw = self._composite(literal)
                return Datum(type_, raw[offset_bytes : offset_bytes + self.size(type_)])
        return self.load(self.place(expression))

    def place(self, expression: Expression) -> Place:
        """Where the value of an expression lies.

        Raises: ScenarioError for what has no address, for nil, and for an
            index out of range: there a Go program panics.
        """
        match expression:
            case Name(name):
                return self.find(name)
            case Unary("*", operand):
                return self.behind(operand)
            case Select(operand, name):
                of = self._followed(operand)
                offset_bytes, type_ = self.scope.field(of.type, name)
                return Place(type_, of.address + offset_bytes)
            case Index(operand, index):
                return self._element(operand, self.integer(index, 0))
        raise ScenarioError("this has no address")

    def behind(self, expression: Expression) -> Place:
        """What a pointer points to."""
        pointer = self.value(expression)
        if isinstance(pointer, Constant):
            raise ScenarioError("a constant is no pointer")
        address = word_at(pointer.raw)
        require(address != 0, "nil pointer dereference: the program panics")
        return Place(self.scope.elem(pointer.type), address)

    def _followed(self, expression: Expression) -> Place:
        """The place of an expression, or what it points to if it is a pointer."""
        pointer = isinstance(self.scope.types.under(self.scope.type_of(expression)), Pointer)
        return self.behind(expression) if pointer else self.place(expression)

    def _element(self, operand: Expression, index: int) -> Place:
        type_ = self.scope.type_of(operand)
        elem = self.scope.item(type_)
        if isinstance(self.scope.types.under(type_), Slice):
            header = self.header(operand)
            address, length = header.address, header.length
        else:
            place = self._followed(operand)
            address, length = place.address, self.length(place.type)
        require(0 <= index < length, f"index {index} out of range with length {length}: the program panics")
        return Place(elem, address + index * self.size(elem))

    def length(self, type_: Type) -> int:
        under = self.scope.types.under(type_)
        if not isinstance(under, Array):
            raise ScenarioError(f"a {type_} has no elements with an address")
        return under.length

    def _byte(self, operand: Expression, index: Expression) -> Datum:
        header = self.header(operand)
        number = self.integer(index, 0)
        require(
            0 <= number < header.length,
            f"index {number} out of range with length {header.length}: the program panics",
        )
        return Datum(Named("byte"), self.storage.read(header.address + number, 1))

    def header(self, expression: Expression) -> Header:
        raw = self.typed(self.value(expression), self.scope.type_of(expression)).raw
        length = raw[WORD_BYTES : 2 * WORD_BYTES]
        return Header.of(raw if len(raw) == 3 * WORD_BYTES else raw + length)  # a string is full

    def _address(self, operand: Expression) -> Datum:
        if isinstance(operand, Composite):
            made = self.storage.allocate(operand.type)
            self.storage.write(made.address, self._composite(operand))
            return Datum(Pointer(operand.type), word(made.address))
        place = self.place(operand)
        return Datum(Pointer(place.type), word(place.address))

    def _unary(self, op: str, operand: Operand) -> Operand:
        if isinstance(operand, Constant):
            return Constant(apply_unary(op, operand.value))
        types = self.scope.types
        value = apply_unary(op, decode(operand.raw, operand.type, types))
        return Datum(operand.type, encode(value, operand.type, types))

    def _binary(self, op: str, left: Operand, right: Operand) -> Operand:
        if isinstance(left, Constant) and isinstance(right, Constant):
            return Constant(apply_operator(op, left.value, right.value))
        shift = op in ("<<", ">>")
        type_ = left.type if isinstance(left, Datum) else right.type  # type: ignore[union-attr]
        first = self.plain(self.typed(left, type_))
        second = self.plain(right if shift and isinstance(right, Datum) else self.typed(right, type_))
        under = self.scope.types.under(type_)
        addresses = is_address(under) or isinstance(under, Slice)
        require(not addresses or op in ("==", "!="), f"{op} on a {type_}")
        value = apply_operator(op, first, second)
        result = BOOL if op in COMPARISONS and op not in ("&&", "||") else type_
        if isinstance(value, str):
            return Constant(value) if result == BOOL else self._joined(value, type_)
        return Datum(result, encode(value, result, self.scope.types))

    def _joined(self, value: str, type_: Type) -> Datum:
        """A new string: its bytes are made on the heap."""
        raw = value.encode()
        made = self.storage.array(Named("byte"), len(raw))
        self.storage.write(made.address, raw)
        return Datum(type_, word(made.address) + word(len(raw)))

    def plain(self, datum: Datum) -> int | float | bool | str | None:
        """What an operator works on."""
        under = self.scope.types.under(datum.type)
        if under == STRING:
            return self.storage.read(word_at(datum.raw), word_at(datum.raw, WORD_BYTES)).decode(
                errors="replace"
            )
        if isinstance(under, Slice):
            return word_at(datum.raw)
        return decode(datum.raw, datum.type, self.scope.types)

    def _composite(self, literal: Composite) -> bytes:
        under = self.scope.types.under(literal.type)
        if isinstance(under, Slice):
            return self._slice_of(literal, under.elem)
        if not isinstance(under, Array | Struct):
            raise ScenarioError(f"a {literal.type} has no literals here")
        raw = bytearray(self.size(literal.type))
        for number, (key, element) in enumerate(literal.elements):
            offset_bytes, type_ = self._member(under, literal.type, number, key)
            datum = self.typed(self.value(element, type_), type_)
            raw[offset_bytes : offset_bytes + len(datum.raw)] = datum.raw
        return bytes(raw)

    def _member(self, under: Array | Struct, type_: Type, number: int, key: str | None) -> tuple[int, Type]:
        """Offset and type of an element of a literal."""
        if isinstance(under, Array):
            require(number < under.length and key is None, f"element {number} is not in a {type_}")
            return number * self.size(under.elem), under.elem
        if key is not None:
            return self.scope.field(type_, key)
        require(number < len(under.fields), f"a {type_} has {len(under.fields)} fields")
        return self.scope.types.offsets(under)[number], under.fields[number].type

    def _slice_of(self, literal: Composite, elem: Type) -> bytes:
        made = self.storage.array(elem, len(literal.elements))
        for number, (key, element) in enumerate(literal.elements):
            require(key is None, "elements of a slice have no names here")
            datum = self.typed(self.value(element, elem), elem)
            self.storage.write(made.address + number * self.size(elem), datum.raw)
        return Header(made.address, len(literal.elements), len(literal.elements)).raw

    def _cut(self, cut: Cut) -> Datum:
        """`s[low:high:limit]`: a new header for the same array."""
        type_ = self.scope.type_of(cut.operand)
        result = self.scope.type_of(cut)
        under = self.scope.types.under(type_)
        if isinstance(under, Slice) or under == STRING:
            header, elem_bytes = self.header(cut.operand), self.size(self.scope.item(type_))
        else:
            place = self._followed(cut.operand)
            length = self.length(place.type)
            header, elem_bytes = Header(place.address, length, length), self.size(self.scope.item(type_))
        low, high = self.integer(cut.low, 0), self.integer(cut.high, header.length)
        limit = self.integer(cut.limit, header.capacity)
        right = 0 <= low <= high <= limit <= header.capacity
        require(
            right, f"[{low}:{high}:{limit}] out of range with capacity {header.capacity}: the program panics"
        )
        # At the very end of an array the address stays: none may point past it.
        start = header.address + (low * elem_bytes if low < limit else 0)
        raw = Header(start, high - low, limit - low).raw
        return Datum(result, raw[: self.size(result)])


def _canonical(type_: Type) -> Type:
    """Byte and rune are other names of uint8 and int32."""
    match type_:
        case Named("byte"):
            return Named("uint8")
        case Named("rune"):
            return Named("int32")
        case Slice(elem):
            return Slice(_canonical(elem))
        case Pointer(elem):
            return Pointer(_canonical(elem))
        case Array(length, elem):
            return Array(length, _canonical(elem))
    return type_
