"""What the real Go measured, as charts: benchmarks, the fields of a struct, the collector's trace."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from talk import sim
from talk.chart.chart import MAX_LANES, Chart
from talk.chart.model import ChartData
from talk.errors import TalkError
from talk.golang.answers import Benchmarks, GCTrace, Layout, Timing

WORD_BYTES = 8
MAX_NAMES = 12


def bench_chart(found: Benchmarks, source: str) -> ChartData:
    """The median time of each benchmark with its fastest and slowest run; its name says its allocations."""
    timings = found.timings
    if len(timings) > MAX_NAMES:
        raise TalkError(f"{len(timings)} benchmarks", hint=f"at most {MAX_NAMES} can be shown")
    chart = (
        Chart(x=[_named(each) for each in timings], y_unit="ns", y_label="an operation")
        .bars([median(each.ns) for each in timings], "median", tone="accent")
        .points([min(each.ns) for each in timings], "fastest", tone="fg")
        .points([max(each.ns) for each in timings], "slowest", tone="fg")
    )
    told = ", ".join(f"{each.name} {each.allocs} ({each.bytes} B)" for each in timings)
    machine = ", ".join(part for part in (found.cpu, f"GOMAXPROCS {found.procs}", source) if part)
    runs = len(timings[0].ns)
    return chart.says(f"Allocations an operation: {told}. {runs} runs each on {machine}.").data


def _named(timing: Timing) -> str:
    return f"{timing.name}: {timing.allocs} alloc{'' if timing.allocs == 1 else 's'}"


def layout_chart(found: Layout, source: str) -> ChartData:
    """A struct word by word, as the simulator lays it out, which must be as the compiler has it.

    Raises:
        TalkError: the two differ, or there are too many words to show.
    """
    words = -(-found.size // WORD_BYTES)
    if words > MAX_LANES:
        raise TalkError(f"{found.name} has {words} words", hint=f"at most {MAX_LANES} can be shown")
    _check_layout(found)
    ends = [*(each.offset for each in found.fields[1:]), found.size]
    used = [(each.offset, each.size) for each in found.fields]
    empty = [
        (each.offset + each.size, end - each.offset - each.size)
        for each, end in zip(found.fields, ends, strict=True)
        if end > each.offset + each.size
    ]
    texts = [f"{each.name} {each.type}" for each in found.fields]
    lanes = [f"+{offset}" for offset in range(0, found.size, WORD_BYTES)]
    chart = Chart(x=range(WORD_BYTES + 1), x_unit="B", x_label="in the word", lanes=lanes)
    chart.spans(*_in_words(used), "field", text=_texts(used, texts), tone="accent")
    if empty:
        chart.spans(*_in_words(empty), "padding", tone="muted")
    padding = sum(size for _, size in empty)
    return chart.says(
        f"{found.name}: {found.size} B, {padding} of them padding, as unsafe says ({source})."
    ).data


def _check_layout(found: Layout) -> None:
    """The simulator's layout of the same fields."""
    # A name does not change a layout, and a type of the program is known by its size and alignment alone.
    text = "; ".join(
        f"f{number} {_stand_in(each.size, each.align)}" for number, each in enumerate(found.fields)
    )
    layout = sim.struct_layout(f"struct {{ {text} }}")
    ours = (layout.size_bytes, layout.align_bytes, [each.offset_bytes for each in layout.fields])
    theirs = (found.size, found.align, [each.offset for each in found.fields])
    if ours != theirs:
        raise TalkError(f"the simulator lays {found.name} out as {ours}, the compiler as {theirs}")


def _stand_in(size: int, align: int) -> str:
    """A type of that size and alignment."""
    return f"[{size // align}]{ {1: 'uint8', 2: 'uint16', 4: 'uint32', 8: 'uint64'}[align] }"


def _in_words(stretches: list[tuple[int, int]]) -> tuple[list[int], list[int], list[int]]:
    """Lane, start and end of the pieces of stretches (offset, size), which end where a word ends."""
    pieces = [(at, end) for stretch in stretches for at, end in _pieces(*stretch)]
    lanes = [at // WORD_BYTES for at, _ in pieces]
    starts = [at % WORD_BYTES for at, _ in pieces]
    return lanes, starts, [start + end - at for start, (at, end) in zip(starts, pieces, strict=True)]


def _texts(stretches: list[tuple[int, int]], texts: list[str]) -> list[str]:
    """Each text at the first piece of its stretch."""
    rows = zip(stretches, texts, strict=True)
    return [text if at == offset else "" for (offset, size), text in rows for at, _ in _pieces(offset, size)]


def _pieces(offset: int, size: int) -> Iterator[tuple[int, int]]:
    """Where each piece of a stretch begins and ends."""
    at, end = offset, offset + size
    while at < end:
        stop = min(end, (at // WORD_BYTES + 1) * WORD_BYTES)
        yield at, stop
        at = stop


def gctrace_chart(found: GCTrace, source: str) -> ChartData:
    """The heap goals of a recorded run over those of the simulator.

    The trace tells whole MiB: what was marked lies anywhere below the next one, so the simulated goal is a
    stretch. The goal of a cycle follows from what the cycle before has marked.
    """
    cycles = [sim.read_gctrace(line) for line in found.lines]
    low, high = [], []
    marked = stacks = data = 0
    for cycle in cycles:
        goals = [
            sim.heap_goal(marked + more, stacks + more, data + more, gogc=found.gogc)
            for more in ((0, sim.MiB - 1) if cycle is not cycles[0] else (0, 0))
        ]
        low.append(goals[0])
        high.append(goals[1])
        marked, stacks, data = cycle.heap_marked_bytes, cycle.stack_bytes, cycle.globals_bytes
    goals = [cycle.goal_bytes for cycle in cycles]
    inside = sum(
        least // sim.MiB <= goal // sim.MiB <= most // sim.MiB
        for least, goal, most in zip(low, goals, high, strict=True)
    )
    return (
        Chart(
            x=[cycle.number for cycle in cycles],
            x_label="cycle",
            y_unit="B",
            y_show="MiB",
            y_label="heap",
        )
        .area(high, "simulated goal", low=low)
        .points(goals, "recorded goal", tone="accent")
        .line([cycle.heap_marked_bytes for cycle in cycles], "recorded live", tone="muted")
        .says(
            f"{inside} of {len(cycles)} recorded goals lie where the simulator has them, to the MiB that the "
            f"trace tells ({source}, GOGC {found.gogc})."
        )
        .data
    )
