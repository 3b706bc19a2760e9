"""Finds and ends what a demo started, also what has run away from it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
MARK = "TALK_NURSERY"  # in the environment of the nursery and of all that comes from it
_PS_S = 5.0
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
    """End every child of this process that is not among those to keep, and what descends from it.

    On macOS nobody adopts orphans: they are known by their mark, and ended when nothing is to be kept.
    """
    if sys.platform == "darwin" and not kept:
        for pid in _marked():
            if pid != os.getpid():
                _kill(pid)
    for _ in range(_ROUNDS):
        orphans = [pid for pid in children_of(os.getpid()) if pid not in kept]
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
    found: list[int] = []
    open_ones = [pid]
    while open_ones:
        below = [each for each in children_of(open_ones.pop()) if each not in found]
        found.extend(below)
        open_ones.extend(below)
    return found


def children_of(pid: int) -> list[int]:
    """The children of a process: from its own list where the system keeps one, else from all processes."""
    listed = list(Path(f"/proc/{pid}/task").glob("*/children"))
    if not listed:
        return [each for each, parent in all_processes() if parent == pid]
    found: list[int] = []
    for path in listed:
        with contextlib.suppress(OSError):
            found.extend(int(word) for word in path.read_text(encoding="ascii").split())
    return found


def resident_bytes(pid: int) -> int:
    """The memory that a process holds; asked of `ps`, for systems that do not limit it themselves."""
    told = _ps("-o", "rss=", "-p", str(pid))
    return int(told[0][0]) << 10 if told else 0


def all_processes() -> list[tuple[int, int]]:
    """Every living process with its parent."""
    rows = _ps("-A", "-o", "pid=,ppid=,stat=")
    return [(int(row[0]), int(row[1])) for row in rows if row[2][0] not in "ZX"]


def _marked() -> list[int]:
    """Every process that was begun with this one's mark in its environment, or forked from one that was."""
    mark = f"{MARK}={os.environ.get(MARK)}"
    return [int(row[0]) for row in _ps("-A", "-E", "-ww", "-o", "pid=,command=") if mark in row]


def _ps(*options: str) -> list[list[str]]:
    """The words of each line that `ps` writes, its own left out."""
    try:
        with subprocess.Popen(["ps", *options], stdout=subprocess.PIPE, text=True, errors="replace") as asked:
            rows = [line.split() for line in asked.communicate(timeout=_PS_S)[0].splitlines()]
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [row for row in rows if row and row[0] != str(asked.pid)]
