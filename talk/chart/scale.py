"""The ends of an axis, its ticks and their labels. All values here are in the unit shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from talk.chart.format import decimals_for, show_number
from talk.chart.model import Axis
from talk.chart.units import is_bytes

_STEPS = (1, 2, 2.5, 5, 10)
_FULL = 0.3  # how much of a further step the numbers must fill before the axis takes the whole of it
_FAR = 0.6  # an axis begins at zero unless the lowest number lies above this share of the highest


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis as drawn: its two ends and the ticks between them, each with its label."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]
    log: bool = False

    def share(self, value: float) -> float:
        """How far a value lies from one end to the other; NaN for what a logarithmic axis cannot show."""
        if not self.log:
            return (value - self.low) / (self.high - self.low)
        return math.log(value / self.low) / math.log(self.high / self.low) if value > 0 else math.nan


def make_scale(axis: Axis, values: Sequence[float], *, most: int, tight: bool, zero: bool = False) -> Scale:
    """The scale of an axis for these values (in the unit shown).

    Args:
        axis: its fixed ends hold, where it has them.
        values: what must be seen.
        most: the greatest number of ticks.
        tight: it ends with the numbers (x), not at a tick above them (y).
        zero: it must show zero (bars, areas).
    """
    fixed = None if axis.span is None else (axis.span[0] * axis.factor, axis.span[1] * axis.factor)
    seen = list(fixed or values) or [1.0, 10.0] if axis.log else list(fixed or values) or [0.0, 1.0]
    low, high = min(seen), max(seen)
    if axis.log:
        return _log_scale(axis, low, high, most, exact=fixed is not None or tight)
    near_zero = 0 <= low < _FAR * high or _FAR * low < high <= 0
    if fixed is None and not tight and (zero or near_zero):
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low - 0.5, high + 0.5) if tight or low else (0.0, 1.0)
    if fixed is None and not tight:
        low, high = _rounded(low, high, most)
    return _labelled(low, high, linear_ticks(low, high, most), log=False)


def rounded_out(values: Sequence[float], steps: int = 8) -> tuple[float, float]:
    """Round numbers under and over all of these; zero, where they begin near it."""
    low, high = min(values), max(values)
    if 0 <= low < _FAR * high:
        low = 0.0
    if low == high:
        return low - 0.5, high + 0.5
    step = _step(low, high, steps)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def linear_ticks(low: float, high: float, most: int) -> list[float]:
    """At most so many round numbers from `low` to `high`, at even distances."""
    step = _step(low, high, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{index * step:.12g}") for index in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int, base: int) -> list[float]:
    """Powers of the base from `low` to `high`, every one of them or every second, third ...

    Where there are too few powers of ten, 2 and 5 times them come in between.
    """
    first, last = math.ceil(math.log(low, base) - 1e-9), math.floor(math.log(high, base) + 1e-9)
    powers = range(first, last + 1)
    if base == 10 and len(powers) * 3 <= most:
        fine = [mantissa * 10.0**power for power in range(first - 1, last + 1) for mantissa in (1, 2, 5)]
        return [tick for tick in fine if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9)]
    apart = max(1, math.ceil(len(powers) / max(most, 1)))
    return [float(base) ** power for power in powers if (power - first) % apart == 0]


def _log_scale(axis: Axis, low: float, high: float, most: int, *, exact: bool) -> Scale:
    base = 2 if is_bytes(axis.show) else 10
    if low == high:
        low, high = low / base, high * base
    if not exact:
        low = float(base) ** math.floor(math.log(low, base) + 1e-9)
        high = float(base) ** math.ceil(math.log(high, base) - 1e-9)
    return _labelled(low, high, log_ticks(low, high, most, base), log=True)


def _labelled(low: float, high: float, ticks: list[float], *, log: bool) -> Scale:
    decimals = None if log else decimals_for(ticks)
    return Scale(low, high, tuple(ticks), tuple(show_number(tick, decimals) for tick in ticks), log)


def _rounded(low: float, high: float, most: int) -> tuple[float, float]:
    """The ends moved out to the next tick, or by a little where that would leave too much empty."""
    step = _step(low, high, most)
    return -_end(-low, step), _end(high, step)


def _end(value: float, step: float) -> float:
    over = value / step - math.floor(value / step + 1e-9)
    if over <= 1e-9:
        return value
    return math.ceil(value / step) * step if over > _FULL else value + 0.08 * step


def _step(low: float, high: float, most: int) -> float:
    rough = (high - low) / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough * (1 - 1e-9))
