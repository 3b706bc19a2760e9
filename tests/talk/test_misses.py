"""Cache misses of walks, against what lines and sizes say."""

import pytest
from misses import COUNTS, cache_misses

LINE_BYTES, CACHE_BYTES = 64, 32 * 1024


@pytest.mark.parametrize("item_bytes", [8, 16, 32, 64, 128])
def test_large_walks_over_values_miss_once_a_line(item_bytes):
    """An item costs its share of a line, or one miss where it has lines of its own."""
    assert cache_misses(item_bytes=item_bytes)["values"][-1] == pytest.approx(min(1, item_bytes / LINE_BYTES))


@pytest.mark.parametrize("item_bytes", [8, 24, 168])
def test_what_fits_does_not_miss_on_the_second_walk(item_bytes):
    """Values of which all lines fit into half of the cache are still there."""
    values = cache_misses(item_bytes=item_bytes)["values"]
    small = [
        missed for count, missed in zip(COUNTS, values, strict=True) if count * item_bytes <= CACHE_BYTES / 2
    ]
    assert small
    assert set(small) == {0}


@pytest.mark.parametrize("item_bytes", [8, 16, 24])
def test_small_items_lose_by_shuffling_and_large_ones_do_not(item_bytes):
    """Shuffled small items miss far more often than those in order; from a line on both miss alike."""
    small, large = cache_misses(item_bytes=item_bytes), cache_misses(item_bytes=64)
    assert small["pointers shuffled"][-1] > 1.5 * small["pointers in order"][-1]
    assert large["pointers shuffled"][-1] == pytest.approx(large["pointers in order"][-1], rel=0.02)


def test_the_slice_of_pointers_costs_an_eighth_of_a_line():
    """In order, pointers add the misses of eight bytes an item."""
    chart = cache_misses(item_bytes=64)
    assert chart["pointers in order"][-1] - chart["values"][-1] == pytest.approx(1 / 8, abs=0.01)
