from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talk.sim.errors import ScenarioError
from talk.sim.memory.run import run_program
from talk.sim.memory.trace import MemoryTrace, Step, Value

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.go"))


def run_file(name: str) -> MemoryTrace:
    """The run of a program in `programs/`, with the variables on the heap that it names."""
    go = (Path(__file__).parent / "programs" / f"{name}.go").read_text(encoding="utf-8")
    heap = re.search(r"^// heap: (.*)$", go, re.MULTILINE)
    return run_program(go, heap=heap.group(1).split() if heap else ())


def line_of(name: str, code: str) -> int:
    """The line of a program that holds this code."""
    lines = (Path(__file__).parent / "programs" / f"{name}.go").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if code in line)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_programs_print_what_go_prints(path: Path) -> None:
    """Each program ends with what it printed when Go 1.27.3 ran it."""
    expected = path.read_text(encoding="utf-8").split("// prints:\n")[1]
    printed = "".join(f"// {line}\n" for line in run_file(path.stem).printed)
    assert printed == expected


def test_a_call_makes_a_frame_below_its_caller() -> None:
    """The callee's frame begins a return address below the caller's, and its parameter is a copy."""
    step = run_file("parameters").at(line_of("parameters", "func byValue"), "call")
    main, callee = step.frames
    assert callee.top_address == main.end_address - 8
    assert step.value("byValue.n").address < step.value("main.n").address
    assert step.value("byValue.n").value == step.value("main.n").value == 10
    assert step.sp == callee.end_address - 8


def test_frames_hold_a_saved_frame_pointer_and_the_variables() -> None:
    """By hand: 8 bytes for the saved frame pointer, 8 for n."""
    step = run_file("parameters").at(line_of("parameters", "n := 10"))
    (main,) = step.frames
    assert (main.frame_bytes, main.top_address - step.value("main.n").address) == (16, 16)


def test_a_pointer_leads_into_the_frame_of_the_caller() -> None:
    """The copied address is the caller's variable, and writing through it changes that."""
    step = run_file("parameters").at(line_of("parameters", "func byPointer"))
    pointer = step.value("byPointer.p")
    assert (pointer.value, pointer.points_to) == (step.value("main.n").address, "main.n")
    assert step.value("main.n").value == 11
    assert step.value("main.n").changed
    assert not pointer.changed


def test_what_has_returned_stays_below_the_stack_pointer_until_it_is_overwritten() -> None:
    """The bytes of the first call lie there until the second takes their place."""
    trace = run_file("parameters")
    after = trace.at(line_of("parameters", "byValue(n)"))
    (gone,) = after.gone
    assert (gone.function, [each.value for each in gone.variables]) == ("byValue", [11])
    assert gone.top_address <= after.sp
    assert trace.at(line_of("parameters", "func byPointer"), "call").gone == ()


def test_a_value_receiver_is_a_copy_of_all_bytes() -> None:
    """The copy has all fields, at other addresses; the original stays."""
    step = run_file("receivers").at(line_of("receivers", "func (a Account) depositCopy"))
    copy, original = step.value("Account.depositCopy.a"), step.value("main.a")
    assert copy.size_bytes == original.size_bytes == 24
    assert [part.value for part in copy.parts] == ["Ann", 150]
    assert [part.value for part in original.parts] == ["Ann", 100]


def test_a_pointer_receiver_is_an_address() -> None:
    """The receiver leads to the original."""
    step = run_file("receivers").at(line_of("receivers", "func (a *Account) deposit("))
    assert step.value("(*Account).deposit.a").points_to == "main.a"
    assert step.value("main.a.cents").value == 150


def test_slices_share_until_append_parts_them() -> None:
    """A full slice gets a new array, a slice with room the same one."""
    trace = run_file("slices")
    parted = trace.at(line_of("slices", "b := append"))
    assert parted.value("main.a").points_to == "heap 1[0]"
    assert parted.value("main.b").points_to == "heap 2[0]"
    assert [part.value for part in parted.value("main.b").parts] == [4, 6]
    shared = trace.at(line_of("slices", "c := append"))
    assert shared.value("main.c").points_to == "heap 2[0]"
    cut = trace.at(line_of("slices", "d := c[1:3]"))
    assert cut.value("main.d").points_to == "heap 2[1]"
    assert cut.objects[1].pointed_by == ("main.b", "main.c", "main.d")


def test_a_value_on_the_heap_outlives_its_function() -> None:
    """While it is returned only a register holds its address; then the caller's variable does."""
    trace = run_file("escape")
    during = trace.at(line_of("escape", "f := File{"))
    assert during.value("open.&f").points_to == "open.f"
    returned = trace.at(line_of("escape", "return &f"), "return")
    assert returned.result is not None
    assert returned.result.points_to == "open.f"
    assert [each.pointed_by for each in returned.objects] == [("result",)]
    stored = trace.at(line_of("escape", 'f := open("log")'))
    assert stored.objects[0].pointed_by == ("main.f",)
    assert stored.objects[0].block_bytes == 24
    second = trace.at(line_of("escape", 'g := open("out")'))
    assert second.value("main.g").points_to == "open.f#2"


def test_package_variables_lead_to_the_heap() -> None:
    """A global pointer keeps its object alive."""
    step = run_file("escape").at(line_of("escape", "last = &kept"))
    assert step.value("package.last").points_to == "main.kept"
    assert {each.value.path for each in step.objects if each.reachable} == {"open.f", "open.f#2", "main.kept"}


def test_growth_adjusts_pointers_and_leaves_integers_stale() -> None:
    """After the move p leads to n at its new place; u is where n was."""
    trace = run_file("growth")
    before = trace.at(line_of("growth", "u := uintptr"))
    after = trace.at(line_of("growth", "func deep"), "call")
    assert after.move is not None
    assert after.stack_hi - after.stack_lo == 8192
    assert after.value("main.n").address - before.value("main.n").address == after.move.delta
    assert after.value("main.p").value == after.value("deep.p").value == after.value("main.n").address
    assert after.value("main.u").value == before.value("main.n").address
    assert (before.value("main.u").stale, after.value("main.u").stale) == (False, True)


def test_a_large_variable_lies_on_the_heap() -> None:
    """Above 128 KiB the compiler moves it there, whatever points to it."""
    trace = run_program("func main() {\nvar a [131072]byte\nvar b [131073]byte\n_, _ = a, b\n}")
    assert [each.value.path for each in trace.at(3).objects] == ["main.b"]


def test_the_collector_frees_what_nothing_leads_to() -> None:
    """Overwriting the only pointer makes garbage; runtime.GC takes it away."""
    trace = run_program("func main() {\np := new(int)\np = new(int)\nruntime.GC()\n_ = p\n}")
    assert [each.reachable for each in trace.at(3).objects] == [False, True]
    assert [each.value.path for each in trace.at(4).objects] == ["heap 2"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("x = 1", "line 2: undefined: x"),
        ("x := y", "line 2: undefined: y"),
        ("x := 1\nx := 2", "line 3: x is declared twice in main"),
        ("var p *int\n*p = 1", "line 3: nil pointer dereference: the program panics"),
        ("s := []int{1}\ns[1] = 2", "line 3: index 1 out of range with length 1: the program panics"),
        ("s := []int{1}\nt := s[2:]", "line 3: [2:1:1] out of range with capacity 1: the program panics"),
        ("x := 1 / 0", "line 2: division by zero"),
        ("var b int8 = 200", "line 2: 200 does not fit into int8"),
        ("x := 1\nvar p *bool = &x", "line 3: a *int is no *bool"),
        ("x := 1\ny := x + true", "line 3: true is no int"),
        ("if true { }", "line 2: 'if' is not known here"),
        ("for { }", "line 2: 'for' is not known here"),
        ("f()", "line 2: undefined: f"),
        ("len(main)", "line 2: the value is not used"),
        ("x := main()", "line 2: the call has no result"),
        ("main()", "more than 50 calls"),
        ("var t T", "line 2: undefined: T"),
        ("x, y := 1", "line 2: 2 names for 1 values"),
        ("1 + 2", "line 2: this is no statement"),
        ("x := append()", "line 2: append of 0 values"),
        ("x := 1" + "+1" * 200, "line 2: an expression of more than 100 links"),
        ("var p *int = 5", "line 2: 5 is no *int"),
        ("m := map[string]int{}", "line 2: a map[string]int has no literals here"),
        ("return 1", "line 2: the function returns nothing"),
        ("u := uintptr(0)\np := (*int)(unsafe.Pointer(u))\n*p = 1", "line 4: nil pointer dereference"),
        ("u := uintptr(99)\np := (*int)(unsafe.Pointer(u))\n*p = 1", "line 4: nothing lies at 0x63"),
    ],
)
def test_what_cannot_run_is_told(body: str, message: str) -> None:
    """The message has the line, and says what is not known or what Go would panic at."""
    with pytest.raises(ScenarioError) as error:
        run_program(f"func main() {{\n{body}\n}}")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("go", "path"),
    [
        ("func f() *int { x := 1\nreturn &x }\nfunc main() { p := f()\n_ = p }", "f.x"),
        ("func f(p **int) { x := 1\n*p = &x }\nfunc main() { var p *int\nf(&p) }", "f.x"),
        ("var g *int\nfunc main() { x := 1\ng = &x }", "main.x"),
        ("func main() { x := 1\np := new(*int)\n*p = &x }", "main.x"),
        ("func f() []int { var x [2]int\nreturn x[:] }\nfunc main() { s := f()\n_ = s }", "f.x"),
    ],
)
def test_a_pointer_never_outlives_a_frame(go: str, path: str) -> None:
    """What Go would move to the heap must be said to lie there; then the program runs."""
    with pytest.raises(ScenarioError, match=re.escape(f"heap=['{path}']")):
        run_program(go)
    assert run_program(go, heap=[path]).steps


def test_wrong_programs_are_refused() -> None:
    """Without main, with a variable on the heap that is not there, or a stack that cannot be."""
    with pytest.raises(ScenarioError, match="no func main"):
        run_program("func f() {}")
    with pytest.raises(ScenarioError, match=r"no variable 'main\.y' \(there are main\.x\)"):
        run_program("func main() { x := 1\n_ = x }", heap=["main.y"])
    with pytest.raises(ScenarioError, match="start_size_bytes is 100"):
        run_program("func main() {}", start_size_bytes=100)
    with pytest.raises(ScenarioError, match="line 7 has made 0 steps"):
        run_program("func main() {}").at(7)
    with pytest.raises(ScenarioError, match=r"there is no 'main\.q'"):
        run_program("func main() { x := 1\n_ = x }").at(1).value("main.q")


STATEMENTS = st.lists(
    st.sampled_from(
        [
            "p = new(T)",
            "p = &T{n: 3}",
            "p.next = q",
            "q = p",
            "q = nil",
            "s = append(s, 1, 2, 3)",
            "s = s[1:]",
            "s = []byte{1}",
            "t = append(t, p)",
            "t = nil",
            "g = s",
            "r = &k",
            "*r += 5",
            "n = through(r)",
            "n = through(&p.n)",
            "p.set(n)",
            "deep(p, r)",
            "runtime.GC()",
        ]
    ),
    max_size=15,
)
PROGRAM = """
type T struct { n int; next *T }
var g []byte
func (t *T) set(n int) { t.n = n }
func through(p *int) int { *p = *p + 1
    return *p }
func deep(p *T, r *int) { var buf [1500]byte
    buf[1] = 2
    *r = p.n }
func main() {
    p := &T{}
    var q *T
    s := make([]byte, 1, 2)
    var t []*T
    k, n := 1, 2
    r := &n
    u := uintptr(unsafe.Pointer(r))
    BODY
    println(k, n, u)
}
"""


@given(STATEMENTS)
@settings(max_examples=40)
def test_any_program_keeps_its_books(statements: list[str]) -> None:
    """After every step: bytes allocated are live or freed, no pointer dangles, nothing reachable is freed."""
    go = PROGRAM.replace("BODY", "\n".join(statements))
    try:
        trace = run_program(go)
    except ScenarioError as error:
        if "the program panics" not in str(error):  # as s[1:] of an empty slice does
            raise
        return
    for step in trace.steps:
        books_are_kept(step)
    for before, after in pairwise(trace.steps):
        assert after.allocated_bytes >= before.allocated_bytes
    assert trace == run_program(go)


def books_are_kept(step: Step) -> None:
    """What must hold after every step."""
    live_bytes = step.allocated_bytes - step.freed_bytes
    # Tiny objects share a block; one block more may be kept for the next of them.
    blocks = {
        each.value.address // (16 if each.block_bytes == 16 else 1): each.block_bytes
        for each in step.objects
        if each.value.size_bytes
    }
    assert sum(blocks.values()) <= live_bytes <= sum(blocks.values()) + 16
    for each in step.values():
        if each.type.startswith("*") and each.value:
            assert each.points_to is not None, each
    variables = [each for frame in step.frames for each in frame.variables]
    apart([*variables, *step.globals, *(each.value for each in step.objects)])


def apart(values: list[Value]) -> None:
    """Variables and objects never overlap."""
    sized = sorted((each.address, each.size_bytes) for each in values if each.size_bytes)
    for (address, size_bytes), (following, _) in pairwise(sized):
        assert address + size_bytes <= following
