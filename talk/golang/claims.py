"""What a slide claims of a program, held against what the real Go said of it.

Each check brings a sentence for what does not hold, which quotes what was said; nothing where all holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from talk.golang.answers import Asm, Benchmarks, Escape, Run, Verdict

Fate = Literal["escapes", "stays", "leaks", ""]

_MOVED = re.compile(r"^moved to heap: (.*)$")
_ESCAPES = re.compile(r"^(.*) escapes to heap$")
_STAYS = re.compile(r"^(.*) does not escape$")
_LEAKS = re.compile(r"^leaking param(?: content)?: (\S+)( to result .*)?$")
_QUOTED_CHARS = 80


@dataclass(frozen=True, slots=True)
class Subject:
    """What a verdict is about, and what becomes of it."""

    name: str
    fate: Fate


def subject_of(verdict: Verdict) -> Subject:
    """The variable or expression of a verdict; a note on inlining is about nothing."""
    text = verdict.text
    for pattern, fate in ((_MOVED, "escapes"), (_ESCAPES, "escapes"), (_STAYS, "stays"), (_LEAKS, "leaks")):
        found = pattern.match(text)
        if found:
            return Subject(found[1], fate)  # type: ignore[arg-type]
    return Subject("", "")


def check_run(run: Run, prints: str, expect: str) -> Iterator[str]:
    """The output holds these words in this order, and the program ends as is expected."""
    said = run.output.text()
    words, wanted = said.split(), prints.split()
    places = range(len(words) - len(wanted) + 1)
    if wanted and not any(words[at : at + len(wanted)] == wanted for at in places):
        yield f"it does not print '{prints}' but '{_quoted(said)}'"
    yield from _check_end(run, said, expect)


def _check_end(run: Run, said: str, expect: str) -> Iterator[str]:
    status = run.output.exit
    if expect == "panic":
        if not re.search(r"^panic: ", said, re.M):
            yield f"it does not panic: exit status {status}"
    elif expect.startswith("exit:"):
        if str(status) != expect.removeprefix("exit:"):
            yield f"it does not end with status {expect.removeprefix('exit:')} but with {status}"
    elif status:
        yield f"it ends with status {status}, which the slide does not expect: '{_quoted(said)}'"


def check_escape(
    escape: Escape, file: str, lines: Iterable[int], text: str, escapes: Iterable[str], stays: Iterable[str]
) -> Iterator[str]:
    """In these lines of a file the named things escape, and the others stay; with inlining, as Go builds."""
    shown = frozenset(lines)
    said = [each for each in escape.inlined if each.file == file and each.line in shown]
    subjects = [(subject_of(each), each) for each in said]
    for name in escapes:
        about = [(subject, verdict) for subject, verdict in subjects if subject.name == name]
        if not any(subject.fate in ("escapes", "leaks") for subject, _ in about):
            told = f": '{about[0][1]}'" if about else ", of which the compiler says nothing there"
            yield f"'{name}' does not escape{told}"
    for name in stays:
        against = [
            verdict for subject, verdict in subjects if subject.name == name and subject.fate != "stays"
        ]
        if against:
            yield f"'{name}' does not stay: '{against[0]}'"
        elif not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield f"there is no '{name}' in the code that is shown"


def check_allocs(benchmarks: Benchmarks, claim: str) -> Iterator[str]:
    """`0` of every benchmark, or `Value:0,Pointer:1` of each that is named."""
    found = {each.name: each.allocs for each in benchmarks.timings}
    for part in claim.split(","):
        name, _, count = part.rpartition(":")
        for each in [name] if name else list(found):
            if each not in found:
                yield f"there is no benchmark '{each}' (there are {', '.join(found)})"
            elif str(found[each]) != count:
                yield f"{each} does not allocate {count} times an operation but {found[each]} times"


def check_frame(asm: Asm, claim: str) -> Iterator[str]:
    """The frame of a function has at most so many bytes."""
    if not claim.isdigit():
        yield f"frame-max is a number of bytes, not '{claim}'"
    elif asm.frame_bytes > int(claim):
        yield f"the frame of {asm.function} has {asm.frame_bytes} bytes, more than {claim}"


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _QUOTED_CHARS else flat[: _QUOTED_CHARS - 1] + "…"
