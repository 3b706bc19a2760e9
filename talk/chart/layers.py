"""Objects in layers: a place on a grid for each; references lead from left to right and seldom cross."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Edge = tuple[str, str]
_SWEEPS = 6


def layered(names: Sequence[str], edges: Iterable[Edge]) -> dict[str, tuple[float, float]]:
    """The column and the row of each name.

    An edge leads at least one column on, but for those that would close a circle. The order in a column is
    that with the fewest crossings among some that follow the neighbours, and each row lies near theirs.

    Args:
        names: in the order of which one comes first where nothing else decides.
        edges: between names; those from a name to itself do not count.
    """
    forward = _without_circles(names, [(one, other) for one, other in edges if one != other])
    layers = _Layers.of(names, forward)
    layers.sweep()
    rows = layers.rows()
    return {
        name: (float(number), rows[name])
        for number, layer in enumerate(layers.members)
        for name in layer
        if isinstance(name, str)
    }


def _without_circles(names: Sequence[str], edges: Sequence[Edge]) -> list[Edge]:
    """The edges, those turned round that lead back to where a walk along them has come from."""
    targets: dict[str, list[str]] = {name: [] for name in names}
    entered = set()
    for one, other in dict.fromkeys(edges):
        targets[one].append(other)
        entered.add(other)
    forward: list[Edge] = []
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> None:
        done.add(name)
        for other in targets[name]:
            forward.append((other, name) if other in path else (name, other))
            if other not in done:
                walk(other, (*path, other))

    for name in sorted(names, key=lambda each: each in entered):
        if name not in done:
            walk(name, (name,))
    return forward


Member = str | tuple[str, str, int]
"""A name, or the place that an edge over several columns takes up in one between."""


@dataclass(slots=True)
class _Layers:
    members: list[list[Member]]
    before: dict[Member, list[Member]] = field(default_factory=dict)
    after: dict[Member, list[Member]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Sequence[str], edges: Sequence[Edge]) -> _Layers:
        depth = _depths(names, edges)
        layers = cls([[] for _ in range(max(depth.values(), default=-1) + 1)])
        for name in names:
            layers._put(depth[name], name)
        for one, other in dict.fromkeys(edges):
            way: list[Member] = [one]
            for number in range(depth[one] + 1, depth[other]):
                layers._put(number, between := (one, other, number))
                way.append(between)
            for start, end in pairwise([*way, other]):
                layers.after[start].append(end)
                layers.before[end].append(start)
        return layers

    def sweep(self) -> None:
        """Order each layer by where its members' neighbours are; keep the order with the fewest crossings."""
        best, fewest = [list(layer) for layer in self.members], self._crossings()
        for number in range(_SWEEPS):
            forward = number % 2 == 0
            layers = self.members[1:] if forward else self.members[-2::-1]
            place = self._places()
            for layer in layers:
                self._sort(layer, self.before if forward else self.after, place)
                place.update({member: row for row, member in enumerate(layer)})
            if (crossings := self._crossings()) < fewest:
                best, fewest = [list(layer) for layer in self.members], crossings
        self.members = best

    def rows(self) -> dict[Member, float]:
        """The row of each member: as near to its neighbours as its layer allows, in halves, from 0."""
        high = max(map(len, self.members), default=0)
        rows = {
            member: number + (high - len(layer)) / 2
            for layer in self.members
            for number, member in enumerate(layer)
        }
        for number in range(_SWEEPS):
            neighbours = (self.before, self.after)[number % 2]
            for layer in self.members if number % 2 == 0 else reversed(self.members):
                wanted = [_mean([rows[n] for n in neighbours[each]], rows[each]) for each in layer]
                rows.update(zip(layer, _apart(wanted), strict=True))
        top = min(rows.values(), default=0.0)
        return {member: row - top for member, row in rows.items()}

    def _put(self, number: int, member: Member) -> None:
        self.members[number].append(member)
        self.before[member], self.after[member] = [], []

    def _sort(
        self, layer: list[Member], neighbours: Mapping[Member, list[Member]], place: Mapping[Member, float]
    ) -> None:
        layer.sort(key=lambda each: _mean([place[other] for other in neighbours[each]], place[each]))

    def _places(self) -> dict[Member, float]:
        return {member: float(row) for layer in self.members for row, member in enumerate(layer)}

    def _crossings(self) -> int:
        place = self._places()
        count = 0
        for layer in self.members:
            ends = [(place[one], place[other]) for one in layer for other in self.after[one]]
            for number, (one, other) in enumerate(ends):
                count += sum((one - a) * (other - b) < 0 for a, b in ends[number + 1 :])
        return count


def _depths(names: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """How many edges the longest way to each name has."""
    depth = dict.fromkeys(names, 0)
    for _ in names:  # at most so often, since there is no circle
        deeper = {other: depth[one] + 1 for one, other in edges if depth[one] >= depth[other]}
        if not deeper:
            break
        depth.update({name: max(depth[name], found) for name, found in deeper.items()})
    return depth


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _apart(wanted: Sequence[float]) -> list[float]:
    """The rows nearest to the wanted ones, in halves, that keep their order and lie at least one apart."""
    blocks: list[tuple[float, int]] = []  # where neighbours begin that pushed each other, how many they are
    for number, row in enumerate(wanted):
        mean, count = row - number, 1
        while blocks and blocks[-1][0] > mean:
            other, size = blocks.pop()
            mean, count = (other * size + mean * count) / (size + count), size + count
        blocks.append((mean, count))
    rows = [mean for mean, count in blocks for _ in range(count)]
    return [round(row * 2) / 2 + number for number, row in enumerate(rows)]


def placed_beside(
    names: Sequence[str], edges: Sequence[Edge], chosen: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """As `layered`, with the places that an author has chosen; the others go below those."""
    if not chosen:
        return layered(names, edges)
    left = [name for name in names if name not in chosen]
    below = max(row for _, row in chosen.values()) + 1
    found = layered(left, [(one, other) for one, other in edges if one in left and other in left])
    return {**chosen, **{name: (column, row + below) for name, (column, row) in found.items()}}
