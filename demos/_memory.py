"""A simulated program's stack as a column of boxes: frames, also those that are gone, with their words."""

from __future__ import annotations

from collections.abc import Iterator

from talk.chart.model import Box, Cell, Column
from talk.demo import box, cell, column
from talk.sim.memory import FrameView, Step, Value

GONE = " (gone)"


def stack(step: Step) -> Column:
    """The frames in progress from the top down, then what returned calls have left below them."""
    running = {frame.function for frame in step.frames}
    live = [_frame(frame, frame.function, step) for frame in step.frames]
    left = [
        _frame(frame, frame.function + GONE * (frame.function in running), step, gone=True)
        for frame in step.gone
    ]
    return column("", *live, *left)


def cells(frame: FrameView, step: Step, *, gone: bool = False) -> Iterator[Cell]:
    """The variables of a frame word by word, from the top down; an array stays whole."""
    words = (each for variable in frame.variables for each in _words(variable))
    return (_cell(each, frame.function, step, gone=gone) for each in words)


def _frame(frame: FrameView, name: str, step: Step, *, gone: bool = False) -> Box:
    return box(name, *cells(frame, step, gone=gone), gone=gone)


def _words(value: Value) -> Iterator[Value]:
    """A variable, or the fields of a struct; an array stays whole."""
    if value.parts and not value.type.startswith("["):
        for part in value.parts:
            yield from _words(part)
    else:
        yield value


def _cell(value: Value, function: str, step: Step, *, gone: bool) -> Cell:
    pointer = value.points_to is not None
    shown = f"{value.size_bytes} B" if value.parts else value.value
    return cell(
        value.path.removeprefix(f"{function}."),
        f"{shown:#x}" if pointer and isinstance(shown, int) else shown,
        address=value.address,
        to="" if gone or not pointer else _first_word(step, value.points_to),
        mark="stale" if value.stale else "",
    )


def _first_word(step: Step, path: str | None) -> str:
    """The key of the cell in which what a pointer leads to begins."""
    return next(_words(step.value(path))).path if path else ""
