"""The recordings of what a deck asks; a claim that does not hold is an error at its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from talk.asked.asks import Ask
from talk.errors import Diagnostics, TalkError
from talk.golang.answers import Answer, Asm, Benchmarks, Escape, Run
from talk.golang.claims import check_allocs, check_escape, check_frame, check_run
from talk.golang.questions import Question
from talk.golang.recordings import Recording, Recordings

RULE = "recording"
CLAIM = "claim"
RECORD = "run 'talk record'"

T = TypeVar("T", bound=Answer)


@dataclass(frozen=True, slots=True)
class Found:
    """What a block asks, with the recording of each of its questions by its verb."""

    ask: Ask
    recordings: Mapping[str, Recording]

    def answer(self, kind: type[T]) -> T | None:
        """The answer of that kind, if it was asked for."""
        answers = (each.answer for each in self.recordings.values())
        return next((each for each in answers if isinstance(each, kind)), None)

    @property
    def version(self) -> str:
        """`Go 1.27.3`."""
        return f"Go {next(iter(self.recordings.values())).version}"


def find_all(asks: Sequence[Ask], recordings: Recordings, pin: str, diagnostics: Diagnostics) -> list[Found]:
    """The recordings of every block whose questions are all recorded, their claims checked.

    `pin` is the deck's Go version: `1.27` takes every patch of it, an empty one takes any.
    """
    found = []
    for ask in asks:
        known: dict[str, Recording] = {}
        for verb, question in ask.questions.items():
            try:
                known[verb] = _recording(ask, question, recordings, pin)
            except TalkError as error:
                told = error.diagnostics[0]
                diagnostics.error(told.text, ask.block.span, told.hint, RULE)
        if len(known) == len(ask.questions):
            each = Found(ask, known)
            found.append(each)
            for text in _false_claims(each):
                fact = f"go/{ask.program.name}: {text} ({each.version})"
                diagnostics.error(fact, ask.block.span, "change the claim or the program", CLAIM)
    return found


def is_pinned(version: str, pin: str) -> bool:
    """Whether a version is what a deck asks for."""
    return not pin or version == pin or version.startswith(f"{pin}.")


def _recording(ask: Ask, question: Question, recordings: Recordings, pin: str) -> Recording:
    program = ask.program
    found = recordings.find(program, question)
    asked = f"slide '{ask.slide.id}': '{question}' of go/{program.name}"
    if found is None:
        old = recordings.read(recordings.path(program.name, question))
        if old is None:
            raise TalkError(f"{asked} is not recorded", hint=RECORD)
        raise TalkError(f"{asked} has changed since it was recorded with Go {old.version}", hint=RECORD)
    if not is_pinned(found.version, pin):
        raise TalkError(f"{asked} was recorded with Go {found.version}, the deck wants {pin}", hint=RECORD)
    return found


def _false_claims(found: Found) -> Iterator[str]:
    ask = found.ask
    run, escape = found.answer(Run), found.answer(Escape)
    benchmarks, asm = found.answer(Benchmarks), found.answer(Asm)
    if run is not None:
        yield from check_run(run, ask.setting("prints"), ask.setting("expect"))
    if escape is not None:
        names = [[each for each in ask.setting(key).split(",") if each] for key in ("escapes", "stays")]
        yield from check_escape(escape, ask.file, ask.lines, ask.block.text, *names)
    if benchmarks is not None and ask.setting("allocs"):
        yield from check_allocs(benchmarks, ask.setting("allocs"))
    if asm is not None and ask.setting("frame-max"):
        yield from check_frame(asm, ask.setting("frame-max"))
