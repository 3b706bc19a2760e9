from __future__ import annotations

import pytest

from talk import sim


def test_steady_stands_from_the_start() -> None:
    """A steady live heap stands at the beginning, unless the program starts cold."""
    assert sim.Workload.steady(live_bytes=sim.MiB).live_at_start_bytes == sim.MiB
    assert sim.Workload.steady(live_bytes=sim.MiB, cold=True).live_at_start_bytes == 0


def test_growing_goes_from_one_size_to_the_other() -> None:
    """A growing live heap is half way in half of its time and stays at its end."""
    live = sim.Workload.growing(10, 30, over_ms=100).live_bytes
    assert [live.at(ms) for ms in (0, 50, 100, 500)] == [10, 20, 30, 30]


def test_burst_raises_the_rate_for_a_while() -> None:
    """A burst multiplies the allocation rate between its times and nowhere else."""
    rate = sim.Workload.burst(sim.MiB, at_ms=100, for_ms=50, factor=4, alloc_rate=10).alloc_rate
    assert [rate.at(ms) for ms in (0, 99, 100, 149, 150)] == [10, 10, 40, 40, 10]


def test_refuses_sizes_that_cannot_be() -> None:
    """Sizes are integers from 0, and the message names the one that is not."""
    with pytest.raises(sim.ScenarioError, match="globals_bytes is -1, less than 0"):
        sim.Workload.steady(live_bytes=0, globals_bytes=-1)
    with pytest.raises(sim.ScenarioError, match=r"live_at_start_bytes is 0\.5, not an integer"):
        sim.Workload.steady(live_bytes=0.5)  # type: ignore[arg-type]
