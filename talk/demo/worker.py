"""Runs demos from the outside: a nursery process, children of it for each run, answers as values."""

from __future__ import annotations

import os
import queue
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from talk.chart.model import Result
from talk.demo.errand import Call, Errand, Ran
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
    Run,
    State,
    Stop,
)
from talk.demo.remote import Remote, can_fork
from talk.errors import Diagnostics, Span, TalkError, shown_path

__all__ = ["Call", "Ran", "Workshop"]

_START_S = 30.0  # for Python, numpy and the first word
_GRACE_S = 5.0  # beyond a state's own limit, for the nursery to say so itself
_MAX_JOBS = 8

Told = Callable[[Call], None]


@dataclass(slots=True)
class Workshop:
    """The demos of one folder, loaded in a process of their own, ready to be run.

    A context manager; leaving it ends that process and all that the demos started. `root` is the project's
    folder, where the demos stand when they run. One that `is_live` is asked by `run_now` alone, and has a
    process waiting for each next run.
    """

    folder: Path
    root: Path
    limits: Limits = field(default_factory=Limits)
    jobs: int = 0
    is_live: bool = False
    _remote: Remote | None = None
    _is_loaded: bool = False
    _skipped: tuple[str, ...] = ()
    _runs: int = 0

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process. A later run starts another."""
        if self._remote is not None:
            self._remote.close()
            self._remote, self._is_loaded = None, False

    def start(self) -> None:
        """Begin to load, and do not wait for it."""
        if self._remote is None:
            self._remote = Remote(self.root)
            jobs = self.jobs or min(os.cpu_count() or 1, _MAX_JOBS)
            spare = self.limits if self.is_live else None
            load = Load(str(self.folder), str(self.root), self._skipped, self.limits.seconds, jobs, spare)
            self._remote.send(load)

    def load(self) -> Loaded:
        """Every demo of the folder, and what is wrong with its files; none stops another."""
        problems: list[Problem] = []
        while True:
            file, answer = self._load_once()
            if isinstance(answer, Loaded):
                return Loaded(answer.specs, (*problems, *answer.problems), answer.reads)
            self.close()
            if not file:
                raise TalkError("the process for demos does not start", hint="try again with --debug")
            problems.append(Problem(answer, Place(file, 1), "demos are to be defined there, not run"))
            self._skipped = (*self._skipped, file)

    def run_all(
        self, calls: Sequence[Call], diagnostics: Diagnostics, *, progress: Told | None = None
    ) -> list[Ran]:
        """What every call comes to, in their order; see `run_each`."""
        ran = dict(self.run_each(calls, diagnostics, progress=progress))
        return [ran[place] for place in range(len(calls))]

    def run_each(
        self, calls: Sequence[Call], diagnostics: Diagnostics, *, progress: Told | None = None
    ) -> Iterator[tuple[int, Ran]]:
        """Begin all calls now; each with its place among them as soon as it is done, whatever ends first.

        A call that fails is one error, for the first of its states that does, and the others go on.

        Args:
            calls: what to run.
            diagnostics: takes the errors, each at the demo's own line.
            progress: is told of each call when it begins.
        """
        errand = Errand(calls, self.limits)
        if calls:
            self._ask(errand)
        return self._results(errand, diagnostics, progress)

    def run_now(self, call: Call, diagnostics: Diagnostics) -> Result | None:
        """What one state comes to, as soon as it is known: its process may still be ending.

        None after an error, which the diagnostics take.
        """
        self._runs += 1
        self._ready().send(Run(self._runs, call.spec.name, call.states, self.limits))
        outcome = self._outcome(self._runs)
        if isinstance(outcome, Failure):
            _complain(call, 0, outcome, diagnostics)
            return None
        return outcome

    def _outcome(self, number: int) -> Outcome:
        """What that run comes to; what is still said of earlier ones is passed over."""
        while True:
            answer = self._next(self._ready())
            if answer is None:
                self.close()
                return self._loss()
            if isinstance(answer, State) and answer.number == number:
                return answer.outcome
            if isinstance(answer, Done) and answer.number == number and answer.failure:
                return answer.failure

    def _results(
        self, errand: Errand, diagnostics: Diagnostics, progress: Told | None
    ) -> Iterator[tuple[int, Ran]]:
        while errand.is_open:
            answer = self._next(self._ready())
            if answer is None:
                self._recover(errand)
            elif isinstance(answer, Begun):
                call, is_first = errand.begin(answer.number)
                if progress is not None and is_first:
                    progress(call)
            elif isinstance(answer, State):
                errand.take(answer)
            elif isinstance(answer, Done):
                self._drop(errand, errand.end(answer))
            for place in errand.finished():
                yield place, _settled(errand, place, diagnostics)
            self._ask(errand)

    def _ask(self, errand: Errand) -> None:
        """Ask for what waits. A process that runs them itself hears nothing meanwhile: one at a time."""
        while errand.waiting and (can_fork() or not (errand.asked or errand.begun)):
            self._ready().send(errand.ask())

    def _drop(self, errand: Errand, numbers: Sequence[int]) -> None:
        """Let go of runs that are of no use any more."""
        for number in numbers:
            if number in errand.waiting:
                errand.waiting.remove(number)
                errand.end(Done(number))
            else:
                self._ready().send(Stop(number))

    def _next(self, remote: Remote) -> Answer | None:
        """The next answer, or None if the process is gone, or was ended because it gave none."""
        try:
            return remote.answer(self.limits.seconds + (_GRACE_S if can_fork() else 0))
        except queue.Empty:
            remote.kill()
            return None

    def _recover(self, errand: Errand) -> None:
        """Go on after the loss of the process: what ran alone has ended it, else each is now run alone."""
        self.close()
        lost = errand.lose()
        if not lost:
            raise TalkError("the process for demos has ended", hint="try again with --debug")
        if len(lost) > 1:
            self.jobs = 1
            errand.retry(lost)
        else:
            self._drop(errand, errand.end(Done(lost[0], self._loss())))

    def _loss(self) -> Failure:
        if can_fork():
            return Failure("ended the process that watches over it", "look for code that ends processes")
        return Failure(f"did not end within {self.limits.seconds:g} s", "--demo-timeout SECONDS gives more")

    def _ready(self) -> Remote:
        """The process with all demos loaded, begun again if it is gone."""
        if not self._is_loaded:
            file, answer = self._load_once()
            if not isinstance(answer, Loaded):
                raise TalkError(f"the demos do not load: {answer}", Span(Path(file)) if file else None)
        assert self._remote is not None
        return self._remote

    def _load_once(self) -> tuple[str, Loaded | str]:
        """Load in a process; the file that was under way, and the demos or what went wrong."""
        self.start()
        remote, file = self._remote, ""
        assert remote is not None
        while True:
            try:
                answer = remote.answer(self.limits.seconds if file else _START_S)
            except queue.Empty:
                remote.kill()
                return file, f"the file did not end loading within {self.limits.seconds:g} s"
            if isinstance(answer, Loaded):
                self._is_loaded = True
                return file, answer
            if not isinstance(answer, Loading):
                return file, "the file ends the whole process while it is loaded"
            file = answer.file


def _settled(errand: Errand, place: int, diagnostics: Diagnostics) -> Ran:
    """What came of a call that is done; an error if that is a failure."""
    ran, failure, state = errand.ran(place)
    if failure is not None:
        _complain(errand.calls[place], state, failure, diagnostics)
    return ran


def _complain(call: Call, state: int, failure: Failure, diagnostics: Diagnostics) -> None:
    """One error at the author's innermost line: the demo, the state, the way there, the slide."""
    places = failure.places or (Place(call.spec.file, call.spec.line, call.spec.name),)
    setting = call.spec.say(call.states[min(state, len(call.states) - 1)])
    text = f"demo '{call.spec.name}'{f' with {setting}' if setting else ''}: {failure.text}"
    way = [f"{_shown(place)} in {place.function}" for place in places[:-1]]
    slide = [f"called at {call.span}"] if call.span else []
    told = "; ".join(part for part in (text, "by way of " + ", ".join(way) if way else "", *slide) if part)
    diagnostics.error(told, Span(Path(places[-1].file), places[-1].line), failure.hint)


def _shown(place: Place) -> str:
    return f"{shown_path(Path(place.file))}:{place.line}"
