from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from talk.sim import sched

SEEDS = int(os.environ.get("TALK_SEEDS", "60"))
"""Runs of each recorded statistical program; `tests/full/run` asks for 200."""


def test_every_recorded_order_is_exact(schedules: Callable[[str], Any]) -> None:
    """With one P each recorded program gives the events and the outcome of the real runtime."""
    seen = 0
    for scenario, went in schedules("sched"):
        if "invariants" not in scenario:
            trace = sched.run_schedule(scenario, record=False)
            assert list(trace.events) == went["events"], scenario["name"]
            assert trace.outcome == went["outcome"], scenario["name"]
            seen += 1
    assert seen == 50


def test_edge_cases_and_random_programs_are_exact(schedules: Callable[[str], Any]) -> None:
    """Panics, nil channels, starved locks and random mixtures of everything go as the real runtime went."""
    for scenario, went in schedules("sched-programs"):
        trace = sched.run_schedule(scenario, record=False)
        assert list(trace.events) == went["events"], scenario["name"]
        assert trace.outcome == went["outcome"], scenario["name"]


@pytest.mark.slow
def test_recorded_invariants_hold(schedules: Callable[[str], Any], holds: Callable[..., bool]) -> None:
    """With several Ps every run keeps what the recordings promise, whatever the seed."""
    for scenario, went in schedules("sched"):
        if "invariants" in scenario:
            runs = []
            for seed in range(SEEDS):
                trace = sched.run_schedule(scenario, seed=seed, record=False)
                assert trace.outcome == went["outcome"], scenario["name"]
                runs.append(list(trace.events))
            for asked in scenario["invariants"]:
                assert holds(asked, runs, went["example"]), (scenario["name"], asked)


@pytest.mark.parametrize("name", ["par-fan-out-8", "par-mutex-exclusion", "par-overlap-p2"])
def test_orders_differ_from_seed_to_seed(schedules: Callable[[str], Any], name: str) -> None:
    """Where the real orders varied, those of the model do."""
    (scenario,) = [scenario for scenario, _ in schedules("sched") if scenario["name"] == name]
    orders = {sched.run_schedule(scenario, seed=seed, record=False).events for seed in range(200)}
    assert len(orders) >= 3


def test_recording_changes_nothing(schedules: Callable[[str], Any]) -> None:
    """A recorded run has the same order as one that is not, though it takes another path through the code."""
    for scenario, _ in schedules("sched"):
        plain = sched.run_schedule(scenario, seed=3, record=False)
        recorded = sched.run_schedule(scenario, seed=3)
        assert recorded.events == plain.events, scenario["name"]
        assert (recorded.end_ns, recorded.operations) == (plain.end_ns, plain.operations), scenario["name"]
