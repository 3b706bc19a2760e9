"""Comparing answers: what is of one run only is no difference."""

from __future__ import annotations

import pytest

from talk.golang.answers import (
    Asm,
    Benchmarks,
    GCTrace,
    Instruction,
    Output,
    Profile,
    ProfileLine,
    Run,
    Timing,
    Vet,
)
from talk.golang.compare import differences, normal


def run(text: str, exit_status: int = 0, *others: str, agree: int = 3) -> Run:
    """What three runs have printed."""
    outputs = tuple(Output((("out", each),), exit_status) for each in (text, *others))
    return Run(outputs[0], 3, agree, outputs[1:])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("at 0xc000012345", "at 0x1"),
        ("goroutine 7 [running]:", "goroutine 18 [running]:"),
        ("took 12.5ms", "took 3µs"),
        ("open /tmp/talk-go-x1/a: no", "open /tmp/talk-go-y2/b: no"),
    ],
)
def test_addresses_times_goroutines_and_temporary_paths_are_noise(one: str, other: str) -> None:
    """Two texts that differ in them alone are the same."""
    assert normal(one) == normal(other)


def test_other_numbers_are_not_noise() -> None:
    """A count is a finding."""
    assert normal("3 of 4") != normal("4 of 4")


MUCH = Benchmarks("", 2, (Timing("A", (10.0,), 264, 3),))
TIMING = Benchmarks("", 2, (Timing("A", (10.0, 12.0), 16, 1),))
PROFILE = Profile(1000, (ProfileLine("main.go", 3, 16_000, 1000, 0, 0),))
ASM = Asm("f", 64, 0, checks_stack=True, instructions=(Instruction(1, "RET"),))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (run("a\n"), run("a\n"), []),
        (run("a 0xc1\n"), run("a 0xc2\n"), []),
        (run("a\n"), run("b\n"), ["output: 'a', now 'b'"]),
        (run("a\n"), run("a\n", 2), ["exit status 0, now 2"]),
        (run("a\n", 0, "b\n", agree=2), run("b\n", 0, "a\n", agree=2), []),
        (run("a\n"), run("a\n", 0, "b\n", agree=2), ["output: it varies now, 2 of 3 runs agree"]),
        (TIMING, Benchmarks("", 2, (Timing("A", (20.0,), 16, 1),)), []),
        (TIMING, Benchmarks("", 2, (Timing("A", (90.0,), 16, 1),)), []),
        (MUCH, Benchmarks("", 2, (Timing("A", (10.0,), 265, 3),)), []),
        (
            MUCH,
            Benchmarks("", 2, (Timing("A", (10.0,), 280, 3),)),
            ["A: 3 allocs and 264 B an operation, now 3 and 280 B"],
        ),
        (
            TIMING,
            Benchmarks("", 2, (Timing("A", (10.0,), 0, 0),)),
            ["A: 1 allocs and 16 B an operation, now 0 and 0 B"],
        ),
        (TIMING, Benchmarks("", 2, ()), ["benchmark A is gone"]),
        (PROFILE, Profile(1000, (ProfileLine("main.go", 3, 16_096, 1002, 0, 0),)), []),
        (
            PROFILE,
            Profile(1000, (ProfileLine("main.go", 3, 32_000, 1000, 0, 0),)),
            ["main.go:3: 16000 B, now 32000 B"],
        ),
        (GCTrace(100, 2, ("gc",) * 10), GCTrace(100, 2, ("gc",) * 8), []),
        (GCTrace(100, 2, ("gc",) * 10), GCTrace(100, 2, ("gc",) * 2), ["10 cycles, now 2"]),
        (ASM, Asm("f", 72, 0, checks_stack=True, instructions=()), ["frame: 64 B, now 72 B"]),
        (Vet(""), Vet("main.go:3: oh"), ["the answer is another"]),
    ],
)
def test_a_difference_is_told_in_words(old: object, new: object, told: list[str]) -> None:
    """Exact things are compared exactly, times by what another machine explains."""
    found = [each.removeprefix("output: exit") for each in differences(old, new)]  # type: ignore[arg-type]
    assert found == [each.removeprefix("exit") for each in told]
