"""`vet`: what `go vet` has to say."""

from __future__ import annotations

from talk.golang.answers import Vet
from talk.golang.programs import Program
from talk.golang.questions import Question
from talk.golang.toolchain import Bench
from talk.golang.verbs.build import built


def ask_vet(bench: Bench, _program: Program, _question: Question) -> Vet:
    """The findings of `go vet`; the program must compile."""
    built(bench)
    said = bench.hidden(bench.tool("vet", ".").text("err"))
    return Vet("".join(f"{line}\n" for line in said.splitlines() if not line.startswith("#")))
