"""What the simulator says when it is asked for something that cannot be."""

from __future__ import annotations

import math


class ScenarioError(ValueError):
    """A scenario, or an argument, that no run can be made of.

    The message names the scenario (where there is one), the field and the value.
    """


def require(holds: bool, message: str) -> None:
    """Raise `ScenarioError` with this message unless the condition holds."""
    if not holds:
        raise ScenarioError(message)


def require_int(name: str, value: object, low: int, high: int | None = None) -> None:
    """Raise `ScenarioError` unless the value is an integer (no bool) within the bounds, both included."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ScenarioError(f"{name} is {value!r}, not an integer")
    require(value >= low, f"{name} is {value}, less than {low}")
    require(high is None or value <= high, f"{name} is {value}, more than {high}")


def require_between(name: str, value: object, low: float, high: float, *, open_below: bool = False) -> None:
    """Raise `ScenarioError` unless the value is a finite number (no bool) within the bounds.

    Both bounds are included; with `open_below` the value must lie above the lower one.
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ScenarioError(f"{name} is {value!r}, not a number")
    require(math.isfinite(value), f"{name} is {value}, not a finite number")
    above = value > low if open_below else value >= low
    require(above, f"{name} is {value}, {'not above' if open_below else 'less than'} {low:g}")
    require(value <= high, f"{name} is {value}, more than {high:g}")
