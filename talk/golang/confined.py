"""Runs a foreign process with limits and a closed environment, and leaves nothing of it behind."""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from talk.demo.sweep import adopt_orphans, kill_tree, sweep_orphans

Stream = Literal["out", "err"]

_CHUNK = 1 << 16
_GRACE_S = 0.5  # after the end of a process, for what it wrote last while a child of it holds the pipes
_POLL_S = 0.05
_CPUS = 64  # CPU time counts on all of them
_DATA_BYTES = 4 << 30
_FILE_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process may take: seconds by the clock, bytes of output, bytes of memory and of each file."""

    seconds: float = 30.0
    output_bytes: int = 64 << 10
    memory_bytes: int = _DATA_BYTES
    file_bytes: int = _FILE_BYTES


@dataclass(frozen=True, slots=True)
class Ran:
    """How a process ended. `pieces` is what it wrote, as it came; `broke` names the limit that ended it.

    `exit_code` is negative for a signal, as in `subprocess`.
    """

    pieces: tuple[tuple[Stream, bytes], ...]
    exit_code: int
    broke: Literal["", "seconds", "output"] = ""

    def text(self, *streams: Stream) -> str:
        """What it wrote, on these streams or on both."""
        kept = (data for stream, data in self.pieces if not streams or stream in streams)
        return b"".join(kept).decode(errors="replace").replace("\r\n", "\n")


def run_confined(words: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str], limits: Limits) -> Ran:
    """The end of a process that was given nothing but these words, this folder and this environment.

    Everything that it started is ended with it, also what has left its process group (Linux).
    """
    adopt_orphans()
    before = _own_children()
    process = subprocess.Popen(
        [str(word) for word in words],
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_limiting(limits) if sys.platform != "win32" else None,  # noqa: PLW1509 - no threads here
    )
    try:
        pieces, broke = _listen(process, limits)
    finally:
        _end(process, before)
    return Ran(tuple(pieces), process.returncode, broke)


def _listen(
    process: subprocess.Popen[bytes], limits: Limits
) -> tuple[list[tuple[Stream, bytes]], Literal["", "seconds", "output"]]:
    """What it writes until it ends or breaks a limit."""
    pieces: list[tuple[Stream, bytes]] = []
    deadline, size = time.monotonic() + limits.seconds, 0
    with _selecting(process) as selector:
        while selector.get_map():
            for key, _ in selector.select(_POLL_S):
                data = os.read(key.fd, _CHUNK)
                if not data:
                    selector.unregister(key.fileobj)
                    continue
                size += len(data)
                _append(pieces, key.data, data)
            if size > limits.output_bytes:
                return pieces, "output"
            if process.poll() is not None:
                deadline = min(deadline, time.monotonic() + _GRACE_S)
            if time.monotonic() > deadline:
                return pieces, "" if process.poll() is not None else "seconds"
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return pieces, "seconds"
    return pieces, ""


@contextlib.contextmanager
def _selecting(process: subprocess.Popen[bytes]) -> Iterator[selectors.BaseSelector]:
    streams: list[tuple[IO[bytes] | None, Stream]] = [(process.stdout, "out"), (process.stderr, "err")]
    with selectors.DefaultSelector() as selector:
        for stream, name in streams:
            if stream is not None:
                selector.register(stream, selectors.EVENT_READ, name)
        yield selector


def _append(pieces: list[tuple[Stream, bytes]], stream: Stream, data: bytes) -> None:
    if pieces and pieces[-1][0] == stream:
        pieces[-1] = (stream, pieces[-1][1] + data)
    else:
        pieces.append((stream, data))


def _end(process: subprocess.Popen[bytes], before: set[int]) -> None:
    kill_tree(process.pid)
    process.wait()
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
    sweep_orphans(before)


def _own_children() -> set[int]:
    """The children that this process has anyway."""
    found: set[int] = set()
    for tasks in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError, ValueError):
            found.update(map(int, tasks.read_text(encoding="ascii").split()))
    return found


def _limiting(limits: Limits) -> Callable[[], None]:
    """What the child does to itself before it becomes the program."""
    import resource

    bounds = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_DATA: limits.memory_bytes,
        resource.RLIMIT_CPU: round(limits.seconds * _CPUS) + 1,
    }

    def limit() -> None:
        for what, most in bounds.items():
            _, hard = resource.getrlimit(what)
            top = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (top, top))

    return limit
