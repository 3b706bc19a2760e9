"""The order of goroutines on one P."""

import json
from pathlib import Path

import pytest
from scheduling import RunQueue, run_order

from talk import sim

DATA = Path(__file__).parent / "data"


def test_the_last_started_runs_first_as_recorded():
    """Ten goroutines run in the order that the real runtime showed in every run."""
    p = RunQueue()
    for number in range(10):
        p.start(number)
    assert p.run_all() == json.loads((DATA / "fan-out.json").read_text())["order"]


@pytest.mark.parametrize("count", [2, 3, 6])
def test_the_sentence_follows_the_number_of_goroutines(count):
    """With n goroutines the last one runs first and the others in order."""
    order = ", ".join(str(each) for each in [count - 1, *range(count - 1)])
    assert run_order(count).data.finding == f"They run in the order {order}."


def test_a_queue_that_has_run_is_empty():
    """What has run does not run again."""
    p = RunQueue()
    p.start(1)
    assert p.run_all() == [1]
    assert p.run_all() == []


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

    p = RunQueue()
    for number in range(10):
        p.start(number)
    logged = [event.rpartition(":")[2] for event in sim.run_goroutines(main, procs=1).events]
    assert [int(text) for text in logged] == p.run_all()
