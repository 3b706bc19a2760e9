"""The recordings of the real runtime, and the pacer's own cases."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No deadline for one example: the machine may be busy with something else.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

DATA = Path(__file__).parent / "data"
Case = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture(scope="session")
def recorded() -> Callable[..., list[Case]]:
    """(scenario, what Go did) of a file in `data/`, of one kind or of all."""

    def load(name: str, kind: str | None = None) -> list[Case]:
        cases = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))["cases"]
        pairs = [(case["scenario"], case["recorded"]) for case in cases]
        found = [pair for pair in pairs if kind in (None, pair[0]["kind"])]
        assert found, f"no case of kind {kind} in {name}.json"
        return found

    return load


@pytest.fixture
def few_steps(monkeypatch: pytest.MonkeyPatch) -> int:
    """A low bound on the steps of a run, so that reaching it takes no time."""
    monkeypatch.setattr("talk.sim.mark.MAX_STEPS", 2000)
    return 2000


@pytest.fixture(scope="session")
def pacer_scenarios() -> list[dict[str, Any]]:
    """The cases of the pacer's own tests."""
    return json.loads((DATA / "pacer-scenarios.json").read_text(encoding="utf-8"))["scenarios"]
