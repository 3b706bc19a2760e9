"""Places that hold over several moments: what exists in more than one of them stays where it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def placed(
    orders: Iterable[Sequence[Key]], sizes: Mapping[Key, float], gap: float = 0.0
) -> dict[Key, float] | None:
    """Where each thing begins, the same in every order and as early as can be; none overlaps the next.

    Things that never come together may share a place.

    Args:
        orders: for each moment what it holds, from the first to the last.
        sizes: the length of each.
        gap: between two of them.

    Returns:
        The beginning of each; None if two moments hold the same things in another order.
    """
    after: dict[Key, set[Key]] = defaultdict(set)
    for order in dict.fromkeys(tuple(each) for each in orders):
        for one, other in pairwise(order):
            after[one].add(other)
    begins = dict.fromkeys(sizes, 0.0)
    waiting = Counter(other for others in after.values() for other in others)
    ready = [key for key in sizes if not waiting[key]]
    for key in ready:  # grows while it is walked through
        for other in after[key]:
            begins[other] = max(begins[other], begins[key] + sizes[key] + gap)
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return begins if len(ready) == len(sizes) else None


def numbered(names: Iterable[str]) -> list[tuple[str, int]]:
    """Each name with which of its occurrences it is."""
    seen: Counter[str] = Counter()
    keys = []
    for name in names:
        keys.append((name, seen[name]))
        seen[name] += 1
    return keys


def seats(rows: Sequence[Sequence[str]]) -> list[list[int]]:
    """For each row the seats of its members: one of the same name has the same seat, others take free ones.

    The longest row says which name sits where.
    """
    names = max(rows, key=len, default=())
    return [_seated(row, names) for row in rows]


def _seated(row: Sequence[str], names: Sequence[str]) -> list[int]:
    free = list(range(len(names)))
    found: list[int | None] = []
    for name in row:
        seat = next((each for each in free if names[each] == name), None)
        found.append(seat)
        if seat is not None:
            free.remove(seat)
    return [free.pop(0) if seat is None else seat for seat in found]
