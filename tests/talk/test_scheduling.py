"""The order of goroutines on one P."""

import json
from pathlib import Path

import pytest
from scheduling import order_of, run_order, start

from talk import sim
from talk.sim.sched.entities import P

DATA = Path(__file__).parent / "data"


def test_the_last_started_runs_first_as_recorded():
    """Ten goroutines run in the order that the real runtime showed in every run."""
    p = P(0)
    for number in range(10):
        start(p, number)
    assert order_of(p) == json.loads((DATA / "fan-out.json").read_text())["order"]


def _queues(step):
    return {queue.title: [item.text for item in queue.items] for queue in step.queues}


@pytest.mark.parametrize("count", [4, 10, 24])
def test_the_sentence_follows_the_number_of_goroutines(count):
    """With n goroutines the last one runs first and the others in order."""
    order = " ".join(str(each) for each in [count - 1, *range(count - 1)])
    assert run_order(count).data.finding == f"They run in the order {order}."


def test_the_simulated_scheduler_runs_them_in_the_same_order():
    """Ten goroutines on one P of the simulator log what the slot and the queue give."""

    def child(go, number):
        yield go.log(f"{number}")

    def main(go):
        group = go.wait_group()
        yield group.add(10)
        for number in range(10):
            yield go(done, group, number, name=f"g{number}")
        yield group.wait()

    def done(go, group, number):
        yield from child(go, number)
        yield group.done()

    p = P(0)
    for number in range(10):
        start(p, number)
    logged = [event.rpartition(":")[2] for event in sim.run_goroutines(main, procs=1).events]
    assert [int(text) for text in logged] == order_of(p)


@pytest.mark.parametrize("count", [4, 10])
def test_the_last_moment_is_the_simulated_run(count):
    """Who runs when main waits, and who is queued behind, is what the simulated program logs."""

    def child(go, number):
        yield go.log(f"G{number}")

    def main(go):
        for number in range(count):
            yield go(child, number)
        yield go.sleep(1000)

    logged = [event.rpartition(":")[2] for event in sim.run_goroutines(main, procs=1).events]
    last = _queues(run_order(goroutines=count).data.steps[-1])
    assert [*last["runs"], *last["runnext"], *last["queue"]] == logged
