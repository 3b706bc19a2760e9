"""What a build reads, noted while it reads it: so that a later one can tell that nothing has changed.

Python tells its audit hooks of every file that is opened, every folder that is listed and every process
that is started. What is only asked for (is there such a file, where does this link lead) it does not
tell: whoever asks so of a file of the deck says `look`.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

LOOK = "talk.look"
MISSING = "missing"
SPECIAL = "special"
_LISTED = ("os.listdir", "os.scandir", LOOK)
_STARTED = ("os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen")
_UNSTEADY = ("/proc", "/sys", "/dev")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def look(path: str | os.PathLike[str]) -> None:
    """Say that what a build makes depends on what is at this path, or that nothing is there."""
    sys.audit(LOOK, os.fspath(path))


@dataclass(slots=True)
class Notes:
    """What was read: for each path the state that it had then. `started` says that a process was started.

    What lies in one of the folders `apart` is not noted.
    """

    apart: tuple[str, ...]
    states: dict[str, str] = field(default_factory=dict)
    started: bool = False

    def still_hold(self) -> bool:
        """Whether everything is as it was when it was read."""
        return all(state_of(path) == state for path, state in self.states.items())

    def note(self, path: str) -> None:
        """Note a path, if it is not noted yet."""
        path = os.path.abspath(path)  # noqa: PTH100 - links stay as they are written
        if path not in self.states and not is_inside(path, (*self.apart, *_UNSTEADY)):
            self.states[path] = state_of(path)


def state_of(path: str) -> str:
    """A digest of where a path leads and what is there: a file's bytes, a folder's names."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - thousands of times
        if stat.S_ISDIR(mode):
            body = "\0".join(sorted(os.listdir(path))).encode(errors="surrogateescape")  # noqa: PTH208
        elif stat.S_ISREG(mode):
            with open(path, "rb") as file:  # noqa: PTH123
                body = file.read()
        else:
            return SPECIAL
    except (OSError, ValueError):
        return MISSING
    told = os.fsencode(os.path.realpath(path)) + (b"/" if stat.S_ISDIR(mode) else b"\0")
    return hashlib.blake2b(told + body, digest_size=32).hexdigest()


def is_inside(path: str, folders: Sequence[str]) -> bool:
    """Whether a path is one of the folders or lies in one."""
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)


@contextmanager
def watching(apart: Sequence[str]) -> Iterator[Notes]:
    """Note what is read meanwhile, but for what lies in the folders `apart`."""
    _install()
    _now.notes = Notes(tuple(apart))
    try:
        yield _now.notes
    finally:
        _now.notes = None


@dataclass(slots=True)
class _Now:
    """The notes that are taken now. A hook is never taken off again, so there is one for all."""

    notes: Notes | None = None
    installed: bool = False
    busy: threading.local = field(default_factory=threading.local)


_now = _Now()


def _install() -> None:
    if not _now.installed:
        _now.installed = True
        sys.addaudithook(_hear)


def _hear(event: str, args: tuple[object, ...]) -> None:
    notes = _now.notes
    if notes is None or getattr(_now.busy, "noting", False):
        return
    if event in _STARTED:
        notes.started = True
        return
    if event not in _LISTED and not (event == "open" and _only_reads(args)):
        return
    path = args[0] if args and args[0] is not None else "."
    if isinstance(path, (str, bytes, os.PathLike)):
        _now.busy.noting = True
        try:
            notes.note(os.fsdecode(path))
        finally:
            _now.busy.noting = False


def _only_reads(args: tuple[object, ...]) -> bool:
    mode, flags = args[1], args[2]
    if isinstance(mode, str):
        return not set(mode) & set("wax+")
    return isinstance(flags, int) and not flags & _WRITES
