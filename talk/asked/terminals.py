"""The output of programs and tools as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator

from talk.asked.asks import numbers_of
from talk.asked.found import Found
from talk.errors import TalkError
from talk.golang.answers import Asm, Escape, Run, Vet
from talk.render.output import LineKind, Row, Terminal

MAX_PRINTED = 8  # lines beside a program that is stepped through


def terminals_of(found: Found) -> Iterator[Terminal]:
    """The blocks of output that a block of code asks for.

    Raises:
        TalkError: `output-lines` names a line that is not there.
    """
    verbs, mode = found.ask.block.verbs, found.ask.setting("output", "below")
    run, vet = found.answer(Run), found.answer(Vet)
    asm, escape = found.answer(Asm), found.answer(Escape)
    if mode == "none":
        return
    if run is not None and "run" in verbs:
        yield _terminal(found, [*_kept(found, list(_printed(run))), *_ending(run)])
    if vet is not None:
        yield _terminal(found, [Row("command", "go vet ."), *_lines("out", vet.text or "(nothing to say)\n")])
    if asm is not None:
        yield _terminal(found, list(_of_asm(found, asm)))
    if escape is not None and "escape" in verbs and mode == "alone":
        said = [Row("out", str(each)) for each in escape.inlined]
        yield _terminal(found, [Row("command", "go build -gcflags=-m ."), *_kept(found, said)])


def printed_terminal(found: Found, text: str, at_first: int) -> Terminal:
    """What a program prints while it is stepped through, so many lines of it before the first moment."""
    return Terminal(tuple(_lines("out", text))[:MAX_PRINTED], found.version, later=at_first)


def _terminal(found: Found, rows: list[Row]) -> Terminal:
    block = found.ask.block
    later = found.ask.setting("output") == "fragment"
    alone = found.ask.setting("output") == "alone" and "fragment" in block.classes
    return Terminal(tuple(rows), found.version, later or alone, block.font)


def _printed(run: Run) -> Iterator[Row]:
    pieces: list[tuple[LineKind, str]] = [(stream, text) for stream, text in run.output.pieces]
    for stream, text in pieces:
        yield from _lines(stream, text)


def _ending(run: Run) -> Iterator[Row]:
    """How it ended, if not as programs should, and whether it always does so."""
    if run.output.exit > 0:
        yield Row("note", f"exit status {run.output.exit}")
    elif run.output.exit < 0:
        yield Row("note", f"ended by signal {-run.output.exit}")
    if run.runs > 1:
        yield Row("note", f"so in {run.agree} of {run.runs} runs")


def _of_asm(found: Found, asm: Asm) -> Iterator[Row]:
    yield Row("command", f"go build -gcflags=-S .   # {asm.function}")
    check = "checks that the stack is large enough" if asm.checks_stack else "does not check the stack"
    yield Row("note", f"frame {asm.frame_bytes} B, arguments {asm.argument_bytes} B, {check}")
    yield from _kept(found, [Row("out", each.text) for each in asm.instructions])


def _lines(kind: LineKind, text: str) -> Iterator[Row]:
    return (Row(kind, line.rstrip()) for line in text.expandtabs(4).splitlines())


def _kept(found: Found, rows: list[Row]) -> list[Row]:
    """The rows that `output-lines` names, counted from 1."""
    wanted = found.ask.setting("output-lines")
    if not wanted:
        return rows
    numbers = numbers_of(wanted)
    if max(numbers) > len(rows) or min(numbers) < 1:
        raise TalkError(f"output-lines={wanted}: there are {len(rows)} lines", hint="count them from 1")
    return [rows[number - 1] for number in numbers]
