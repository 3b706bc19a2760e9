"""`talk record`: asks the real Go all that a deck wants to know, and keeps or compares the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from talk.asked.asks import Ask, asks_of
from talk.asked.found import is_pinned
from talk.deck.read import read_deck
from talk.errors import Diagnostics, Span, TalkError, shown_path
from talk.golang.answers import Answer
from talk.golang.compare import differences
from talk.golang.programs import Program
from talk.golang.questions import Question
from talk.golang.recordings import Recordings, recorded
from talk.golang.toolchain import Go, find_go, open_bench
from talk.golang.verbs import ASKERS
from talk.golang.verbs.step import NoDebuggerError
from talk.project import Project, open_cache

Told = Callable[[str], None]


@dataclass(slots=True)
class Recorder:
    """Asks about a deck's programs. `progress` hears of each question when it is put."""

    go: Go
    recordings: Recordings
    diagnostics: Diagnostics
    progress: Told
    unchecked: list[str] = field(default_factory=list)

    def record(self, asks: Sequence[Ask], *, anew: bool) -> list[Path]:
        """Answer what is not recorded, or has changed, or all of it anew; the files that were written."""
        written = []
        for ask, question in _each_once(asks):
            program = ask.program
            known = self.recordings.find(program, question)
            if known is not None and not anew and known.go == self.go.name:
                continue
            with self._told(ask, question):
                answer = self._ask(program, question)
                written.append(self.recordings.write(recorded(program, question, self.go.name, answer)))
        return written

    def check(self, asks: Sequence[Ask]) -> int:
        """Ask all again; every difference is an error. How many recordings were compared."""
        count = 0
        for ask, question in _each_once(asks):
            path = self.recordings.path(ask.program.name, question)
            with self._told(ask, question):
                known = self.recordings.find(ask.program, question)
                if known is None:
                    raise TalkError(f"'{question}' of go/{ask.program.name} is not recorded as it is now")
                try:
                    answer = self._ask(ask.program, question, timed=False)
                except NoDebuggerError as error:
                    self.unchecked.append(f"{shown_path(path)} is not checked: {error.diagnostics[0].text}")
                    continue
                count += 1
                for text in differences(known.answer, answer):
                    self.diagnostics.error(
                        text, Span(path), "run 'talk record --only' to take it", "recording"
                    )
        return count

    def _ask(self, program: Program, question: Question, *, timed: bool = True) -> Answer:
        self.progress(f"go/{program.name}: {question}")
        with open_bench(self.go, program.files, program.name, timed=timed) as bench:
            return ASKERS[question.verb](bench, program, question)

    @contextmanager
    def _told(self, ask: Ask, question: Question) -> Iterator[None]:
        """An error of Go becomes one at the block that asks."""
        try:
            yield
        except TalkError as error:
            told = error.diagnostics[0]
            text = f"'{question}' of go/{ask.program.name}: {told.text}"
            self.diagnostics.error(text, ask.block.span, told.hint, "recording")


def open_recorder(
    project: Project, diagnostics: Diagnostics, progress: Told, only: str = ""
) -> tuple[Recorder, list[Ask]]:
    """What records a project's answers, and all that its deck asks; `only` of one program.

    Raises:
        TalkError: there is no Go, not the one that the deck pins, or the deck cannot be read.
    """
    deck = read_deck(project.source, diagnostics)
    asks = asks_of(deck, project.home, diagnostics)
    diagnostics.stop_on_errors()
    go = find_go(open_cache(project.root, "go"))
    pin = deck.meta.go
    if not is_pinned(go.version, pin):
        where = deck.meta.spans.get("go")
        raise TalkError(
            f"the deck wants Go {pin}, this is {go.version}", where, "change 'go:' or let TALK_GO name it"
        )
    if only and only not in {ask.program.name for ask in asks}:
        raise TalkError(f"no slide asks about a program '{only}'", hint="name a folder of go/")
    kept = [ask for ask in asks if only in ("", ask.program.name)]
    return Recorder(go, Recordings(project.recordings), diagnostics, progress), kept


def escape_labels(file: Path, progress: Told) -> dict[str, object]:
    """The compiler's verdicts on a file of its own, as `{"m": [[line, column, text]...], "m_l": [...]}`.

    Raises:
        TalkError: there is no Go, or the file does not compile.
    """
    from talk.golang.labels import labels_of

    go = find_go(open_cache(file.absolute().parent, "go"))
    progress(f"{file.name}: -gcflags=-m")
    return labels_of(go, file)


def _each_once(asks: Sequence[Ask]) -> Iterator[tuple[Ask, Question]]:
    """Every question with the first block that asks it."""
    seen = set()
    for ask in asks:
        for question in ask.questions.values():
            if (ask.program.name, question) not in seen:
                seen.add((ask.program.name, question))
                yield ask, question
