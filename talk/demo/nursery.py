"""The process that demos run in: it loads their files once and gives every run a child of its own.

Started by `worker`, never imported by it. Requests come in on standard input, answers
go out on standard output; both are taken away from the demos first. Where the system
cannot fork, a run takes place in this process itself, and `worker` ends it at its limit.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import random
import signal
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import msgspec

from talk.chart.chart import Chart
from talk.chart.steps import Steps
from talk.demo.api import AnyDemo
from talk.demo.loading import author_places, demo_files, load_file, open_folder, same_names
from talk.demo.messages import (
    Answer,
    Begun,
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
    State,
    frame,
    framed,
    out_of_memory,
    read_frame,
    too_large,
)
from talk.demo.params import Value
from talk.demo.reads import Read
from talk.demo.tracing import Tracer
from talk.errors import TalkError

_SHOWN_CHARS = 300


@dataclass(slots=True)
class _File:
    """A file of demos: the modules of the folder that it has loaded, and what was read for that."""

    modules: dict[str, ModuleType] = field(default_factory=dict)
    reads: dict[str, str] = field(default_factory=dict)


class Nursery:
    """The demos that are loaded, and the way back to whoever asks."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self.source, self.sink = source, sink
        self.folder = Path()
        self.jobs = 1
        self.spare: Limits | None = None
        self.demos: dict[str, AnyDemo] = {}
        self._files: dict[str, _File] = {}
        self._tracer = Tracer(Path(), Path())
        self._environment = dict(os.environ)
        self._known_reads: frozenset[Read] = frozenset()
        self._known_modules = own_modules()

    def request(self) -> Request | None:
        """The next request, or None when there are no more."""
        request: Request | None = read_frame(self.source, Request)
        return request

    def say(self, answer: Answer) -> None:
        self.pass_on(frame(answer))

    def pass_on(self, message: bytes) -> None:
        """Say what is a message already."""
        self.sink.write(message)
        self.sink.flush()

    def load(self, load: Load) -> None:
        """Load all files, with a word before each, so that one that never ends is known."""
        self.folder, self.jobs, self.spare = Path(load.folder), load.jobs, load.spare
        self._tracer = Tracer(Path(load.root), self.folder)
        self._tracer.install()
        open_folder(self.folder)
        demos: list[AnyDemo] = []
        problems: list[Problem] = []
        for path in demo_files(self.folder):
            if str(path) not in load.skip:
                self.say(Loading(str(path)))
                _set_alarm(load.seconds * 2 + 1)
                found, wrong = self._load_file(path)
                demos.extend(found)
                problems.extend(wrong)
        _set_alarm(0)
        problems.extend(same_names(demos))
        self.demos = {demo.spec.name: demo for demo in reversed(demos)}
        specs = sorted((demo.spec for demo in self.demos.values()), key=lambda spec: spec.name)
        self.say(Loaded(tuple(specs), tuple(problems), self._all_reads()))
        self.warm(())

    def _load_file(self, path: Path) -> tuple[list[AnyDemo], list[Problem]]:
        """Load one file as if it were alone, so that it is known what it needs of the others."""
        self._tracer.reads = {}
        loaded = load_file(path, self.folder)
        modules = {name: each for name, each in list(sys.modules.items()) if self._tracer.is_own(each)}
        for name in modules:
            del sys.modules[name]
        self._files[str(path)] = _File(modules, self._tracer.reads)
        return loaded

    def _all_reads(self) -> tuple[Read, ...]:
        """What was read for all files; modules from elsewhere in the project count for each of them."""
        self._tracer.reads = {}
        for path in self._tracer.foreign_modules():
            self._tracer.note(path)
        shared = self._tracer.reads
        for file in self._files.values():
            file.reads.update(shared)
        self._tracer.reads = {key: read for file in self._files.values() for key, read in file.reads.items()}
        return tuple(sorted(self._tracer.all_reads()))

    def work(self, run: Run, *, is_ready: bool = False) -> Iterator[bytes]:
        """The outcome of each state as a message, one after the other, up to the first that fails.

        With `is_ready` all stands for the first one as it meets it.
        """
        if not is_ready:
            self._open(run)
        for index in range(len(run.states)):
            if index or not is_ready:
                self._begin_anew()
            body, is_whole = self._told(run, index)
            yield framed(body)
            if not is_whole:
                return

    def work_later(self, rehearsed: Run | None, source: BinaryIO) -> Iterator[bytes]:
        """The same for a run that is told later; before that one like it is done, for nothing."""
        if rehearsed is not None:
            yield from (b"" for _ in self.work(rehearsed))
            self._open(rehearsed)
            self._begin_anew()
        run: Run | None = read_frame(source, Run)
        if run is not None:
            yield from self.work(run, is_ready=rehearsed is not None and rehearsed.name == run.name)

    def _told(self, run: Run, index: int) -> tuple[bytes, bool]:
        """A state's outcome as JSON, and whether it is one to go on from."""
        try:
            outcome = self._outcome(run.name, run.states[index])
            if isinstance(outcome, Failure):
                return msgspec.json.encode(State(run.number, index, outcome)), False
            body = msgspec.json.encode(State(run.number, index, outcome, *self._news()))
            if len(body) <= run.limits.result_bytes:
                return body, True
            failure = too_large(run.limits)
        except BaseException as error:
            failure = self.failure(error, run.limits)
        return msgspec.json.encode(State(run.number, index, failure)), False

    def _news(self) -> tuple[tuple[Read, ...], tuple[str, ...]]:
        """What has been read, and which of talk's own modules were loaded, since the last time.

        Nobody asks what was read for a state that is not kept, as on stage.
        """
        reads = self._tracer.all_reads() if self.spare is None else self._known_reads
        modules = own_modules()
        news = reads - self._known_reads, modules - self._known_modules
        self._known_reads |= reads
        self._known_modules |= modules
        return tuple(sorted(news[0])), tuple(sorted(news[1]))

    def warm(self, modules: Iterable[str]) -> None:
        """Load such of talk's own modules as a child has needed, so that the next one has them already."""
        for name in modules:
            if name.startswith("talk."):
                importlib.import_module(name)
        self._known_modules = own_modules()
        gc.freeze()  # children share its memory for as long as no collection touches it

    def _open(self, run: Run) -> None:
        """Let the demo find the modules that its file has loaded, and no others of the folder."""
        for file in self._files.values():
            for name in file.modules:
                sys.modules.pop(name, None)
        demo = self.demos.get(run.name)
        file = self._files.get(demo.spec.file if demo else "", _File())
        sys.modules.update(file.modules)
        self._tracer.reads = dict(file.reads)

    def _begin_anew(self) -> None:
        """Every state meets the same chance, working directory and environment."""
        random.seed(0)
        numpy_random = sys.modules.get("numpy.random")
        if numpy_random is not None:
            numpy_random.seed(0)
        os.chdir(self._tracer.root)
        if os.environ != self._environment:
            os.environ.clear()
            os.environ.update(self._environment)

    def _outcome(self, name: str, values: dict[str, Value]) -> Outcome:
        """What the demo returns, as a value."""
        demo = self.demos[name]
        returned: object = demo.run(values)
        if isinstance(returned, (Chart, Steps)):
            return returned.data
        place = Place(demo.spec.file, demo.spec.line, name)
        return Failure(f"returned {_short(repr(returned))}", "return a Chart or Steps", (place,))

    def failure(self, error: BaseException, limits: Limits) -> Failure:
        """What an exception says to the author: the fact and the author's own lines."""
        places = author_places(error.__traceback__, self.folder)
        if isinstance(error, TalkError):
            first = error.diagnostics[0]
            return Failure(first.text, first.hint, places)
        if isinstance(error, MemoryError):
            return msgspec.structs.replace(out_of_memory(limits), places=places)
        if isinstance(error, SystemExit):
            return Failure(
                f"exits with {_short(repr(error.code))}", "return a Chart or Steps instead", places
            )
        return Failure(_short(f"{type(error).__name__}: {error}".removesuffix(": ")), "", places)


def own_modules() -> frozenset[str]:
    """Talk's own modules that are loaded."""
    return frozenset(name for name in list(sys.modules) if name.startswith("talk."))


def serve_alone(nursery: Nursery) -> None:
    """Answer requests one after the other, each run in this very process."""
    while (request := nursery.request()) is not None:
        if isinstance(request, Load):
            nursery.load(request)
        elif isinstance(request, Run):  # one that is to stop has ended before it is heard of
            nursery.say(Begun(request.number))
            for message in nursery.work(request):
                nursery.pass_on(message)
            nursery.say(Done(request.number))


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
