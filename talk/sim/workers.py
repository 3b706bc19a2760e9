"""Who marks: dedicated, fractional and idle workers over the Ps, and the assists of the program.

Source: `runtime/mgcpacer.go` and `runtime/mgcmark.go` of Go 1.27.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from talk.sim.errors import require_int
from talk.sim.goal import GC_BACKGROUND_UTILIZATION

# What a P may do, in the order of the columns of `GCTrace.work_on`.
WORK_KINDS = ("dedicated", "fractional", "idle_mark", "assist", "program", "stopped")


@dataclass(frozen=True, slots=True)
class Workers:
    """Who marks in the background: so many dedicated workers, and a share of each P besides."""

    dedicated: int
    fractional_frac: float


def gc_workers(procs: int) -> Workers:
    """The background workers that make up a quarter of the CPUs.

    Args:
        procs: GOMAXPROCS, from 1.

    Returns: how many workers have a P for themselves, and the share of each
        other P that the fractional worker may take.
    Raises: ScenarioError with the value that is out of bounds.
    Source: startCycle in `runtime/mgcpacer.go`.

    >>> gc_workers(6)
    Workers(dedicated=1, fractional_frac=0.08333333333333333)
    """
    require_int("procs", procs, 1, 1 << 16)
    return _workers(procs)


@lru_cache(maxsize=64)
def _workers(procs: int) -> Workers:
    wanted = procs * GC_BACKGROUND_UTILIZATION
    dedicated = int(wanted + 0.5)
    # Rounding may miss the quarter by 30 %; beyond that a fractional worker
    # makes up for a dedicated one too few.
    if abs(dedicated / wanted - 1) <= 0.3:
        return Workers(dedicated, 0.0)
    if dedicated > wanted:
        dedicated -= 1
    return Workers(dedicated, (wanted - dedicated) / procs)


@dataclass(frozen=True, slots=True)
class CPUShares:
    """Who has the CPUs at one instant, as parts of all Ps; what is left of 1 is idle."""

    dedicated: float = 0.0
    fractional: float = 0.0
    idle_mark: float = 0.0
    """Marking on Ps that have nothing else to do."""
    assist: float = 0.0
    program: float = 0.0
    """The program at its own work, without assists."""
    stopped: float = 0.0

    @property
    def scanning(self) -> float:
        """All that marks."""
        return self.dedicated + self.fractional + self.idle_mark + self.assist

    @property
    def gc(self) -> float:
        """The collector's share as the runtime counts it: idle marking costs nobody anything."""
        return self.dedicated + self.fractional + self.assist + self.stopped

    @property
    def unused(self) -> float:
        """Ps without any work."""
        return max(0.0, 1.0 - self.scanning - self.program - self.stopped)


def program_shares(procs: int, goroutines: float) -> CPUShares:
    """Between marks: so many goroutines, each on a P."""
    return CPUShares(program=min(goroutines, procs) / procs)


def mark_shares(
    procs: int, goroutines: float, owed_rate: float, scan_rate: float, *, assists: bool = True
) -> CPUShares:
    """Who has the CPUs during a mark.

    Args:
        procs: GOMAXPROCS, from 1.
        goroutines: those of the program that want to run, from 0.
        owed_rate: scan work that the program owes in a CPU-millisecond of its
            own work: the assist ratio times its allocation.
        scan_rate: scan work done in a CPU-millisecond of marking, above 0, in
            the same unit.
        assists: whether they are allowed: not while the CPU limiter is on.

    Returns: the shares of all Ps. A dedicated worker has a P; the fractional
        worker has its part of each other one; the rest of a P is the
        program's, or an idle worker's where no goroutine wants it.
    Source: findRunnableGCWorker in `runtime/mgcpacer.go`, gcAssistAlloc in
        `runtime/mgcmark.go`.
    Omits: turns: workers take theirs when a P schedules, so in a mark of a few
        milliseconds a busy P may see none; credit that outlasts an instant.
    """
    ps = mark_ps(procs, goroutines)
    assist = assisting(owed_rate, scan_rate, ps.background, ps.program) if assists else 0.0
    return CPUShares(
        dedicated=ps.dedicated / procs,
        fractional=ps.fractional / procs,
        idle_mark=ps.idle_mark / procs,
        assist=assist / procs,
        program=(ps.program - assist) / procs,
    )


class MarkPs(NamedTuple):
    """Who has how many Ps during a mark, before anybody assists."""

    dedicated: int
    fractional: float
    idle_mark: float
    program: float

    @property
    def background(self) -> float:
        """All that marks without being asked."""
        return self.dedicated + self.fractional + self.idle_mark


def mark_ps(procs: int, goroutines: float) -> MarkPs:
    """Who has how many of the Ps, with so many goroutines that want to run."""
    workers = _workers(procs)
    others = procs - workers.dedicated
    busy = min(goroutines, others)
    rest = 1.0 - workers.fractional_frac
    return MarkPs(workers.dedicated, others * workers.fractional_frac, (others - busy) * rest, busy * rest)


def assisting(owed_rate: float, scan_rate: float, background: float, program: float) -> float:
    """How many of the program's Ps go into assists.

    Background workers earn credit for the program; what it owes beyond that it
    scans itself: scan_rate * (background + a) = owed_rate * (program - a).
    """
    assist = (owed_rate * program - scan_rate * background) / (owed_rate + scan_rate)
    if assist <= 0.0:
        return 0.0
    return assist if assist < program else program


def work_on_p(p: int, procs: int, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """What one P does at each instant: the columns of `WORK_KINDS`, as parts of its time.

    Args:
        p: the P, from 0. The dedicated workers stand on the first ones, then
            comes the program, then idle marking. Real ones wander.
        procs: GOMAXPROCS.
        shares: of all Ps, one row for each instant and the same columns.

    Returns: the same shape; a row sums to 1 or, on a P with nothing to do, to less.
    """
    require_int("p", p, 0, procs - 1)
    dedicated, fractional, idle_mark, assist, program, stopped = shares.T * procs
    own = dedicated > p
    others = procs - dedicated
    part = np.divide(fractional, others, out=np.zeros_like(others), where=others > 0)
    # How many Ps the program fills, this one counted from the first that is not dedicated.
    used = assist + program
    busy = used / (1.0 - part)
    here = np.where(own, 0.0, np.clip(busy - (p - dedicated), 0.0, 1.0)) * (1.0 - part)
    assisting = np.divide(assist, used, out=np.zeros_like(used), where=used > 0)
    marking = dedicated + fractional + idle_mark > 0
    columns = (
        own.astype(np.float64),
        np.where(own, 0.0, part),
        np.where(marking & ~own, 1.0 - part - here, 0.0),
        here * assisting,
        here * (1.0 - assisting),
        stopped / procs,
    )
    return np.stack(columns, axis=1)
