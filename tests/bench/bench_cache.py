"""Accesses a second of the cache model; run as `python tests/bench/bench_cache.py`.

Prints the median of five runs for each kind of trace, beside what is asked for and what one access
at a time costs in a plain loop over the same trace.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from talk.sim.cache import Cache, CacheLevel
from talk.sim.traversal import matrix_addresses, traversal_addresses
from talk.sim.units import KiB, MiB

RUNS = 5
LOOPED = 1 << 16
L1 = CacheLevel("L1", 32 * KiB, ways=8)
DIRECT = CacheLevel("L1", 32 * KiB, ways=1)
L2 = CacheLevel("L2", 1 * MiB, ways=16)

Addresses = NDArray[np.int64]
COUNT = 1 << 22
STRAIGHT = np.arange(COUNT)
RANDOM = np.random.default_rng(1).integers(0, 64 * MiB, COUNT)

# (what, trace, level, millions of accesses a second asked for)
CASES: tuple[tuple[str, Addresses, CacheLevel, int | None], ...] = (
    ("stride 8 B, 8 ways", STRAIGHT * 8, L1, 20),
    ("stride 64 B, 8 ways", STRAIGHT * 64, L1, 20),
    ("stride 4 KiB, 8 ways", STRAIGHT * 4096 % (16 * MiB), L1, 20),
    ("loop over 16 KiB, 8 ways", STRAIGHT * 64 % (16 * KiB), L1, 20),
    ("columns of 2048 × 2048, 8 ways", matrix_addresses(2048, 2048, order="columns"), L1, 20),
    ("stride 64 B, direct-mapped", STRAIGHT * 64, DIRECT, 20),
    ("random 64 MiB, direct-mapped", RANDOM, DIRECT, 20),
    ("random 64 KiB, 8 ways", RANDOM % (64 * KiB), L1, 2),
    ("random 64 MiB, 8 ways", RANDOM, L1, 2),
    ("shuffled pointers, 8 ways", traversal_addresses("shuffled pointers", COUNT // 2), L1, 2),
    ("random 64 MiB, L2 of 16 ways", RANDOM, L2, None),
)


def rate(work: Callable[[Addresses, CacheLevel], object], addresses: Addresses, level: CacheLevel) -> float:
    """Millions of accesses a second, the median of several runs."""
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work(addresses, level)
        seconds.append(time.perf_counter() - start)
    return len(addresses) / statistics.median(seconds) / 1e6


def batched(addresses: Addresses, level: CacheLevel) -> None:
    """The model, from an empty cache."""
    Cache(level).access(addresses)


def plain_loop(addresses: Addresses, level: CacheLevel) -> int:
    """LRU one access at a time, with a dictionary in order of use for each set."""
    sets: list[dict[int, None]] = [{} for _ in range(level.sets)]
    misses = 0
    for line in (addresses // level.line_bytes).tolist():
        held = sets[line % level.sets]
        if line in held:
            del held[line]
        else:
            misses += 1
            if len(held) == level.ways:
                del held[next(iter(held))]
        held[line] = None
    return misses


def main() -> None:
    """Print the table."""
    write = sys.stdout.write
    write(f"{'trace':32} {'M accesses/s':>12} {'asked for':>10} {'plain loop':>11} {'ratio':>6}\n")
    for name, addresses, level, asked in CASES:
        model = rate(batched, addresses, level)
        looped = rate(plain_loop, addresses[:LOOPED], level)
        write(f"{name:32} {model:12.1f} {asked or '-':>10} {looped:11.2f} {model / looped:6.1f}\n")


if __name__ == "__main__":
    main()
