"""The machine that steps through a scenario's code, one generator a goroutine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from talk.sim.errors import ScenarioError
from talk.sim.sched.entities import Body
from talk.sim.sched.groups import wrap
from talk.sim.sched.script import Function, Text, Value
from talk.sim.sched.state import MAX_DURATION_NS
from talk.sim.units import US

# A goroutine's variables, in their places.
Frame = list[int]
# One step, bound to the objects of a run.
Step = Callable[[Frame], Any]
# (what to do with its result, the step, places or targets)
Linked = tuple[int, Step, Any]
DO, STORE, STORE2, TEST, SET, NEXT, JUMP, RANGE, SELECT, RETURN = range(10)


def execute(code: list[Linked], frame: Frame) -> Body:
    """A goroutine: yields its operations, and once a turn of each loop."""
    at, end = 0, len(code)
    while at < end:
        kind, step, aim = code[at]
        at += 1
        if kind == DO:
            yield step(frame)
        elif kind == STORE:
            frame[aim] = yield step(frame)
        elif kind == TEST:
            if not step(frame):
                at = aim
        elif kind == NEXT:
            frame[aim[0]] = wrap(frame[aim[0]] + 1)
            at = aim[1]
            yield None
        elif kind == SET:
            frame[aim] = step(frame)
        elif kind == JUMP:
            at = aim
        elif kind == RANGE:
            value, ok = yield step(frame)
            if ok:
                frame[aim[0]] = value
            else:
                at = aim[1]
        elif kind == SELECT:
            index, value, _ok = yield step(frame)
            place, at = aim[index]
            if place is not None:
                frame[place] = value
        elif kind == STORE2:
            value, ok = yield step(frame)
            frame[aim[0]], frame[aim[1]] = value, int(ok)
        else:
            return


def new_frame(function: Function, arguments: tuple[int, ...]) -> Frame:
    """The variables of a call: the arguments, then zeros."""
    return [*arguments, *[0] * (function.variables - function.params)]


def value_of(value: Value) -> Callable[[Frame], int]:
    """What gives the value in a frame."""
    number, place = value.number, value.place
    if place is None:
        return lambda _frame: number
    return lambda frame: frame[place]


def duration_of(value: Value, what: str) -> Callable[[Frame], int]:
    """Microseconds as nanoseconds, up to an hour."""
    micros = value_of(value)

    def duration(frame: Frame) -> int:
        us = micros(frame)
        if us * US > MAX_DURATION_NS:
            raise ScenarioError(f"{what} takes {us} us, more than {MAX_DURATION_NS // US}")
        return us * US

    if value.place is None:
        duration([])
    return duration


def text_of(text: Text) -> Callable[[Frame], str]:
    """A text with the decimal values of its variables."""
    if all(isinstance(piece, str) for piece in text):
        fixed = "".join(str(piece) for piece in text)
        return lambda _frame: fixed
    return lambda frame: "".join(piece if isinstance(piece, str) else str(frame[piece]) for piece in text)


def comparison(left: Value, holds: Callable[[int, int], bool], right: Value) -> Step:
    """Whether one value compares with another."""
    x, y = value_of(left), value_of(right)
    return lambda frame: holds(x(frame), y(frame))
