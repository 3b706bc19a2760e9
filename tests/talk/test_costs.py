"""What the slides say about recorded costs holds in the data that they show."""

import json

import pytest
from costs import SIZES_BYTES, integrity_cost, locality, pointer_cost
from recorded import DATA, medians_ns


def _by_size(chart, label):
    return dict(zip(chart.data.xs, chart[label], strict=True))


def test_small_copies_cost_hardly_more_than_a_pointer_and_large_ones_far_more():
    """Handed down: up to 64 B less than one and a half times, at 1 KiB eight, at 16 KiB about eighty."""
    copies = {size: 1 / ratio for size, ratio in _by_size(pointer_cost(), "pointer down").items()}
    assert max(copies[8], copies[64]) < 1.5
    assert copies[1024] == pytest.approx(8, abs=0.5)
    assert copies[16384] == pytest.approx(80, rel=0.05)


def test_handing_up_a_pointer_loses_at_every_size():
    """Nearly seven times at 8 B, two to four above; what the caller has is filled for no more."""
    times = _by_size(pointer_cost(), "pointer up: 1 allocation")
    assert times.pop(8) == pytest.approx(6.8, abs=0.3)
    assert 1.9 < min(times.values()) < max(times.values()) < 4.1
    known = medians_ns("passing")
    assert all(known[f"{size}/filled-up"] <= 1.05 * known[f"{size}/value-up"] for size in SIZES_BYTES)


def test_the_two_users_of_the_first_slide_differ_as_the_last_notes_say():
    """The pointer takes about ten times as long, by the medians of their own benchmark."""
    times = medians_ns("build")
    assert times["Pointer"] / times["Value"] == pytest.approx(10, abs=0.5)


def test_scattered_pointers_cost_four_times_in_a_large_set_only():
    """The penalty is about four over 256 K items and nearly none over 1 K."""
    assert locality()["256 K items"][2] == pytest.approx(4, abs=0.2)
    assert locality()["1 K items"][2] < 1.2


def test_the_prices_of_integrity_are_those_that_the_notes_name():
    """About 20 for an atomic, 40 for a mutex, 500 for an unbuffered channel."""
    _, atomic, mutex, _, unbuffered = integrity_cost()["uncontended"]
    assert atomic == pytest.approx(20, rel=0.1)
    assert mutex == pytest.approx(40, rel=0.1)
    assert unbuffered == pytest.approx(500, rel=0.1)


def test_recorded_pauses_tell_their_origin():
    """A number on a slide can be traced to a Go version and a kind of machine."""
    origin = json.loads((DATA / "pause-spread.json").read_text(encoding="utf-8"))["origin"]
    assert "Go 1.27.3" in origin
    assert "two cores" in origin
