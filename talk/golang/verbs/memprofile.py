"""`memprofile`: the lines that allocate while the benchmarks run, as the heap profile counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from talk.golang.answers import Profile, ProfileLine
from talk.golang.programs import Program
from talk.golang.questions import Question
from talk.golang.toolchain import Bench
from talk.golang.verbs.bench import TESTS, run_tests

OPERATIONS = 1000
_PROFILE = "mem.out"
_INDEXES = ("alloc_space", "alloc_objects", "inuse_space", "inuse_objects")
_ROUTINE = re.compile(r"^ROUTINE =+ \S+ in (\S+)$")
_ROW = re.compile(r"^\s*(?P<flat>\.|[\d.]+)B?\s+(?:\.|[\d.]+)B?\s+(?P<line>\d+):")


def ask_memprofile(bench: Bench, program: Program, _question: Question) -> Profile:
    """Every allocation is counted (`memprofilerate=1`), in a fixed number of operations."""
    words = ("-test.run=^$", "-test.bench=.", "-test.benchmem", f"-test.benchtime={OPERATIONS}x")
    run_tests(bench, program, *words, f"-test.memprofile={_PROFILE}", "-test.memprofilerate=1")
    counts: dict[tuple[str, int], dict[str, int]] = {}
    for index in _INDEXES:
        words = ("tool", "pprof", f"-list=^{re.escape(program.module)}\\.", f"-sample_index={index}")
        unit = ("-unit=b",) if index.endswith("space") else ()
        said = bench.needed(*words, *unit, TESTS, _PROFILE).text()
        for file, line, count in read_list(bench.hidden(said)):
            counts.setdefault((file, line), {})[index] = count
    rows = sorted((place, each) for place, each in counts.items() if not place[0].endswith("_test.go"))
    lines = [ProfileLine(*place, *(each.get(index, 0) for index in _INDEXES)) for place, each in rows]
    return Profile(OPERATIONS, tuple(lines))


def read_list(text: str) -> Iterator[tuple[str, int, int]]:
    """File, line and count of every line that allocates itself, from `pprof -list`."""
    file = ""
    for line in text.splitlines():
        routine, row = _ROUTINE.match(line), _ROW.match(line)
        if routine:
            file = routine[1].removeprefix("./")
        elif row and row["flat"] != ".":
            yield file, int(row["line"]), round(float(row["flat"]))
