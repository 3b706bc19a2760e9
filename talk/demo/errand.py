"""What is asked of the demos at once: calls, cut into runs, and what has come of each so far."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import msgspec

from talk.chart.model import Result
from talk.demo.messages import Done, Failure, Limits, Run, State
from talk.demo.params import DemoSpec, Value
from talk.demo.reads import Read
from talk.errors import Span

_LEAST_STATES = 20  # a process of its own is worth as many
_MOST_PARTS = 4


class Call(msgspec.Struct, frozen=True):
    """A demo to run for some states, and the slide's line that asks for it."""

    spec: DemoSpec
    states: tuple[dict[str, Value], ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a call: a result for each state, or None after an error; what it printed and read."""

    results: tuple[Result, ...] | None
    output: str = ""
    reads: tuple[Read, ...] = ()


@dataclass(slots=True)
class Part:
    """A stretch of a call's states, which run one after the other in one process."""

    call: int
    first: int
    run: Run
    outcomes: list[Result] = field(default_factory=list)
    reads: set[Read] = field(default_factory=set)
    failure: Failure | None = None
    output: str = ""
    is_done: bool = False


class Errand:
    """Calls under way: their parts by the numbers of their runs, waiting, asked for, begun or done."""

    def __init__(self, calls: Sequence[Call], limits: Limits) -> None:
        self.calls = calls
        self.parts: list[Part] = []
        for place, call in enumerate(calls):
            for first, end in parts_of(len(call.states)):
                run = Run(len(self.parts), call.spec.name, call.states[first:end], limits)
                self.parts.append(Part(place, first, run))
        self.waiting = deque(range(len(self.parts)))
        self.asked: list[int] = []
        self.begun: list[int] = []
        self._open = set(range(len(calls)))
        self._told: set[int] = set()

    @property
    def is_open(self) -> bool:
        """Whether a call is not done yet."""
        return bool(self._open)

    def ask(self) -> Run:
        """The next run that waits; it is asked for now."""
        number = self.waiting.popleft()
        self.asked.append(number)
        return self.parts[number].run

    def begin(self, number: int) -> tuple[Call, bool]:
        """Note that a run has a process; the call that it belongs to, and whether that begins with it."""
        self.asked.remove(number)
        self.begun.append(number)
        place = self.parts[number].call
        is_first = place not in self._told
        self._told.add(place)
        return self.calls[place], is_first

    def take(self, state: State) -> None:
        """Keep what one state came to."""
        part = self.parts[state.number]
        if isinstance(state.outcome, Failure):
            part.failure = state.outcome
        else:
            part.outcomes.append(state.outcome)
            part.reads.update(state.reads)

    def end(self, done: Done) -> list[int]:
        """Note that a run has ended; the runs that are of no use any more if it has failed."""
        part = self.parts[done.number]
        part.is_done, part.output = True, done.output
        part.failure = part.failure or done.failure
        for numbers in (self.asked, self.begun):
            if done.number in numbers:
                numbers.remove(done.number)
        if part.failure is None:
            return []
        rest = self.parts[done.number + 1 :]
        return [each.run.number for each in rest if each.call == part.call and not each.is_done]

    def lose(self) -> list[int]:
        """Note that whoever was asked is gone: all that was not begun waits again; what was."""
        lost, self.begun = sorted(self.begun), []
        self._put_back([*self.asked])
        self.asked = []
        return lost

    def retry(self, numbers: Sequence[int]) -> None:
        """Let runs wait again as if they had never begun."""
        for number in numbers:
            part = self.parts[number]
            part.outcomes, part.reads, part.failure = [], set(), None
        self._put_back(numbers)

    def _put_back(self, numbers: Sequence[int]) -> None:
        self.waiting.extendleft(sorted(numbers, reverse=True))

    def finished(self) -> Iterator[int]:
        """The calls that are done now and were not before."""
        for place in sorted(self._open):
            if all(part.is_done for part in self.parts if part.call == place):
                self._open.discard(place)
                yield place

    def ran(self, place: int) -> tuple[Ran, Failure | None, int]:
        """What came of a call; if it failed, why, and at which of its states."""
        parts = [part for part in self.parts if part.call == place]
        output = "".join(part.output for part in parts)
        for part in parts:
            if part.failure is not None:
                return Ran(None, output), part.failure, part.first + len(part.outcomes)
        results = tuple(result for part in parts for result in part.outcomes)
        reads = set().union(*(part.reads for part in parts))
        return Ran(results, output, tuple(sorted(reads))), None, 0


def parts_of(count: int) -> list[tuple[int, int]]:
    """The stretches into which so many states are cut.

    It depends on their number alone, not on the machine: what states of one stretch leave behind in the
    demo's own globals is the same everywhere.
    """
    parts = max(1, min(_MOST_PARTS, count // _LEAST_STATES))
    edges = [round(place * count / parts) for place in range(parts + 1)]
    return list(pairwise(edges))
