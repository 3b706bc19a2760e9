from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk import sim
from talk.sim.goal import NO_LIMIT_BYTES, heap_runway, memory_limit_heap_goal, percent_heap_goal

SIZES = st.integers(0, 1 << 40)


def test_goal_by_hand() -> None:
    """10 MiB marked, 1 MiB of stacks and 3 of globals at GOGC=50: 10 + (10 + 1 + 3) / 2."""
    goal = sim.heap_goal(10 * sim.MiB, 1 * sim.MiB, 3 * sim.MiB, gogc=50)
    assert goal == 17 * sim.MiB


def test_goal_has_a_minimum() -> None:
    """A tiny heap gets 4 MiB, scaled by GOGC."""
    assert sim.heap_goal(0, 0, 0, gogc=100) == 4 * sim.MiB
    assert sim.heap_goal(0, 0, 0, gogc=200) == 8 * sim.MiB


def test_goal_leaves_the_sweep_its_distance() -> None:
    """A goal by GOGC is at least 1 MiB above what is marked."""
    assert sim.heap_goal(8 * sim.MiB, 0, 0, gogc=5) == 9 * sim.MiB


def test_limit_goal_by_hand() -> None:
    """100 MiB of limit, 20 MiB mapped besides objects: 80 MiB less 3 %."""
    memory = sim.Memory(mapped_bytes=50 * sim.MiB, free_bytes=10 * sim.MiB, objects_bytes=20 * sim.MiB)
    room = 80 * sim.MiB
    goal = sim.heap_goal(10 * sim.MiB, 0, 0, gogc=None, memory_limit_bytes=100 * sim.MiB, memory=memory)
    assert goal == room - room // 100 * 3


def test_limit_that_cannot_be_kept_is_not_kept() -> None:
    """With more marked than the limit allows, the goal is what is marked."""
    assert sim.heap_goal(64 * sim.MiB, 0, 0, memory_limit_bytes=32 * sim.MiB) == 64 * sim.MiB


def test_the_lower_goal_governs() -> None:
    """GOGC and the limit together: the smaller goal is in force."""
    near, far = 48 * sim.MiB, 1 << 30
    assert sim.heap_goal(32 * sim.MiB, 0, 0, memory_limit_bytes=near) < 64 * sim.MiB
    assert sim.heap_goal(32 * sim.MiB, 0, 0, memory_limit_bytes=far) == 64 * sim.MiB


def test_recorded_goals(recorded: Callable[..., Any]) -> None:
    """All recorded goals come out exactly without a limit, and to 0.05 % with one."""
    for scenario, went in recorded("gc-goal"):
        goals = []
        for row in scenario["cycles"]:
            values = dict(zip(scenario["fields"], row, strict=True))
            memory = sim.Memory(*(values.get(name, 0) for name in ("mapped", "free", "objects")))
            goals.append(
                sim.heap_goal(
                    values["live"],
                    values["stacks"],
                    values["globals"],
                    gogc=scenario["gogc"],
                    memory_limit_bytes=scenario["memory_limit"],
                    memory=memory,
                )
            )
        tolerance = 5e-4 if scenario["memory_limit"] else 0
        assert goals == pytest.approx(went["goals"], rel=tolerance, abs=0), scenario["id"]


def test_recorded_triggers(recorded: Callable[..., Any]) -> None:
    """Recorded cycles start at the trigger: 0.01 % off in the median, 1 % at the 95th percentile."""
    errors: list[float] = []
    for scenario, went in recorded("gc-trigger"):
        for (marked, goal, expected, cons_mark), start in zip(
            scenario["cycles"], went["triggers"], strict=True
        ):
            runway = heap_runway(cons_mark, expected)
            trigger = sim.heap_trigger(marked, goal, runway, marked + sim.MiB)
            errors.append(abs(trigger - start) / start)
    assert len(errors) == 1208
    assert np.median(errors) < 1e-4
    assert np.quantile(errors, 0.95) < 1e-2


def test_trigger_by_hand() -> None:
    """From 64 to 128 MiB: 45 and 61 of 64 steps are the bounds, between them the runway counts."""
    marked, goal = 64 * sim.MiB, 128 * sim.MiB
    assert sim.heap_trigger(marked, goal, 1 << 40, 0) == 109 * sim.MiB
    assert sim.heap_trigger(marked, goal, 10 * sim.MiB, 0) == 118 * sim.MiB
    # 61 steps end at 125 MiB; 4 MiB before the goal is lower, so 125 holds.
    assert sim.heap_trigger(marked, goal, 0, 0) == 125 * sim.MiB


def test_large_heaps_trigger_4_mib_before_the_goal() -> None:
    """Where 5 % of the way are more than 4 MiB, 4 MiB are enough for a slow program."""
    assert sim.heap_trigger(1 << 30, 2 << 30, 0, 0) == (2 << 30) - 4 * sim.MiB


def test_trigger_without_room_is_the_goal() -> None:
    """With as much marked as the goal allows, the next cycle starts at once."""
    assert sim.heap_trigger(64 * sim.MiB, 64 * sim.MiB, 0, 0) == 64 * sim.MiB


def test_runway_is_three_quarters_over_one() -> None:
    """At a cons/mark of 0.1 the program allocates 0.3 of what is scanned."""
    assert heap_runway(0.1, 10_000) == 3000


def test_off_means_no_goal() -> None:
    """GOGC off and no limit: the goal is beyond every heap, as the runtime's largest integers make it."""
    assert percent_heap_goal(1 << 30, 0, 0, None) == (1 << 64) - 1
    assert NO_LIMIT_BYTES * 0.96 < sim.heap_goal(1 << 30, 0, 0, gogc=None) < NO_LIMIT_BYTES


@given(SIZES, SIZES, SIZES, st.integers(0, 10_000))
def test_goal_leaves_room(marked: int, stacks: int, globals_: int, gogc: int) -> None:
    """A goal by GOGC is above what is marked, and grows with GOGC."""
    goal = sim.heap_goal(marked, stacks, globals_, gogc=gogc)
    assert goal >= marked + sim.MiB
    assert sim.heap_goal(marked, stacks, globals_, gogc=gogc + 1) >= goal


@given(SIZES, st.integers(0, 1 << 41), SIZES, SIZES, SIZES)
def test_limit_goal_is_never_below_marked(
    marked: int, limit: int, mapped: int, free: int, objects: int
) -> None:
    """Whatever the process holds, the limit's goal is at least what is marked, and else below the limit."""
    goal = memory_limit_heap_goal(marked, limit, sim.Memory(mapped, free, objects))
    assert goal >= marked
    assert goal <= max(marked, limit, sim.MiB)


@given(SIZES, SIZES, SIZES)
def test_trigger_lies_between_marked_and_goal(marked: int, room: int, runway: int) -> None:
    """Every trigger lies between what is marked and the goal."""
    assert marked <= sim.heap_trigger(marked, marked + room, runway, 0) <= marked + room
