"""Several demos at once, each in a pen: the loop of the process that watches over them."""

from __future__ import annotations

import select
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from typing import BinaryIO, Protocol

from talk.demo.messages import Answer, Begun, Done, Load, Request, Run
from talk.demo.pen import Pen, open_pen
from talk.demo.sweep import adopt_orphans, kill_tree, sweep_orphans

_TICK_S = 0.05


class Keeper(Protocol):
    """Who has loaded the demos, and can say and hear something."""

    source: BinaryIO
    jobs: int

    def request(self) -> Request | None: ...
    def say(self, answer: Answer) -> None: ...
    def pass_on(self, message: bytes) -> None: ...
    def load(self, load: Load) -> None: ...
    def work(self, run: Run) -> Iterator[bytes]: ...
    def warm(self, modules: Iterable[str]) -> None: ...


def serve_pens(nursery: Keeper) -> None:
    """Answer requests until there are no more; then nothing that a demo started is left."""
    adopt_orphans()
    row = _Row(nursery)
    try:
        while row.wait():
            row.look()
            row.fill()
    finally:
        row.clear()


class _Row:
    """The pens that are taken, and the runs that wait for one."""

    def __init__(self, nursery: Keeper) -> None:
        self.nursery = nursery
        self.pens: dict[int, Pen] = {}
        self.waiting: deque[Run] = deque()

    def wait(self) -> bool:
        """Take what there is to read; False once no further request can come."""
        owners = {fd: pen for pen in self.pens.values() for fd in pen.fds}
        source = self.nursery.source.fileno()
        ready, _, _ = select.select([source, *owners], [], [], _TICK_S if self.pens else None)
        for fd in ready:
            if fd in owners:
                owners[fd].take(fd)
        if source not in ready:
            return True
        request = self.nursery.request()
        if request is not None:
            self._obey(request)
        return request is not None

    def look(self) -> None:
        """Pass on what has been told, and end the pens that are over."""
        for pen in list(self.pens.values()):
            pen.check()
            for message in pen.fetch():
                self.nursery.pass_on(message)
            if pen.is_over:
                self.nursery.say(self._end(pen))

    def fill(self) -> None:
        """Begin what waits, as many at once as there are jobs."""
        while self.waiting and len(self.pens) < self.nursery.jobs:
            run = self.waiting.popleft()
            self.nursery.say(Begun(run.number))
            pen = open_pen(run, partial(self.nursery.work, run))
            self.pens[pen.pid] = pen

    def clear(self) -> None:
        """End everything."""
        for pid in self.pens:
            kill_tree(pid)
        sweep_orphans(set())

    def _obey(self, request: Request) -> None:
        if isinstance(request, Load):
            self.nursery.load(request)
        elif isinstance(request, Run):
            self.waiting.append(request)
        else:
            self._stop(request.number)

    def _stop(self, number: int) -> None:
        waiting = [run for run in self.waiting if run.number == number]
        for run in waiting:
            self.waiting.remove(run)
            self.nursery.say(Done(number))
        for pen in list(self.pens.values()):
            if pen.run.number == number:
                self._end(pen)
                self.nursery.say(Done(number))

    def _end(self, pen: Pen) -> Done:
        done = pen.close()
        del self.pens[pen.pid]
        sweep_orphans(set(self.pens))
        self.nursery.warm(pen.modules)
        return done
