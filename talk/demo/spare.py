"""A process that waits for the next run: forked, limited and warm before anybody asks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import FileIO
from typing import BinaryIO

from talk.demo.inmate import live
from talk.demo.messages import Limits, Run, frame
from talk.demo.pen import Pen, open_pipes
from talk.demo.sweep import kill_tree

Work = Callable[[BinaryIO], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Spare:
    """The process, the demo that it is warm for, the pipe by which it is told its run, and those of a pen."""

    pid: int
    name: str
    run_fd: int
    result_fd: int
    output_fd: int

    def take(self, run: Run) -> Pen | None:
        """The pen of that run, which begins; None if the process cannot be told any more."""
        try:
            with FileIO(self.run_fd, "wb") as told:
                told.write(frame(run))
        except OSError:
            self._close()
            return None
        return Pen(run, self.pid, self.result_fd, self.output_fd)

    def drop(self) -> None:
        """End it without a run."""
        os.close(self.run_fd)
        self._close()

    def _close(self) -> None:
        kill_tree(self.pid)
        os.waitpid(self.pid, 0)
        os.close(self.result_fd)
        os.close(self.output_fd)


def open_spare(name: str, limits: Limits, work: Work) -> Spare:
    """Start a child that waits; `work` reads its run and brings a message for each state."""
    told_fd, run_fd = os.pipe()
    pipes = open_pipes()
    pid = os.fork()
    if pid == 0:
        live(limits, lambda: work(FileIO(told_fd, "rb")), pipes.result_in, pipes.output_in, (told_fd,))
    os.close(told_fd)
    pipes.close_inner()
    return Spare(pid, name, run_fd, pipes.result_fd, pipes.output_fd)
