"""Failures on order: the n-th call of the system that a build makes fails, once."""

from __future__ import annotations

import builtins
import errno
import io
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# What an audit hook is told of by name; `write` and `fsync` are wrapped, since Python tells of neither.
EVENTS = {
    "open": "open",
    "os.mkdir": "mkdir",
    "os.rename": "rename",
    "os.remove": "unlink",
    "os.rmdir": "rmdir",
    "os.scandir": "scandir",
    "os.listdir": "listdir",
    "os.truncate": "truncate",
    "os.link": "link",
}
REASONS = (errno.ENOSPC, errno.EACCES, errno.EIO, errno.EMFILE)


@dataclass(slots=True)
class Fault:
    """Fails the call with the number `at`; `calls` are those that were seen, in order."""

    at: int
    calls: list[str] = field(default_factory=list)
    failed: str = ""

    def see(self, call: str, path: object) -> None:
        """Count a call; the one that is meant fails."""
        named = f"{call} {path}"
        self.calls.append(named)
        if len(self.calls) - 1 == self.at:
            self.failed = named
            number = REASONS[self.at % len(REASONS)]
            raise OSError(number, os.strerror(number), path if isinstance(path, str) else None)


class _Active:
    """The fault that holds at present: a hook cannot be taken away again."""

    fault: Fault | None = None
    is_installed = False


class _Failing:
    """A file whose writing counts."""

    def __init__(self, file: Any, fault: Fault) -> None:
        self._file, self._fault = file, fault

    def write(self, data: Any) -> int:
        if _is_ordinary(self._file.fileno()):  # the pipes to our own processes are not the disk
            self._fault.see("write", self._file.name)
        written: int = self._file.write(data)
        return written

    def __enter__(self) -> _Failing:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._file)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@contextmanager
def failing(at: int) -> Iterator[Fault]:
    """Within it the call with this number fails; a number that is never reached only counts."""
    if not _Active.is_installed:
        sys.addaudithook(_hook)
        _Active.is_installed = True
    fault = Fault(at)
    undo = [_swap(io, "open", _opening(fault)), _swap(os, "fsync", _syncing(fault))]
    undo.append(_swap(builtins, "open", io.open))
    _Active.fault = fault
    try:
        yield fault
    finally:
        _Active.fault = None
        for each in undo:
            each()


def _hook(event: str, args: tuple[Any, ...]) -> None:
    fault = _Active.fault
    if fault is not None and event in EVENTS and _counts(args[0]):
        fault.see(EVENTS[event], os.fspath(args[0]) if isinstance(args[0], Path) else args[0])


def _is_ordinary(handle: int) -> bool:
    return stat.S_ISREG(os.fstat(handle).st_mode)


def _counts(path: object) -> bool:
    """All but what Python itself reads to import a module, and what has a number for a name."""
    name = os.fsdecode(path) if isinstance(path, (str, bytes, Path)) else ""
    is_code = name.endswith((".py", ".pyc", ".so")) and "site-packages" in name
    return bool(name) and not is_code and not name.startswith((sys.base_prefix, "/proc", "/dev", "/sys"))


def _opening(fault: Fault) -> Callable[..., Any]:
    real = io.open

    def opened(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        made = real(file, mode, *args, **kwargs)
        return _Failing(made, fault) if set(mode) & set("wax+") else made

    return opened


def _syncing(fault: Fault) -> Callable[[int], None]:
    real = os.fsync

    def synced(handle: int) -> None:
        fault.see("fsync", handle)
        real(handle)

    return synced


def _swap(where: Any, name: str, new: Any) -> Callable[[], None]:
    old = getattr(where, name)
    setattr(where, name, new)
    return lambda: setattr(where, name, old)
