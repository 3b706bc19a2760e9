"""What append allocates, element by element. From the simulator.

Capacities follow growslice and nextslicecap in `runtime/slice.go`, blocks the size classes of
`runtime/malloc.go`, Go 1.27. The buffer on the stack that the compiler gives to small slices that do not
escape is left out.
"""

from __future__ import annotations

from typing import Annotated

from talk import sim
from talk.demo import Chart, Choice, Range, demo

ELEMENT_BYTES = 8
LONGEST = 8192


@demo
def slice_growth(
    appends: Annotated[int, Range(8, LONGEST, log=True, unit="elements", label="appended")] = 1024,
    make_capacity: Annotated[
        bool, Choice(label="capacity known", help="make with this capacity, before the first append.")
    ] = False,
) -> Chart:
    """Appending one int at a time: the array moves when it is full."""
    made = appends if make_capacity else 0
    trace = sim.run_append(appends, elem_bytes=ELEMENT_BYTES, make_capacity=made)
    lengths, capacities = _stairs(made)
    return (
        Chart(
            x=lengths,
            x_unit="elements",
            x_label="length",
            x_log=True,
            y_unit="elements",
            y_label="capacity",
            y_log=True,
        )
        .line((1, LONGEST), "length", x=(1, LONGEST), tone="muted")
        .step(capacities, "capacity", tone="accent")
        .vline(appends, "appended")
        .says(
            f"{appends:,} appends: {_count(trace.allocs)}, {_size(trace.allocated_bytes)} in all, "
            f"{_size(trace.copied_bytes)} copied; {_size(trace.live_bytes)} are in use in the end."
        )
    )


def _stairs(made: int) -> tuple[list[int], list[int]]:
    """Lengths and the capacities that a slice has beyond each of them, up to the longest."""
    trace = sim.run_append(LONGEST, elem_bytes=ELEMENT_BYTES, make_capacity=made)
    beyond = [max(1, each - 1) for each in trace.lengths]
    return [*beyond, LONGEST], [*trace.capacities, trace.capacities[-1]]


def _count(arrays: int) -> str:
    return "1 array" if arrays == 1 else f"{arrays} arrays"


def _size(size_bytes: int) -> str:
    return f"{size_bytes / sim.KiB:.3g} KiB" if size_bytes >= sim.KiB else f"{size_bytes} B"
