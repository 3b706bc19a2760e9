"""Numbers as a reader sees them: the same digits at an axis, in a table and in a sentence."""

from __future__ import annotations

import math
from collections.abc import Iterable

MINUS = "−"
_DIGITS = 4  # significant ones
_MAX_DECIMALS = 6
_HUGE = 1e15
CLOSE = 1e-9


def decimals_for(values: Iterable[float | None]) -> int | None:
    """How many decimals a column of these numbers has, or None where each number needs its own.

    Integers have none; otherwise the largest number gets four significant digits. Numbers over more
    than three powers of ten share no number of decimals.
    """
    sizes = [abs(value) for value in values if value]
    if all(_is_whole(size) for size in sizes):
        return 0 if all(size < _HUGE for size in sizes) else None
    decimals = max(0, _DIGITS - 1 - _exponent(max(sizes)))
    if decimals > _MAX_DECIMALS or min(sizes) < 10.0**-decimals or max(sizes) >= _HUGE:
        return None
    return min(decimals, _needed(sizes, decimals))


def show_number(value: float, decimals: int | None = None) -> str:
    """The number with that many decimals, or four significant digits: `4,096`, `0.25`, `−3`, `1.2e−9`."""
    if decimals is None:
        size = abs(value)
        if value and not 1e-4 <= size < _HUGE:
            return _scientific(value)
        decimals = 0 if _is_whole(value) else max(0, _DIGITS - 1 - _exponent(size))
        text = f"{value:,.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.removeprefix("-")
    return text.replace("-", MINUS)


def show_exact(value: float) -> str:
    """The number for a file: all of its digits but float noise, a point, no commas."""
    text = f"{value:.12g}"
    return text.removeprefix("-") if float(text) == 0 else text


def with_unit(number: str, unit: str) -> str:
    """`64 MiB`, `25 %`, `3`."""
    return f"{number} {unit}" if unit else number


def _scientific(value: float) -> str:
    mantissa, exponent = f"{value:.{_DIGITS - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)


def _exponent(size: float) -> int:
    return math.floor(math.log10(size)) if size else 0


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) <= CLOSE * max(1.0, abs(value))


def _needed(sizes: list[float], decimals: int) -> int:
    """As few decimals, up to that many, as show the same."""
    for fewer in range(decimals):
        if all(abs(size - round(size, fewer)) < CLOSE * max(1.0, size) for size in sizes):
            return fewer
    return decimals
