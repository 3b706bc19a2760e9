"""Recordings: what the real Go said, as JSON in `SOURCE/recordings/`, one file a program and question."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from talk.errors import TalkError, shown_path
from talk.golang.answers import Answer
from talk.golang.programs import Program
from talk.golang.questions import Question, key_of

FOLDER = "recordings"
MAX_BYTES = 8 << 20
_WIDTH = 110


class Recording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer, the Go that gave it (`go1.27.3 linux/amd64`), and a digest of all that it depends on."""

    program: str
    verb: str
    about: str
    go: str
    key: str
    answer: Answer

    @property
    def version(self) -> str:
        """`1.27.3`."""
        return self.go.split()[0].removeprefix("go")

    @property
    def question(self) -> Question:
        return Question(self.verb, self.about)


@dataclass(frozen=True, slots=True)
class Recordings:
    """The recordings beside a deck's slides."""

    folder: Path

    def path(self, program: str, question: Question) -> Path:
        """Where an answer is kept: `recordings/NAME.run.json`."""
        return self.folder / f"{program}.{question.slug}.json"

    def find(self, program: Program, question: Question) -> Recording | None:
        """The recording of a question to a program as it is now; None if there is none that is valid.

        Raises:
            TalkError: there is a file, but it is no recording.
        """
        found = self.read(self.path(program.name, question))
        if found is None or found.key != key_of(program, question, found.go):
            return None
        return found

    def read(self, path: Path) -> Recording | None:
        """The recording in a file; None if there is no such file.

        Raises:
            TalkError: the file is no recording.
        """
        if not path.is_file():
            return None
        try:
            if path.stat().st_size > MAX_BYTES:
                raise msgspec.DecodeError(f"more than {MAX_BYTES >> 20} MiB")
            return msgspec.json.decode(path.read_bytes(), type=Recording)
        except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
            raise TalkError(
                f"{shown_path(path)} is no recording: {error}", hint="delete it, then run 'talk record'"
            ) from error

    def write(self, recording: Recording) -> Path:
        """Keep a recording; the file is whole at any time."""
        path = self.path(recording.program, recording.question)
        path.parent.mkdir(exist_ok=True)
        text = pretty(msgspec.to_builtins(recording)) + "\n"
        if len(text.encode()) > MAX_BYTES:
            raise TalkError(
                f"the answer is larger than {MAX_BYTES >> 20} MiB", hint="ask for less of the program"
            )
        staged = path.with_suffix(".new")
        staged.write_text(text, encoding="utf-8")
        staged.replace(path)
        return path


def recorded(program: Program, question: Question, go: str, answer: Answer) -> Recording:
    """An answer as a recording."""
    key = key_of(program, question, go)
    return Recording(program.name, question.verb, question.about, go, key, answer)


def pretty(value: Any, indent: int = 0) -> str:
    """JSON in which what fits stands on one line, so that a change is a change of few lines."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= _WIDTH or not isinstance(value, (dict, list, tuple)) or not value:
        return flat
    inner = " " * (indent + 1)
    if isinstance(value, dict):
        rows = [f"{json.dumps(name)}: {pretty(each, indent + 1)}" for name, each in value.items()]
        return "{\n" + ",\n".join(inner + row for row in rows) + "\n" + " " * indent + "}"
    rows = [pretty(each, indent + 1) for each in value]
    return "[\n" + ",\n".join(inner + row for row in rows) + "\n" + " " * indent + "]"
