"""Several demos at once, each in a pen: the loop of the process that watches over them."""

from __future__ import annotations

import select
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

from talk.demo.messages import Answer, Done, Load, Request, Run
from talk.demo.pen import Pen, open_pen
from talk.demo.sweep import adopt_orphans, kill_tree, sweep_orphans

_TICK_S = 0.05


class Keeper(Protocol):
    """Who has loaded the demos, and can say and hear something."""

    source: BinaryIO
    folder: Path

    def request(self) -> Request | None: ...
    def say(self, answer: Answer) -> None: ...
    def load(self, load: Load) -> None: ...
    def work(self, run: Run) -> bytes: ...


def serve_pens(nursery: Keeper) -> None:
    """Answer requests until there are no more; then nothing that a demo started is left."""
    adopt_orphans()
    pens: dict[int, Pen] = {}
    try:
        while _wait(nursery, pens):
            for pen in list(pens.values()):
                pen.check()
                if pen.ended:
                    outcome = pen.close()
                    del pens[pen.pid]
                    sweep_orphans(set(pens))
                    nursery.say(Done(pen.run.number, outcome, pen.output.decode(errors="replace")))
    finally:
        for pid in pens:
            kill_tree(pid)
        sweep_orphans(set())


def _wait(nursery: Keeper, pens: dict[int, Pen]) -> bool:
    """Take what there is to read; False once no further request can come."""
    owners = {fd: pen for pen in pens.values() for fd in pen.fds}
    source = nursery.source.fileno()
    ready, _, _ = select.select([source, *owners], [], [], _TICK_S if pens else None)
    for fd in ready:
        if fd in owners:
            owners[fd].take(fd)
    if source not in ready:
        return True
    request = nursery.request()
    if request is not None:
        _begin(nursery, request, pens)
    return request is not None


def _begin(nursery: Keeper, request: Request, pens: dict[int, Pen]) -> None:
    if isinstance(request, Load):
        nursery.load(request)
    else:
        pen = open_pen(request, partial(nursery.work, request), nursery.folder)
        pens[pen.pid] = pen
