"""One scenario as JSON gives it, and its fields by type: the wall around `predict`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from talk.sim.errors import ScenarioError, require, require_between, require_int

T = TypeVar("T")
# Raises ScenarioError if the value of this name is not what it must be.
Check = Callable[[str, object], None]


@dataclass(frozen=True, slots=True)
class Scenario:
    """The fields of a scenario, or of a part of it; what is wrong with one is a `ScenarioError`."""

    id: str
    kind: str
    given: Mapping[str, Any]
    within: str = ""
    """For a part: its name and a colon, put before the names of its fields."""

    @classmethod
    def of(cls, number: int, given: object) -> Scenario:
        """The scenario at a place in the document, counted from 1."""
        if not isinstance(given, dict):
            raise ScenarioError(f"scenario {number} is {_short(given)}, not an object")
        name, kind = given.get("id"), given.get("kind")
        require(isinstance(name, str), f"scenario {number}: id is {_short(name)}, not a text")
        assert isinstance(name, str)
        require(isinstance(kind, str), f"scenario {name!r}: kind is {_short(kind)}, not a text")
        assert isinstance(kind, str)
        return cls(name, kind, given)

    def error(self, message: str) -> ScenarioError:
        """An error that names this scenario."""
        return ScenarioError(f"scenario {self.id!r}: {message}")

    def named(self, work: Callable[[], T]) -> T:
        """What the work returns; what it raises names this scenario."""
        try:
            return work()
        except ScenarioError as error:
            prefix = f"scenario {self.id!r}: "
            if str(error).startswith(prefix):
                raise
            raise self.error(str(error)) from None
        except (ArithmeticError, MemoryError) as error:
            raise self.error(f"its values are too large to compute with ({error})") from None

    def __contains__(self, name: str) -> bool:
        return name in self.given

    def value(self, name: str) -> Any:
        """The field, whatever it is; it must be there."""
        if name not in self.given:
            raise self.error(f"{self.within}{name} is missing")
        return self.given[name]

    def integer(self, name: str, low: int = 0, high: int = 1 << 62) -> int:
        value = self.value(name)
        require_int(f"{self.within}{name}", value, low, high)
        return int(value)

    def integer_or_off(self, name: str, high: int) -> int | None:
        """An integer from 0, or None where the field is null."""
        return None if self.value(name) is None else self.integer(name, 0, high)

    def number(self, name: str, low: float, high: float, *, open_below: bool = False) -> float:
        value: float = self.value(name)
        require_between(f"{self.within}{name}", value, low, high, open_below=open_below)
        return value

    def number_or_off(self, name: str, low: float, high: float) -> float | None:
        """A number within the bounds, or None where the field is null."""
        return None if self.value(name) is None else self.number(name, low, high)

    def items(self, name: str) -> list[Any]:
        """A list, of anything."""
        value = self.value(name)
        if not isinstance(value, list):
            raise self.error(f"{self.within}{name} is {_short(value)}, not a list")
        return value

    def rows(self, checks: Mapping[str, Check]) -> list[list[Any]]:
        """The rows under `cycles`, each in the order of the checks; `fields` names their columns."""
        fields = self.items("fields")
        for name in checks:
            require(name in fields, f"fields is {_short(fields)}, without {name!r}")
        columns = [fields.index(name) for name in checks]
        rows = []
        for number, row in enumerate(self.items("cycles"), start=1):
            if not isinstance(row, list) or len(row) != len(fields):
                raise self.error(f"row {number} of cycles is {_short(row)}, not {len(fields)} values")
            rows.append([row[column] for column in columns])
            for (name, check), value in zip(checks.items(), rows[-1], strict=True):
                check(f"{name} in row {number} of cycles", value)
        return rows

    def part(self, name: str) -> Scenario:
        """An object in this one."""
        value = self.value(name)
        if not isinstance(value, dict):
            raise self.error(f"{self.within}{name} is {_short(value)}, not an object")
        return Scenario(self.id, self.kind, value, f"{name}: ")

    def parts(self, name: str) -> list[Scenario]:
        """The objects of a list in this one."""
        parts = []
        for number, value in enumerate(self.items(name), start=1):
            if not isinstance(value, dict):
                raise self.error(f"{name} {number} is {_short(value)}, not an object")
            parts.append(Scenario(self.id, self.kind, value, f"{name} {number}: "))
        return parts

    def stream(self, name: str, length: int, check: Check) -> list[Any]:
        """One value for each cycle, given as a number for all or as a list with one for each."""
        value = self.value(name)
        values = value if isinstance(value, list) else [value] * length
        if len(values) != length:
            raise self.error(
                f"{self.within}{name} has {len(values)} values, not one for each of {length} cycles"
            )
        for number, each in enumerate(values, start=1):
            check(f"{self.within}{name} of cycle {number}", each)
        return values


def _short(value: object) -> str:
    """The value as it is written, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
