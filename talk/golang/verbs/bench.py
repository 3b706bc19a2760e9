"""`bench`: the program's benchmarks, several times, and the machine they ran on."""

from __future__ import annotations

import re

from talk.errors import TalkError
from talk.golang.answers import Benchmarks, Timing
from talk.golang.confined import Limits
from talk.golang.programs import Program
from talk.golang.questions import Question
from talk.golang.toolchain import Bench

COUNT = 5
_SECONDS, _SECONDS_UNTIMED = 0.3, 0.05
LIMITS = Limits(seconds=120, output_bytes=1 << 20)
_LINE = re.compile(
    r"^Benchmark(?P<name>\S+?)(?:-(?P<procs>\d+))?\s+\d+\s+(?P<ns>[\d.]+) ns/op"
    r".*?\s(?P<bytes>\d+) B/op\s+(?P<allocs>\d+) allocs/op",
    re.M,
)
_CPU = re.compile(r"^cpu: (.*)$", re.M)
TESTS = "talk.test"


def ask_bench(bench: Bench, program: Program, _question: Question) -> Benchmarks:
    """All benchmarks of the program, in their order."""
    count, seconds = (COUNT, _SECONDS) if bench.timed else (1, _SECONDS_UNTIMED)
    words = ("-test.run=^$", "-test.bench=.", "-test.benchmem", f"-test.count={count}")
    said = run_tests(bench, program, *words, f"-test.benchtime={seconds}s")
    rows = list(_LINE.finditer(said))
    names = list(dict.fromkeys(row["name"] for row in rows))
    cpu = _CPU.search(said)
    return Benchmarks(
        cpu=cpu[1].strip() if cpu else "",
        procs=int(rows[0]["procs"] or 1),
        timings=tuple(_timing(name, [row for row in rows if row["name"] == name]) for name in names),
    )


def run_tests(bench: Bench, program: Program, *words: str) -> str:
    """What the program's tests say, compiled and then run alone.

    Raises:
        TalkError: it has no tests, they fail, or take too long.
    """
    if not any(path.endswith("_test.go") for path in program.files):
        raise TalkError(f"the program {program.name} has no benchmarks", hint="write them into main_test.go")
    bench.needed("test", "-c", "-o", TESTS, ".")
    ran = bench.program(bench.folder / TESTS, *words, limits=LIMITS)
    said = ran.text()
    if ran.broke or ran.exit_code:
        why = f"did not end within {LIMITS.seconds:g} s" if ran.broke else f"fail: {said.strip()[:200]}"
        raise TalkError(f"the benchmarks of {program.name} {why}")
    if not _LINE.search(said):
        raise TalkError(
            f"the program {program.name} has no benchmarks", hint="write func BenchmarkX(b *testing.B)"
        )
    return said


def _timing(name: str, rows: list[re.Match[str]]) -> Timing:
    times = tuple(float(row["ns"]) for row in rows)
    return Timing(name, times, int(rows[0]["bytes"]), int(rows[0]["allocs"]))
