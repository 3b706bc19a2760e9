"""The real Go: each question to a small program, and memory that agrees with what the program prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from talk.errors import TalkError
from talk.golang.answers import Moment, Stepped, Variable
from talk.golang.toolchain import Go

pytestmark = [pytest.mark.go, pytest.mark.slow]

Ask = Callable[..., Any]

STEPPED = """package main

type user struct {
	name string
	age  int
}

//go:noinline
func made() *user {
	u := user{"ann", 30}
	u.age++
	return &u
}

//go:noinline
func deep(n int) int {
	var frame [3000]byte
	frame[n] = byte(n)
	if n == 0 {
		return 0
	}
	return deep(n-1) + int(frame[n])
}

// region main
func main() {
	n := 42
	p := &n
	println(&n, p)
	s := make([]int, 0, 2)
	println(&s)
	s = append(s, 1, 2)
	println(&s[0])
	s = append(s, 3)
	println(&s[0])
	u := made()
	println(u)
	deep(4)
	println(&n, p)
	println(s[0], u.age)
}

// endregion
"""


@pytest.fixture(scope="module")
def stepped(ask: Ask) -> Stepped:
    """The program, stepped through in its main."""
    found: Stepped = ask("step", "main.go#main", main=STEPPED)
    return found


def after(stepped: Stepped, code: str) -> Moment:
    """The moment behind the only line with that code."""
    line = next(number for number, text in enumerate(STEPPED.splitlines(), 1) if text.strip() == code)
    return next(moment for moment in stepped.moments if moment.line == line + 1)


def local(moment: Moment, name: str) -> Variable:
    """A local of main."""
    return next(each for each in moment.frames[0].variables if each.name == name)


def printed(moment: Moment) -> list[int]:
    """The addresses on the last line that the program has printed."""
    return [int(each, 16) for each in moment.output.splitlines()[-1].split()]


def test_addresses_are_those_that_the_program_prints(stepped: Stepped) -> None:
    """A local, what its pointer holds and what println shows of both are one address."""
    moment = after(stepped, "println(&n, p)")
    n, p = local(moment, "n"), local(moment, "p")
    assert printed(moment) == [n.address, p.to]
    assert n.address == p.to
    assert moment.stack[0] <= n.address < moment.stack[1]


def test_a_slice_leaves_the_stack(stepped: Stepped) -> None:
    """Its first array lies on the stack; append moves it to the heap, where the program finds it."""
    small, large = after(stepped, "s = append(s, 1, 2)"), after(stepped, "s = append(s, 3)")
    homes = []
    for moment in (small, large):
        array = next(each for each in moment.objects if each.address == local(moment, "s").to)
        homes.append((array.place, [part.value for part in array.parts]))
    assert homes == [("stack", ["1", "2"]), ("heap", ["1", "2", "3", "0"])]
    assert printed(after(stepped, "println(&s[0])")) == [local(small, "s").to]


def test_a_variable_that_escapes_lives_on_the_heap(stepped: Stepped) -> None:
    """What a call returns the address of is an object of the heap, with its fields."""
    moment = after(stepped, "println(u)")
    user = next(each for each in moment.objects if each.address == local(moment, "u").to)
    assert (user.type, user.place, user.size) == ("user", "heap", 24)
    assert [part.value for part in user.parts] == ['"ann"', "31"]
    assert printed(moment) == [user.address]


def test_a_stack_that_moves_takes_its_pointers_along(stepped: Stepped) -> None:
    """Local and pointer move by the same distance, and the program prints the new address."""
    before, moved = after(stepped, "println(u)"), after(stepped, "deep(4)")
    assert moved.moved
    for name in ("n", "p", "s"):
        assert local(moved, name).address - local(before, name).address == moved.moved
    assert local(moved, "p").to - local(before, "p").to == moved.moved
    assert local(moved, "s").to == local(before, "s").to
    last = next(each for each in stepped.moments if each.line > moved.line)
    assert printed(last) == [local(moved, "n").address, local(moved, "p").to]


def test_a_call_shows_the_frame_of_an_escaped_variable(ask: Ask) -> None:
    """In its function the variable stands as the address that the frame holds."""
    found: Stepped = ask("step", "main.go", main=STEPPED)
    inside = [each for each in found.moments if each.frames[-1].function == "made"][-1]
    variable = next(each for each in inside.frames[-1].variables if each.heap)
    assert (variable.name, variable.type) == ("&u", "*user")
    assert any(each.address == variable.to and each.place == "heap" for each in inside.objects)
    assert inside.frames[-1].high <= inside.frames[0].low + 8


def test_recording_twice_gives_the_same(ask: Ask, stepped: Stepped) -> None:
    """Not a byte differs."""
    assert ask("step", "main.go#main", main=STEPPED) == stepped


def test_goroutines_have_stacks_of_their_own(ask: Ask) -> None:
    """Each statement knows its goroutine, and the bounds of its stack."""
    code = (
        'package main\n\nimport "sync"\n\nfunc main() {\n\tn := 1\n\tvar wg sync.WaitGroup\n'
        "\twg.Go(func() {\n\t\tn++\n\t})\n\twg.Wait()\n\tprintln(n)\n}\n"
    )
    found: Stepped = ask("step", "main.go", main=code)
    stacks = {each.goroutine: each.stack for each in found.moments}
    assert len(stacks) == 2
    (one, other) = stacks.values()
    assert one[1] <= other[0] or other[1] <= one[0]


def test_too_many_moments_are_an_error(ask: Ask) -> None:
    """A long loop is refused with the way out."""
    code = "package main\n\nfunc main() {\n\tn := 0\n\tfor n < 1000 {\n\t\tn++\n\t}\n\tprintln(n)\n}\n"
    with pytest.raises(TalkError, match=r"more than 160 statements.*region"):
        ask("step", "main.go", main=code)


def test_nothing_of_the_user_reaches_a_program(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its environment is what docs/go.md names."""
    monkeypatch.setenv("TOKEN", "secret")
    monkeypatch.setenv("GOFLAGS", "-tags=odd")
    code = (
        'package main\n\nimport (\n\t"fmt"\n\t"os"\n\t"strings"\n)\n\nfunc main() {\n'
        '\tfor _, each := range os.Environ() {\n\t\tfmt.Println(strings.Split(each, "=")[0])\n\t}\n}\n'
    )
    said = ask("run", main=code).output.text().split()
    assert sorted(said) == ["HOME", "LC_ALL", "PATH", "TMPDIR", "TZ"]


def test_an_outcome_that_varies_is_run_more_often(ask: Ask) -> None:
    """What differs from run to run is told with how often it came so."""
    code = 'package main\n\nimport "math/rand/v2"\n\nfunc main() { println(rand.IntN(1000)) }\n'
    found = ask("run", main=code)
    assert found.runs == 20
    assert found.agree < 20
    assert found.others


def test_a_program_that_does_not_compile_is_an_error(ask: Ask) -> None:
    """The compiler is quoted, without the folders of this machine."""
    with pytest.raises(TalkError, match=r"\./main\.go:3:15: undefined: nowhere") as caught:
        ask("run", main="package main\n\nfunc main() { nowhere() }\n")
    assert "/tmp" not in str(caught.value)


RECORD = """package main

type record struct {
	ok bool
	id int64
}

//go:noinline
func made() *record { return &record{id: 1} }

func inlined() *record { return &record{id: 2} }

func main() { println(made().id, inlined().id) }
"""
BENCH = """package main

import "testing"

var kept *record

func BenchmarkMade(b *testing.B) {
	for b.Loop() {
		kept = made()
	}
}
"""


def test_verdicts_with_inlining_and_without(ask: Ask) -> None:
    """A call that is inlined has a verdict of its own at the caller."""
    found = ask("escape", main=RECORD)
    at_call = [each.text for each in found.inlined if each.line == 13]
    assert "&record{...} does not escape" in at_call
    assert not [each for each in found.called if each.line == 13]
    assert any(each.text.startswith("  flow: ~r0 ← ") for each in found.inlined_why)


def test_a_layout_is_that_of_unsafe(ask: Ask) -> None:
    """Size, alignment and offsets of the type that is named; no other type is."""
    found = ask("layout", "record", main=RECORD)
    assert (found.size, found.align) == (16, 8)
    assert [(each.name, each.offset, each.size) for each in found.fields] == [("ok", 0, 1), ("id", 8, 8)]
    with pytest.raises(TalkError, match="declares no type 'other'"):
        ask("layout", "other", main=RECORD)


@pytest.mark.long
def test_benchmarks_and_their_profile(ask: Ask) -> None:
    """Allocations an operation, and the line that they come from."""
    (timing,) = ask("bench", main=RECORD, main_test=BENCH).timings
    assert (timing.name, timing.allocs, timing.bytes, len(timing.ns)) == ("Made", 1, 16, 5)
    profile = ask("memprofile", main=RECORD, main_test=BENCH)
    line = next(each for each in profile.lines if each.line == 9)
    assert 16 * profile.operations <= line.alloc_bytes <= 17 * profile.operations
    with pytest.raises(TalkError, match="has no benchmarks"):
        ask("bench", main=RECORD)


def test_a_frame_in_the_listing(ask: Ask) -> None:
    """The function that is named, and a hint where none is."""
    assert ask("asm", "made", main=RECORD).checks_stack
    with pytest.raises(TalkError, match=r"no function 'mode' was compiled.*did you mean 'made'"):
        ask("asm", "mode", main=RECORD)


def test_the_version_is_told(go: Go) -> None:
    """Recordings name the Go by its version and its machine."""
    assert re.fullmatch(r"go\d+\.\d+\S* \w+/\w+", go.name)
