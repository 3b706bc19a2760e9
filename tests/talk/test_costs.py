"""What the slides say about recorded costs holds in the data that they show."""

import json

import pytest
from costs import integrity_cost, locality, pointer_cost
from recorded import DATA


def _by_size(chart, label):
    return dict(zip(chart.data.xs, chart[label], strict=True))


def test_small_copies_cost_hardly_more_than_a_pointer_and_large_ones_far_more():
    """Handed down: up to 64 B less than one and a half times, at 1 KiB eight, at 16 KiB about eighty."""
    copies = {size: 1 / ratio for size, ratio in _by_size(pointer_cost(), "pointer down").items()}
    assert max(copies[8], copies[64]) < 1.5
    assert copies[1024] == pytest.approx(8, abs=0.5)
    assert copies[16384] == pytest.approx(80, rel=0.05)


def test_handing_up_a_pointer_loses_at_every_size():
    """Six times at 8 B, ten to twelve from 64 to 256 B, never less than four."""
    times = _by_size(pointer_cost(), "pointer up: 1 allocation")
    assert times[8] == pytest.approx(6, abs=0.5)
    assert 10 <= times[64] <= times[256] <= 12.1
    assert min(times.values()) > 4


def test_scattered_pointers_cost_four_times_in_a_large_set_only():
    """The penalty is about four over 256 K items and nearly none over 1 K."""
    assert locality()["256 K items"][2] == pytest.approx(4, abs=0.2)
    assert locality()["1 K items"][2] < 1.2


def test_the_prices_of_integrity_are_those_that_the_notes_name():
    """About 20 for an atomic, 35 for a mutex, 500 for an unbuffered channel."""
    _, atomic, mutex, _, unbuffered = integrity_cost()["uncontended"]
    assert atomic == pytest.approx(20, rel=0.1)
    assert mutex == pytest.approx(35, rel=0.1)
    assert unbuffered == pytest.approx(500, rel=0.1)


@pytest.mark.parametrize("file", ["cost", "pause-spread"])
def test_every_recorded_file_tells_its_origin(file):
    """A number on a slide can be traced to a Go version and a kind of machine."""
    origin = json.loads((DATA / f"{file}.json").read_text(encoding="utf-8"))["origin"]
    assert "Go 1.27.3" in origin
    assert "two cores" in origin
