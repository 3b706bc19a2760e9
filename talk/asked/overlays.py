"""Recorded runs over simulated ones: where stacks grow, and in which order goroutines run."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

from talk import sim
from talk.chart.chart import Chart
from talk.chart.model import ChartData
from talk.errors import TalkError
from talk.golang.answers import Run, Stepped

RETURN_ADDRESS_BYTES = 8
MAX_GOROUTINES = 200


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a recorded run: the size of the stack in it, and the one that the simulator gives it."""

    function: str
    recorded_bytes: int
    simulated_bytes: int


def calls_of(stepped: Stepped) -> Iterator[Call]:
    """Every call that a recording shows, with the stack that its prologue should leave.

    The frames are the recorded ones; the simulator decides whether the stack has to grow, and to what.
    """
    sizes: dict[int, int] = {}
    depths: dict[int, int] = {}
    for moment in stepped.moments:
        low, high = moment.stack
        goroutine, frame = moment.goroutine, moment.frames[-1]
        before = sizes.get(goroutine, high - low)
        is_call = len(moment.frames) > depths.get(goroutine, 0)
        sizes[goroutine], depths[goroutine] = high - low, len(moment.frames)
        if not is_call:
            continue
        used = high - frame.high + RETURN_ADDRESS_BYTES
        size = frame.high - RETURN_ADDRESS_BYTES - frame.low
        grows = sim.must_grow(before, used, size)
        yield Call(frame.function, high - low, sim.grown_size(before, used, size) if grows else before)


def growth_chart(stepped: Stepped, source: str) -> ChartData:
    """The size of the stack in each call, recorded and simulated."""
    calls = list(calls_of(stepped))
    differing = [
        number for number, call in enumerate(calls, 1) if call.recorded_bytes != call.simulated_bytes
    ]
    told = f"They differ at call {differing[0]}" if differing else "The simulator has every size as recorded"
    return (
        Chart(x=range(1, len(calls) + 1), x_label="call", y_unit="B", y_show="KiB", y_label="stack")
        .step([call.simulated_bytes for call in calls], "simulated")
        .points([call.recorded_bytes for call in calls], "recorded", tone="accent")
        .says(f"{told}: {len(calls)} calls, {len(calls) - len(differing)} alike ({source}).")
        .data
    )


def order_chart(found: Run, source: str) -> ChartData:
    """The order in which goroutines ran that a loop had started on one P, recorded and simulated.

    Raises:
        TalkError: the program does not print the numbers from 0 on, each once.
    """
    words = found.output.text().split()
    order = [int(word) for word in words if word.isdigit()]
    if sorted(order) != list(range(len(words))) or not 0 < len(order) <= MAX_GOROUTINES:
        hint = f"the order is read from the numbers 0 to n-1, at most {MAX_GOROUTINES}"
        raise TalkError("the program does not print the numbers of its goroutines", hint=hint)
    simulated = simulated_order(len(order))
    alike = sum(one == other for one, other in zip(order, simulated, strict=True))
    runs = f"in {found.agree} of {found.runs} runs" if found.runs > 1 else "in each run"
    return (
        Chart(x=range(1, len(order) + 1), x_label="runs as number", y_label="goroutine")
        .step(simulated, "simulated")
        .points(order, "recorded", tone="accent")
        .says(f"{alike} of {len(order)} goroutines run where the simulator has them, {runs} ({source}).")
        .data
    )


def simulated_order(count: int) -> list[int]:
    """The order that the simulator's scheduler gives to so many goroutines on one P."""
    return [int(line.text) for line in sim.run_goroutines(_main, count).log]


def _main(go: Any, count: int) -> Generator[Any, Any, None]:
    done = go.wait_group()
    yield done.add(count)
    for number in range(count):
        yield go(_worker, number, done)
    yield done.wait()


def _worker(go: Any, number: int, done: Any) -> Generator[Any, Any, None]:
    yield go.log(str(number))
    yield done.done()
