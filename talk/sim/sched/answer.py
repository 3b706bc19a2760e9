"""The kind `schedule` of `talk sim predict`: a scenario and how often it is run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from talk.sim.errors import require
from talk.sim.scenario import Scenario
from talk.sim.sched.language import read_scenario
from talk.sim.sched.machine import run_schedule
from talk.sim.sched.program import MAX_OPERATIONS
from talk.sim.sched.script import Script

MAX_RUNS = 10_000
# Of all runs together.
MAX_TOTAL = 20_000_000


def schedule(scenario: Scenario) -> Callable[[], dict[str, Any]]:
    """What a scenario does with the seeds 0, 1, ..., one run each.

    Args:
        scenario: with the fields `scenario` (as `run_schedule` takes it) and `runs`, 1 to 10,000.

    Returns: what gives `{"runs": [{"events", "outcome"}, ...]}` when called.
    Raises: ScenarioError with the field and the value.
    Source: as `run_schedule`.
    Omits: as `run_schedule`; all runs together make at most 20,000,000 operations.
    """
    runs = scenario.integer("runs", 1, MAX_RUNS)
    script = read_scenario(scenario.value("scenario"))
    return lambda: {"runs": _runs(script, runs)}


def _runs(script: Script, runs: int) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    total = 0
    for seed in range(runs):
        trace = run_schedule(script, seed=seed, record=False, max_operations=MAX_OPERATIONS)
        # Where nothing was left to chance, no seed changes anything.
        same = 1 if trace.random else runs
        total += same * trace.operations
        require(total <= MAX_TOTAL, f"its runs need more than {MAX_TOTAL} operations together")
        answers += [{"events": list(trace.events), "outcome": trace.outcome}] * same
        if same == runs:
            break
    return answers
