"""The scheduler against SimPy 4: the same three models, operations a second.

    python tests/bench/bench_sched.py

needs `pip install simpy`. Both sides count the operations of the model alone:
sends and receives, locks, unlocks and computations. Times are processor time;
the two sides take turns, and the table shows medians.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Generator
from itertools import pairwise
from typing import Any

import click
import simpy

from talk.sim import sched

ROUNDS = 9
MAX_OPERATIONS = 10**9
STAGES = 3
WORKERS = 4
HOLD_NS = 50
ASLEEP_NS = 1_000_000

Model = Callable[[int], int]


def simpy_ping_pong(n: int) -> int:
    """Two processes hand a number to and fro."""
    env = simpy.Environment()
    a, b = simpy.Store(env, 1), simpy.Store(env, 1)

    def ping() -> Generator[Any, Any, None]:
        for i in range(n):
            yield a.put(i)
            yield b.get()

    def pong() -> Generator[Any, Any, None]:
        for _ in range(n):
            v = yield a.get()
            yield b.put(v)

    env.process(ping())
    env.process(pong())
    env.run()
    return 4 * n


def sched_ping_pong(n: int) -> int:
    """Two goroutines hand a number to and fro."""

    def pong(_go: sched.Go, a: sched.Chan, b: sched.Chan) -> Generator[Any, Any, None]:
        for _ in range(n):
            v = yield a.recv()
            yield b.send(v)

    def main(go: sched.Go) -> Generator[Any, Any, None]:
        a, b = go.chan(1), go.chan(1)
        yield go(pong, a, b)
        for i in range(n):
            yield a.send(i)
            yield b.recv()

    return _run(main, 4 * n)


def simpy_pipeline(n: int) -> int:
    """Values go through stages with a place for one value between them."""
    env = simpy.Environment()
    stores = [simpy.Store(env, 1) for _ in range(STAGES)]

    def source() -> Generator[Any, Any, None]:
        for i in range(n):
            yield stores[0].put(i)

    def stage(a: simpy.Store, b: simpy.Store) -> Generator[Any, Any, None]:
        for _ in range(n):
            v = yield a.get()
            yield b.put(v)

    def sink() -> Generator[Any, Any, None]:
        for _ in range(n):
            yield stores[-1].get()

    env.process(source())
    for a, b in pairwise(stores):
        env.process(stage(a, b))
    env.process(sink())
    env.run()
    return 2 * STAGES * n


def sched_pipeline(n: int) -> int:
    """Values go through stages with channels of one place between them."""

    def source(_go: sched.Go, a: sched.Chan) -> Generator[Any, Any, None]:
        for i in range(n):
            yield a.send(i)

    def stage(_go: sched.Go, a: sched.Chan, b: sched.Chan) -> Generator[Any, Any, None]:
        for _ in range(n):
            v = yield a.recv()
            yield b.send(v)

    def main(go: sched.Go) -> Generator[Any, Any, None]:
        chans = [go.chan(1) for _ in range(STAGES)]
        yield go(source, chans[0])
        for a, b in pairwise(chans):
            yield go(stage, a, b)
        for _ in range(n):
            yield chans[-1].recv()

    return _run(main, 2 * STAGES * n)


def simpy_mutex(n: int) -> int:
    """Workers hold one lock in turn, for a while each time."""
    env = simpy.Environment()
    lock = simpy.Resource(env, 1)

    def worker() -> Generator[Any, Any, None]:
        for _ in range(n):
            with lock.request() as request:
                yield request
                yield env.timeout(HOLD_NS)

    for _ in range(WORKERS):
        env.process(worker())
    env.run()
    return 3 * WORKERS * n


def sched_mutex(n: int) -> int:
    """Workers hold one lock in turn, for a while each time."""

    def worker(go: sched.Go, lock: sched.Mutex, done: sched.WaitGroup) -> Generator[Any, Any, None]:
        for _ in range(n):
            yield lock.lock()
            yield go.run(HOLD_NS)
            yield lock.unlock()
        yield done.done()

    def main(go: sched.Go) -> Generator[Any, Any, None]:
        lock, done = go.mutex(), go.wait_group()
        yield done.add(WORKERS)
        for _ in range(WORKERS):
            yield go(worker, lock, done)
        yield done.wait()

    return _run(main, 3 * WORKERS * n)


def sched_mutex_asleep(n: int) -> int:
    """The same, but who holds the lock sleeps: all others block on it, and wait until it starves."""

    def worker(go: sched.Go, lock: sched.Mutex, done: sched.WaitGroup) -> Generator[Any, Any, None]:
        for _ in range(n):
            yield lock.lock()
            yield go.sleep(ASLEEP_NS)
            yield lock.unlock()
        yield done.done()

    def main(go: sched.Go) -> Generator[Any, Any, None]:
        lock, done = go.mutex(), go.wait_group()
        yield done.add(WORKERS)
        for _ in range(WORKERS):
            yield go(worker, lock, done)
        yield done.wait()

    return _run(main, 3 * WORKERS * n)


def _run(main: Callable[..., Any], operations: int) -> int:
    trace = sched.run_goroutines(main, record=False, max_operations=MAX_OPERATIONS)
    assert trace.outcome == "ok"
    assert trace.operations >= operations
    return operations


MODELS: dict[str, tuple[Model, Model, int]] = {
    "ping-pong": (simpy_ping_pong, sched_ping_pong, 10_000),
    "pipeline": (simpy_pipeline, sched_pipeline, 6_000),
    "mutex": (simpy_mutex, sched_mutex, 3_000),
    "mutex, held asleep": (simpy_mutex, sched_mutex_asleep, 2_000),
}


def rate(model: Model, n: int) -> float:
    """Operations a second of processor time."""
    gc.collect()
    started = time.process_time()
    operations = model(n)
    return operations / (time.process_time() - started)


def main() -> None:
    """Print the table."""
    click.echo(f"| model | SimPy {simpy.__version__}, 1000 op/s | talk.sim, 1000 op/s | ratio |")
    click.echo("|---|---|---|---|")
    for name, (theirs, ours, n) in MODELS.items():
        pairs = [(rate(theirs, n), rate(ours, n)) for _ in range(ROUNDS)]
        medians = [statistics.median(column) / 1000 for column in zip(*pairs, strict=True)]
        ratio = statistics.median(b / a for a, b in pairs)
        click.echo(f"| {name} | {medians[0]:.0f} | {medians[1]:.0f} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
