"""One run of a demo in a process of its own, with limits, and nothing left of it afterwards."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from talk.demo.inmate import live
from talk.demo.messages import (
    LENGTH_BYTES,
    Done,
    Failure,
    Run,
    State,
    framed,
    out_of_memory,
    too_large,
    too_much,
)
from talk.demo.sweep import ended, kill_tree, resident_bytes

_CHUNK = 1 << 16
_SLACK = 1 << 16  # bytes of a result beyond its limit that are read to know that it is over
_WEIGH_S = 0.25
_LAST_WORDS_S = 0.5
LIMITS_MEMORY = sys.platform == "linux"  # else the limit is watched from outside
_TRUNCATED = b"\n[more output is left out]"
_SPOILT = Failure("ended before its result was whole", "look for code that ends the process")


@dataclass(slots=True)
class Pen:
    """A running demo: its process, the pipe of its results and that of its output.

    `told` are the results that are whole and not yet fetched, each a message for whoever asked; `modules`
    are those of talk itself that it had to load.
    """

    run: Run
    pid: int
    result_fd: int
    output_fd: int
    begun: float = field(default_factory=time.monotonic)
    deadline: float = field(init=False)
    told: list[bytes] = field(default_factory=list)
    output: bytearray = field(default_factory=bytearray)
    modules: tuple[str, ...] = ()
    is_over: bool = False
    _rest: bytearray = field(default_factory=bytearray)
    _bytes: int = 0
    _count: int = 0
    _failed: bool = False
    _status: int | None = None
    _verdict: Failure | None = None
    _weighed: float = 0.0
    _heard: float = 0.0

    def __post_init__(self) -> None:
        self._heard = self.begun
        self.deadline = self.begun + self.run.limits.seconds

    @property
    def is_told(self) -> bool:
        """Whether all its states have come, and none has failed."""
        return self._count == len(self.run.states) and not self._failed

    @property
    def took_s(self) -> float:
        """How long it took to the last state that has come."""
        return self._heard - self.begun

    @property
    def fds(self) -> list[int]:
        """The pipes that are still open."""
        return [fd for fd in (self.result_fd, self.output_fd) if fd >= 0]

    def take(self, fd: int) -> None:
        """Read what lies in one of its pipes."""
        try:
            data = os.read(fd, _CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._keep(fd, data)
        elif fd == self.result_fd:
            self.is_over = True
        else:
            os.close(fd)
            self.output_fd = -1

    def check(self) -> None:
        """See whether it has ended by itself, or has used up the time of a state."""
        if self._status is None:
            self._status = ended(self.pid)
            if self._status is not None:  # a descendant may hold the pipes open
                self._drain()
        if not self.is_over and time.monotonic() >= self.deadline:
            told = f"did not end within {self.run.limits.seconds:g} s"
            self._condemn(Failure(told, "--demo-timeout SECONDS gives more"))
        if not LIMITS_MEMORY and not self.is_over:
            self._weigh()

    def fetch(self) -> Iterator[bytes]:
        """The results that have come since the last time."""
        while self.told:
            yield self.told.pop(0)

    def close(self) -> Done:
        """End the process with all that it started; what there is to say of the run."""
        whole = self._failed or self._count == len(self.run.states)
        if self._status is None and not whole and not self._verdict:
            self._status = _own_end(self.pid)
        kill_tree(self.pid)
        if self._status is None:
            os.waitpid(self.pid, 0)
        for fd in self.fds:
            os.close(fd)
        failure = self._verdict or (None if whole else self._cause())
        return Done(self.run.number, failure, self.output.decode(errors="replace"))

    def _cause(self) -> Failure:
        """Why it ended before its last state."""
        return _SPOILT if self._rest or self._status is None else _cause(self._status)

    def _keep(self, fd: int, data: bytes) -> None:
        if fd != self.result_fd:
            room = self.run.limits.output_bytes - len(self.output)
            if room >= 0:
                self.output += data[:room] + (_TRUNCATED if room < len(data) else b"")
            return
        self._bytes += len(data)
        self._rest += data
        if self._bytes > self.run.limits.run_bytes:
            self._condemn(too_much(self.run.limits))
        while not self._verdict and (body := self._next_body()) is not None:
            self._hear(body)

    def _weigh(self) -> None:
        """See now and then whether it holds more memory than it may."""
        now = time.monotonic()
        if now - self._weighed >= _WEIGH_S:
            self._weighed = now
            if resident_bytes(self.pid) > self.run.limits.memory_bytes:
                self._condemn(out_of_memory(self.run.limits))

    def _next_body(self) -> bytes | None:
        """The next result if it is here as a whole."""
        if len(self._rest) < LENGTH_BYTES:
            return None
        length = int.from_bytes(self._rest[:LENGTH_BYTES], "big")
        most = self.run.limits.result_bytes + _SLACK
        if length > most:
            if len(self._rest) > most:
                self._condemn(too_large(self.run.limits))
            return None
        if len(self._rest) < LENGTH_BYTES + length:
            return None
        body = bytes(self._rest[LENGTH_BYTES : LENGTH_BYTES + length])
        del self._rest[: LENGTH_BYTES + length]
        return body

    def _hear(self, body: bytes) -> None:
        """Take a result if it is the one that is due: a demo may have written something of its own."""
        try:
            state = msgspec.json.decode(body, type=State)
        except msgspec.DecodeError:
            return self._condemn(_SPOILT)
        if (state.number, state.index) != (self.run.number, self._count) or self._failed:
            return self._condemn(_SPOILT)
        self._count += 1
        self._failed = isinstance(state.outcome, Failure)
        self.modules += state.modules
        self._heard = time.monotonic()
        self.deadline = self._heard + self.run.limits.seconds
        self.told.append(framed(body))
        return None

    def _condemn(self, failure: Failure) -> None:
        """It has broken a limit: nothing that it says further counts any more."""
        self._verdict, self.is_over = failure, True

    def _drain(self) -> None:
        for fd in self.fds:
            with contextlib.suppress(OSError):
                while data := os.read(fd, _CHUNK):
                    self._keep(fd, data)
        self.is_over = True


class Pipes(NamedTuple):
    """The two pipes of a pen: the ends that are read here, and those that the child writes into."""

    result_fd: int
    result_in: int
    output_fd: int
    output_in: int

    def close_inner(self) -> None:
        """Leave the ends for writing to the child alone."""
        os.close(self.result_in)
        os.close(self.output_in)


def open_pipes() -> Pipes:
    """Two new pipes that nobody waits at in vain."""
    pipes = Pipes(*os.pipe(), *os.pipe())
    for fd in (pipes.result_fd, pipes.output_fd):
        os.set_blocking(fd, False)
    return pipes


def open_pen(run: Run, work: Callable[[], Iterator[bytes]]) -> Pen:
    """Start the work in a child; `work` brings a message for each state."""
    pipes = open_pipes()
    pid = os.fork()
    if pid == 0:
        live(run.limits, work, pipes.result_in, pipes.output_in)
    pipes.close_inner()
    return Pen(run, pid, pipes.result_fd, pipes.output_fd)


def _own_end(pid: int) -> int | None:
    """The wait status of a child that has closed its pipe and is about to end; None if it goes on."""
    until = time.monotonic() + _LAST_WORDS_S
    while (status := ended(pid)) is None and time.monotonic() < until:
        time.sleep(0.005)
    return status


def _cause(status: int) -> Failure:
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        hint = "look for code that ends the process, or native code that crashes"
        return Failure(f"was ended by {name}", hint)
    told = f"ended its process with status {os.WEXITSTATUS(status)}"
    return Failure(told, "return a Chart or Steps instead")
