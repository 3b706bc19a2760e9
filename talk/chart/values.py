"""Numbers and texts as a demo gives them, checked: lists, tuples, ranges and numpy arrays alike."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sized
from itertools import islice
from typing import Any

from talk.errors import TalkError

MAX_TEXT_CHARS = 500
MAX_POINTS = 100_000  # in one chart, over all series: more is never seen, and makes a CSV of megabytes


def number(where: str, value: Any) -> float:
    """The value as a finite number.

    Raises:
        TalkError: it is none, NaN or infinite (the message holds it).
    """
    found = _float(where, value)
    if found is None:
        raise TalkError(f"{where}: {value!r} is not a number")
    return found


def numbers(where: str, values: Iterable[Any]) -> tuple[float, ...]:
    """The values as finite numbers, none missing."""
    return tuple(number(where, value) for value in listed(where, values))


def gapped(where: str, values: Iterable[Any]) -> tuple[float | None, ...]:
    """The values as finite numbers, with None where one is None or NaN."""
    return tuple(_float(where, value) for value in listed(where, values))


def names(where: str, values: list[Any]) -> tuple[str, ...] | None:
    """The values as names if the first of them is text, else None."""
    if not values or not isinstance(values[0], str):
        return None
    found = tuple(text(where, value) for value in values)
    twice = next((name for name in found if found.count(name) > 1), None)
    if twice is not None:
        raise TalkError(f"{where}: the name '{twice}' stands there twice")
    return found


def text(where: str, value: Any) -> str:
    """The value as text on one line that can be written to a file.

    Raises:
        TalkError: it is no text, too long, or holds half a character.
    """
    if not isinstance(value, str):
        raise TalkError(f"{where}: {value!r} is not text")
    if len(value) > MAX_TEXT_CHARS:
        raise TalkError(f"{where}: a text of {len(value):,} characters", hint=f"at most {MAX_TEXT_CHARS}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise TalkError(f"{where}: {value!r} holds half a character (a lone surrogate)") from None
    return "".join(" " if char.isspace() else char for char in value if char.isprintable() or char.isspace())


def listed(where: str, values: Iterable[Any]) -> list[Any]:
    """The values as a list, if they are a sequence in one dimension and not too long."""
    if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        raise TalkError(f"{where}: {values!r} is not a sequence of numbers")
    flat = getattr(values, "ndim", 1) == 1
    if not flat:
        raise TalkError(
            f"{where}: an array of {getattr(values, 'ndim', 0)} dimensions", hint="give one dimension"
        )
    found = values.tolist() if hasattr(values, "tolist") else list(islice(values, MAX_POINTS + 1))
    if len(found) > MAX_POINTS:
        many = f"{len(values):,}" if isinstance(values, Sized) else f"more than {MAX_POINTS:,}"
        raise TalkError(
            f"{where}: {many} values, at most {MAX_POINTS:,} are taken", hint="thin them, as in y[::10]"
        )
    return found


def _float(where: str, value: Any) -> float | None:
    if value is None:
        return None
    try:
        found = float(value) if not isinstance(value, (str, bytes)) else None
    except (TypeError, ValueError, OverflowError):
        found = None
    if found is None:
        raise TalkError(f"{where}: {value!r} is not a number")
    if math.isinf(found):
        raise TalkError(
            f"{where}: {found} cannot be drawn", hint="cut it off, or make it None to leave a gap"
        )
    return None if math.isnan(found) else found
