"""What the simulator says when it is asked for something that cannot be."""

from __future__ import annotations


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
    require(isinstance(value, int) and not isinstance(value, bool), f"{name} is {value!r}, not an integer")
    assert isinstance(value, int)
    require(value >= low, f"{name} is {value}, less than {low}")
    require(high is None or value <= high, f"{name} is {value}, more than {high}")
