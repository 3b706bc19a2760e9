"""What a demo's parameters may be: bounds and choices, as authors write them and as values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import msgspec

from talk.errors import Span

Value = bool | int | float | str
Kind = Literal["int", "float", "bool", "choice"]

DEFAULT_STOPS = 21
RESERVED = ("print", "caption", "alt", "controls", "compare", "height", "id")
_GRID_SLACK = 1e-9  # float error that a stop may lie off its grid, in steps


@dataclass(frozen=True, slots=True, init=False)
class Range:
    """The bounds of a number, both included.

    Args:
        lo, hi: the bounds.
        step: the distance of a slider's stops; without it 21 stops, evenly (on a log range, by equal ratios).
        unit: shown behind the number.
        log: a slider that moves by ratios; `lo` must be above zero.
        help: a sentence about the parameter.
        label: what the control is called; by default the parameter's name.
    """

    lo: float
    hi: float
    step: float | None
    unit: str
    log: bool
    help: str
    label: str

    def __init__(
        self,
        lo: float,
        hi: float,
        *,
        step: float | None = None,
        unit: str = "",
        log: bool = False,
        help: str = "",  # noqa: A002 - the word that authors expect
        label: str = "",
    ) -> None:
        for name, value in (
            ("lo", lo),
            ("hi", hi),
            ("step", step),
            ("unit", unit),
            ("log", log),
            ("help", help),
            ("label", label),
        ):
            object.__setattr__(self, name, value)


@dataclass(frozen=True, slots=True, init=False)
class Choice:
    """One of several words.

    Args:
        options: the words, in the order in which they are offered; none for a switch.
        help: a sentence about the parameter.
        label: what the control is called; by default the parameter's name.
    """

    options: tuple[str, ...]
    help: str
    label: str

    def __init__(self, *options: str, help: str = "", label: str = "") -> None:  # noqa: A002 - as in Range
        object.__setattr__(self, "options", options)
        object.__setattr__(self, "help", help)
        object.__setattr__(self, "label", label)


class Param(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One parameter of a demo. Choices and members of an Enum are known by their names."""

    name: str
    kind: Kind
    default: Value
    lo: float = 0.0
    hi: float = 0.0
    step: float | None = None
    unit: str = ""
    log: bool = False
    options: tuple[str, ...] = ()
    help: str = ""
    label: str = ""

    @property
    def title(self) -> str:
        """What its control is called: the author's label, else its name in words."""
        return self.label or self.name.replace("_", " ")

    @property
    def takes(self) -> str:
        """What it takes, in words: `an integer from 25 to 400 %`."""
        if self.kind == "bool":
            return "true or false"
        if self.kind == "choice":
            return f"one of {', '.join(self.options)}"
        word = "an integer" if self.kind == "int" else "a number"
        return f"{word} from {shown(self.lo)} to {shown(self.hi)}{self.unit_shown}"

    @property
    def unit_shown(self) -> str:
        """The unit with the space before it, or nothing."""
        return f" {self.unit}" if self.unit else ""

    def is_numeric(self) -> bool:
        return self.kind in ("int", "float")

    def say(self, value: Value) -> str:
        """`gogc=100 %`: the parameter at a value."""
        if isinstance(value, bool):
            return f"{self.name}={'true' if value else 'false'}"
        return f"{self.name}={value if isinstance(value, str) else shown(value)}{self.unit_shown}"


class DemoSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is known of a demo without running it."""

    name: str
    doc: str
    params: tuple[Param, ...]
    file: str
    line: int

    @property
    def caption(self) -> str:
        """The first paragraph of its docstring, on one line."""
        return " ".join(self.doc.split("\n\n", 1)[0].split())

    @property
    def span(self) -> Span:
        from pathlib import Path

        return Span(Path(self.file), self.line)

    @property
    def defaults(self) -> dict[str, Value]:
        return {param.name: param.default for param in self.params}

    def param(self, name: str) -> Param | None:
        """The parameter of that name."""
        return next((param for param in self.params if param.name == name), None)

    def say(self, values: dict[str, Value]) -> str:
        """`gogc=100 %, live_heap=64 MiB`: one state in words."""
        return ", ".join(param.say(values[param.name]) for param in self.params if param.name in values)


class Control(msgspec.Struct, frozen=True):
    """A parameter that a slide leaves free, in the bounds that the slide gives it."""

    param: Param
    lo: float = 0.0
    hi: float = 0.0
    step: float | None = None

    @property
    def count(self) -> int:
        """How many stops it has."""
        if self.param.kind == "bool":
            return 2
        if self.param.kind == "choice":
            return len(self.param.options)
        return _count(self)

    def stops(self) -> tuple[Value, ...]:
        """Every value that its slider rests at, both ends included."""
        if self.param.kind == "bool":
            return (False, True)
        if self.param.kind == "choice":
            return self.param.options
        found = [_stop(self, index) for index in range(_count(self))]
        return tuple(dict.fromkeys(found))


def shown(value: float) -> str:
    """A bound or a value as text, without a needless `.0`."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return repr(value)


def _count(control: Control) -> int:
    if control.step is None or control.param.log:
        whole = control.param.kind == "int" and control.hi - control.lo < DEFAULT_STOPS
        return int(control.hi - control.lo) + 1 if whole else DEFAULT_STOPS
    steps = (control.hi - control.lo) / control.step
    return math.floor(steps + _GRID_SLACK) + 1 + (not _whole(steps))


def _stop(control: Control, index: int) -> int | float:
    last = _count(control) - 1
    if index == last:
        value = control.hi
    elif control.param.log:
        value = control.lo * (control.hi / control.lo) ** (index / last)
    elif control.step is None:
        value = control.lo + (control.hi - control.lo) * index / last
    else:
        value = control.lo + control.step * index
    return round(value) if control.param.kind == "int" else float(f"{value:.12g}")


def _whole(steps: float) -> bool:
    return abs(steps - round(steps)) < _GRID_SLACK * max(1.0, abs(steps))
