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


@demo
def slice_growth(
    appends: Annotated[int, Range(8, 8192, log=True, unit="elements", label="appended")] = 1024,
    make_capacity: Annotated[
        bool, Choice(label="capacity known", help="make with the final capacity, before the first append.")
    ] = False,
) -> Chart:
    """Appending one int at a time: the array moves when it is full."""
    trace = sim.run_append(appends, elem_bytes=ELEMENT_BYTES, make_capacity=appends if make_capacity else 0)
    lengths = [max(1, each) for each in trace.lengths]
    return (
        Chart(
            x=[*lengths, appends],
            x_unit="elements",
            x_label="length",
            x_log=True,
            y_unit="elements",
            y_label="capacity",
            y_log=True,
        )
        .line((1, appends), "length", x=(1, appends), tone="muted")
        .step([*trace.capacities, trace.capacities[-1]], "capacity", tone="accent")
        .says(
            f"{appends:,} appends: {_count(trace.allocs)}, {_size(trace.allocated_bytes)} in all, "
            f"{_size(trace.copied_bytes)} copied; {_size(trace.live_bytes)} are in use in the end."
        )
    )


def _count(arrays: int) -> str:
    return "1 array" if arrays == 1 else f"{arrays} arrays"


def _size(size_bytes: int) -> str:
    return f"{size_bytes / sim.KiB:.3g} KiB" if size_bytes >= sim.KiB else f"{size_bytes} B"
