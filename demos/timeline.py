"""Who runs where, and when: goroutines on Ps, from the simulated scheduler.

Queues, hand-off and stealing follow `runtime/proc.go`, Go 1.27. The times of the scheduler's own small steps
are plausible, not measured: the shape counts, not the microsecond.
"""

from __future__ import annotations

from typing import Annotated

from talk import sim
from talk.demo import Chart, Choice, Range, demo
from talk.sim.sched import Chan, Go, WaitGroup
from talk.sim.sched.entities import Body
from talk.sim.sched.trace import Slice

MS = 1_000_000
WORK_NS, BLOCKED_NS = 4 * MS, 8 * MS
LEAST_SHOWN_NS = 20_000
"""Shorter stretches than this are no wider than a line."""

BLOCKING = ("never", "on a channel", "in a system call")


@demo
def timeline(
    goroutines: Annotated[int, Range(1, 20, step=1, label="goroutines")] = 8,
    procs: Annotated[int, Range(1, 4, step=1, label="GOMAXPROCS")] = 2,
    blocking: Annotated[str, Choice(*BLOCKING, label="each blocks", help="For 8 ms, halfway.")] = BLOCKING[0],
) -> Chart:
    """Each goroutine works for 4 ms, twice; a P runs one at a time."""
    trace = sim.run_goroutines(_main, goroutines, blocking, procs=procs, seed=1)
    end_ns = max(each.end_ns for each in _workers(trace))
    chart = Chart(
        x=(0, end_ns),
        x_unit="ns",
        x_show="ms",
        x_label="time",
        lanes=[f"P{number}" for number in range(procs)],
    )
    for state, label in (("running", "runs"), ("syscall", "in a system call")):
        found = [each for each in _workers(trace) if each.state == state]
        chart.spans(
            [each.proc for each in found],
            [each.start_ns for each in found],
            [each.end_ns for each in found],
            label,
            text=[each.goroutine for each in found],
            tone="accent" if state == "running" else "muted",
        )
    return chart.says(_said(goroutines, procs, blocking, end_ns))


def _main(go: Go, goroutines: int, blocking: str) -> Body:
    done = go.wait_group()
    yield done.add(goroutines)
    for number in range(goroutines):
        yield go(_worker, blocking, done, name=f"G{number}")
    yield done.wait()


def _worker(go: Go, blocking: str, done: WaitGroup) -> Body:
    yield go.run(WORK_NS)
    if blocking == "on a channel":
        answer = go.chan()
        yield go.after_func(BLOCKED_NS, _answer, answer)
        yield answer.recv()
    elif blocking == "in a system call":
        yield go.syscall(BLOCKED_NS)
    yield go.run(WORK_NS)
    yield done.done()


def _answer(_go: Go, answer: Chan) -> Body:
    """Somebody from outside, as the network would be."""
    yield answer.send(1)


def _workers(trace: sim.ScheduleTrace) -> list[Slice]:
    """Stretches of the goroutines that the chart is about, as far as they can be seen."""
    found: list[Slice] = []
    for each in trace.slices:
        if not each.goroutine.startswith("G") or each.end_ns - each.start_ns < LEAST_SHOWN_NS:
            continue
        before = next((old for old in reversed(found) if old.proc == each.proc), None)
        if before and (before.goid, before.state, before.end_ns) == (each.goid, each.state, each.start_ns):
            # Preempted, and taken up again at once since nobody else wanted the P.
            found[found.index(before)] = before._replace(end_ns=each.end_ns)
        else:
            found.append(each)
    return found


def _said(goroutines: int, procs: int, blocking: str, end_ns: int) -> str:
    ps = "1 P" if procs == 1 else f"{procs} Ps"
    blocked = "" if blocking == BLOCKING[0] else f" and {BLOCKED_NS // MS} ms blocked {blocking}"
    work_ms = 2 * WORK_NS // MS
    return f"{goroutines} × {work_ms} ms of work{blocked}, on {ps}: all done after {end_ns / MS:.0f} ms."
