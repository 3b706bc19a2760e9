"""Who holds what: goroutines, threads and Ps at the telling moments of one simulated run.

Queues, stealing and the hand-off of a P follow `runtime/proc.go`, Go 1.27. The trace says who runs where; the
simulator's own queues say who waits behind whom.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from talk import sim
from talk.chart.model import Part
from talk.demo import Steps, demo, graph, node, queue
from talk.sim.sched import Chan, Change, Go, WaitGroup
from talk.sim.sched.entities import Body, G, P
from talk.sim.sched.runq import grab, put_next

MS = 1_000_000
PROCS = 2
AT = {
    "M0": (0, 0), "P0": (1, 0), "main": (2, 0),
    "M2": (0, 1), "P1": (1, 1), "A": (2, 1), "channel": (3, 1),
    "M1": (0, 2), "B": (1, 2), "C": (2, 2),
}  # fmt: skip
"""Column and row of everything that holds or is held; D only waits in this part of the run."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is where after one change.

    `runs` is by P, `calls` has the thread of each system call, `queues` are those of the Ps, next one first.
    """

    change: Change
    runs: dict[int, Change]
    calls: dict[str, int]
    waits: tuple[str, ...]
    queues: tuple[tuple[str, ...], ...]


@demo
def holding() -> Steps:
    """A thread needs a P to run a goroutine; who waits needs neither."""
    steps = Steps()
    for caption, scene in moments(run()):
        steps.step(caption, _held(scene), *_queues(scene))
    return steps.says(
        _worded(
            "{calls} in a system call keeps its thread; "
            "{waits}, waiting for a channel, keeps neither thread nor P.",
            scene,
        )
    )


def run() -> sim.ScheduleTrace:
    """A waits for an answer that B brings from a system call; C and D compute."""
    return sim.run_goroutines(_main, procs=PROCS, seed=1)


def moments(trace: sim.ScheduleTrace) -> list[tuple[str, Scene]]:
    """The scenes that tell the story: started, stolen, a P handed over, a wait."""
    scenes = list(replay(trace))
    started = [scene for scene in scenes if scene.change.why == "started"]
    found = {
        f"main starts {' '.join(scene.change.goroutine for scene in started)}": started[-1],
        "{m} takes {p} and steals half: {g} runs": _runs_after(scenes, "started"),
        "{calls} is in a system call: {m} takes {p}": _runs_after(scenes, "loses its P"),
        "{waits} waits for a channel: {g} runs": _runs_after(scenes, "chan receive"),
    }
    return [(_worded(caption, scene), scene) for caption, scene in found.items()]


def replay(trace: sim.ScheduleTrace) -> Iterator[Scene]:
    """Every change of the run with the queues behind it, by the rules of `runtime/proc.go`."""
    ps = [P(number) for number in range(trace.procs)]
    known: dict[str, G] = {}
    now: dict[str, Change] = {}
    threads: dict[str, int] = {}
    for change in trace.changes:
        name = change.goroutine
        g = known.setdefault(name, G(change.goid, name, (_ for _ in ())))
        if change.state == "runnable":
            put_next(ps[change.proc], deque(), g)
        elif change.state == "running":
            _take(ps, ps[change.proc], g)
            threads[name] = change.thread
        now[name] = change
        yield Scene(
            change,
            {each.proc: each for each in now.values() if each.state == "running"},
            {each.goroutine: threads[each.goroutine] for each in now.values() if each.state == "syscall"},
            tuple(each.goroutine for each in now.values() if each.why == "chan receive"),
            tuple(_queued(p) for p in ps),
        )


def _take(ps: list[P], p: P, g: G) -> None:
    """Let a P have its next goroutine: from its slot, its queue, or half of another one's queue."""
    if p.runnext is g:
        p.runnext = None
    elif g in p.ring:
        p.ring.remove(g)
    elif victim := next((each for each in ps if g in each.ring), None):
        grab(p, victim)


def _queued(p: P) -> tuple[str, ...]:
    slot = [] if p.runnext is None else [p.runnext]
    return tuple(each.name for each in (*slot, *p.ring))


def _runs_after(scenes: list[Scene], why: str) -> Scene:
    """The first scene in which a goroutine begins to run after the last change for this reason."""
    last = max(place for place, scene in enumerate(scenes) if scene.change.why == why)
    return next(scene for scene in scenes[last:] if scene.change.state == "running")


def _worded(caption: str, scene: Scene) -> str:
    return caption.format(
        g=scene.change.goroutine,
        m=f"M{scene.change.thread}",
        p=f"P{scene.change.proc}",
        calls=" and ".join(scene.calls),
        waits=" and ".join(scene.waits),
    )


def _held(scene: Scene) -> Part:
    """Threads, Ps and goroutines: arrows lead from who holds or waits to what is held or waited for."""
    to = {f"M{held.thread}": f"P{p}" for p, held in scene.runs.items()}
    to |= {f"P{p}": held.goroutine for p, held in scene.runs.items()}
    to |= {f"M{thread}": name for name, thread in scene.calls.items()}
    to |= dict.fromkeys(scene.waits, "channel")
    held = {*to, *to.values(), "P0", "P1"}
    return graph(*(node(name, to=to.get(name, ()), at=at) for name, at in AT.items() if name in held))


def _queues(scene: Scene) -> list[Part]:
    return [queue(f"queue of P{number}", *names) for number, names in enumerate(scene.queues)]


def _main(go: Go) -> Body:
    done, answer = go.wait_group(), go.chan()
    yield done.add(4)
    for name, body in (("A", _waits), ("B", _calls), ("C", _computes), ("D", _computes)):
        yield go(body, answer, done, name=name)
    yield go.run(MS)
    yield done.wait()


def _waits(go: Go, answer: Chan, done: WaitGroup) -> Body:
    yield go.run(MS // 2)
    yield answer.recv()
    yield done.done()


def _calls(go: Go, answer: Chan, done: WaitGroup) -> Body:
    yield go.run(MS // 4)
    yield go.syscall(4 * MS)
    yield answer.send(1)
    yield done.done()


def _computes(go: Go, _answer: Chan, done: WaitGroup) -> Body:
    yield go.run(2 * MS)
    yield done.done()
