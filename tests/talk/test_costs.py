"""What the slides say about recorded costs holds in the data that they show."""

import json

import pytest
from costs import integrity_cost, locality, pointer_cost
from pauses import BELOW_NS, EDGES_NS, pause_spread, pauses
from recorded import DATA, rows


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


def test_100_microseconds_is_no_bound_for_pauses():
    """With several Ps every run has pauses above it; with one P 97 of 100 lie below."""
    several, one = (
        [run for run in rows("pauses", "pauses") if (run["procs"] > 1) == many] for many in (True, False)
    )
    assert all(run["p99_us"] > 100 for run in several)
    assert all(run["below_100us_frac"] > 0.96 for run in one)
    assert "27 of 39 runs with several Ps" in pauses().data.finding


def test_pauses_do_not_grow_with_the_heap():
    """The medians with 4 and with 256 MiB alive differ less than those of runs do."""
    medians = {
        live: [run["p50_us"] for run in rows("pauses", "pauses") if run["live_mib"] == live]
        for live in (4, 16, 256)
    }
    assert max(medians[256]) / min(medians[4]) < max(medians[16]) / min(medians[16])


@pytest.mark.parametrize(("live", "procs"), [("4", "1"), ("64", "2"), ("256", "2")])
def test_every_recorded_pause_is_counted(live, procs):
    """The histogram holds two pauses for each of the hundred cycles, none beyond its ends."""
    (run,) = [
        each
        for each in rows("pause-spread", "runs")
        if (str(each["live_mib"]), str(each["procs"])) == (live, procs)
    ]
    counts = pause_spread(live_mib=live, procs=procs)["pauses"]
    assert sum(count for count in counts if count) == sum(count for _, count in run["buckets"]) == 200
    assert EDGES_NS[0] <= min(edge for edge, _ in run["buckets"])


def test_one_processor_pauses_for_microseconds_and_two_for_longer():
    """What the notes say: with one P nearly all are below 30 µs, with two a good part is above 100 µs."""
    below = {
        procs: [
            sum(count for edge, count in run["buckets"] if edge < (28_672, BELOW_NS)[procs - 1]) / 200
            for run in rows("pause-spread", "runs")
            if run["procs"] == procs
        ]
        for procs in (1, 2)
    }
    assert min(below[1]) > 0.95
    assert max(below[2]) < 0.9


@pytest.mark.parametrize("file", ["cost", "pauses", "pause-spread"])
def test_every_recorded_file_tells_its_origin(file):
    """A number on a slide can be traced to a Go version and a kind of machine."""
    origin = json.loads((DATA / f"{file}.json").read_text(encoding="utf-8"))["origin"]
    assert "Go 1.27.3" in origin
    assert "two cores" in origin
