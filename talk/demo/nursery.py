"""The process that demos run in: it loads their files once and gives every run a child of its own.

Started by `worker`, never imported by it. Requests come in on standard input, answers
go out on standard output; both are taken away from the demos first. Where the system
cannot fork, a run takes place in this process itself, and `worker` ends it at its limit.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from io import FileIO
from pathlib import Path
from typing import BinaryIO

import msgspec

from talk.chart.chart import Chart
from talk.chart.steps import Steps
from talk.demo.api import AnyDemo
from talk.demo.loading import author_places, demo_files, load_file, open_folder, same_names
from talk.demo.messages import (
    Answer,
    Done,
    Failure,
    Limits,
    Load,
    Loaded,
    Loading,
    Outcome,
    Place,
    Problem,
    Request,
    Run,
    frame,
    read_frame,
    too_large,
)
from talk.errors import TalkError

_SHOWN_CHARS = 300


class Nursery:
    """The demos that are loaded, and the way back to whoever asks."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self.source, self.sink = source, sink
        self.folder = Path()
        self.demos: dict[str, AnyDemo] = {}

    def request(self) -> Request | None:
        """The next request, or None when there are no more."""
        request: Request | None = read_frame(self.source, Request)
        return request

    def say(self, answer: Answer) -> None:
        self.sink.write(frame(answer))
        self.sink.flush()

    def load(self, load: Load) -> None:
        """Load all files, with a word before each, so that one that never ends is known."""
        self.folder = Path(load.folder)
        open_folder(self.folder)
        demos: list[AnyDemo] = []
        problems: list[Problem] = []
        for path in demo_files(self.folder):
            if str(path) not in load.skip:
                self.say(Loading(str(path)))
                _set_alarm(load.seconds * 2 + 1)
                found, wrong = load_file(path, self.folder)
                demos.extend(found)
                problems.extend(wrong)
        _set_alarm(0)
        problems.extend(same_names(demos))
        self.demos = {demo.spec.name: demo for demo in reversed(demos)}
        specs = sorted((demo.spec for demo in self.demos.values()), key=lambda spec: spec.name)
        self.say(Loaded(tuple(specs), tuple(problems)))

    def work(self, run: Run) -> bytes:
        """The outcome of one run as JSON."""
        try:
            body = msgspec.json.encode(self.outcome(run))
        except BaseException as error:
            return msgspec.json.encode(self.failure(error, run.limits))
        large = len(body) > run.limits.result_bytes
        return msgspec.json.encode(too_large(run.limits)) if large else body

    def outcome(self, run: Run) -> Outcome:
        """What the demo returns, as a value."""
        demo = self.demos[run.name]
        returned: object = demo.run(run.values)
        if isinstance(returned, (Chart, Steps)):
            return returned.data
        place = Place(demo.spec.file, demo.spec.line, run.name)
        return Failure(f"returned {_short(repr(returned))}", "return a Chart or Steps", (place,))

    def failure(self, error: BaseException, limits: Limits) -> Failure:
        """What an exception says to the author: the fact and the author's own lines."""
        places = author_places(error.__traceback__, self.folder)
        if isinstance(error, TalkError):
            first = error.diagnostics[0]
            return Failure(first.text, first.hint, places)
        if isinstance(error, MemoryError):
            return Failure(f"ran out of memory, it has {limits.memory_bytes >> 20} MiB", "hold less", places)
        if isinstance(error, SystemExit):
            return Failure(
                f"exits with {_short(repr(error.code))}", "return a Chart or Steps instead", places
            )
        return Failure(_short(f"{type(error).__name__}: {error}".removesuffix(": ")), "", places)


def serve_alone(nursery: Nursery) -> None:
    """Answer requests one after the other, each run in this very process."""
    while (request := nursery.request()) is not None:
        if isinstance(request, Load):
            nursery.load(request)
        else:
            outcome = msgspec.json.decode(nursery.work(request), type=Outcome)
            nursery.say(Done(request.number, outcome))


def main() -> None:
    """Take the standard streams for requests and answers, and serve until they end."""
    source, sink = FileIO(os.dup(0), "rb"), FileIO(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    with contextlib.suppress(ImportError):
        import numpy.random  # noqa: F401 - most demos need it; every child then has it already
    nursery = Nursery(source, sink)
    if hasattr(os, "fork") and "--alone" not in sys.argv:
        from talk.demo.pens import serve_pens

        serve_pens(nursery)
    else:
        serve_alone(nursery)


def _set_alarm(seconds: float) -> None:
    """End this process by then, even if nobody is left to end it."""
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN_CHARS else text[:_SHOWN_CHARS] + "…"
