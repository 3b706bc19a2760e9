"""Numbers as they travel to the page: as few digits as keep every pixel and every digit that a table shows.

A *column* is what a table shows with one number of decimals: rows of numbers that decide about it together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talk.chart.format import CLOSE, decimals_for, show_number
from talk.chart.model import Number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Nums = tuple[Number, ...]
Column = tuple[Nums, ...]
Travelling = list[int | float | None]
Travelled = Travelling | dict[str, object]
"""Numbers on their way; or with what is not usual about their coding, see `OwnNums` in web/ts/payload.ts."""

TOLERANCE_PX = 0.1  # one unit of the last decimal is at most as large
_TRIES = 6  # decimals to try, beginning with those that should do
_EXACT = 2.0**52
_TIE = 1e-6
_SMOOTH = 0.7  # how much smaller the differences of differences must be
_DIGITS = 4  # that a number of its own kind shows


@dataclass(frozen=True, slots=True)
class Coding:
    """How the numbers of some columns travel: integers of 10^-decimals, or plain where that is None."""

    decimals: int | None
    rows: dict[Nums, Array]

    def travelled(self, rows: Sequence[Nums], usual: int | None) -> Travelled:
        """These rows one after another; integers come as differences from the one before.

        Where the differences lie closer to each other than to zero, as on a smooth curve, their own
        differences come. This, and other decimals than the `usual` ones, stands beside the numbers.
        """
        import numpy as np

        numbers = np.concatenate([self.rows[row] for row in rows])
        if self.decimals is None:
            coded = plain(numbers.tolist())
            return coded if usual is None else {"q": None, "n": coded}
        steps = _differences(numbers[~np.isnan(numbers)])
        bends = _differences(steps)
        if np.abs(bends[2:]).sum() < _SMOOTH * np.abs(steps[1:]).sum():
            return {"q": self.decimals, "d": 1, "n": _with_gaps(bends, numbers)}
        coded = _with_gaps(steps, numbers)
        return coded if self.decimals == usual else {"q": self.decimals, "n": coded}

    def shown(self, row: Nums) -> Nums:
        """The row as the page has it."""
        numbers = _decoded(self.rows[row], self.decimals).tolist()
        return tuple(None if math.isnan(each) else each for each in numbers)


def coding_of(columns: Iterable[Column], least: int, *, distinct: bool = False) -> Coding:
    """The shortest coding of these columns that shows as they do.

    Args:
        columns: of all states.
        least: how many decimals the pixels need.
        distinct: whether different numbers of a column must stay different.
    """
    known = {column: _decimals(column) for column in dict.fromkeys(columns)}
    digits: dict[Nums, set[int | None]] = {}
    for column, decimals in known.items():
        for row in column:
            digits.setdefault(row, set()).add(decimals)
    arrays = {row: _array(row) for row in digits}
    for decimals in _candidates(digits, arrays, least):
        rows = {row: _rounded(arrays[row], decimals, digits[row], least) for row in digits}
        if all(_keeps(column, shown, rows, decimals, distinct) for column, shown in known.items()):
            return Coding(decimals, rows)
    return Coding(None, arrays)


def uncoded(columns: Iterable[Column]) -> Coding:
    """All digits of the columns: longer, and found at once."""
    return Coding(None, {row: _array(row) for column in columns for row in column})


def pixel_decimals(per_value: float) -> int:
    """How many decimals a number needs that moves something by so many pixels."""
    return max(0, math.ceil(math.log10(per_value / TOLERANCE_PX) - 1e-9)) if per_value > 0 else 0


def plain(numbers: Iterable[float | None]) -> Travelling:
    """The numbers, None for NaN, integers without a point."""
    return [None if each is None or math.isnan(each) else _shortest(each) for each in numbers]


def _candidates(
    digits: dict[Nums, set[int | None]], arrays: dict[Nums, Array], least: int
) -> Iterator[int | None]:
    """Numbers of decimals to try; None gives each number its own."""
    wanted = {each for some in digits.values() for each in some}
    known = [each for each in wanted if each is not None]
    if len(known) == len(wanted):
        most = max(known, default=0)
        first = most if all(_is_exact(row, most) for row in arrays.values()) else max(most, least)
        yield from (each for each in range(first, first + _TRIES) if _fits(arrays, each))
    yield None


def _fits(arrays: dict[Nums, Array], decimals: int) -> bool:
    """Whether all are small enough to be exact as integers of that size."""
    import numpy as np

    most = _EXACT / 10.0**decimals
    return all(bool(np.fmax.reduce(np.abs(row), initial=0.0) < most) for row in arrays.values())


def _rounded(row: Array, decimals: int | None, digits: set[int | None], least: int) -> Array:
    """Integers of 10^-decimals that show with these numbers of digits as the row does; or plain numbers."""
    if decimals is not None:
        return _integers(row, decimals, digits)
    if digits == {None}:
        return _own_digits(row)
    known = [each for each in digits if each is not None]
    if len(known) < len(digits) or not _fits({(): row}, max(*known, least)):
        return row
    return _decoded(_integers(row, max(*known, least), digits), max(*known, least))


def _keeps(
    column: Column, shown: int | None, rows: dict[Nums, Array], decimals: int | None, distinct: bool
) -> bool:
    """Whether the column still has its number of decimals, and its different numbers are different."""
    found = [each for row in column for each in _present(_decoded(rows[row], decimals))]
    if distinct and len(set(found)) < len({each for row in column for each in row if each is not None}):
        return False
    return decimals_for(found) == shown


def _integers(row: Array, decimals: int, digits: set[int | None]) -> Array:
    """The numbers in units of 10^-decimals, to the side of a tie on which they lie."""
    import numpy as np

    size = 10.0**decimals
    scaled = row * size
    found = np.rint(scaled)
    for shown in digits:
        if shown is not None and shown <= decimals:
            _mend_ties(row, scaled, found, decimals, shown)
    return found


def _mend_ties(row: Array, scaled: Array, found: Array, decimals: int, shown: int) -> None:
    """Move those that would be shown with another last digit by one unit."""
    import numpy as np

    size = 10.0**decimals
    if shown == decimals:
        near = np.abs(scaled - np.floor(scaled) - 0.5) < _TIE * np.maximum(1, np.abs(scaled) * 1e-3)
    else:
        unit = 10.0 ** (decimals - shown)
        near = np.mod(found, unit) == unit / 2
    for index in np.flatnonzero(near):
        value = float(row[index])
        if f"{found[index] / size:.{shown}f}" != f"{value:.{shown}f}":
            found[index] += 1 if value > found[index] / size else -1


def _own_digits(row: Array) -> Array:
    """Each number with the digits that it shows; whole ones as they are."""
    import numpy as np

    sizes = np.abs(row)
    exponents = np.floor(np.log10(np.where(sizes > 0, sizes, 1.0)))
    powers = 10.0 ** np.clip(_DIGITS - 1 - exponents, 0, 22)
    scaled = row * powers
    kept = (np.abs(row - np.rint(row)) <= CLOSE * np.maximum(1, sizes)) | (scaled >= _EXACT)
    found = np.where(kept, row, np.rint(scaled) / powers)
    for index in np.flatnonzero(~kept & (np.abs(scaled - np.floor(scaled) - 0.5) < _TIE)):
        if show_number(float(found[index])) != show_number(float(row[index])):
            found[index] = row[index]
    return found


def _differences(numbers: Array) -> Array:
    """Each number less the one before it; the first as it is."""
    found = numbers.copy()
    found[1:] -= numbers[:-1]
    return found


def _with_gaps(steps: Array, numbers: Array) -> Travelling:
    """The steps as integers, with a gap where the numbers have one."""
    import numpy as np

    coded = steps.astype(np.int64).tolist()
    if len(coded) == len(numbers):
        return list(coded)
    left = iter(coded)
    return [next(left) if there else None for there in (~np.isnan(numbers)).tolist()]


def _decoded(row: Array, decimals: int | None) -> Array:
    return row if decimals is None else row / 10.0**decimals


def _present(row: Array) -> list[float]:
    """The numbers of a row without its gaps."""
    import numpy as np

    return list(row[~np.isnan(row)].tolist())


def _decimals(column: Column) -> int | None:
    return decimals_for([each for row in column for each in row])


def _array(row: Nums) -> Array:
    import numpy as np

    return np.array(row, dtype=np.float64)  # None becomes NaN


def _is_exact(row: Array, decimals: int) -> bool:
    import numpy as np

    size = 10.0**decimals
    return bool(np.all((np.rint(row * size) / size == row) | np.isnan(row)))


def _shortest(value: float) -> int | float:
    return int(value) if value == math.floor(value) and abs(value) < _EXACT else value
