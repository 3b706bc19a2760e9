"""Finds and ends what a demo started, also what has run away from it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_ROUNDS = 20  # a process that forks all the time may be a step ahead of the first ones


def adopt_orphans() -> None:
    """Make this process the parent of every descendant that loses its own (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def kill_tree(pid: int) -> None:
    """End a process, its group and all that descends from it."""
    for _ in range(_ROUNDS):
        family = [pid, *_descendants(pid)]
        for each in family:
            _kill(each)
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
        if len(family) == 1:
            return


def sweep_orphans(kept: set[int]) -> None:
    """End every child of this process that is not among those to keep, and what descends from it."""
    for _ in range(_ROUNDS):
        orphans = [pid for pid in _children().get(os.getpid(), []) if pid not in kept]
        if not orphans:
            return
        for pid in orphans:
            kill_tree(pid)
            with contextlib.suppress(OSError):
                os.waitpid(pid, 0)


def ended(pid: int) -> int | None:
    """The wait status of a child that has ended, else None."""
    done, status = os.waitpid(pid, os.WNOHANG)
    return status if done else None


def _kill(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)


def _descendants(pid: int) -> list[int]:
    children, found, open_ones = _children(), [], [pid]
    while open_ones:
        below = [each for each in children.get(open_ones.pop(), []) if each not in found]
        found.extend(below)
        open_ones.extend(below)
    return found


def _children() -> dict[int, list[int]]:
    """Every living process by its parent, read from /proc; empty where there is none."""
    found: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] not in "ZX":
            found.setdefault(int(fields[1]), []).append(int(entry.name))
    return found
