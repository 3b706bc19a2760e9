"""Demos run for exactly the values that a control stands at: one at a time, each figure's newest wins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from talk.chart.live_state import live_state
from talk.demo.bind import read_value
from talk.demo.catalog import Catalog
from talk.demo.params import DemoSpec, Param, Value
from talk.demo.worker import Call
from talk.errors import Diagnostics, TalkError
from talk.serve.aside import aside
from talk.serve.messages import Asked, Ran

LIVE_SECONDS = 2.0  # a slider that waits longer has lost its meaning
MAX_FIGURES = 32  # that wait for a run at the same time


class UnrunError(Exception):
    """A run that does not take place: the status to answer with, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@dataclass
class Runs:
    """The deck's demos, loaded by `load` when they are first needed and again after they have changed.

    `pinned` says which values a figure's block pins.
    """

    load: Callable[[], Catalog]
    pinned: Callable[[str, DemoSpec], Mapping[str, Value]] = lambda *_: {}
    _catalog: Catalog | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _newest: dict[str, int] = field(default_factory=dict)  # the number of each figure's last run
    _count: int = 0
    _is_stale: bool = False

    async def run(self, asked: Asked) -> Ran:
        """The values with their types, and the state that they lead to.

        Raises:
            UnrunError: a value is wrong, the demo fails, a newer run of the figure has been asked for, or
                too many wait.
        """
        if len(self._newest) >= MAX_FIGURES and asked.figure not in self._newest:
            raise UnrunError(429, "too many figures wait for a run")
        self._count += 1
        number = self._newest[asked.figure] = self._count
        try:
            async with self._turn:
                if number < self._newest.get(asked.figure, 0):
                    raise UnrunError(429, "a newer run was asked for")
                return await aside(lambda: self._run(asked))
        finally:
            if number == self._newest.get(asked.figure):
                del self._newest[asked.figure]

    async def warm_up(self) -> None:
        """Load the demos before they are needed."""
        async with self._turn:
            await aside(self._ready)

    def renew(self) -> None:
        """The demos have changed: the next run loads them again."""
        self._is_stale = True

    def close(self) -> None:
        """End the process in which they run."""
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None

    def _ready(self) -> Catalog:
        if self._is_stale:
            self.close()
            self._is_stale = False
        if self._catalog is None:
            self._catalog = self.load()
        return self._catalog

    def _run(self, asked: Asked) -> Ran:
        try:
            catalog = self._ready()
            spec = catalog.specs.get(asked.demo)
            if spec is None:
                raise UnrunError(400, f"there is no demo '{asked.demo[:60]}'")
            values = typed(spec, {**self.pinned(asked.figure, spec), **asked.params})
            diagnostics = Diagnostics()
            result = catalog.run_now(Call(spec, (values,)), diagnostics)
            if result is None:
                raise UnrunError(500, diagnostics.found[0].text if diagnostics.found else "the demo failed")
            return Ran(asked.figure, values, msgspec.Raw(live_state(result)))
        except TalkError as error:
            raise UnrunError(500, error.diagnostics[0].text) from error


def typed(spec: DemoSpec, params: Mapping[str, bool | int | float | str]) -> dict[str, Value]:
    """The values of a run, inside their bounds; parameters left out take the function's defaults.

    Raises:
        UnrunError: one is unknown, of the wrong type or out of bounds.
    """
    values = dict(spec.defaults)
    for name, given in params.items():
        param = spec.param(name)
        if param is None:
            raise UnrunError(400, f"demo '{spec.name}' has no parameter '{name[:60]}'")
        try:
            values[name] = read_value(param, _text(param, given))
        except ValueError as error:
            raise UnrunError(400, f"{name}: {error}; it takes {param.takes}") from None
    return values


def _text(param: Param, given: bool | int | float | str) -> str:
    """The value as the reader of settings takes it.

    Raises:
        ValueError: it is of another JSON type than the parameter.
    """
    if isinstance(given, bool):
        if param.kind != "bool":
            raise ValueError("a truth value is not what it takes")
        return "true" if given else "false"
    if isinstance(given, str) != (param.kind == "choice") or param.kind == "bool":
        raise ValueError("the value is of another type")
    if param.kind == "int" and isinstance(given, float) and given.is_integer():
        return str(int(given))
    return repr(given) if isinstance(given, float) else str(given)
