"""Claims: what holds says nothing, what does not quotes what was said."""

from __future__ import annotations

import pytest

from talk.golang.answers import Asm, Benchmarks, Escape, Output, Run, Timing, Verdict
from talk.golang.claims import check_allocs, check_escape, check_frame, check_run, subject_of

PANIC = Run(Output((("err", "panic: oh\n\ngoroutine 1 [running]:\n"),), 2))
FINE = Run(Output((("out", "9 0 1\n"), ("err", "2\n")), 0))


@pytest.mark.parametrize(
    ("run", "prints", "expect", "told"),
    [
        (FINE, "9 0 1 2", "", []),
        (FINE, "0 1", "", []),
        (FINE, "9 1", "", ["it does not print '9 1' but '9 0 1 2'"]),
        (FINE, "", "panic", ["it does not panic: exit status 0"]),
        (FINE, "", "exit:0", []),
        (PANIC, "panic: oh", "panic", []),
        (PANIC, "", "exit:2", []),
        (PANIC, "", "exit:1", ["it does not end with status 1 but with 2"]),
        (
            PANIC,
            "",
            "",
            ["it ends with status 2, which the slide does not expect: 'panic: oh goroutine 1 [running]:'"],
        ),
    ],
)
def test_output_and_end(run: Run, prints: str, expect: str, told: list[str]) -> None:
    """Words in a row and the exit status; a failure that nobody expects is no success."""
    assert list(check_run(run, prints, expect)) == told


VERDICTS = (
    Verdict("main.go", 3, 2, "moved to heap: u"),
    Verdict("main.go", 4, 9, "&user{...} escapes to heap"),
    Verdict("main.go", 5, 9, "leaking param: p to result ~r0 level=0"),
    Verdict("main.go", 6, 9, "q does not escape"),
    Verdict("main.go", 9, 2, "moved to heap: far"),
    Verdict("other.go", 3, 2, "moved to heap: other"),
)


@pytest.mark.parametrize(
    ("escapes", "stays", "told"),
    [
        (["u", "&user{...}", "p"], ["q", "quiet"], []),
        (["q"], [], ["'q' does not escape: './main.go:6:9: q does not escape'"]),
        (["quiet"], [], ["'quiet' does not escape, of which the compiler says nothing there"]),
        ([], ["u"], ["'u' does not stay: './main.go:3:2: moved to heap: u'"]),
        ([], ["p"], ["'p' does not stay: './main.go:5:9: leaking param: p to result ~r0 level=0'"]),
        ([], ["nobody"], ["there is no 'nobody' in the code that is shown"]),
        (["far"], [], ["'far' does not escape, of which the compiler says nothing there"]),
        (["other"], [], ["'other' does not escape, of which the compiler says nothing there"]),
    ],
)
def test_what_escapes(escapes: list[str], stays: list[str], told: list[str]) -> None:
    """Only verdicts on the lines that are shown count, in their file."""
    escape = Escape(inlined=VERDICTS, called=())
    text = "u q quiet p far other"
    assert list(check_escape(escape, "main.go", range(1, 8), text, escapes, stays)) == told


@pytest.mark.parametrize(
    ("text", "name", "fate"),
    [
        ("moved to heap: u", "u", "escapes"),
        ("make([]int, 0, n) escapes to heap", "make([]int, 0, n)", "escapes"),
        ("... argument does not escape", "... argument", "stays"),
        ("leaking param content: p", "p", "leaks"),
        ("can inline f", "", ""),
    ],
)
def test_a_verdict_is_about_something(text: str, name: str, fate: str) -> None:
    """Its name and its fate are read from the compiler's words."""
    found = subject_of(Verdict("main.go", 1, 1, text))
    assert (found.name, found.fate) == (name, fate)


def test_allocations_and_frames() -> None:
    """Of all benchmarks or of those that are named; a frame has an upper bound."""
    found = Benchmarks("", 1, (Timing("A", (1.0,), 0, 0), Timing("B", (1.0,), 8, 1)))
    assert list(check_allocs(found, "A:0,B:1")) == []
    assert list(check_allocs(found, "0")) == ["B does not allocate 0 times an operation but 1 times"]
    assert list(check_allocs(found, "C:0")) == ["there is no benchmark 'C' (there are A, B)"]
    asm = Asm("f", 128, 8, checks_stack=True, instructions=())
    assert list(check_frame(asm, "128")) == []
    assert list(check_frame(asm, "127")) == ["the frame of f has 128 bytes, more than 127"]
    assert list(check_frame(asm, "few")) == ["frame-max is a number of bytes, not 'few'"]
