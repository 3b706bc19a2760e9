"""What GOGC and the memory limit trade, against longer runs of the simulator."""

from itertools import pairwise

import numpy as np
import pytest
from tradeoffs import GOGC_STEPS, LIVES_MIB, NEAR_LIMIT, gogc_tradeoff, memory_limit

from talk import sim

S = 1_000_000_000


def _curve(**settings):
    data = gogc_tradeoff(**settings).data
    return data.panels[0].series[0].y, data.xs


def test_each_doubling_of_gogc_about_halves_the_work_and_costs_memory():
    """Along the curve the share falls by about two and the peak rises."""
    shares, peaks = _curve()
    assert list(peaks) == sorted(peaks)
    for more, less in pairwise(shares):
        assert more / less == pytest.approx(2, rel=0.25)


def test_allocating_less_moves_the_whole_curve_down():
    """Half the allocation rate is less work for the collector at every GOGC."""
    fast, slow = (_curve(alloc_rate=rate)[0] for rate in (128, 64))
    assert all(a < b for a, b in zip(slow, fast, strict=True))


@pytest.mark.parametrize(("alloc_rate", "live_mib"), [(128, 64), (512, 16)])
def test_two_cycles_show_what_many_come_to(alloc_rate, live_mib):
    """The short runs behind the chart agree with runs of 20 cycles after 20."""
    shares, peaks = _curve(alloc_rate=alloc_rate, live_mib=live_mib)
    workload = sim.Workload.steady(live_bytes=live_mib * sim.MiB, alloc_rate=alloc_rate)
    for gogc in (25, 200):
        long = sim.run_gc(workload, gogc=gogc, duration_ns=3600 * S, cycles=20, warm_up_cycles=20)
        place = GOGC_STEPS.index(gogc)
        assert shares[place] == pytest.approx(long.gc_cpu_total_frac, abs=0.001)
        assert peaks[place] == pytest.approx(long.peak_bytes, rel=0.01)


def test_a_limit_costs_nothing_until_it_governs_and_then_up_to_about_half():
    """Far below the limit both shares agree; at it the CPU limiter holds the share and the heap grows on."""
    chart = memory_limit(limit_mib=128)
    limited, free = chart["with limit"], chart["no limit"]
    assert limited[0] == pytest.approx(np.interp(128 * NEAR_LIMIT[0], LIVES_MIB, free), abs=0.01)
    assert all(a <= b + 0.01 for a, b in pairwise(limited[:7]))
    assert 0.48 < limited[NEAR_LIMIT.index(1.0)] < 0.52
    assert max(free) < 0.12
    reached = int(chart.data.finding.rpartition("heap of ")[2].removesuffix(" MiB."))
    assert reached > 128


@pytest.mark.slow
@pytest.mark.parametrize("part", [0.5, 0.8, 1.0])
def test_a_full_bucket_shows_what_seconds_come_to(part):
    """The short runs under a limit agree with eight seconds of the same program."""
    limit_mib = 128
    shown = memory_limit(limit_mib=limit_mib)["with limit"][NEAR_LIMIT.index(part)]
    workload = sim.Workload.steady(live_bytes=round(part * limit_mib * sim.MiB))
    long = sim.run_gc(workload, memory_limit_bytes=limit_mib * sim.MiB, duration_ns=8 * S)
    late = long.time_ns > 5 * S
    steps = np.diff(long.time_ns[late])
    assert shown == pytest.approx(float((long.gc_cpu_frac[late][1:] * steps).sum() / steps.sum()), abs=0.02)
