"""`asm=FUNC`: the function as it was compiled, the size of its frame, and whether it checks its stack."""

from __future__ import annotations

import os
import re

from talk.errors import TalkError, did_you_mean
from talk.golang.answers import Asm, Instruction
from talk.golang.programs import Program
from talk.golang.questions import Question
from talk.golang.toolchain import Bench

_HEAD = re.compile(r"^(\S+) STEXT (.*)$")
_INSTRUCTION = re.compile(r"^\t0x[0-9a-f]+ \d+ \(([^)]*?)(?::(\d+))?\)\t(.*)$")
_NOTES = ("PCDATA", "FUNCDATA")
_CHECK = "runtime.morestack"


def ask_asm(bench: Bench, _program: Program, question: Question) -> Asm:
    """The function that the question names, without its package.

    Raises:
        TalkError: the program has none of that name.
    """
    said = bench.needed("build", "-trimpath", "-gcflags=-S", "-o", os.devnull, ".").text("err")
    functions = read_listing(said)
    found = functions.get(question.about)
    if found is None:
        own = [name for name in functions if "." not in name.lstrip("(")]
        hint = did_you_mean(question.about, functions) or f"it has {', '.join(own[:8])}"
        raise TalkError(f"no function '{question.about}' was compiled", hint=hint)
    return found


def read_listing(text: str) -> dict[str, Asm]:
    """Every function of package main in a listing of `-gcflags=-S`, by its name."""
    functions: dict[str, Asm] = {}
    rows: list[Instruction] = []
    name = ""
    for line in [*text.splitlines(), ". STEXT size=0"]:
        head, row = _HEAD.match(line), _INSTRUCTION.match(line)
        if row and name:
            rows.append(Instruction(int(row[2] or 0), " ".join(row[3].split("\t"))))
        elif head:
            if name and rows:
                functions[name] = _function(name, rows)
            own = head[1].startswith("main.")
            name, rows = (head[1].removeprefix("main.") if own else ""), []
    return functions


def _function(name: str, rows: list[Instruction]) -> Asm:
    """A function from its head and its rows. TEXT says the frame, the saved frame pointer included."""
    frame = re.search(r"\$(-?\d+)-(\d+)", rows[0].text)
    return Asm(
        function=name,
        frame_bytes=int(frame[1]) if frame else 0,
        argument_bytes=int(frame[2]) if frame else 0,
        checks_stack=any(_CHECK in row.text for row in rows),
        instructions=tuple(row for row in rows if not row.text.startswith(_NOTES)),
    )
