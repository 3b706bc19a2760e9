"""`run`: the program's output and exit status; more than once where they differ."""

from __future__ import annotations

from collections import Counter

from talk.errors import TalkError
from talk.golang.answers import Output, Run
from talk.golang.compare import normal_output
from talk.golang.confined import Limits
from talk.golang.programs import Program
from talk.golang.questions import Question
from talk.golang.toolchain import Bench
from talk.golang.verbs.build import built

FIRST_RUNS = 3  # two of them would often agree by chance
RUNS = 20
MAX_RUNS = 1000
_OTHERS = 3
LIMITS = Limits()


def ask_run(bench: Bench, program: Program, question: Question) -> Run:
    """Run the program as often as it takes to see whether its outcome varies, or as often as is asked for."""
    path = built(bench)
    asked = int(question.about) if question.about else 0
    outputs = [run_once(bench, path, program) for _ in range(asked or FIRST_RUNS)]
    if not asked and len({normal_output(each) for each in outputs}) > 1:
        outputs += [run_once(bench, path, program) for _ in range(RUNS - FIRST_RUNS)]
    seen = Counter(map(normal_output, outputs)).most_common()
    kinds = [next(each for each in outputs if normal_output(each) == kind) for kind, _ in seen]
    if len(kinds) == 1 and not asked:
        return Run(kinds[0])
    return Run(kinds[0], runs=len(outputs), agree=seen[0][1], others=tuple(kinds[1 : _OTHERS + 1]))


def run_once(bench: Bench, path: str, program: Program, **variables: str) -> Output:
    """One run of a compiled program.

    Raises:
        TalkError: it did not end, or wrote too much.
    """
    ran = bench.program(bench.folder / path, limits=LIMITS, **variables)
    if ran.broke == "seconds":
        raise TalkError(
            f"the program {program.name} did not end within {LIMITS.seconds:g} s", hint="let it end"
        )
    if ran.broke == "output":
        most = LIMITS.output_bytes >> 10
        raise TalkError(f"the program {program.name} wrote more than {most} KiB", hint="let it write less")
    pieces = tuple((name, bench.hidden(data.decode(errors="replace"))) for name, data in ran.pieces)
    return Output(pieces, ran.exit_code)
