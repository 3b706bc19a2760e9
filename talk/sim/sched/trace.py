"""What a run of the scheduler recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class LogLine(NamedTuple):
    """One line that a goroutine wrote."""

    time_ns: int
    step: int
    """Operations made before it, by all goroutines."""
    goid: int
    goroutine: str
    text: str


class Change(NamedTuple):
    """A goroutine changed its state."""

    time_ns: int
    step: int
    """Operations made before it, by all goroutines: an axis for runs in which time stands still."""
    goid: int
    goroutine: str
    state: str
    """runnable, running, syscall, waiting or dead."""
    why: str
    """What it waits for, or what made it runnable."""
    proc: int
    """The P on which this happened."""
    thread: int
    """The M that held this P, or -1."""
    queued: tuple[int, ...]
    """Length of the global queue, then of each P's (its ring and runnext), after the change."""


class Slice(NamedTuple):
    """A stretch of one goroutine on one P: a bar in the P's lane."""

    proc: int
    thread: int
    goid: int
    goroutine: str
    state: str
    """running, or syscall: then the P is only loosely held."""
    start_ns: int
    end_ns: int
    start_step: int
    end_step: int


@dataclass(frozen=True, slots=True)
class ScheduleTrace:
    """What happened in a run."""

    events: tuple[str, ...]
    """The log as `NAME:text`, in order, up to the end of main."""
    outcome: str
    """`ok`, `deadlock`, `stopped` (at the time limit), or the first line of a panic or fatal error."""
    end_ns: int
    operations: int
    procs: int
    threads: int
    """How many Ms there were, without sysmon."""
    log: tuple[LogLine, ...]
    """The log with its times; empty where nothing was recorded."""
    changes: tuple[Change, ...]
    """All changes of state in order; empty where nothing was recorded."""
    random: bool
    """Whether anything was left to chance: if not, every seed gives this run."""

    @property
    def slices(self) -> tuple[Slice, ...]:
        """The lanes: who was on which P from when to when, in the order of their beginnings."""
        open_at: dict[int, Change] = {}
        slices = []
        for change in self.changes:
            before = open_at.pop(change.goid, None)
            if before is not None:
                slices.append(_slice(before, change.time_ns, change.step))
            if change.state in ("running", "syscall") and change.proc >= 0:
                open_at[change.goid] = change
        slices += [_slice(before, self.end_ns, self.operations) for before in open_at.values()]
        return tuple(sorted(slices, key=lambda each: (each.start_ns, each.start_step)))

    def states(self, goroutine: str) -> tuple[Change, ...]:
        """The changes of the goroutines of one name."""
        return tuple(change for change in self.changes if change.goroutine == goroutine)

    @property
    def queue_lengths(self) -> NDArray[np.int64]:
        """Run-queue lengths after each change: a row a change, the global queue first, then each P's."""
        rows = [change.queued for change in self.changes]
        return np.array(rows, dtype=np.int64).reshape(len(rows), self.procs + 1)

    @property
    def times_ns(self) -> NDArray[np.int64]:
        """The time of each change, for the rows of `queue_lengths`."""
        return np.array([change.time_ns for change in self.changes], dtype=np.int64)


def _slice(begin: Change, end_ns: int, end_step: int) -> Slice:
    return Slice(
        begin.proc,
        begin.thread,
        begin.goid,
        begin.goroutine,
        begin.state,
        begin.time_ns,
        end_ns,
        begin.step,
        end_step,
    )
