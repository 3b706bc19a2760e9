"""A processor cache: lines, sets, ways and levels, with exact LRU, over whole traces of addresses at once.

The set of an access is its line number modulo the number of sets. Within a
set, LRU keeps the lines in the order of their last use: way 1 holds the line
used last. An access that finds its line in way k moves it to way 1, and the
lines of ways 1 to k-1 down by one; one that finds it nowhere drops the last.

So an access that is not served by ways 1 to k leaves in way k+1 what was in
way k, and what it meets in way k+1 is what the access *before it that came so
far* met in way k. That makes each way one shift and one comparison over all
accesses that no way above has served: no loop over accesses is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from talk.sim.errors import ScenarioError, require, require_int
from talk.sim.units import KiB, MiB

Addresses = NDArray[np.int64]

LINE_BYTES = 64
# Accesses that are worked on together, so that they stay in a real cache.
BATCH = 1 << 16
# What a way holds before its first line; below it, accesses that find nothing, one for each set.
NOTHING, FIRST_PROBE = -1, -2


@dataclass(frozen=True, slots=True)
class CacheLevel:
    """The geometry of one level. One way makes it direct-mapped, one set fully associative."""

    name: str
    size_bytes: int
    ways: int
    line_bytes: int = LINE_BYTES

    def __post_init__(self) -> None:
        require_int(f"{self.name}: ways", self.ways, 1, 1 << 16)
        require_int(f"{self.name}: line_bytes", self.line_bytes, 1, 1 << 20)
        require_int(f"{self.name}: size_bytes", self.size_bytes, 1, 1 << 40)
        power = self.line_bytes & (self.line_bytes - 1) == 0
        require(power, f"{self.name}: line_bytes is {self.line_bytes}, not a power of two")
        whole = self.size_bytes % (self.ways * self.line_bytes) == 0
        require(
            whole,
            f"{self.name}: size_bytes is {self.size_bytes}, not a multiple of {self.ways} ways of "
            f"{self.line_bytes}-byte lines",
        )

    @property
    def sets(self) -> int:
        return self.size_bytes // (self.ways * self.line_bytes)


# Round figures of a usual server core; not those of any one machine.
LEVELS = (
    CacheLevel("L1", 32 * KiB, ways=8),
    CacheLevel("L2", 1 * MiB, ways=16),
    CacheLevel("L3", 16 * MiB, ways=16),
)


@dataclass(slots=True)
class Cache:
    """One level that remembers what it holds from access to access."""

    level: CacheLevel
    _resident: Addresses = field(default_factory=lambda: np.empty(0, np.int64))
    """The lines that are held; those of each set from the least recently used on."""

    @property
    def lines(self) -> frozenset[int]:
        """The numbers of the lines that are held: address // line_bytes."""
        return frozenset(self._resident.tolist())

    def access(self, addresses: Addresses) -> NDArray[np.bool_]:
        """Whether each access missed.

        Args:
            addresses: of the accesses in order, bytes, from 0.

        Returns: True for each access whose line was not held; it is held then.
        Raises: ScenarioError for what is not one row of integers from 0.
        Source: LRU; no particular machine.
        Omits: prefetching, writes back, the difference between loads and
            stores, replacement that only comes near LRU, the TLB.
        """
        addresses = _checked(addresses)
        missed = np.zeros(len(addresses), np.bool_)
        shift = self.level.line_bytes.bit_length() - 1
        batch = max(BATCH, 8 * self.level.sets * self.level.ways)
        for start in range(0, len(addresses), batch):
            lines = addresses[start : start + batch] >> shift
            # Only the first of several accesses in a row to one line can miss.
            first = np.flatnonzero(np.concatenate(([True], lines[1:] != lines[:-1])))
            missed[start + np.compress(self._batch(lines[first]), first)] = True
        return missed

    def _batch(self, lines: Addresses) -> NDArray[np.bool_]:
        """Which accesses missed. The held lines go before them as accesses, a probe for each set after."""
        sets, ways, before = self.level.sets, self.level.ways, len(self._resident)
        line = np.concatenate((self._resident, lines, FIRST_PROBE - np.arange(sets)))
        missed = np.zeros(len(line), np.bool_)
        place = np.argsort(_sets(line, sets), kind="stable")
        line = line[place]
        probe = np.flatnonzero(line < NOTHING)
        met = _padded(line, ways)
        found: list[Addresses] = []
        for way in range(1, ways + 1):
            # Shifted by one: what the access before it met in the way above.
            here = met[ways - way : ways - way + len(line)]
            found.append(_of_set(here[probe], sets))
            other = here != line
            if not other.all():
                on = np.flatnonzero(other)
                place, probe = place[on], np.searchsorted(on, probe)
                if way < ways:
                    line, met = line[on], _padded(here[on], ways, way)
        self._resident = np.concatenate(found[::-1])
        missed[place] = True
        return missed[before : before + len(lines)]


def _padded(met: Addresses, ways: int, shifts: int = 0) -> Addresses:
    """With room in front for all shifts, so that a shift is another view; `shifts` are done already."""
    padded = np.empty(len(met) + ways, np.int64)
    front = ways - shifts
    padded[:front] = NOTHING
    padded[front : front + len(met)] = met
    return padded


def _of_set(inside: Addresses, sets: int) -> Addresses:
    """What the probes of all sets, in order, met: without what belongs to the set before.

    At the border of two sets a line of the other one is met. It equals no
    line of this set, so it stands for nothing.
    """
    own: NDArray[np.bool_] = (inside >= 0) & (inside % sets == np.arange(sets))
    return np.compress(own, inside)


def _sets(line: Addresses, sets: int) -> NDArray[np.integer]:
    """The set of each line, then of the probes; in few bits, so that sorting takes linear time."""
    number = line[:-sets] & (sets - 1) if sets & (sets - 1) == 0 else line[:-sets] % sets
    kind = np.uint16 if sets <= 1 << 16 else np.int64
    return np.concatenate((number.astype(kind), np.arange(sets, dtype=kind)))


def _checked(addresses: Addresses) -> Addresses:
    addresses = np.asarray(addresses)
    integers = addresses.ndim == 1 and np.issubdtype(addresses.dtype, np.integer)
    require(integers or addresses.size == 0, "addresses is not one row of integers")
    least = int(addresses.min(initial=0))
    require(least >= 0, f"an address is {least}, less than 0")
    return addresses.astype(np.int64, copy=False)


@dataclass(frozen=True, slots=True)
class CacheTrace:
    """Where each access was served."""

    levels: tuple[CacheLevel, ...]
    served_by: NDArray[np.uint8]
    """The number of the level, from 0; that of the last level plus 1 is memory."""

    @property
    def accesses(self) -> int:
        return len(self.served_by)

    def misses(self, name: str, first: int = 0, end: int | None = None) -> int:
        """How many of the accesses from `first` up to `end` a level did not serve, nor one before it."""
        names = [level.name for level in self.levels]
        if name not in names:
            raise ScenarioError(f"there is no level {name!r} (there are {', '.join(names)})")
        return int(np.count_nonzero(self.served_by[first:end] > names.index(name)))


def run_cache(addresses: Addresses, levels: Sequence[CacheLevel] = LEVELS) -> CacheTrace:
    """Which level serves each access of a trace, from empty caches.

    Args:
        addresses: of the accesses in order, bytes, from 0.
        levels: the nearest first; each sees what the one before it missed.

    Returns: the level of each access.
    Raises: ScenarioError for wrong addresses, no level, or two of one name.
    Source: LRU; no particular machine.
    Omits: prefetching, which hides most misses of regular patterns from the
        clock; writes; inclusion (a level keeps what the next one drops);
        other cores. Misses are not times.

    >>> rows = np.arange(1024) * 8
    >>> run_cache(rows).misses("L1")
    128
    """
    require(len(levels) > 0, "there is no level")
    require(len({level.name for level in levels}) == len(levels), "two levels have one name")
    addresses = np.asarray(addresses)
    served_by = np.zeros(len(addresses), np.uint8)
    left = np.arange(len(addresses))
    for number, level in enumerate(levels, start=1):
        left = left[Cache(level).access(addresses[left])]
        served_by[left] = number
    return CacheTrace(tuple(levels), served_by)
