from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk.sim import cache as cache_module
from talk.sim.cache import LEVELS, Cache, CacheLevel, run_cache
from talk.sim.errors import ScenarioError


def plain_loop(addresses: list[int], level: CacheLevel) -> tuple[list[bool], set[int]]:
    """LRU one access at a time: what missed, and what is held in the end."""
    sets: list[list[int]] = [[] for _ in range(level.sets)]
    missed = []
    for address in addresses:
        line = address // level.line_bytes
        held = sets[line % level.sets]
        missed.append(line not in held)
        if line in held:
            held.remove(line)
        elif len(held) == level.ways:
            held.pop(0)
        held.append(line)
    return missed, {line for held in sets for line in held}


def level(sets: int, ways: int, line_bytes: int = 64) -> CacheLevel:
    """A level of that geometry."""
    return CacheLevel("L1", sets * ways * line_bytes, ways, line_bytes)


GEOMETRIES = st.builds(level, st.integers(1, 9), st.integers(1, 9), st.sampled_from([1, 2, 64]))


@given(GEOMETRIES, st.lists(st.lists(st.integers(0, 2000), max_size=120), max_size=4), st.integers(1, 50))
def test_agrees_with_a_plain_loop(geometry: CacheLevel, parts: list[list[int]], batch: int) -> None:
    """Any trace, in any pieces and batches, misses where a plain loop does and holds the same lines."""
    cache = Cache(geometry)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache_module, "BATCH", batch)
        missed = [bool(each) for part in parts for each in cache.access(np.array(part, np.int64))]
    assert (missed, cache.lines) == plain_loop([each for part in parts for each in part], geometry)


def test_agrees_over_many_batches() -> None:
    """A long trace that needs several batches of the real size."""
    geometry = level(64, 8)
    addresses = np.random.default_rng(5).integers(0, 1 << 16, 150_000)
    missed, held = plain_loop(addresses.tolist(), geometry)
    cache = Cache(geometry)
    assert cache.access(addresses).tolist() == missed
    assert cache.lines == held


def test_by_hand() -> None:
    """Two ways of one set: A B A C keeps A and drops B."""
    a, b, c = 0, 64, 128
    missed = Cache(level(1, 2)).access(np.array([a, b, a, c, a, b]))
    assert missed.tolist() == [True, True, False, True, False, True]


def test_a_direct_mapped_cache_drops_at_every_conflict() -> None:
    """Two lines of one set push each other out; with two ways they stay."""
    addresses = np.tile([0, 32 * 64], 10)
    assert Cache(level(32, 1)).access(addresses).sum() == 20
    assert Cache(level(16, 2)).access(addresses).sum() == 2


def test_neighbours_share_a_line() -> None:
    """Eight words are one miss."""
    assert run_cache(np.arange(800) * 8).misses("L1") == 100


def test_a_loop_one_line_too_long_always_misses() -> None:
    """LRU drops just what is needed next: all hits with 8 lines, none with 9."""
    for lines, misses in ((8, 8), (9, 90)):
        addresses = np.tile(np.arange(lines) * 64, 10)
        assert Cache(level(1, 8)).access(addresses).sum() == misses


def test_each_level_sees_what_the_one_before_missed() -> None:
    """What L1 drops is found in L2 the next time."""
    levels = (CacheLevel("L1", 128, 2), CacheLevel("L2", 1024, 2))
    trace = run_cache(np.tile(np.arange(4) * 64, 3), levels)
    assert trace.served_by.tolist() == [2] * 4 + [1] * 8
    assert (trace.misses("L1"), trace.misses("L2"), trace.misses("L1", first=4)) == (12, 4, 8)


@given(st.lists(st.integers(0, 1 << 14), max_size=200))
def test_more_ways_of_one_set_never_miss_more(addresses: list[int]) -> None:
    """LRU has the inclusion property: a larger fully associative cache holds all that a smaller one does."""
    trace = np.array(addresses, np.int64)
    sums = [int(Cache(level(1, ways)).access(trace).sum()) for ways in (1, 2, 4, 8, 256)]
    assert sums == sorted(sums, reverse=True)
    assert sums[-1] == len({address // 64 for address in addresses})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("L1", 100, 1), "L1: size_bytes is 100, not a multiple of 1 ways of 64-byte lines"),
        (("L1", 4096, 0), "L1: ways is 0"),
        (("L1", 4096, 1, 48), "L1: line_bytes is 48, not a power of two"),
    ],
)
def test_impossible_levels_are_refused(arguments: Any, message: str) -> None:
    """The message names the level and holds the value."""
    with pytest.raises(ScenarioError, match=message):
        CacheLevel(*arguments)


def test_wrong_traces_are_refused() -> None:
    """Addresses are one row of integers from 0; levels have names of their own."""
    with pytest.raises(ScenarioError, match="an address is -8"):
        run_cache(np.array([8, -8]))
    for wrong in (np.array([0.5]), np.zeros((2, 2), np.int64)):
        with pytest.raises(ScenarioError, match="not one row of integers"):
            run_cache(wrong)
    with pytest.raises(ScenarioError, match="no level"):
        run_cache(np.array([1]), [])
    with pytest.raises(ScenarioError, match="one name"):
        run_cache(np.array([1]), [LEVELS[0], LEVELS[0]])
    with pytest.raises(ScenarioError, match="no level 'L9'"):
        run_cache(np.array([1])).misses("L9")
