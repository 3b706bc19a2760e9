"""Kinds of charts over a number: lines, steps, areas, two panels, logarithmic axes, marks."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from talk.demo import Chart, Choice, Range, demo


# region lines
@demo
def waiting(
    servers: Annotated[int, Range(1, 20, step=1, label="servers", help="That share one queue.")] = 2,
) -> Chart:
    """How long a request waits when a service is loaded."""
    load = np.linspace(0.02, 0.98, 120)
    at_80 = 1 + _waiting_share(servers, 0.8) / (servers * 0.2)
    queued = [_waiting_share(servers, each) / (servers * (1 - each)) for each in load]
    return (
        Chart(x=load, x_show="%", x_label="load", y_label="times the work itself", y_range=(0, 12))
        .line([min(1 + each, 12) for each in queued], "answer", tone="accent")
        .line([min(each, 12) for each in queued], "waiting")
        .hline(2, "twice as long")
        .says(f"{servers} servers at 80 % load: an answer takes {at_80:.2f} times the work.")
    )


def _waiting_share(servers: int, load: float) -> float:
    """Erlang's C: the share of requests that find all servers busy."""
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = servers * load * blocked / (number + servers * load * blocked)
    return blocked / (1 - load * (1 - blocked))


# endregion


# region steps
@demo
def growth(
    factor: Annotated[float, Range(1.1, 3.0, step=0.1, label="growth factor")] = 2.0,
) -> Chart:
    """Capacity of a list that grows by a factor, and what it copies on the way."""
    appended = np.arange(1, 1001)
    capacity, copied, held, total = [], [], 1, 0
    for count in appended:
        if count > held:
            total += held
            held = max(held + 1, int(held * factor))
        capacity.append(held)
        copied.append(total)
    return (
        Chart(x=appended, x_label="appended", y_label="places", y_range=(0, 3000))
        .step(capacity, "capacity")
        .line(appended, "used", tone="muted")
        .panel(y_label="copied", y_unit="items", y_range=(0, 11_000), share=0.7)
        .step(copied, "copied", tone="accent")
        .says(
            f"A factor of {factor:g} copies {total:,} items for 1,000 appends "
            f"and leaves {held - 1000:,} places free."
        )
    )


# endregion


# region log
@demo
def search(
    comparison_ns: Annotated[float, Range(1, 100, log=True, unit="ns", label="one comparison")] = 5.0,
) -> Chart:
    """Looking something up: in order, by halves, by hash."""
    items = np.geomspace(10, 1e7, 61)
    return (
        Chart(x=items, x_log=True, x_label="items", y_log=True, y_unit="ns", y_label="time")
        .line(items / 2 * comparison_ns, "one by one")
        .line(np.log2(items) * comparison_ns, "by halves", tone="accent")
        .line(np.full(len(items), 3 * comparison_ns), "hash table")
        .vline(1e6, "a million")
        .says(
            f"A million items: {5e5 * comparison_ns / 1e6:.3g} ms one by one, "
            f"{20 * comparison_ns:.3g} ns by halves."
        )
    )


# endregion


# region events
@demo
def backoff(
    base_ms: Annotated[int, Range(50, 350, step=25, unit="ms", label="first pause")] = 200,
    jitter: Annotated[
        bool, Choice(label="jitter", help="Each pause is drawn at random up to its length.")
    ] = False,
) -> Chart:
    """When a client tries again after errors."""
    rng = np.random.default_rng(7)
    pauses = [base_ms * 2**attempt * (rng.uniform(0.5, 1) if jitter else 1) for attempt in range(6)]
    tries = np.concatenate([[0.0], np.cumsum(pauses)])
    return (
        Chart(x=tries, x_unit="ms", x_show="s", x_label="time", y_unit="tries", y_label="tries")
        .step(range(1, len(tries) + 1), "tries", tone="accent")
        .events(tries[1:5], ["second", "", "", "fifth"], range(2, 6), label="try")
        .band(0, 1000, "first second")
        .says(f"The seventh try comes after {tries[-1] / 1000:.1f} s.")
    )


# endregion


# region points
@demo
def fit(noise: Annotated[float, Range(0, 2, label="noise")] = 1.0) -> Chart:
    """Points, the line through them, and where nine of ten lie."""
    rng = np.random.default_rng(1)
    x = np.linspace(0, 10, 40)
    y = 3 + 1.5 * x + rng.normal(0, 1, len(x)) * noise
    slope, start = np.polyfit(x, y, 1)
    line = start + slope * x
    spread = 1.645 * float(np.std(y - line))
    return (
        Chart(x=x, x_label="input", y_label="output", y_range=(-3, 23))
        .area(line + spread, "nine of ten", low=line - spread)
        .points(y, "measured")
        .line(line, "fit", tone="accent")
        .says(f"The slope comes out as {slope:.2f}, it is 1.50.")
    )


# endregion
