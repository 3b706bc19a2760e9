"""Goroutine stacks: growth, re-framing and the limit, from the simulator.

Sizes and moves follow newstack, copystack and adjustframe in `runtime/stack.go`, Go 1.27, on linux/amd64.
"""

from __future__ import annotations

from typing import Annotated

from _thin import changes, corners

from talk import sim
from talk.chart.model import Cell, Column
from talk.demo import Chart, Range, Steps, box, cell, column, demo

MB = 1_000_000
DEEPER_THAN_ANY_LIMIT = 1 << 30

FRAMES = (
    sim.Frame("main", 64, (sim.Local("n", value=42),)),
    sim.Frame("work", 96, (sim.Local("p", "pointer", "main.n"), sim.Local("u", "uintptr", "main.n"))),
)
"""work has the address of main's n twice: as a pointer, and as a plain number."""


@demo
def stack_growth(
    frame_bytes: Annotated[int, Range(16, 4096, unit="B", label="frame", help="Of each call.")] = 112,
    depth: Annotated[int, Range(10, 4000, unit="calls", label="depth")] = 500,
) -> Chart:
    """What is in use, and the stack around it, call by call."""
    trace = sim.run_stack(frame_bytes, depth)
    moves = trace.moves
    sizes, used = changes(trace.size_bytes), corners(trace.depths, trace.used_bytes)
    return (
        Chart(
            x=trace.depths[sizes], x_unit="calls", x_label="depth", y_unit="B", y_show="KiB", y_label="bytes"
        )
        .step(trace.size_bytes[sizes], "stack", tone="accent")
        .line(trace.used_bytes[used], "in use", x=trace.depths[used])
        .events([move.depth for move in moves], "", [move.new_size_bytes for move in moves], label="move")
        .says(
            f"Frames of {frame_bytes} B: {len(moves)} moves to {_size(trace.final_size_bytes)}; "
            f"all copies together {_size(trace.copied_bytes)}."
        )
    )


@demo
def reframing(
    next_frame_bytes: Annotated[
        int, Range(64, 8192, unit="B", label="next frame", help="Of the function that is called now.")
    ] = 2000,
) -> Steps:
    """A stack before and after it moves. Addresses are made up, differences are not."""
    trace = sim.run_reframe(FRAMES, next_frame_bytes=next_frame_bytes)
    after = "after: moved" if trace.move else "after: it did not have to move"
    steps = Steps().step("before", _words(trace, moved=False)).step(after, _words(trace, moved=True))
    if trace.move is None:
        return steps.says(f"A frame of {next_frame_bytes} B still fits: nothing moves.")
    return steps.says(
        f"Every address into the stack has moved by {trace.move.delta:#x}; the uintptr u has not."
    )


@demo
def stack_overflow(
    frame_bytes: Annotated[int, Range(16, 4096, unit="B", label="frame", help="Of each call.")] = 112,
    limit_mb: Annotated[int, Range(1, 2100, unit="MB", label="limit", help="debug.SetMaxStack")] = 1000,
) -> Chart:
    """The largest stack that a limit lets exist. The default limit is 1000 MB."""
    limits = [round(2**power * MB) for power in (each / 4 for each in range(52))]
    largest = [_largest(frame_bytes, limit).final_size_bytes for limit in limits]
    here = _largest(frame_bytes, limit_mb * MB)
    return (
        Chart(
            x=limits,
            x_unit="B",
            x_show="MB",
            x_label="limit",
            x_log=True,
            y_unit="B",
            y_show="MiB",
            y_label="largest stack",
            y_log=True,
        )
        .step(largest, "largest stack", tone="accent")
        .events([limit_mb * MB], f"{limit_mb} MB", [here.final_size_bytes], label="limit")
        .says(
            f"Limit {limit_mb} MB: {_size(here.final_size_bytes)} at most; "
            f"frames of {frame_bytes} B overflow at depth {here.overflow_depth:,}."
        )
    )


def _largest(frame_bytes: int, limit_bytes: int) -> sim.StackTrace:
    return sim.run_stack(frame_bytes, DEEPER_THAN_ANY_LIMIT, max_stack_bytes=limit_bytes)


def _words(trace: sim.Reframing, *, moved: bool) -> Column:
    """The named locals of each frame, with the addresses of one moment."""
    frames: dict[str, list[sim.Word]] = {}
    for word in trace.words:
        if word.kind != "saved frame pointer":
            frames.setdefault(word.frame, []).append(word)
    boxes = [box(name, *(_cell(word, moved) for word in words)) for name, words in frames.items()]
    size = trace.size_after_bytes if moved else trace.size_before_bytes
    return column(f"stack of {_size(size)}", *boxes)


def _cell(word: sim.Word, moved: bool) -> Cell:
    value = word.value_after if moved else word.value_before
    stale = moved and word.stale
    points = word.points_to or ""
    return cell(
        word.name,
        value if word.kind == "value" else f"{value:#x}",
        address=word.address_after if moved else word.address_before,
        to=points if word.kind == "pointer" else "",
        mark="stale" if stale else "",
    )


def _size(size_bytes: int) -> str:
    """`512 MiB`, `57.7 KiB`: the largest unit in which it is at least 1, three digits."""
    for unit, name in ((sim.GiB, "GiB"), (sim.MiB, "MiB"), (sim.KiB, "KiB")):
        if size_bytes >= unit:
            return f"{size_bytes / unit:.3g} {name}"
    return f"{size_bytes} B"
