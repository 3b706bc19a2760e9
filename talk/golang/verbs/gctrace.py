"""`gctrace`: the collector's own account of the program's run."""

from __future__ import annotations

import re

from talk.errors import TalkError
from talk.golang.answers import GCTrace
from talk.golang.programs import Program
from talk.golang.questions import Question
from talk.golang.toolchain import Bench
from talk.golang.verbs.build import built
from talk.golang.verbs.run import run_once

GOGC = 100
MAX_CYCLES = 200
_LINE = re.compile(r"^gc \d+ @.*$", re.M)


def ask_gctrace(bench: Bench, program: Program, _question: Question) -> GCTrace:
    """The trace of one run, with two Ps and GOGC=100.

    Raises:
        TalkError: the collector never ran.
    """
    settings = {"GODEBUG": "gctrace=1", "GOGC": str(GOGC), "GOMAXPROCS": "2"}
    said = run_once(bench, built(bench), program, **settings).text("err")
    lines = _LINE.findall(said)
    if not lines:
        raise TalkError(f"the collector never ran in {program.name}", hint="let it allocate more than 4 MiB")
    if len(lines) > MAX_CYCLES:
        raise TalkError(f"{program.name} has {len(lines)} cycles", hint=f"let it have at most {MAX_CYCLES}")
    return GCTrace(GOGC, 2, tuple(lines))
