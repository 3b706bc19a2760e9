"""Struct layout: where each field lies, from the text of a Go type.

Source: `cmd/compile/internal/types/size.go` of Go 1.27.3, for 64-bit machines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from talk.sim.errors import ScenarioError, require
from talk.sim.memory.cursor import Cursor
from talk.sim.memory.expressions import Reader
from talk.sim.memory.lexer import read_tokens
from talk.sim.memory.types import Named, Struct, Type, Types


@dataclass(frozen=True, slots=True)
class FieldLayout:
    """A field of a struct, and what lies between it and the next one."""

    name: str
    type: str
    offset_bytes: int
    size_bytes: int
    align_bytes: int
    padding_bytes: int
    """Unused bytes after the field."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A type in memory; only a struct has fields."""

    size_bytes: int
    align_bytes: int
    pointers: bool
    """Whether the collector has to look inside."""
    fields: tuple[FieldLayout, ...] = ()

    @property
    def offsets(self) -> dict[str, int]:
        """The offset of each field that has a name."""
        return {each.name: each.offset_bytes for each in self.fields if each.name != "_"}

    @property
    def padding_bytes(self) -> int:
        """What no field uses."""
        return sum(each.padding_bytes for each in self.fields)


def struct_layout(go: str, declared: Mapping[str, str] | None = None) -> Layout:
    """The layout of a Go type.

    Args:
        go: a type as Go writes it, mostly `struct { ... }`.
        declared: the texts of the types that it refers to, by name.

    Returns: size, alignment, and the fields in order, in bytes.
    Raises: ScenarioError with the line and the word that is not understood,
        for names without a meaning, and for types that contain themselves.
    Source: CalcStructSize in `cmd/compile/internal/types/size.go`.
    Omits: 32-bit machines, type parameters, named constants, and library
        types other than those in `talk.sim.memory.library`.

    >>> struct_layout("struct { a bool; b int64; c bool }").size_bytes
    24
    >>> struct_layout("struct { b int64; a, c bool }").offsets
    {'b': 0, 'a': 8, 'c': 9}
    """
    name = "(the type)"  # no Go name: nothing can refer to it
    return struct_layouts([*(declared or {}).items(), (name, go)])[name]


def struct_layouts(named: Iterable[tuple[str, str]]) -> dict[str, Layout]:
    """The layouts of several types, which may refer to each other by name.

    Args:
        named: pairs (name, Go type).

    Returns: the layout of each, by name, in order.
    Raises: ScenarioError as `struct_layout`, with the name of the type; also
        for a name that comes twice.
    Source: CalcStructSize in `cmd/compile/internal/types/size.go`.
    Omits: what `struct_layout` omits.
    """
    types, cursors = Types(), {}
    for name, go in named:
        require(name not in types.declared, f"type {name} is declared twice")
        cursors[name] = _read(name, go, types)
    for name, cursor in cursors.items():
        unknown = next((each for each in cursor.used if not types.knows(each.text)), None)
        if unknown is not None:
            raise ScenarioError(f"type {name}: line {unknown.line}: undefined: {unknown.text}")
    return {name: _within(name, types) for name in cursors}


def _read(name: str, go: str, types: Types) -> Cursor:
    """Declare the type; the cursor knows which names it used."""
    try:
        cursor = Cursor(read_tokens(go))
        types.declared[name] = Reader(cursor, types).type()
        cursor.skip(";")
        if cursor.next.kind != "end":
            raise cursor.error(f"{cursor.next.text!r} after the type")
    except ScenarioError as error:
        raise ScenarioError(f"type {name}: {error}") from None
    return cursor


def _within(name: str, types: Types) -> Layout:
    try:
        return layout_of(Named(name), types)
    except ScenarioError as error:
        raise ScenarioError(f"type {name}: {error}") from None


def layout_of(type_: Type, types: Types) -> Layout:
    """The layout of a type that has been read, with the fields if it is a struct."""
    shape = types.shape(type_)
    struct = types.under(type_)
    fields = _fields(struct, types, shape.size_bytes) if isinstance(struct, Struct) else ()
    return Layout(shape.size_bytes, shape.align_bytes, shape.pointers, fields)


def _fields(struct: Struct, types: Types, size_bytes: int) -> tuple[FieldLayout, ...]:
    offsets = types.offsets(struct)
    ends = [*offsets[1:], size_bytes]
    shapes = [types.shape(each.type) for each in struct.fields]
    return tuple(
        FieldLayout(
            name=each.name,
            type=str(each.type),
            offset_bytes=offset_bytes,
            size_bytes=shape.size_bytes,
            align_bytes=shape.align_bytes,
            padding_bytes=end_bytes - offset_bytes - shape.size_bytes,
        )
        for each, shape, offset_bytes, end_bytes in zip(struct.fields, shapes, offsets, ends, strict=False)
    )
