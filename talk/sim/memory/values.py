"""Values as bytes: what a variable of a type holds, and back. Little-endian, as on amd64."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from talk.sim.errors import ScenarioError, require
from talk.sim.memory.operators import Plain
from talk.sim.memory.types import (
    NUMBERS,
    WORD_BYTES,
    Interface,
    Named,
    Pointer,
    Reference,
    Slice,
    Type,
    Types,
)

INT, UINTPTR, BOOL, STRING = Named("int"), Named("uintptr"), Named("bool"), Named("string")
FLOATS = {"float32": "<f", "float64": "<d"}
SIGNED = {"int8", "int16", "int32", "int64", "int", "rune"}


@dataclass(frozen=True, slots=True)
class Datum:
    """A value of a type: its bytes."""

    type: Type
    raw: bytes


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that takes its type from where it is used; None is nil."""

    value: Plain


Operand = Datum | Constant


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value of a type lies."""

    type: Type
    address: int


def word(value: int) -> bytes:
    """A word that holds the value."""
    return value.to_bytes(WORD_BYTES, "little")


def word_at(raw: bytes, offset_bytes: int = 0) -> int:
    """The word at an offset, unsigned."""
    return int.from_bytes(raw[offset_bytes : offset_bytes + WORD_BYTES], "little")


def is_address(type_: Type) -> bool:
    """Whether values of this type are one address, or nil."""
    return isinstance(type_, Pointer | Reference) or type_ == Named("unsafe.Pointer")


def encode(value: Plain, type_: Type, types: Types, *, exact: bool = False) -> bytes:
    """The bytes of a plain value; integers are cut to their size, unless they must fit exactly.

    Raises: ScenarioError for a value that the type does not have.
    """
    under = types.under(type_)
    size_bytes = types.shape(type_).size_bytes
    if value is None and (is_address(under) or isinstance(under, Slice | Interface)):
        return bytes(size_bytes)
    if isinstance(value, int) and not isinstance(value, bool) and is_address(under) and not exact:
        return word(value)
    if isinstance(under, Named) and under.name in NUMBERS:
        return _number(value, under.name, size_bytes, exact)
    raise ScenarioError(f"{_go(value)} is no {type_}")


def _number(value: Plain, name: str, size_bytes: int, exact: bool) -> bytes:
    if isinstance(value, bool) or name == "bool":
        require(isinstance(value, bool) and name == "bool", f"{_go(value)} is no {name}")
        return bytes([bool(value)])
    if name in FLOATS and isinstance(value, int | float):
        return struct.pack(FLOATS[name], value)
    if not isinstance(value, int):
        raise ScenarioError(f"{_go(value)} is no {name}")
    bits = 8 * size_bytes
    low = -(1 << bits - 1) if name in SIGNED else 0
    require(not exact or low <= value < low + (1 << bits), f"{value} does not fit into {name}")
    return (value % (1 << bits)).to_bytes(size_bytes, "little")


def decode(raw: bytes, type_: Type, types: Types) -> Plain:
    """The plain value of a number, bool or address.

    Raises: ScenarioError for a type that has no plain values.
    """
    under = types.under(type_)
    if is_address(under):
        return word_at(raw)
    if isinstance(under, Named) and under.name in NUMBERS:
        if under.name == "bool":
            return raw != b"\0"
        if under.name in FLOATS:
            value: float = struct.unpack(FLOATS[under.name], raw)[0]
            return value
        return int.from_bytes(raw, "little", signed=under.name in SIGNED)
    raise ScenarioError(f"a {type_} is no plain value")


def _go(value: Plain) -> str:
    """The value as Go writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "nil" if value is None else repr(value)
