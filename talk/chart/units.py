"""Units that numbers carry, and the factor from one to another."""

from __future__ import annotations

import math
import re

from talk.errors import TalkError, did_you_mean

# Each unit with its dimension and its size in the dimension's base unit.
_UNITS: dict[str, tuple[str, float]] = {
    "ns": ("time", 1.0),
    "us": ("time", 1e3),
    "µs": ("time", 1e3),
    "ms": ("time", 1e6),
    "s": ("time", 1e9),
    "min": ("time", 60e9),
    "h": ("time", 3600e9),
    "B": ("bytes", 1.0),
    "KiB": ("bytes", float(1 << 10)),
    "MiB": ("bytes", float(1 << 20)),
    "GiB": ("bytes", float(1 << 30)),
    "TiB": ("bytes", float(1 << 40)),
    "kB": ("bytes", 1e3),
    "MB": ("bytes", 1e6),
    "GB": ("bytes", 1e9),
    "B/s": ("bytes per time", 1.0),
    "KiB/s": ("bytes per time", float(1 << 10)),
    "MiB/s": ("bytes per time", float(1 << 20)),
    "GiB/s": ("bytes per time", float(1 << 30)),
    "Hz": ("rate", 1.0),
    "kHz": ("rate", 1e3),
    "MHz": ("rate", 1e6),
    "GHz": ("rate", 1e9),
    "": ("share", 1.0),
    "%": ("share", 0.01),
    "‰": ("share", 0.001),
}

_BETWEEN = re.compile(
    rf"(?<=\d) (?=(?:{'|'.join(sorted(filter(None, _UNITS), key=len, reverse=True))}|[KMGT])(?![\w/]))"
)
MAX_UNIT_CHARS = 24
_COMPARED = 1e-12


def factor(unit: str, show: str) -> float:
    """What a number in `unit` is multiplied with to be shown in `show`.

    A plain number (`""`) and `%` convert as shares: 0.25 is 25 %. A word of one's own
    (`"frames"`, `"calls"`) is a unit that converts to itself alone.

    Raises:
        TalkError: the two do not measure the same thing (the message holds both).
    """
    if unit == show:
        return 1.0
    dimension, size = _lookup(unit)
    shown_dimension, shown_size = _lookup(show)
    if dimension != shown_dimension:
        raise TalkError(
            f"unit '{unit}' cannot be shown as '{show}'",
            hint=_way_out(unit, show, dimension, shown_dimension),
        )
    return _exact(size / shown_size)


def unbroken(text: str) -> str:
    """A sentence in which no line ends between a number and its unit."""
    return _BETWEEN.sub("\N{NO-BREAK SPACE}", text)


def check_unit(unit: str) -> str:
    """The unit itself, if it is one that can stand at an axis.

    Raises:
        TalkError: it is not text, or too long for one.
    """
    if not isinstance(unit, str):
        raise TalkError(f"a unit is text, not {unit!r}", hint='write "ms" or ""')
    if len(unit) > MAX_UNIT_CHARS or not unit.isprintable():
        raise TalkError(
            f"'{unit[:MAX_UNIT_CHARS]}' is no unit", hint=f"at most {MAX_UNIT_CHARS} printable characters"
        )
    return unit


def _lookup(unit: str) -> tuple[str, float]:
    return _UNITS.get(unit, (f"'{unit}'", 1.0))


def _way_out(unit: str, show: str, dimension: str, shown_dimension: str) -> str:
    for each, its in ((unit, dimension), (show, shown_dimension)):
        if each not in _UNITS:
            near = did_you_mean(each, filter(None, _UNITS))
            return (
                f"'{each}' is not a unit that converts; {near or 'known: ' + ', '.join(filter(None, _UNITS))}"
            )
        del its
    return f"'{unit}' is {dimension}, '{show}' is {shown_dimension}"


def _exact(ratio: float) -> float:
    """The ratio, rounded to the integer that it misses by float error alone (0.1 / 0.001)."""
    near = round(ratio)
    return float(near) if near and math.isclose(ratio, near, rel_tol=_COMPARED) else ratio


def is_bytes(unit: str) -> bool:
    """Whether it counts bytes in powers of two."""
    return unit == "B" or unit.endswith("iB")
