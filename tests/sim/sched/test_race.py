from __future__ import annotations

from typing import Any

import pytest

from talk import sim
from talk.sim import sched


def total_by_hand(order: str) -> int:
    """What loads and stores in this order leave in n."""
    n, held = 0, {"a": None, "b": None}
    for who in order:
        if held[who] is None:
            held[who] = n
        else:
            n, held[who] = held[who] + 1, None
    return n


@pytest.mark.parametrize("order", [*sched.interleavings(1), *list(sched.interleavings(2))[::3]])
def test_the_order_asked_for_decides_the_sum(order: str) -> None:
    """Loads and stores happen in the order of the letters, and give the sum worked out by hand."""
    trace = sched.run_race(order)
    assert "".join(step.goroutine for step in trace.steps) == order
    assert trace.total == total_by_hand(order)
    assert trace.lost == trace.expected - trace.total


def test_interleavings_are_all() -> None:
    """Six orders of two loads and two stores; four of them lose an increment."""
    orders = list(sched.interleavings())
    assert len(orders) == len(set(orders)) == 6
    assert [order for order in orders if sched.run_race(order).lost == 0] == ["aabb", "bbaa"]
    assert len(list(sched.interleavings(2))) == 70


@pytest.mark.parametrize("order", [*sched.interleavings(1), "abababab", "abbabaab"])
@pytest.mark.parametrize("cure", ["atomic", "mutex", "channel"])
def test_cures_lose_nothing_in_any_order(cure: Any, order: str) -> None:
    """Whatever the order asked for, no increment is lost, and both goroutines end."""
    trace = sched.run_race(order, cure)
    assert trace.total == trace.expected == len(order) // 2


def test_a_mutex_bends_the_order() -> None:
    """Both want to load before either stores: the second waits for the lock instead."""
    trace = sched.run_race("abab", "mutex")
    assert [(step.goroutine, step.action) for step in trace.steps] == [
        (who, action) for who in "ab" for action in ("lock", "load", "store", "unlock")
    ]
    assert any(change.why == "sync.Mutex.Lock" for change in trace.schedule.states("b"))


def test_both_really_run_at_once() -> None:
    """The two goroutines are on different Ps while they race."""
    trace = sched.run_race("abab")
    lanes = {
        each.goroutine: each.proc for each in trace.schedule.slices if each.end_ns - each.start_ns > 1000
    }
    assert {lanes["a"], lanes["b"]} == {0, 1}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("",), "order is '', not a text of a and b"),
        (("abc",), "not a text of a and b"),
        (("aab",), "with more of one letter"),
        (("ab",), "an increment has 2 steps"),
        (("ab" * 102,), "order has 204 steps, more than 200"),
        (("aabb", "hope"), "cure is 'hope'"),
    ],
)
def test_refuses_what_is_no_order(arguments: Any, message: str) -> None:
    """An order that no two goroutines can take, or an unknown cure, is refused."""
    with pytest.raises(sim.ScenarioError, match=message):
        sched.run_race(*arguments)


def test_interleavings_are_bounded() -> None:
    """There are too many orders of more than five increments."""
    with pytest.raises(sim.ScenarioError, match="increments is 6, more than 5"):
        list(sched.interleavings(6))
