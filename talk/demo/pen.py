"""One run of a demo in a process of its own, with limits, and nothing left of it afterwards."""

from __future__ import annotations

import contextlib
import ctypes
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import msgspec

from talk.demo.messages import Failure, Limits, Outcome, Run, too_large
from talk.demo.sweep import kill_tree

_CHUNK = 1 << 16
_PR_SET_PDEATHSIG = 1
_SLACK = 1 << 16  # bytes of a result beyond its limit that are read to know that it is over
_TRUNCATED = b"\n[more output is left out]"


@dataclass(slots=True)
class Pen:
    """A running demo: its process, the pipe of its result and that of its output."""

    run: Run
    pid: int
    result_fd: int
    output_fd: int
    deadline: float
    result: bytearray = field(default_factory=bytearray)
    output: bytearray = field(default_factory=bytearray)
    ended: bool = False
    status: int | None = None
    verdict: Failure | None = None

    @property
    def fds(self) -> list[int]:
        """The pipes that are still open."""
        return [fd for fd in (self.result_fd, self.output_fd) if fd >= 0]

    def take(self, fd: int) -> None:
        """Read what lies in one of its pipes."""
        try:
            data = os.read(fd, _CHUNK)
        except OSError:
            data = b""
        if data:
            self._keep(fd, data)
        elif fd == self.result_fd:
            self.ended = True
        else:
            os.close(fd)
            self.output_fd = -1

    def _keep(self, fd: int, data: bytes) -> None:
        limits = self.run.limits
        if fd == self.result_fd:
            self.result += data
            if len(self.result) > limits.result_bytes + _SLACK:
                self.condemn(too_large(limits))
            return
        room = limits.output_bytes - len(self.output)
        if room >= 0:
            self.output += data[:room] + (_TRUNCATED if room < len(data) else b"")

    def condemn(self, failure: Failure) -> None:
        """It has broken a limit: nothing that it says counts any more."""
        self.verdict, self.ended = failure, True

    def check(self) -> None:
        """See whether it has ended by itself, or has used up its time."""
        limits = self.run.limits
        if self.status is None:
            self.status = _status(self.pid)
            if self.status is not None:  # a descendant may hold the pipes open
                self._drain()
        if not self.ended and time.monotonic() >= self.deadline:
            self.condemn(
                Failure(f"did not end within {limits.seconds:g} s", "--demo-timeout SECONDS gives more")
            )

    def _drain(self) -> None:
        for fd in self.fds:
            with contextlib.suppress(OSError):
                while data := os.read(fd, _CHUNK):
                    self._keep(fd, data)
        self.ended = True

    def close(self) -> Outcome:
        """End the process with all that it started; what came of it."""
        kill_tree(self.pid)
        status = self.status
        if status is None:
            _, status = os.waitpid(self.pid, 0)
        for fd in self.fds:
            os.close(fd)
        return self.verdict or _outcome(bytes(self.result), status)


def _status(pid: int) -> int | None:
    """The wait status of a child that has ended, else None."""
    done, status = os.waitpid(pid, os.WNOHANG)
    return status if done else None


def open_pen(run: Run, work: Callable[[], bytes], folder: Path) -> Pen:
    """Start the work in a child; `work` returns the outcome as JSON."""
    result_fd, result_in = os.pipe()
    output_fd, output_in = os.pipe()
    pid = os.fork()
    if pid == 0:
        _live(run.limits, work, folder, result_in, output_in)
    os.close(result_in)
    os.close(output_in)
    for fd in (result_fd, output_fd):
        os.set_blocking(fd, False)
    return Pen(run, pid, result_fd, output_fd, time.monotonic() + run.limits.seconds)


def _live(
    limits: Limits, work: Callable[[], bytes], folder: Path, result_in: int, output_in: int
) -> NoReturn:
    """The child's whole life."""
    status = 1
    try:
        os.setsid()
        _die_with_parent()
        _set_streams(output_in, keep=result_in)
        _set_limits(limits)
        _set_chance()
        os.chdir(folder.parent)
        body = memoryview(work())
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
        while body:
            body = body[os.write(result_in, body) :]
        status = 0
    finally:
        os._exit(status)


def _set_streams(output_in: int, keep: int) -> None:
    """Nothing to read, output into the pipe, and no other file of the parent's open."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output_in, 1)
    os.dup2(output_in, 2)
    top = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 4096)
    os.closerange(3, keep)
    os.closerange(keep + 1, top)
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


def _set_chance() -> None:
    """Chance without a seed comes out the same in every run."""
    random.seed(0)
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed(0)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _outcome(result: bytes, status: int) -> Outcome:
    if result:
        try:
            outcome: Outcome = msgspec.json.decode(result, type=Outcome)
            return outcome
        except msgspec.DecodeError:
            return Failure("ended before its result was whole", "look for code that ends the process")
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        return Failure(
            f"was ended by {name}", "look for code that ends the process, or native code that crashes"
        )
    return Failure(
        f"ended its process with status {os.WEXITSTATUS(status)}", "return a Chart or Steps instead"
    )
