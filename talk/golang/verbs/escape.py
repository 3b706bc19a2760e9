"""`escape`: what the compiler decides about stack and heap, with inlining and without it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from talk.golang.answers import Escape, Verdict
from talk.golang.programs import Program
from talk.golang.questions import Question
from talk.golang.toolchain import Bench

_LINE = re.compile(r"^(?:\./)?([\w./-]+\.go):(\d+):(\d+): (.*)$")


def ask_escape(bench: Bench, _program: Program, _question: Question) -> Escape:
    """The verdicts and their reasons."""
    return Escape(
        inlined=verdicts(bench, "-m"),
        called=verdicts(bench, "-m -l"),
        inlined_why=tuple(_lines(bench, "-m=2")),
        called_why=tuple(_lines(bench, "-m=2 -l")),
    )


def verdicts(bench: Bench, flags: str) -> tuple[Verdict, ...]:
    """What the compiler says under these flags, by place. Columns count bytes, as it prints them."""
    found = _lines(bench, flags)
    return tuple(sorted(found, key=lambda each: (each.file, each.line, each.column, each.text)))


def _lines(bench: Bench, flags: str) -> Iterator[Verdict]:
    """Every line with a place in the program itself, in the compiler's order."""
    said = bench.needed("build", "-o", os.devnull, f"-gcflags={flags}", ".").text("err")
    for line in said.splitlines():
        found = _LINE.match(line)
        if found and not found[1].startswith("/"):
            yield Verdict(found[1], int(found[2]), int(found[3]), found[4])
