"""How long the collector stops the world: recorded, not modelled."""

from __future__ import annotations

from typing import Annotated

from recorded import rows

from talk.demo import Chart, Choice, demo

FOLKLORE_US = 100
EDGES_NS = tuple(1 << power for power in range(9, 27))
"""The runtime's buckets end at these, and at three places between each two of them."""
BELOW_NS = 98_304
"""The last end of a bucket before the folklore's bound: what lies in a bucket below it is below the bound."""


@demo
def pause_spread(
    live_mib: Annotated[str, Choice("4", "16", "64", "256", label="MiB alive")] = "64",
    procs: Annotated[str, Choice("1", "2", label="GOMAXPROCS")] = "2",
) -> Chart:
    """Each pause of 100 cycles of the collector, by its length."""
    buckets = _spread(int(live_mib), int(procs))
    pauses_ns = [edge for edge, count in buckets for _ in range(count)]
    below = sum(count for edge, count in buckets if edge < BELOW_NS)
    share = f"at least {100 * below // len(pauses_ns)}% of" if below < len(pauses_ns) else "all"
    ps = "1 P" if procs == "1" else f"{procs} Ps"
    median = sorted(pauses_ns)[len(pauses_ns) // 2]
    return (
        Chart(
            x=EDGES_NS,
            x_unit="ns",
            x_show="µs",
            x_label="pause",
            x_log=True,
            y_label="pauses",
            y_unit="",
        )
        .histogram(pauses_ns, "pauses", tone="accent")
        .vline(FOLKLORE_US * 1000, f"{FOLKLORE_US} µs")
        .says(
            f"{live_mib} MiB alive, {ps}: {share} {len(pauses_ns)} pauses are "
            f"below {FOLKLORE_US} µs, half below about {median / 1000:.0f} µs."
        )
    )


def _spread(live_mib: int, procs: int) -> list[tuple[int, int]]:
    """The lower edges of the runtime's buckets in nanoseconds, and how many pauses lie in each."""
    found = next(
        run for run in rows("pause-spread", "runs") if (run["live_mib"], run["procs"]) == (live_mib, procs)
    )
    return [(edge, count) for edge, count in found["buckets"]]
