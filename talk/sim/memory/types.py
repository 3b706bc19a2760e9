"""Go's types as far as their memory goes, and the table that gives names their meaning.

Source: `cmd/compile/internal/types/size.go` of Go 1.27.3, for 64-bit machines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from talk.sim.errors import ScenarioError, require
from talk.sim.memory.library import LIBRARY

WORD_BYTES = 8
# The largest type that the compiler lays out on 64-bit machines (MaxWidth).
MAX_TYPE_BYTES = 1 << 50
# Types inside types, each of which is still being laid out.
MAX_NESTING = 100


@dataclass(frozen=True, slots=True)
class Named:
    """A type by its name: predeclared, declared, or of the library ("sync.Mutex")."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Pointer:
    """`*elem`."""

    elem: Type

    def __str__(self) -> str:
        return f"*{self.elem}"


@dataclass(frozen=True, slots=True)
class Slice:
    """`[]elem`: pointer, length and capacity."""

    elem: Type

    def __str__(self) -> str:
        return f"[]{self.elem}"


@dataclass(frozen=True, slots=True)
class Array:
    """`[length]elem`."""

    length: int
    elem: Type

    def __str__(self) -> str:
        return f"[{self.length}]{self.elem}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A map, channel or function: one word that leads elsewhere."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface: two words, for the type and for the boxed value."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a struct; an embedded one has the name of its type."""

    name: str
    type: Type
    embedded: bool = False

    def __str__(self) -> str:
        return str(self.type) if self.embedded else f"{self.name} {self.type}"


@dataclass(frozen=True, slots=True)
class Struct:
    """`struct{...}`: fields in the order of their declaration."""

    fields: tuple[Field, ...]

    def __str__(self) -> str:
        return "struct {" + "; ".join(str(each) for each in self.fields) + "}"


Type = Named | Pointer | Slice | Array | Reference | Interface | Struct


@dataclass(frozen=True, slots=True)
class Shape:
    """What a type takes in memory."""

    size_bytes: int
    align_bytes: int
    pointers: bool
    """Whether the collector has to look inside."""


NUMBERS = {
    **dict.fromkeys(("bool", "int8", "uint8", "byte"), 1),
    **dict.fromkeys(("int16", "uint16"), 2),
    **dict.fromkeys(("int32", "uint32", "rune", "float32"), 4),
    **dict.fromkeys(("int", "uint", "int64", "uint64", "uintptr", "float64"), 8),
}
PREDECLARED = {
    **{name: Shape(size_bytes, size_bytes, pointers=False) for name, size_bytes in NUMBERS.items()},
    # A complex number is aligned like its halves.
    "complex64": Shape(8, 4, pointers=False),
    "complex128": Shape(16, 8, pointers=False),
    "string": Shape(2 * WORD_BYTES, WORD_BYTES, pointers=True),
    "any": Shape(2 * WORD_BYTES, WORD_BYTES, pointers=True),
    "error": Shape(2 * WORD_BYTES, WORD_BYTES, pointers=True),
}


def align_up(offset_bytes: int, align_bytes: int) -> int:
    """The next multiple of the alignment at or after the offset."""
    return -(-offset_bytes // align_bytes) * align_bytes


@dataclass(slots=True)
class Types:
    """The types that are known by name, and the shapes worked out so far."""

    declared: dict[str, Type] = field(default_factory=dict)
    _shapes: dict[Type, Shape] = field(default_factory=dict)
    _open: list[Type] = field(default_factory=list)
    """The named types being laid out: one that comes back contains itself."""

    def knows(self, name: str) -> bool:
        return name in self.declared or name in PREDECLARED or _generic(name) in LIBRARY

    def under(self, type_: Type) -> Type:
        """The type below all declared names."""
        seen: set[str] = set()
        while isinstance(type_, Named) and type_.name in self.declared:
            require(type_.name not in seen, f"{type_} is declared as itself")
            seen.add(type_.name)
            type_ = self.declared[type_.name]
        return type_

    def shape(self, type_: Type) -> Shape:
        """Size and alignment of a type, in bytes.

        Raises: ScenarioError for names without a meaning, a type that
            contains itself, and one larger than the compiler allows.
        """
        known = self._shapes.get(type_)
        if known is None:
            require(type_ not in self._open, f"{type_} contains itself")
            require(len(self._open) < MAX_NESTING, f"{type_} is nested too deeply")
            self._open.append(type_)
            try:
                known = self._shapes[type_] = self._shape(type_)
            finally:
                self._open.pop()
        require(known.size_bytes <= MAX_TYPE_BYTES, f"{type_} is larger than {MAX_TYPE_BYTES} bytes")
        return known

    def _shape(self, type_: Type) -> Shape:
        match type_:
            case Named():
                return self._named(type_.name)
            case Pointer() | Reference():
                return Shape(WORD_BYTES, WORD_BYTES, pointers=True)
            case Interface():
                return Shape(2 * WORD_BYTES, WORD_BYTES, pointers=True)
            case Slice():
                return Shape(3 * WORD_BYTES, WORD_BYTES, pointers=True)
            case Array(length, elem):
                of = self.shape(elem)
                return Shape(length * of.size_bytes, of.align_bytes, of.pointers and length > 0)
            case Struct():
                return self._struct(type_)

    def _named(self, name: str) -> Shape:
        if name in self.declared:
            return self.shape(self.declared[name])
        if name in PREDECLARED:
            return PREDECLARED[name]
        if _generic(name) in LIBRARY:
            return Shape(*LIBRARY[_generic(name)])
        if "." in name:
            raise ScenarioError(f"{name} is not among the library types of talk.sim.memory.library")
        raise ScenarioError(f"undefined: {name}")

    def _struct(self, struct: Struct) -> Shape:
        shapes = [self.shape(each.type) for each in struct.fields]
        align_bytes = max((shape.align_bytes for shape in shapes), default=1)
        end_bytes = 0
        for offset_bytes, shape in zip(self.offsets(struct), shapes, strict=True):
            end_bytes = offset_bytes + shape.size_bytes
        # The address of a final zero-size field must not be that of the next
        # object: it gets a byte, if the struct has a size otherwise.
        if end_bytes > 0 and shapes[-1].size_bytes == 0:
            end_bytes += 1
        return Shape(align_up(end_bytes, align_bytes), align_bytes, any(shape.pointers for shape in shapes))

    def offsets(self, struct: Struct) -> list[int]:
        """The distance of each field from the start: in order, at the next multiple of its alignment."""
        offsets, end_bytes = [], 0
        for each in struct.fields:
            shape = self.shape(each.type)
            offsets.append(align_up(end_bytes, shape.align_bytes))
            end_bytes = offsets[-1] + shape.size_bytes
        return offsets

    def words(self, type_: Type) -> Iterator[int]:
        """The offsets of all words that the collector and a stack move take for pointers."""
        if not self.shape(type_).pointers:
            return
        match self.under(type_):
            case Struct() as struct:
                for offset_bytes, each in zip(self.offsets(struct), struct.fields, strict=True):
                    yield from (offset_bytes + word for word in self.words(each.type))
            case Array(length, elem):
                size_bytes = self.shape(elem).size_bytes
                inner = list(self.words(elem))
                yield from (number * size_bytes + word for number in range(length) for word in inner)
            case Interface() | Named(name="any" | "error"):
                yield WORD_BYTES
            case _:
                yield 0


def _generic(name: str) -> str:
    """`atomic.Pointer[T]` for each of its instances."""
    return name.split("[", maxsplit=1)[0]
