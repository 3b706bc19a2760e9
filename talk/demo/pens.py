"""Several demos at once, each in a pen: the loop of the process that watches over them."""

from __future__ import annotations

import select
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from typing import BinaryIO, Protocol

from talk.demo.messages import Answer, Begun, Done, Limits, Load, Request, Run
from talk.demo.pen import Pen, open_pen
from talk.demo.spare import Spare, open_spare
from talk.demo.sweep import adopt_orphans, kill_tree, sweep_orphans

_TICK_S = 0.05
_QUICK_S = 0.1  # what takes longer is not done twice


class Keeper(Protocol):
    """Who has loaded the demos, and can say and hear something."""

    source: BinaryIO
    jobs: int
    spare: Limits | None

    def request(self) -> Request | None: ...
    def say(self, answer: Answer) -> None: ...
    def pass_on(self, message: bytes) -> None: ...
    def load(self, load: Load) -> None: ...
    def work(self, run: Run) -> Iterator[bytes]: ...
    def work_later(self, rehearsed: Run | None, source: BinaryIO) -> Iterator[bytes]: ...
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
    """The pens that are taken, the runs that wait for one, and a process that waits for its run.

    `rehearsed` is the last run if it was quick: the next one is likely to be of the same demo, and what waits
    for it does that one again beforehand, so that all it needs is in its own memory.
    """

    def __init__(self, nursery: Keeper) -> None:
        self.nursery = nursery
        self.pens: dict[int, Pen] = {}
        self.waiting: deque[Run] = deque()
        self.spare: Spare | None = None
        self.rehearsed: Run | None = None

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
                self.rehearsed = pen.run if pen.is_told and pen.took_s < _QUICK_S else None
            if pen.is_over:
                self.nursery.say(self._end(pen))

    def fill(self) -> None:
        """Begin what waits, as many at once as there are jobs."""
        while self.waiting and len(self.pens) < self.nursery.jobs:
            run = self.waiting.popleft()
            pen = self._from_spare(run) or open_pen(run, partial(self.nursery.work, run))
            self.pens[pen.pid] = pen
            if self.nursery.spare is None:  # who waits for one state does not ask when it begins
                self.nursery.say(Begun(run.number))
        if self.spare is None and all(pen.is_told for pen in self.pens.values()):
            self.spare = self._new_spare()

    def _new_spare(self) -> Spare | None:
        if self.nursery.spare is None:
            return None
        work = partial(self.nursery.work_later, self.rehearsed)
        return open_spare(self.rehearsed.name if self.rehearsed else "", self.nursery.spare, work)

    def _from_spare(self, run: Run) -> Pen | None:
        """The pen of what waits for a run, unless it has to do with another demo."""
        spare, self.spare = self.spare, None
        if spare is None:
            return None
        if spare.name in ("", run.name) and run.limits == self.nursery.spare:
            return spare.take(run)
        spare.drop()
        return None

    def clear(self) -> None:
        """End everything."""
        for pid in self._pids():
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
        sweep_orphans(self._pids())
        self.nursery.warm(pen.modules)
        return done

    def _pids(self) -> set[int]:
        return {*self.pens, *((self.spare.pid,) if self.spare else ())}
