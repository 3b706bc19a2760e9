"""What holds for every program, on any number of Ps, with any seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from talk.sim import sched
from talk.sim.sched.entities import Body
from talk.sim.units import MS, US

PROCS = st.sampled_from([1, 2, 3, 4, 8])
SEEDS = st.integers(0, 1000)
CHANS = st.sampled_from(["c", "d"])

# One operation, or a few that belong together; whatever blocks for ever ends in a deadlock, which is fine.
SINGLE = st.one_of(
    st.just([["yield"]]),
    st.builds(lambda n: [["run", n]], st.sampled_from([1, 50, 3000, 25_000])),
    st.builds(lambda n: [["sleep", n]], st.sampled_from([0, 100, 1500, 40_000])),
    st.builds(lambda n: [["syscall", n]], st.sampled_from([5, 60, 30_000])),
    st.builds(lambda c, v: [["send", c, v]], CHANS, st.integers(0, 9)),
    st.builds(lambda c: [["recv", c, "v"]], CHANS),
    st.builds(lambda c: [["select", [["recv", c, "v", []], ["default", []]]]], CHANS),
    st.just([["select", [["recv", "c", "v", []], ["send", "d", 1, []]]]]),
    st.just([["go", "leaf", "leaf"]]),
    st.just([["afterfunc", 700, "leaf", "late"]]),
    st.just([["lock", "k"], ["signal", "s"], ["unlock", "k"]]),
    st.just([["broadcast", "s"]]),
    st.just([["lock", "k"], ["wait", "s"], ["unlock", "k"]]),
)
OPS = st.lists(SINGLE, max_size=5).map(lambda parts: [op for part in parts for op in part])
LOCKED = st.builds(
    lambda pair, ops: [
        [pair[0], pair[2]],
        ["log", f"{pair[0]}ed"],
        *ops,
        ["log", f"{pair[1]}s"],
        [pair[1], pair[2]],
    ],
    st.sampled_from([("lock", "unlock", "m"), ("wlock", "wunlock", "rw"), ("rlock", "runlock", "rw")]),
    st.lists(SINGLE.filter(lambda part: part[0][0] in ("yield", "run", "sleep", "syscall")), max_size=3).map(
        lambda parts: [op for part in parts for op in part]
    ),
)
BODY = st.lists(st.one_of(OPS, LOCKED), max_size=4).map(lambda parts: [op for part in parts for op in part])


@st.composite
def programs(draw: Callable[[Any], Any]) -> dict[str, Any]:
    """A program of a few functions, each run by a few goroutines, main among the workers."""
    functions = {
        f"w{i}": [["for", "i", draw(st.integers(1, 3)), draw(BODY)]] for i in range(draw(st.integers(1, 4)))
    }
    starts = [["for", "i", draw(st.integers(1, 3)), [["go", name, name + "-{i}"]]] for name in functions]
    main = [["make", "c", draw(st.integers(0, 2))], ["make", "d", 1], *starts, *draw(BODY), ["exit"]]
    procs = {"main": main, "leaf": [["log", "leaf"]], **functions}
    return {"gomaxprocs": draw(PROCS), "procs": procs, "conds": {"s": "k"}}


@settings(max_examples=150)
@given(programs(), SEEDS)
def test_no_goroutine_is_lost_or_run_twice(program: dict[str, Any], seed: int) -> None:
    """At each change the queues hold exactly those who are runnable, and each P runs at most one."""
    trace = sched.run_schedule(program, seed=seed)
    states: dict[int, str] = {}
    reasons: dict[int, str] = {}
    on: dict[int, int] = {}
    follows = {
        "runnable": {None, "running", "waiting", "syscall"},
        "running": {"runnable", "syscall", None},
        "waiting": {"running"},
        "syscall": {"running", "syscall"},
        "dead": {"running"},
    }
    for change in trace.changes:
        assert states.get(change.goid) in follows[change.state], change
        states[change.goid], reasons[change.goid] = change.state, change.why
        on.pop(change.goid, None)
        if change.state in ("running", "syscall") and change.proc >= 0:
            assert change.proc not in on.values(), change
            on[change.goid] = change.proc
        assert sum(change.queued) == list(states.values()).count("runnable"), change
    if trace.outcome == "deadlock":
        assert set(states.values()) <= {"waiting", "dead"}
        assert "sleep" not in reasons.values()


@settings(max_examples=60)
@given(programs(), SEEDS)
def test_time_never_runs_back_and_runs_repeat(program: dict[str, Any], seed: int) -> None:
    """Times and steps only rise, and the same seed gives the same trace, bit for bit."""
    trace = sched.run_schedule(program, seed=seed)
    order = [(change.time_ns, change.step) for change in trace.changes]
    assert order == sorted(order)
    assert all(change.time_ns <= trace.end_ns for change in trace.changes)
    assert sched.run_schedule(program, seed=seed) == trace
    if not trace.random:
        assert sched.run_schedule(program, seed=seed + 1).events == trace.events


@settings(max_examples=80)
@given(programs(), SEEDS)
def test_locks_exclude(program: dict[str, Any], seed: int) -> None:
    """Nobody else is between lock and unlock, or between a writer's; readers share."""
    mutex = writers = readers = 0
    for event in sched.run_schedule(program, seed=seed).events:
        text = event.split(":")[1]
        mutex += (text == "locked") - (text == "unlocks")
        writers += (text == "wlocked") - (text == "wunlocks")
        readers += (text == "rlocked") - (text == "runlocks")
        assert 0 <= mutex <= 1
        assert 0 <= writers <= 1
        assert readers >= 0
        assert not (writers and readers)


@given(PROCS, SEEDS, st.integers(0, 3), st.integers(1, 3), st.integers(1, 12))
def test_channels_order_what_happens(procs: int, seed: int, capacity: int, receivers: int, n: int) -> None:
    """A send begins before its receive ends; receive k begins before send k + capacity ends."""
    noted: dict[tuple[str, int], int] = {}
    got: list[int] = []

    def note(what: str, k: int) -> None:
        noted[what, k] = len(noted)

    def sender(_go: sched.Go, c: sched.Chan) -> Body:
        for k in range(n):
            note("send begins", k)
            yield c.send(k)
            note("send ends", k)
        yield c.close()

    def receiver(_go: sched.Go, c: sched.Chan, done: sched.WaitGroup) -> Body:
        while True:
            begun = len([key for key in noted if key[0] == "receive begins"])
            note("receive begins", begun)
            k, ok = yield c.recv2()
            if not ok:
                break
            got.append(k)
            note("receive ends", k)
        yield done.done()

    def main(go: sched.Go) -> Body:
        c, done = go.chan(capacity), go.wait_group()
        yield done.add(receivers)
        for _ in range(receivers):
            yield go(receiver, c, done)
        yield go(sender, c)
        yield done.wait()

    assert sched.run_goroutines(main, procs=procs, seed=seed).outcome == "ok"
    assert sorted(got) == list(range(n))
    for k in range(n):
        assert noted["send begins", k] < noted["receive ends", k]
        if k + capacity < n:
            assert noted["receive begins", k] < noted["send ends", k + capacity]


@given(PROCS, SEEDS, st.integers(1, 6), st.booleans())
def test_wait_returns_after_every_done(procs: int, seed: int, workers: int, sleeps: bool) -> None:
    """What is written before Done is seen after Wait, and atomic additions are all there."""

    def worker(go: sched.Go, done: sched.WaitGroup, n: sched.Atomic) -> Body:
        for _ in range(5):
            yield n.add(1)
            yield go.sleep(300 * US) if sleeps else go.gosched()
        yield done.done()

    def main(go: sched.Go) -> Body:
        done, n = go.wait_group(), go.atomic()
        yield done.add(workers)
        for _ in range(workers):
            yield go(worker, done, n)
        yield done.wait()
        yield go.log(str(n.load()))

    assert sched.run_goroutines(main, procs=procs, seed=seed).events == (f"main:{5 * workers}",)


@settings(max_examples=40)
@given(PROCS, SEEDS, st.integers(1, 8), st.sampled_from([3, 15, 70]), st.booleans())
def test_who_is_runnable_runs_within_some_slices(
    procs: int, seed: int, workers: int, chunk_ms: int, pings: bool
) -> None:
    """Between becoming runnable and running lie at most so many slices as there are others, and one more."""

    def worker(go: sched.Go, done: sched.WaitGroup) -> Body:
        for _ in range(3):
            yield go.run(chunk_ms * MS)
            yield go.sleep(1 * MS)
        yield done.done()

    def pinger(go: sched.Go, c: sched.Chan) -> Body:
        while True:
            yield c.send(0)
            yield go.run(100 * US)

    def ponger(go: sched.Go, c: sched.Chan) -> Body:
        while True:
            yield c.recv()
            yield go.run(100 * US)

    def main(go: sched.Go) -> Body:
        done, c = go.wait_group(), go.chan()
        yield done.add(workers)
        if pings:
            yield go(pinger, c)
            yield go(ponger, c)
        for _ in range(workers):
            yield go(worker, done)
        yield done.wait()

    trace = sched.run_goroutines(main, procs=procs, seed=seed)
    since: dict[int, int] = {}
    for change in trace.changes:
        begun = since.pop(change.goid, None)
        if change.state == "runnable":
            since[change.goid] = change.time_ns
        elif begun is not None:
            assert change.time_ns - begun <= (workers + 4) * 21 * MS, change
