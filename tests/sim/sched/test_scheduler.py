"""Single rules of the scheduler, worked out by hand."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from talk import sim
from talk.sim import sched
from talk.sim.sched.entities import Body
from talk.sim.units import MS, US


def says(go: sched.Go, *texts: str) -> Body:
    """A goroutine that logs and ends."""
    for text in texts:
        yield go.log(text)


def starts(n: int) -> Any:
    """A main that starts n goroutines, yields once and ends."""

    def main(go: sched.Go) -> Body:
        for i in range(n):
            yield go(says, "run", name=f"g{i}")
        yield go.gosched()
        yield go.log("end")

    return main


def names(trace: sched.ScheduleTrace) -> list[str]:
    """Who logged, in order."""
    return [event.split(":")[0] for event in trace.events]


def test_the_last_started_runs_first() -> None:
    """The newest is in runnext; the others leave the ring in order; main comes from the global queue."""
    assert names(sched.run_goroutines(starts(5))) == ["g4", "g0", "g1", "g2", "g3", "main"]


def test_257_goroutines_fill_ring_and_runnext() -> None:
    """256 places and the slot: nothing overflows, but main is taken from the global queue on a 61st tick."""
    order = names(sched.run_goroutines(starts(257)))
    assert order[:3] == ["g256", "g0", "g1"]
    # Tick 1 is main's; g256 inherits it; g0 makes it 2; before tick 61 is left, 59 more have run.
    assert order.index("main") == 61
    assert len(order) == 62


def test_a_full_ring_loses_half_to_the_global_queue() -> None:
    """Of 258, the 258th kicks one from runnext: 128 of the ring and that one move."""
    trace = sched.run_goroutines(starts(258))
    lengths = trace.queue_lengths
    assert lengths[:, 1].max() == 257
    assert 129 in lengths[:, 0]


def test_a_slice_ends_at_sysmons_look() -> None:
    """At first sysmon sees a slice soon, then looks ever more rarely: 10 to 20 ms later it preempts."""

    def main(go: sched.Go) -> Body:
        yield go(says, "other", name="g")
        yield go.run(100 * MS)
        yield go.log("end")

    trace = sched.run_goroutines(main)
    (taken,) = [change for change in trace.changes if change.why == "preempted"][:1]
    assert 10 * MS <= taken.time_ns <= 21 * MS
    assert trace.events == ("g:other", "main:end")
    assert trace.end_ns == 100 * MS


def test_a_system_call_costs_the_p_at_the_second_look() -> None:
    """A short call keeps its P; a long one loses it to who is queued, after two looks 20 us apart."""

    def main(go: sched.Go, call_ns: int) -> Body:
        yield go(says, "other", name="g")
        yield go.syscall(call_ns)
        yield go.log("back")
        yield go.gosched()

    assert sched.run_goroutines(main, 15 * US).events == ("main:back", "g:other")
    trace = sched.run_goroutines(main, 500 * US)
    assert trace.events == ("g:other", "main:back")
    (lost,) = [change for change in trace.changes if change.why == "loses its P"]
    assert lost.time_ns == 40 * US
    assert trace.threads == 2


def test_an_idle_wait_is_in_whole_milliseconds() -> None:
    """Three sleepers below a millisecond wake together, and the last deadline has runnext."""

    def sleeper(go: sched.Go, duration_ns: int) -> Body:
        yield go.sleep(duration_ns)
        yield go.log("up")

    def main(go: sched.Go) -> Body:
        for i in range(3):
            yield go(sleeper, (i + 1) * 300 * US, name=f"g{i}")
        yield go.sleep(10 * MS)

    trace = sched.run_goroutines(main)
    assert names(trace) == ["g2", "g0", "g1"]
    assert {line.time_ns for line in trace.log} == {1 * MS}


def test_lanes_show_who_ran_where() -> None:
    """Two computing goroutines on two Ps overlap; slices of one P never do."""

    def worker(go: sched.Go, done: sched.WaitGroup) -> Body:
        yield go.run(5 * MS)
        yield done.done()

    def main(go: sched.Go) -> Body:
        done = go.wait_group()
        yield done.add(2)
        yield go(worker, done, name="a")
        yield go(worker, done, name="b")
        yield done.wait()

    trace = sched.run_goroutines(main, procs=2)
    long = {each.goroutine: each for each in trace.slices if each.end_ns - each.start_ns > 4 * MS}
    assert {long["a"].proc, long["b"].proc} == {0, 1}
    assert long["a"].start_ns < long["b"].end_ns
    for proc in (0, 1):
        lane = [each for each in trace.slices if each.proc == proc]
        assert all(x.end_ns <= y.start_ns for x, y in pairwise(lane))


def test_a_trace_names_states_waits_and_queue_lengths() -> None:
    """Each change carries a reason, and a row of queue lengths: global first, then each P."""

    def main(go: sched.Go) -> Body:
        c = go.chan()
        yield go(sender, c, name="s")
        yield go.gosched()
        yield c.recv()

    def sender(go: sched.Go, c: sched.Chan) -> Body:
        yield c.send(go.gomaxprocs)

    trace = sched.run_goroutines(main)
    told = [(change.state, change.why) for change in trace.states("s")]
    assert told == [
        ("runnable", "started"),
        ("running", "running"),
        ("waiting", "chan send"),
        ("runnable", "ready"),
    ]
    assert trace.queue_lengths.shape == (len(trace.changes), 2)
    assert trace.queue_lengths.dtype == np.int64
    assert (np.diff(trace.times_ns) >= 0).all()


def test_costs_spread_the_lanes_of_one_p() -> None:
    """With times for operations and switches even one P's slices have a length, and the order stays."""
    costs = sched.Costs(op_ns=100, switch_ns=50, spread=0, wake_factor=1)
    trace = sched.run_goroutines(starts(3), costs=costs)
    assert names(trace) == names(sched.run_goroutines(starts(3)))
    assert all(each.end_ns > each.start_ns for each in trace.slices)
    assert not trace.random


def test_a_time_limit_stops_a_program_that_goes_on() -> None:
    """A ticking program is cut at the limit."""

    def main(go: sched.Go) -> Body:
        while True:
            yield go.log("tick")
            yield go.sleep(10 * MS)

    trace = sched.run_goroutines(main, until_ns=35 * MS)
    assert (trace.outcome, trace.end_ns, len(trace.events)) == ("stopped", 35 * MS, 4)


def test_a_panic_can_be_recovered_and_deferred_work_runs() -> None:
    """`try` is recover, `finally` is defer, also where the panic comes while the goroutine is blocked."""

    def sender(go: sched.Go, c: sched.Chan) -> Body:
        try:
            yield c.send(1)
        except sched.GoPanic as panic:
            yield go.log(str(panic))
        finally:
            yield go.log("deferred")

    def leaver(go: sched.Go) -> Body:
        try:
            yield go.goexit()
        finally:
            go.log("deferred")

    def main(go: sched.Go) -> Body:
        c = go.chan()
        yield go(sender, c, name="s")
        yield go(leaver, name="l")
        yield go.gosched()
        yield c.close()
        yield go.gosched()
        yield go.panic("enough")

    trace = sched.run_goroutines(main)
    assert trace.events == ("l:deferred", "s:send on closed channel", "s:deferred")
    assert trace.outcome == "panic: enough"


def test_programs_end_as_go_programs_do() -> None:
    """Deadlock, Goexit of main, and a goroutine left behind."""

    def blocks(go: sched.Go) -> Body:
        yield go.nil_chan().recv()

    def exits(go: sched.Go) -> Body:
        yield go.goexit()

    def leaves(go: sched.Go) -> Body:
        yield go(blocks)
        yield go.gosched()

    assert sched.run_goroutines(blocks).outcome == "deadlock"
    assert sched.run_goroutines(exits).outcome.startswith("fatal error: no goroutines (main called")
    assert sched.run_goroutines(leaves).outcome == "ok"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"procs": 0}, "procs is 0, less than 1"),
        ({"procs": 2000}, "procs is 2000, more than 1024"),
        ({"seed": -1}, "seed is -1, less than 0"),
        ({"until_ns": -5}, "until_ns is -5, less than 0"),
        ({"max_operations": 3}, "needs more than 3 operations"),
    ],
)
def test_refuses_what_cannot_be(arguments: dict[str, Any], message: str) -> None:
    """Arguments out of bounds are refused with their name and value."""
    with pytest.raises(sim.ScenarioError, match=message):
        sched.run_goroutines(starts(5), **arguments)


def forgets_park(go: sched.Go) -> Body:
    """Blocks and goes on."""
    go.chan().recv()
    yield go.gosched()


def forgets_twice(go: sched.Go) -> Body:
    """Sleeps and blocks at once."""
    go.sleep(5 * MS)
    yield go.chan().recv()


def forgets_at_the_end(go: sched.Go) -> Body:
    """Ends asleep."""
    yield go.log("x")
    go.sleep(5)


def forgets_a_run(go: sched.Go) -> Body:
    """Computes and is in a system call at once."""
    go.run(50 * MS)
    yield go.syscall(5)


@pytest.mark.parametrize("procs", [1, 2])
def test_whoever_has_a_p_after_a_system_call_computes_on_it(procs: int) -> None:
    """A goroutine that keeps its P, or gets one at once, runs from there on: sysmon takes nothing from it."""

    def main(go: sched.Go) -> Any:
        yield go.syscall(5_000)
        yield go.run(4 * MS)

    trace = sched.run_goroutines(main, procs=procs)
    after = [change for change in trace.states("main") if change.time_ns >= 5_000]
    assert [change.state for change in after] == ["running", "dead"]
    assert trace.slices[-1].state == "running"
    assert trace.slices[-1].end_ns - trace.slices[-1].start_ns >= 4 * MS


@pytest.mark.parametrize("main", [forgets_park, forgets_twice, forgets_at_the_end, forgets_a_run])
def test_an_operation_that_was_not_yielded_is_found(main: Any) -> None:
    """A blocked goroutine that goes on is an author's mistake, and the error says which one."""
    with pytest.raises(sim.ScenarioError, match=r"'main'.*was an operation not yielded"):
        sched.run_goroutines(main)


def test_a_plain_function_is_no_goroutine() -> None:
    """A function that yields nothing cannot be scheduled."""
    with pytest.raises(sim.ScenarioError, match="is no generator"):
        sched.run_goroutines(lambda go: go.log("x"))


@pytest.mark.parametrize(
    ("costs", "message"),
    [
        ({"op_ns": -1}, "op_ns is -1"),
        ({"spread": 2}, "spread is 2"),
        ({"wake_factor": 0.5}, "wake_factor is 0.5"),
    ],
)
def test_costs_are_checked(costs: dict[str, Any], message: str) -> None:
    """Costs out of bounds are refused."""
    with pytest.raises(sim.ScenarioError, match=message):
        sched.Costs(**costs)
