from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk import sim
from talk.sim.gctrace import format_ms
from talk.sim.units import MS, S

RECORDED = json.loads((Path(__file__).parent / "data" / "gctrace.json").read_text(encoding="utf-8"))
ROWS: list[tuple[dict[str, Any], list[int] | None]] = [
    (dict(zip(RECORDED["fields"], trace, strict=True)), sizes)
    for program in RECORDED["programs"]
    for trace, sizes in program["rows"]
]
TIMES = [name for name in RECORDED["fields"] if name.startswith(("clock_", "cpu_"))]


def line_of(row: dict[str, Any]) -> sim.GCTraceLine:
    """A recorded line's values."""
    times = [round(row[name] * MS) for name in TIMES]
    sizes = [row[f"heap_{name}_mb"] for name in ("start", "end", "live")]
    sizes += [row[f"{name}_mb"] for name in ("goal", "stacks", "globals")]
    begin_ns = round(row["time_s"] * S)
    return sim.GCTraceLine(
        row["n"], begin_ns, row["gc_percent_cpu"], *times, *(size * sim.MiB for size in sizes), row["procs"]
    )


def test_there_are_recorded_lines() -> None:
    """Hundreds of lines of twenty programs."""
    assert len(ROWS) > 500
    assert len(TIMES) == 8


def test_every_recorded_line_comes_back() -> None:
    """Each recorded line, printed and read again, has the values that Go printed, digit for digit."""
    for row, _ in ROWS:
        line = line_of(row)
        text = str(line)
        assert sim.read_gctrace(text) == line, text
        for name in TIMES:
            # A number that Go printed is printed as it is: no digit more, none less.
            assert float(format_ms(round(row[name] * MS))) == row[name]


def test_sizes_are_cut_to_whole_mib() -> None:
    """Sizes are the pacer's bytes, rounded down; the goal is the one at the end of the mark."""
    names = ("heap_start_mb", "heap_end_mb", "goal_mb", "heap_live_mb", "stacks_mb", "globals_mb")
    known = [(row, sizes) for row, sizes in ROWS if sizes]
    assert len(known) > 400
    for row, sizes in known:
        assert [row[name] for name in names] == [size // sim.MiB for size in sizes]


def interval(ms: float) -> tuple[float, float]:
    """What a printed time may have been before its digits were cut."""
    step = next(step for least, step in ((10, 1.0), (1, 0.1), (0.1, 0.01), (0, 0.001)) if ms >= least)
    return ms, ms + step


def test_stopped_time_counts_for_the_cpus_there_are() -> None:
    """The CPU time of a pause is its length times the Ps, but no more than the two CPUs of the machine."""
    for row, _ in ROWS:
        procs = min(row["procs"], RECORDED["cpus"])
        for pause in ("sweepterm", "markterm"):
            (least, most), (low, high) = interval(row[f"clock_{pause}_ms"]), interval(row[f"cpu_{pause}_ms"])
            assert least * procs < high
            assert low < most * procs


def test_simulated_lines_keep_the_same_relations() -> None:
    """A run's lines count up, and hold its own figures."""
    load = sim.Workload.steady(live_bytes=64 * sim.MiB)
    trace = sim.run_gc(load, procs=4, cpus=2, forced_ns=[400 * MS])
    lines = [sim.read_gctrace(text) for text in trace.gctrace().splitlines()]
    assert [line.number for line in lines] == list(range(1, len(trace.cycles) + 1))
    assert [line.forced for line in lines].count(True) == 1
    for line, cycle in zip(lines, trace.cycles, strict=True):
        assert line.begin_ns == cycle.begin_ns // MS * MS
        assert (line.sweep_term_ns, line.sweep_term_cpu_ns) == (180_000, 360_000)
        assert line.goal_bytes == cycle.goal_bytes // sim.MiB * sim.MiB
        assert line.heap_start_bytes <= line.heap_end_bytes >= line.heap_marked_bytes
        assert line.procs == 4


@pytest.mark.parametrize(
    ("ns", "text"),
    [(0, "0"), (999, "0"), (1_000, "0.001"), (99_999, "0.099"), (100_000, "0.10"), (999_999, "0.99"),
     (1_000_000, "1.0"), (9_999_999, "9.9"), (10_000_000, "10"), (26_999_999, "26")],
)  # fmt: skip
def test_times_by_hand(ns: int, text: str) -> None:
    """Two digits below 10 ms, three decimals at most, digits cut off."""
    assert format_ms(ns) == text


@given(
    st.lists(st.integers(0, 10**13), min_size=9, max_size=9),
    st.lists(st.integers(0, 1 << 45), min_size=6, max_size=6),
    st.integers(1, 1 << 16),
    st.booleans(),
)
def test_what_is_printed_is_read(times: list[int], sizes: list[int], procs: int, forced: bool) -> None:
    """Any line is read as printed, and printing what was read gives the same text."""
    line = sim.GCTraceLine(7, times[0], 25, *times[1:], *sizes, procs, forced)
    again = sim.read_gctrace(str(line))
    assert str(again) == str(line)
    assert (again.procs, again.forced) == (procs, forced)


@pytest.mark.parametrize("text", ["", "gc 1", "pacer: 25% CPU", "gc 1 @0.1s 2%: 1+1+1 ms clock"])
def test_other_lines_are_refused(text: str) -> None:
    """What is no such line is an error that shows it."""
    with pytest.raises(sim.ScenarioError, match="has another form"):
        sim.read_gctrace(text)
