"""One cycle of the collector on a timeline: who has each P, when the world stops, when the sweep is done.

Phases and workers follow `runtime/mgc.go` and `runtime/mgcpacer.go`, Go 1.27, on 4 Ps, all busy. The pauses
are measured and only passed on; the sweep is shown as late as its pace allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from talk import sim
from talk.chart.model import Tone
from talk.demo import Chart, Range, demo

PROCS = 4
ALLOC_RATE = 128
WARM_UP_CYCLES = 4
SHOWN = {"dedicated": "marks", "program": "program", "stopped": "stopped"}
"""What a P does in this run, and what the picture calls it: nobody has to assist, no P is idle."""
TONES: dict[str, Tone] = {"program": "muted", "marks": "accent", "stopped": "fg"}


class Stretch(NamedTuple):
    """A P does one thing from one time to another."""

    lane: str
    does: str
    start_ns: int
    end_ns: int


@demo
def gc_cycle(
    live_mib: Annotated[int, Range(4, 32, step=1, unit="MiB", label="live heap")] = 8,
) -> Chart:
    """A cycle on 4 Ps, from the first pause to the next one."""
    trace = run(live_mib)
    first, second = trace.cycles
    found = list(stretches(trace, first.begin_ns, second.begin_ns))
    chart = Chart(
        x=(0, second.begin_ns - first.begin_ns),
        x_unit="ns",
        x_show="ms",
        x_label="time",
        lanes=[*(f"P{number}" for number in range(PROCS)), "sweep"],
    )
    for does in ("program", "marks", "stopped", "sweep"):
        rows = [each for each in found if each.does == does]
        chart.spans(
            [each.lane for each in rows],
            [each.start_ns - first.begin_ns for each in rows],
            [each.end_ns - first.begin_ns for each in rows],
            does,
            text="" if does == "stopped" else does,
            tone=TONES.get(does, ""),
        )
    return chart.says(_said(live_mib, first))


def run(live_mib: int) -> sim.GCTrace:
    """Two whole cycles of a steady program."""
    workload = sim.Workload.steady(live_bytes=live_mib * sim.MiB, alloc_rate=ALLOC_RATE)
    return sim.run_gc(
        workload, procs=PROCS, duration_ns=60_000_000_000, warm_up_cycles=WARM_UP_CYCLES, cycles=2
    )


def stretches(trace: sim.GCTrace, start_ns: int, end_ns: int) -> Iterator[Stretch]:
    """Who has each P in a part of the run, and when there is something to sweep."""
    inside = np.flatnonzero((trace.time_ns[1:] > start_ns) & (trace.time_ns[:-1] < end_ns)) + 1
    for p in range(PROCS):
        does = [SHOWN[sim.WORK_KINDS[kind]] for kind in trace.work_on(p)[inside].argmax(axis=1)]
        yield from _merged(f"P{p}", does, inside, trace.time_ns)
    sweeping = ["sweep" if trace.phase[each - 1] == sim.Phase.SWEEP else "" for each in inside]
    yield from (each for each in _merged("sweep", sweeping, inside, trace.time_ns) if each.does)


def _merged(
    lane: str, does: list[str], places: NDArray[np.int64], times_ns: NDArray[np.int64]
) -> Iterator[Stretch]:
    """Neighbours that do the same as one; the work at an instant holds from the one before up to it."""
    begin = 0
    for here in range(1, len(does) + 1):
        if here == len(does) or does[here] != does[begin]:
            yield Stretch(
                lane, does[begin], int(times_ns[places[begin] - 1]), int(times_ns[places[here - 1]])
            )
            begin = here


def _said(live_mib: int, cycle: sim.GCCycle) -> str:
    mark, first, second = (
        each / 1e6 for each in (cycle.end_ns - cycle.start_ns, cycle.sweep_term_ns, cycle.mark_term_ns)
    )
    return (
        f"{live_mib} MiB alive: 1 of {PROCS} Ps marks for {mark:.0f} ms; "
        f"the world stops for {first:.2f} ms before and {second:.2f} ms after."
    )
