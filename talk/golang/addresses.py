"""Addresses of a run on a base of their own: the same in every recording, all differences kept."""

from __future__ import annotations

import msgspec

from talk.golang.answers import Frame, Moment, Object, Variable

ARENA_BYTES = 64 << 20
FIRST_ARENA = 0xC000000000
"""Where Go's first heap arena lies unless it is moved at random; stacks lie there, too."""


def rebased(moments: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """The moments with the arena of their first stack at Go's own first arena; static data stays in place."""
    if not moments:
        return moments
    shift = FIRST_ARENA - moments[0].stack[0] // ARENA_BYTES * ARENA_BYTES
    return tuple(_moment(each, shift) for each in moments) if shift else moments


def _moment(moment: Moment, shift: int) -> Moment:
    low, high = moment.stack
    return msgspec.structs.replace(
        moment,
        stack=(low + shift, high + shift),
        frames=tuple(_frame(each, shift) for each in moment.frames),
        objects=tuple(_object(each, shift) for each in moment.objects),
    )


def _frame(frame: Frame, shift: int) -> Frame:
    variables = tuple(_variable(each, shift) for each in frame.variables)
    return msgspec.structs.replace(frame, low=frame.low + shift, high=frame.high + shift, variables=variables)


def _object(found: Object, shift: int) -> Object:
    parts = tuple(_variable(each, shift) for each in found.parts)
    return msgspec.structs.replace(found, address=_moved(found.address, shift), parts=parts)


def _variable(variable: Variable, shift: int) -> Variable:
    return msgspec.structs.replace(
        variable, address=_moved(variable.address, shift), to=_moved(variable.to, shift)
    )


def _moved(address: int, shift: int) -> int:
    """An address below the first arena is one of static data."""
    return address + shift if address + shift >= FIRST_ARENA else address
