"""How each kind of question is put to the real Go: one file for each, one function that asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from talk.golang.answers import Answer
from talk.golang.programs import Program
from talk.golang.questions import Question
from talk.golang.toolchain import Bench
from talk.golang.verbs.asm import ask_asm
from talk.golang.verbs.bench import ask_bench
from talk.golang.verbs.escape import ask_escape
from talk.golang.verbs.gctrace import ask_gctrace
from talk.golang.verbs.layout import ask_layout
from talk.golang.verbs.memprofile import ask_memprofile
from talk.golang.verbs.run import ask_run
from talk.golang.verbs.step import ask_step
from talk.golang.verbs.vet import ask_vet

Asker = Callable[[Bench, Program, Question], Answer]

ASKERS: Mapping[str, Asker] = {
    "run": ask_run,
    "vet": ask_vet,
    "escape": ask_escape,
    "asm": ask_asm,
    "bench": ask_bench,
    "memprofile": ask_memprofile,
    "layout": ask_layout,
    "gctrace": ask_gctrace,
    "step": ask_step,
}
