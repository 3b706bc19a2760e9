"""The recorded pauses of the collector, and what the notes say of them."""

import pytest
from pauses import BELOW_NS, EDGES_NS, pause_spread
from recorded import rows

FOLKLORE_NS = 100_000


def _pauses_ns(procs):
    """The pauses of each run with so many Ps, in rising order, by the live heap."""
    return {
        run["live_mib"]: sorted(edge for edge, count in run["buckets"] for _ in range(count))
        for run in rows("pause-spread", "runs")
        if run["procs"] == procs
    }


@pytest.mark.parametrize(("live", "procs"), [("4", "1"), ("64", "2"), ("256", "2")])
def test_every_recorded_pause_is_counted(live, procs):
    """The histogram holds two pauses for each of the hundred cycles, none beyond its ends."""
    pauses_ns = _pauses_ns(int(procs))[int(live)]
    counts = pause_spread(live_mib=live, procs=procs)["pauses"]
    assert sum(count for count in counts if count) == len(pauses_ns) == 200
    assert EDGES_NS[0] <= pauses_ns[0]


@pytest.mark.parametrize("live", ["4", "16", "64", "256"])
def test_with_one_processor_97_of_100_pauses_are_below_the_bound(live):
    """What the notes say, and what the sentence under the chart adds up to."""
    pauses_ns = _pauses_ns(1)[int(live)]
    below = sum(each < BELOW_NS for each in pauses_ns)
    assert below >= 0.97 * len(pauses_ns)
    said = pause_spread(live_mib=live, procs="1").data.finding
    share = "all" if below == 200 else f"at least {below // 2}% of"
    assert f"1 P: {share} 200 pauses are below 100 µs" in said


def test_with_two_processors_100_microseconds_is_no_bound():
    """Every run has pauses above it, one of them 42 percent, and the slowest take milliseconds."""
    runs = _pauses_ns(2).values()
    above = [sum(each >= FOLKLORE_NS for each in pauses_ns) / len(pauses_ns) for pauses_ns in runs]
    assert min(above) > 0.05
    assert max(above) == 0.42
    assert all(pauses_ns[-1] > 1_000_000 for pauses_ns in runs)


def test_pauses_do_not_grow_as_the_heap_does():
    """With 64 times as much alive the median grows by some 40 microseconds, or by less with one P."""
    medians = {procs: {live: each[100] for live, each in _pauses_ns(procs).items()} for procs in (1, 2)}
    assert medians[2][256] - medians[2][4] == pytest.approx(40_000, abs=2_000)
    assert 0 < medians[1][256] - medians[1][4] < 10_000
