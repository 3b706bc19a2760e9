"""Runs demos from the outside: a nursery process, a child of it for each run, answers as values."""

from __future__ import annotations

import contextlib
import os
import queue
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from talk.chart.model import Result
from talk.demo.messages import Done, Failure, Limits, Load, Loaded, Loading, Place, Problem, Run
from talk.demo.params import DemoSpec, Value
from talk.demo.remote import Remote, can_fork
from talk.errors import Diagnostics, Span, TalkError, shown_path

_START_S = 30.0  # for Python, numpy and the first word
_GRACE_S = 5.0  # beyond a run's own limit, for the nursery to say so itself
_MAX_JOBS = 8


class Call(msgspec.Struct, frozen=True):
    """A demo to run for one state, and the slide's line that asks for it."""

    spec: DemoSpec
    values: dict[str, Value]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a call: the numbers, or None after an error; and what the demo printed."""

    result: Result | None
    output: str = ""


@dataclass(slots=True)
class Workshop:
    """The demos of one folder, loaded in a process of their own, ready to be run.

    A context manager; leaving it ends that process and all that the demos started.
    """

    folder: Path
    limits: Limits = field(default_factory=Limits)
    jobs: int = 0
    _remote: Remote | None = None
    _skipped: tuple[str, ...] = ()

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process. A later run starts another."""
        if self._remote is not None:
            self._remote.close()
            self._remote = None

    def load(self) -> tuple[tuple[DemoSpec, ...], tuple[Problem, ...]]:
        """Every demo of the folder, and what is wrong with its files; none stops another."""
        problems: list[Problem] = []
        while True:
            file, answer = self._load_once()
            if isinstance(answer, Loaded):
                return answer.specs, (*problems, *answer.problems)
            self.close()
            if not file:
                raise TalkError("the process for demos does not start", hint="try again with --debug")
            problems.append(Problem(answer, Place(file, 1), "demos are to be defined there, not run"))
            self._skipped = (*self._skipped, file)

    def run_all(
        self,
        calls: Sequence[Call],
        diagnostics: Diagnostics,
        *,
        progress: Callable[[Call], None] | None = None,
    ) -> list[Ran]:
        """What every call comes to, in their order; an error for each that fails, and the others go on.

        Args:
            calls: what to run.
            diagnostics: takes the errors, each at the demo's own line.
            progress: is told of each call when it begins.
        """
        answers = self._answers(calls, progress)
        ran = []
        for number, call in enumerate(calls):
            done = answers[number]
            if isinstance(done.outcome, Failure):
                _complain(call, done.outcome, diagnostics)
                ran.append(Ran(None, done.output))
            else:
                ran.append(Ran(done.outcome, done.output))
        return ran

    def _answers(self, calls: Sequence[Call], progress: Callable[[Call], None] | None) -> dict[int, Done]:
        jobs = (self.jobs or min(os.cpu_count() or 1, _MAX_JOBS)) if can_fork() else 1
        waiting = deque(range(len(calls)))
        answers: dict[int, Done] = {}
        while len(answers) < len(calls):
            lost = self._round(calls, waiting, answers, jobs, progress)
            if lost and jobs == 1:
                answers[lost[0]] = Done(lost[0], self._loss())
                lost = lost[1:]
            if lost:  # one of them ended the nursery: alone, each speaks for itself
                jobs = 1
                waiting.extendleft(reversed(lost))
        return answers

    def _round(
        self,
        calls: Sequence[Call],
        waiting: deque[int],
        answers: dict[int, Done],
        jobs: int,
        progress: Callable[[Call], None] | None,
    ) -> list[int]:
        """Run what waits until all is done, or until the nursery is gone; what ran then."""
        remote = self._ready()
        running: list[int] = []
        while waiting or running:
            while waiting and len(running) < jobs:
                number = waiting.popleft()
                if progress is not None:
                    progress(calls[number])
                call = calls[number]
                remote.send(Run(number, call.spec.name, call.values, self.limits))
                running.append(number)
            done = self._next(remote)
            if done is None:
                self.close()
                return running
            running.remove(done.number)
            answers[done.number] = done
        return []

    def _next(self, remote: Remote) -> Done | None:
        with contextlib.suppress(queue.Empty):
            answer = remote.answer(self.limits.seconds + (_GRACE_S if can_fork() else 0))
            return answer if isinstance(answer, Done) else None
        remote.kill()
        return None

    def _loss(self) -> Failure:
        if can_fork():
            return Failure("ended the process that watches over it", "look for code that ends processes")
        return Failure(f"did not end within {self.limits.seconds:g} s", "--demo-timeout SECONDS gives more")

    def _ready(self) -> Remote:
        if self._remote is None:
            file, answer = self._load_once()
            if not isinstance(answer, Loaded):
                raise TalkError(f"the demos do not load again: {answer}", Span(Path(file)) if file else None)
        assert self._remote is not None
        return self._remote

    def _load_once(self) -> tuple[str, Loaded | str]:
        """Start the process and load; the file that was under way, and the demos or what went wrong."""
        self._remote = Remote(self.folder)
        self._remote.send(Load(str(self.folder), self._skipped, self.limits.seconds))
        file = ""
        while True:
            try:
                answer = self._remote.answer(self.limits.seconds if file else _START_S)
            except queue.Empty:
                self._remote.kill()
                return file, f"the file did not end loading within {self.limits.seconds:g} s"
            if isinstance(answer, Loaded):
                return file, answer
            if not isinstance(answer, Loading):
                return file, "the file ends the whole process while it is loaded"
            file = answer.file


def _complain(call: Call, failure: Failure, diagnostics: Diagnostics) -> None:
    """One error at the author's innermost line: the demo, the state, the way there, the slide."""
    places = failure.places or (Place(call.spec.file, call.spec.line, call.spec.name),)
    state = call.spec.say(call.values)
    text = f"demo '{call.spec.name}'{f' with {state}' if state else ''}: {failure.text}"
    way = [f"{_shown(place)} in {place.function}" for place in places[:-1]]
    slide = [f"called at {call.span}"] if call.span else []
    told = "; ".join(part for part in (text, "by way of " + ", ".join(way) if way else "", *slide) if part)
    diagnostics.error(told, Span(Path(places[-1].file), places[-1].line), failure.hint)


def _shown(place: Place) -> str:
    return f"{shown_path(Path(place.file))}:{place.line}"
