"""Goroutines, threads and Ps: every picture is a moment of the simulated run."""

from __future__ import annotations

import pytest
from holding import holding, moments, replay, run


def _nodes(step):
    return {name: each.to for name, each in step.named.items()}


def _queues(step):
    return {queue.title: [item.text for item in queue.items] for queue in step.queues}


@pytest.fixture(scope="module")
def trace():
    """The run that the demo shows."""
    return run()


def test_queues_are_as_long_as_the_simulated_ones(trace):
    """Replayed change by change, each P's queue has the length that the run recorded."""
    for scene, change in zip(replay(trace), trace.changes, strict=True):
        assert tuple(len(each) for each in scene.queues) == change.queued[1:]


def test_nobody_is_in_two_places(trace):
    """In each scene a goroutine runs, calls, waits or queues, and only once."""
    for scene in replay(trace):
        places = [
            *(each.goroutine for each in scene.runs.values()),
            *scene.calls,
            *scene.waits,
            *(name for names in scene.queues for name in names),
        ]
        assert len(places) == len(set(places))


def test_what_is_shown_as_running_runs(trace):
    """At the time of each scene the lanes of the run hold the same goroutines on the same Ps and threads."""
    for _, scene in moments(trace):
        now = scene.change.time_ns
        lanes = {
            (each.proc, each.thread, each.goroutine)
            for each in trace.slices
            if each.state == "running" and each.start_ns <= now < each.end_ns
        }
        assert {(p, each.thread, each.goroutine) for p, each in scene.runs.items()} == lanes


def test_the_last_one_started_has_the_slot():
    """Main has started A to D on P0, and D is in front of its queue."""
    first = holding().data.steps[0]
    assert {name: to for name, to in _nodes(first).items() if to} == {"M0": ("P0",), "P0": ("main",)}
    assert _queues(first)["queue of P0"] == ["D", "A", "B", "C"]


def test_a_thief_takes_half_of_the_queue_and_leaves_the_slot():
    """Of A, B and C behind the slot P1 takes two and runs the second."""
    before, after = (_queues(step) for step in holding().data.steps[:2])
    ring = before["queue of P0"][1:]
    taken = ring[: len(ring) - len(ring) // 2]
    assert [*after["queue of P1"], "B"] == taken
    assert after["queue of P0"] == [before["queue of P0"][0], *ring[len(taken) :]]


def test_a_system_call_keeps_the_thread_and_loses_the_p():
    """B has M1 to itself, and another thread has P1."""
    handed = _nodes(holding().data.steps[2])
    assert handed["M1"] == ("B",)
    assert handed["M2"] == ("P1",)
    assert handed["P1"] == ("A",)


def test_who_waits_for_a_channel_holds_nothing():
    """No arrow leads to A any more, and its P has gone on."""
    last = holding().data.steps[3]
    assert _nodes(last)["A"] == ("channel",)
    assert ("A",) not in _nodes(last).values()
    assert _nodes(last)["P1"] == ("C",)
