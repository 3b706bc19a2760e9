"""The lost update: `n++` is a load and a store, and what comes between them decides. From the simulator.

The order of loads and stores follows the Go memory model (go.dev/ref/mem) as if each load saw the last store;
a real race may end in still other ways. Atomic, mutex and channel wait as in `sync/atomic`,
`internal/sync/mutex.go` and `runtime/chan.go`, Go 1.27.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from talk import sim
from talk.demo import Chart, Choice, Range, demo
from talk.sim.sched import CURES, RaceStep
from talk.sim.sched.race import Cure

INCREMENTS = 2
SHARED = "n"
ORDERS = 35
"""Of the 70 orders in which two goroutines can increment twice each, those that `a` begins."""
SHOWN = {"load": "load", "store": "store", "add": "store", "send": "send"}
"""Steps that the chart shows, and what they count as; locks and answers only say who waits."""


@demo
def lost_update(
    order: Annotated[
        int, Range(1, ORDERS, step=1, label="interleaving", help="From one after the other to all mixed up.")
    ] = ORDERS,
    cure: Annotated[Cure, Choice(*CURES, label="protected by")] = "none",
) -> Chart:
    """Two goroutines increment n twice each: what each step loads and stores."""
    trace = sim.run_race(orders()[order - 1], cure)
    steps = [step for step in trace.steps if step.action in SHOWN]
    lanes = (SHARED, "a", "b", "owner") if cure == "channel" else (SHARED, "a", "b")
    chart = Chart(x=range(len(steps) + 2), x_label="step", lanes=lanes)
    for action in dict.fromkeys(SHOWN.values()):
        at = [number for number, step in enumerate(steps) if SHOWN[step.action] == action]
        if at:
            chart.spans(
                [steps[each].goroutine for each in at],
                at,
                [each + 1 for each in at],
                f"{action}s",
                text=[_text(steps[each]) for each in at],
                tone="accent" if action == "store" else "muted" if action == "load" else "",
            )
    starts, values = _held(steps)
    ends = [*starts[1:], len(steps) + 1]
    chart.spans([SHARED] * len(starts), starts, ends, text=[str(each) for each in values], tone="fg")
    return chart.says(_said(trace, orders()[order - 1], cure))


@lru_cache(maxsize=1)
def orders() -> tuple[str, ...]:
    """The orders that `a` begins, those that lose nothing first."""
    found = [each for each in sim.interleavings(INCREMENTS) if each.startswith("a")]
    return tuple(sorted(found, key=lambda each: (sim.run_race(each).lost, each)))


def _held(steps: list[RaceStep]) -> tuple[list[int], list[int]]:
    """From which step on n holds which value; a store is done when its step is."""
    found = {0: 0}
    for number, step in enumerate(steps, 1):
        if step.shared != list(found.values())[-1]:
            found[number] = step.shared
    return list(found), list(found.values())


def _text(step: RaceStep) -> str:
    """The value that it loads or stores: the colour says which of the two."""
    return "" if step.action == "send" else str(step.register)


def _said(trace: sim.RaceTrace, order: str, cure: Cure) -> str:
    wanted = f"Wanted order {' '.join(order)}"
    if cure != "none":
        how = {"atomic": "an atomic add", "mutex": "a mutex", "channel": "a channel and one owner"}[cure]
        return f"{wanted}: with {how} n is {trace.total}."
    if not trace.lost:
        return f"{wanted}: no increment comes between another's load and store, n is {trace.total}."
    return f"{wanted}: n is {trace.total}, {trace.lost} of {trace.expected} increments are lost."
