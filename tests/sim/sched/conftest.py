"""Recorded scenarios, and what a recording with several Ps asks of a run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parent.parent / "data"
Run = list[str]


def load(name: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The cases of a file in `data/`."""
    cases = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return [(case["scenario"], case["recorded"]) for case in cases]


@pytest.fixture(scope="session")
def schedules() -> Callable[[str], list[tuple[dict[str, Any], dict[str, Any]]]]:
    """(scenario, what Go did) of a file in `data/`."""
    return load


def inside(run: Run, enter: str, leave: str) -> Iterator[tuple[str, int]]:
    """Who enters or leaves, and how many are inside then."""
    n = 0
    for event in run:
        who, text = event.split(":", 1)
        if text.startswith(enter):
            n += 1
        elif text.startswith(leave):
            n -= 1
        else:
            continue
        yield who, n


def exclusive(run: Run, enter: str, leave: str) -> bool:
    """Whether they take turns, and who enters is who leaves."""
    pairs = list(inside(run, enter, leave))
    takes_turns = [n for _who, n in pairs] == [1, 0] * (len(pairs) // 2)
    return takes_turns and all(a[0] == b[0] for a, b in zip(pairs[::2], pairs[1::2], strict=True))


def ordered(run: Run, events: list[str]) -> bool:
    """Whether all occur, in this order."""
    at = [run.index(event) for event in events if event in run]
    return len(at) == len(events) and at == sorted(at)


def share(runs: list[Run], holds: Callable[[Run], bool]) -> float:
    """In how many of the runs it holds."""
    return sum(map(holds, runs)) / len(runs)


def overlaps(run: Run, a: list[str], b: list[str]) -> bool:
    """Whether two intervals have a moment in common."""
    return run.index(a[0]) < run.index(b[1]) and run.index(b[0]) < run.index(a[1])


@pytest.fixture(scope="session")
def holds() -> Callable[[dict[str, Any], list[Run], Run], bool]:
    """Whether runs keep an invariant of a recording, beside its example."""

    def check(asked: dict[str, Any], runs: list[Run], example: Run) -> bool:
        each: dict[str, Callable[[Run], bool]] = {
            "same_events": lambda run: Counter(run) == Counter(example),
            "always": lambda run: asked["event"] in run,
            "precedes": lambda run: ordered(run, [asked["a"], asked["b"]]),
            "ordered": lambda run: ordered(run, asked["events"]),
            "exclusive": lambda run: exclusive(run, asked["enter"], asked["leave"]),
        }
        if asked["kind"] in each:
            return all(map(each[asked["kind"]], runs))
        if asked["kind"] == "prob":
            return asked["lo"] <= share(runs, lambda run: asked["event"] in run) <= asked["hi"]
        assert asked["kind"] == "overlap", asked
        overlap = share(runs, lambda run: overlaps(run, asked["a"], asked["b"]))
        return bool(asked["lo"] <= overlap <= asked["hi"])

    return check
