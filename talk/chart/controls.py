"""What a page must know of a control: a value without behaviour, made by `demo` and shown by `render`."""

from __future__ import annotations

from typing import Literal

import msgspec

ControlKind = Literal["slider", "choice", "switch"]
Stop = bool | int | float | str


class ControlView(msgspec.Struct, frozen=True):
    """One free parameter of a figure as the page shows it.

    `stops` are all values that it rests at, `labels` the same as a reader sees them, with the unit, and `at`
    is the number of the one shown first. `lo`, `hi` and `step` are those of a slider whose stops are even;
    `step` is None where they are not.
    """

    name: str
    title: str
    kind: ControlKind
    stops: tuple[Stop, ...]
    labels: tuple[str, ...]
    at: int
    unit: str = ""
    help: str = ""
    lo: float = 0.0
    hi: float = 0.0
    step: float | None = None
