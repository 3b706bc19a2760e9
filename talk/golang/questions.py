"""What may be asked of a program: a verb, and what it is about."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from talk.golang.programs import Program

VERBS = ("run", "vet", "escape", "asm", "bench", "memprofile", "layout", "gctrace", "step")


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the real Go.

    `about` is the function of `asm`, the type of `layout`, for `step` the file and perhaps its region
    (`main.go` or `main.go#main`), for `run` the number of runs if the author asks for one.
    """

    verb: str
    about: str = ""

    @property
    def slug(self) -> str:
        """Its part of a file's name: letters, digits, points and hyphens."""
        about = re.sub(r"[^\w.]+", "-", self.about).strip("-")
        return f"{self.verb}-{about}" if about else self.verb

    def __str__(self) -> str:
        return f"{self.verb}={self.about}" if self.about else self.verb


def key_of(program: Program, question: Question, go: str) -> str:
    """A digest of all that an answer depends on: every file, the question, and the Go by its name."""
    digest = hashlib.sha256()
    for part in (question.verb, question.about, go):
        _add(digest, part.encode())
    for path, data in sorted(program.files.items()):
        _add(digest, path.encode())
        _add(digest, data)
    return digest.hexdigest()


def _add(digest: hashlib._Hash, part: bytes) -> None:
    digest.update(len(part).to_bytes(8, "big") + part)
