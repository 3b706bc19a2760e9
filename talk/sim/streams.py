"""Streams: a rate, a size or a fraction that changes as a run goes on.

A stream is asked for its value at a position. In `run_pacer` the position is
the number of the cycle from 0, in `run_gc` the milliseconds since the start.
Streams add up: `constant(33) + delay(50, ramp(66, 1))`.

The small set of operations is that of the pacer's own tests
(`runtime/mgcpacer_test.go`).
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from talk.sim.errors import require_between, require_int


class Stream(ABC):
    """A value that depends on the position in a run."""

    __slots__ = ()

    @abstractmethod
    def at(self, position: float, /) -> float:
        """The value at a position from 0."""

    @property
    def is_constant(self) -> bool:
        """Whether the value is the same everywhere, so that a run need not look again."""
        return False

    def __add__(self, other: Stream | float) -> Stream:
        return _Sum((self, as_stream(other)))

    __radd__ = __add__


@dataclass(frozen=True, slots=True)
class _Constant(Stream):
    value: float

    def at(self, _position: float, /) -> float:
        return self.value

    @property
    def is_constant(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class _Ramp(Stream):
    height: float
    length: float

    def at(self, position: float, /) -> float:
        return self.height if position >= self.length else self.height * position / self.length


@dataclass(frozen=True, slots=True)
class _Unit(Stream):
    amplitude: float
    length: float

    def at(self, position: float, /) -> float:
        return self.amplitude if position < self.length else 0.0


@dataclass(frozen=True, slots=True)
class _Oscillate(Stream):
    amplitude: float
    phase: float
    period: float

    def at(self, position: float, /) -> float:
        return self.amplitude * math.sin(2 * math.pi * position / self.period + self.phase)


@dataclass(frozen=True, slots=True)
class _Random(Stream):
    amplitude: float
    seed: int
    every: float

    def at(self, position: float, /) -> float:
        return self.amplitude * _draw(self.seed, int(position // self.every))


@dataclass(frozen=True, slots=True)
class _Delay(Stream):
    length: float
    of: Stream

    def at(self, position: float, /) -> float:
        return self.of.at(position - self.length) if position >= self.length else 0.0


@dataclass(frozen=True, slots=True)
class _Sum(Stream):
    parts: tuple[Stream, ...]

    def at(self, position: float, /) -> float:
        return math.fsum(part.at(position) for part in self.parts)

    @property
    def is_constant(self) -> bool:
        return all(part.is_constant for part in self.parts)


@lru_cache(maxsize=4096)
def _draw(seed: int, index: int) -> float:
    """The index-th draw of a seed, evenly from -1 to 1, whatever was drawn before."""
    return float(np.random.default_rng((seed, index)).uniform(-1.0, 1.0))


def constant(value: float) -> Stream:
    """The same value everywhere.

    Raises: ScenarioError for a value that is not a finite number; so do the others.
    """
    return _Constant(_finite("value", value))


def ramp(height: float, length: float) -> Stream:
    """From 0 to a height over a length, flat from there."""
    return _Ramp(_finite("height", height), _positive("length", length))


def unit(amplitude: float, length: float = 1) -> Stream:
    """An amplitude for a length at the start, 0 from there."""
    return _Unit(_finite("amplitude", amplitude), _positive("length", length))


def oscillate(amplitude: float, phase: float, period: float) -> Stream:
    """A sine with an amplitude, a phase in radians and a period."""
    return _Oscillate(_finite("amplitude", amplitude), _finite("phase", phase), _positive("period", period))


def random(amplitude: float, seed: int, every: float = 1) -> Stream:
    """Draws from -amplitude to amplitude, a new one after each length `every`.

    The draws are those of `numpy.random.default_rng`, not those of Go.
    """
    require_int("seed", seed, 0)
    return _Random(_finite("amplitude", amplitude), seed, _positive("every", every))


def delay(length: float, of: Stream | float) -> Stream:
    """0 for a length, then the other stream from its start."""
    require_between("length", length, 0, math.inf)
    return _Delay(length, as_stream(of))


def total(*parts: Stream | float) -> Stream:
    """The sum of streams."""
    return _Sum(tuple(as_stream(part) for part in parts))


def as_stream(value: Stream | float) -> Stream:
    """The stream itself, or the constant stream of a number."""
    return value if isinstance(value, Stream) else constant(value)


def _finite(name: str, value: float) -> float:
    require_between(name, value, -math.inf, math.inf)
    return value


def _positive(name: str, value: float) -> float:
    require_between(name, value, 0, math.inf, open_below=True)
    return value
