"""Locality, counted in cache misses instead of time. From the simulator.

Objects lie where the size classes and spans of `runtime/malloc.go`, Go 1.27, put them; the cache is an LRU
of round figures (32 KiB, 8 ways, lines of 64 B), not that of one machine. Misses are not times: regular walks
are prefetched, which no model here knows.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from talk import sim
from talk.demo import Chart, Range, demo
from talk.sim.traversal import Traversal

COUNTS = tuple(1 << power for power in range(6, 14))
WALKS: tuple[tuple[Traversal, str], ...] = (
    ("values", "values"),
    ("pointers", "pointers in order"),
    ("shuffled pointers", "pointers shuffled"),
)


@demo
def cache_misses(
    item_bytes: Annotated[int, Range(8, 168, unit="B", label="item", help="One word of each is read.")] = 24,
) -> Chart:
    """Misses of a 32 KiB cache for each item read, on the second walk over all of them."""
    found = {name: [_missed(walk, count, item_bytes) for count in COUNTS] for walk, name in WALKS}
    chart = Chart(
        x=COUNTS, x_unit="items", x_label="items", x_log=True, y_label="misses an item", y_range=(0, 1.25)
    )
    for name, misses in found.items():
        chart.line(misses, name, tone="accent" if name == "values" else "")
    values, in_order, shuffled = (misses[-1] for misses in found.values())
    return chart.says(
        f"{COUNTS[-1]:,} items of {item_bytes} B: {values:.2f} misses an item as values, {in_order:.2f} "
        f"behind pointers in order, {shuffled:.2f} shuffled."
    )


def _missed(walk: Traversal, count: int, item_bytes: int) -> float:
    addresses = sim.traversal_addresses(walk, count, item_bytes=item_bytes)
    trace = sim.run_cache(np.tile(addresses, 2), sim.LEVELS[:1])
    return trace.misses("L1", first=len(addresses)) / count
