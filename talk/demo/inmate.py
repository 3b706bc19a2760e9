"""The life of the process in which a demo runs: first its limits, then its states, then its end."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

from talk.demo.messages import Limits

_PR_SET_PDEATHSIG = 1


def live(
    limits: Limits,
    work: Callable[[], Iterator[bytes]],
    result_in: int,
    output_in: int,
    kept: tuple[int, ...] = (),
) -> NoReturn:
    """Write what the work brings into one pipe and what it prints into the other, and end.

    `kept` are files that it needs besides.
    """
    status = 1
    try:
        os.setsid()
        _die_with_parent()
        _set_files(output_in, (result_in, *kept))
        _set_limits(limits)
        messages = work()
        while True:
            _open_streams()
            message = next(messages, None)
            with contextlib.suppress(OSError, ValueError):
                sys.stdout.flush()
            if message is None:
                break
            _write(result_in, message)
        status = 0
    finally:
        os._exit(status)


def _write(fd: int, message: bytes) -> None:
    rest = memoryview(message)
    while rest:
        rest = rest[os.write(fd, rest) :]


def _set_files(output_in: int, kept: tuple[int, ...]) -> None:
    """Nothing to read, output into the pipe, and no other file of the parent's open."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output_in, 1)
    os.dup2(output_in, 2)
    top = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 4096)
    for below, above in pairwise((2, *sorted(kept), top)):
        os.closerange(below + 1, above)


def _open_streams() -> None:
    """Python's own streams, also after a state that has closed them."""
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - they live as long as the child
    sys.stdout = open(1, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)  # noqa: SIM115


def _set_limits(limits: Limits) -> None:
    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGCHLD):
        signal.signal(which, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):  # macOS knows the limit but refuses it
        total = _address_space() + limits.memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (total, total))


def _address_space() -> int:
    """The bytes of address space that the process has before the demo begins."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 1 << 32
    return pages * resource.getpagesize()


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
