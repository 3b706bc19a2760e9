"""What is drawn of answers: memory, chains of reasons, charts, recorded runs over simulated ones."""

from __future__ import annotations

import pytest

from talk.asked.charts import bench_chart, gctrace_chart, layout_chart
from talk.asked.diagrams import memory_diagram
from talk.asked.flow import HEAP, chains_of, flow_diagram
from talk.asked.overlays import calls_of, growth_chart, order_chart, simulated_order
from talk.chart.model import StepsData
from talk.errors import TalkError
from talk.golang.answers import (
    Benchmarks,
    Field,
    Frame,
    GCTrace,
    Layout,
    Moment,
    Object,
    Output,
    Run,
    Stepped,
    Timing,
    Variable,
    Verdict,
)

SOURCE = "Go 1.27.3"
LOW, HIGH = 0xC000040000, 0xC000041000
CODE = ["func main() {", "\tu := made()", "\tp := &n", "}"]


def memory(line: int, low: int = LOW, moved: int = 0, heap: int = 0xC000010000) -> Moment:
    """Main with a number, a pointer to it, and a variable that was moved to the heap."""
    variables = (
        Variable("n", "int", low + 0x100, 8, "42"),
        Variable("p", "*int", low + 0x108, 8, "", to=low + 0x100),
        Variable("&u", "*user", low + 0x110, 8, "", to=heap, heap=True),
    )
    user = Object(heap, "user", 16, "heap", (Variable("name", "string", heap, 16, '"ann"'),))
    frame = Frame("main", line, low + 0xF0, low + 0x120, variables)
    return Moment(line, 1, (low, low + HIGH - LOW), (frame,), (user,), moved=moved)


def cells(data: StepsData, step: int) -> dict[str, tuple[str, str]]:
    """Every cell of a step with what it holds and where it points."""
    return {key: (cell.value, cell.to) for key, cell in data.steps[step].keyed.items()}


def test_memory_is_drawn_with_its_arrows() -> None:
    """Frames on the stack, the moved variable on the heap under its name, pointers as arrows."""
    data = memory_diagram(Stepped("main.go", "gdb 13.1", (memory(2), memory(3))), (), CODE)
    assert [step.caption for step in data.steps] == ["2: u := made()", "3: p := &n"]
    assert cells(data, 0) == {
        "main.n": ("42", ""),
        "main.p": (f"{LOW + 0x100:#x}", "main.n"),
        "main.&u": ("0xc000010000", "u user.name"),
        "u user.name": ('"ann"', ""),
    }
    assert [column.title for column in data.steps[0].columns] == ["stack", "heap"]


def test_a_closing_brace_says_what_it_ends() -> None:
    """The last moment of a function stands at a line with nothing to read on it."""
    data = memory_diagram(Stepped("main.go", "gdb 13.1", (memory(2), memory(4))), (), CODE)
    assert [step.caption for step in data.steps] == ["2: u := made()", "4: end of main"]


def test_a_move_of_the_stack_is_told() -> None:
    """Caption and finding say by how much; what points to the stack is marked as changed."""
    distance = 0x2000
    after = memory(3, LOW + distance, distance)
    data = memory_diagram(Stepped("main.go", "gdb 13.1", (memory(2), after)), (), CODE)
    assert data.steps[1].caption == "3: p := &n · the stack has moved by +0x2000"
    assert "the stack moved by +0x2000" in data.finding
    assert {key for key, cell in data.steps[1].keyed.items() if cell.mark} == {"main.p"}


def test_each_goroutine_has_a_column() -> None:
    """What ran last on the others stays as it was."""
    other = Moment(
        3, 7, (0xC000080000, 0xC000080800), (Frame("main.func1", 3, 0xC000080700, 0xC000080760, ()),)
    )
    data = memory_diagram(Stepped("main.go", "gdb 13.1", (memory(2), other)), (), CODE)
    assert [column.title for column in data.steps[1].columns] == ["stack of G1", "stack of G7"]
    assert [box.name for box in data.steps[1].columns[0].boxes] == ["main (G1)"]


def test_moments_are_chosen_or_refused() -> None:
    """At most 24 can be shown, and only those that there are."""
    many = Stepped("main.go", "gdb 13.1", (memory(2),) * 30)
    assert len(memory_diagram(many, [1, 30], CODE).steps) == 2
    with pytest.raises(TalkError, match="30 moments, at most 24"):
        memory_diagram(many, (), CODE)
    with pytest.raises(TalkError, match="there is no moment 31"):
        memory_diagram(many, [31], CODE)


def chain(*rows: str) -> list[Verdict]:
    """Lines of the compiler about one place."""
    return [Verdict("main.go", 8, 2, row) for row in rows]


READABLE = chain(
    "x escapes to heap in f:",
    "  flow: p ← &x:",
    "    from &x (address-of) at ./main.go:9:7",
    "    from p := &x (assign) at ./main.go:9:4",
    "  flow: {heap} ← **p:",
    "    from g = **p (assign) at ./main.go:10:4",
    "moved to heap: x",
)


def test_a_chain_of_reasons_grows_step_by_step() -> None:
    """Variables, address-of, dereferences, and the heap at the end."""
    (found,) = chains_of(READABLE, "x", [8])
    data = flow_diagram(found)
    assert [step.caption for step in data.steps] == [
        "x in f",
        "p ← &x: address-of, line 9; assign, line 9",
        f"{HEAP} ← **p: assign, line 10",
        f"the {HEAP} outlives f",
    ]
    last = data.steps[-1].named
    assert {name: node.to for name, node in last.items()} == {
        "x": ("&x",),
        "&x": ("p",),
        "p": ("**p",),
        "**p": (HEAP,),
        HEAP: (),
    }
    assert last["x"].colour == "black"


@pytest.mark.parametrize(
    "rows",
    [
        chain(
            "x escapes to heap in f:", "  flow: p ← &x:", "    some words of a later Go", "moved to heap: x"
        ),
        chain("x escapes to heap in f:", "  flow: p ← &x:", "  flow: {heap} ← q:", "moved to heap: x"),
        chain("moved to heap: x"),
        [Verdict("main.go", 99, 2, row.text) for row in READABLE],
    ],
    ids=["unknown words", "a flow that does not go on", "no chain", "lines that are not shown"],
)
def test_a_chain_that_cannot_be_read_is_not_drawn(rows: list[Verdict]) -> None:
    """Better nothing than something made up."""
    assert chains_of(rows, "x", [8]) == []


def test_benchmarks_name_their_allocations_and_machine() -> None:
    """The median with its spread; words for what no bar shows."""
    found = Benchmarks(
        "A CPU", 2, (Timing("Value", (2.0, 1.0, 9.0), 0, 0), Timing("Made", (20.0, 30.0, 40.0), 16, 1))
    )
    chart = bench_chart(found, SOURCE)
    assert chart.names == ("Value: 0 allocs", "Made: 1 alloc")
    assert [chart.series(label).y for label in ("median", "fastest", "slowest")] == [
        (2, 30),
        (1, 20),
        (9, 40),
    ]
    assert chart.finding.endswith("3 runs each on A CPU, GOMAXPROCS 2, Go 1.27.3.")


FIELDS = (Field("ok", "bool", 0, 1, 1), Field("user", "main.user", 8, 24, 8), Field("last", "bool", 32, 1, 1))


def test_a_layout_is_drawn_if_the_simulator_agrees() -> None:
    """Fields over several words are cut at their ends; what lies between is padding."""
    chart = layout_chart(Layout("record", "struct", 40, 8, FIELDS), SOURCE)
    assert chart.finding == "record: 40 B, 14 of them padding, as unsafe says (Go 1.27.3)."
    field, padding = chart.panels[0].spans
    assert [*zip(field.lanes, field.starts, field.ends, field.texts, strict=True)][:2] == [
        (0, 0, 1, "ok bool"),
        (1, 0, 8, "user main.user"),
    ]
    assert sum(end - start for start, end in zip(padding.starts, padding.ends, strict=True)) == 14
    with pytest.raises(TalkError, match="the simulator lays record out as"):
        layout_chart(Layout("record", "struct", 33, 8, FIELDS), SOURCE)


LINE = (
    "gc {} @0.100s 1%: 0.05+1.0+0.07 ms clock, 0.1+0.3/1.0/0+0.1 ms cpu, 4->5->{} MB, {} MB goal, "
    "0 MB stacks, 0 MB globals, 2 P"
)


def test_recorded_goals_are_held_against_simulated_ones() -> None:
    """The first goal is the least one; the others follow from what the cycle before has marked."""
    lines = [LINE.format(1, 6, 4), LINE.format(2, 6, 13), LINE.format(3, 6, 20)]
    chart = gctrace_chart(GCTrace(100, 2, tuple(lines)), SOURCE)
    assert chart.finding.startswith("2 of 3 recorded goals lie where the simulator has them")


def calls(*sizes: int) -> Stepped:
    """A recursion with frames of 3000 bytes, and the stack that each call was seen with."""
    moments = []
    for depth, size in enumerate(sizes):
        high = 0xC000100000
        frames = tuple(
            Frame("deep", 1, high - 0x100 - (at + 1) * 3008 + 0, high - 0x100 - at * 3008, ())
            for at in range(depth + 1)
        )
        moments.append(Moment(1, 1, (high - size, high), frames))
    return Stepped("main.go", "gdb 13.1", tuple(moments))


def test_growth_is_recorded_over_simulated() -> None:
    """The simulator grows the stack where the prologue would; a difference is told with its call."""
    grown = calls(8192, 8192, 16384, 16384)
    assert [call.simulated_bytes for call in calls_of(grown)] == [8192, 8192, 16384, 16384]
    assert growth_chart(grown, SOURCE).finding.startswith("The simulator has every size as recorded: 4 calls")
    assert growth_chart(calls(8192, 16384, 16384), SOURCE).finding.startswith("They differ at call 2")


def test_the_order_is_recorded_over_simulated() -> None:
    """The last one that was started comes first."""
    assert simulated_order(4) == [3, 0, 1, 2]
    chart = order_chart(Run(Output((("err", "3 0 1 2 "),), 0), 200, 190), SOURCE)
    assert (
        chart.finding == "4 of 4 goroutines run where the simulator has them, in 190 of 200 runs (Go 1.27.3)."
    )
    assert order_chart(Run(Output((("err", "0 1 2 3"),), 0)), SOURCE).finding.startswith("0 of 4")
    with pytest.raises(TalkError, match="does not print the numbers"):
        order_chart(Run(Output((("out", "done"),), 0)), SOURCE)
