"""How long the collector stops the world: recorded, not modelled."""

from __future__ import annotations

from typing import Annotated, Any

from recorded import rows

from talk.demo import Chart, Choice, demo

FOLKLORE_US = 100
EDGES_NS = tuple(1 << power for power in range(9, 27))
"""The runtime's buckets end at these, and at three places between each two of them."""
BELOW_NS = 98_304
"""The last end of a bucket before the folklore's bound: what lies in a bucket below it is below the bound."""


@demo
def pauses() -> Chart:
    """Pauses of single runs over the live heap, with the bound that people quote."""
    runs = rows("pauses", "pauses")
    several = [run for run in runs if run["procs"] > 1]
    one = [run for run in runs if run["procs"] == 1]
    chart = Chart(
        x=_of(several, "live_mib"), x_unit="MiB", x_label="live heap", x_log=True, x_range=(1, 512),
        y_unit="us", y_show="µs", y_label="pause", y_log=True, y_range=(20, 20_000),
    )  # fmt: skip
    return (
        chart.points(_of(several, "p99_us"), "99 of 100 below", tone="muted")
        .points(_of(several, "p50_us"), "half below", tone="accent")
        .points(_of(one, "p50_us"), "half below, one P", x=_of(one, "live_mib"))
        .hline(FOLKLORE_US, "100 µs")
        .says(
            f"The median is {FOLKLORE_US} µs or more in {_over(several)} of {len(several)} runs "
            f"with several Ps, and in {_over(one)} of {len(one)} with one."
        )
    )


@demo
def pause_spread(
    live_mib: Annotated[str, Choice("4", "16", "64", "256", label="MiB alive")] = "64",
    procs: Annotated[str, Choice("1", "2", label="GOMAXPROCS")] = "2",
) -> Chart:
    """Each pause of 100 cycles of the collector, by its length."""
    buckets = _spread(int(live_mib), int(procs))
    pauses_ns = [edge for edge, count in buckets for _ in range(count)]
    below = sum(count for edge, count in buckets if edge < BELOW_NS)
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
            f"{live_mib} MiB alive, GOMAXPROCS {procs}: {below / len(pauses_ns):.0%} of {len(pauses_ns)} "
            f"pauses are surely below {FOLKLORE_US} µs; the median is about {median / 1000:.0f} µs."
        )
    )


def _spread(live_mib: int, procs: int) -> list[tuple[int, int]]:
    """The lower edges of the runtime's buckets in nanoseconds, and how many pauses lie in each."""
    found = next(
        run for run in rows("pause-spread", "runs") if (run["live_mib"], run["procs"]) == (live_mib, procs)
    )
    return [(edge, count) for edge, count in found["buckets"]]


def _of(runs: list[dict[str, Any]], name: str) -> list[float]:
    return [run[name] for run in runs]


def _over(runs: list[dict[str, Any]]) -> int:
    """How many runs have most of their pauses at or above the folklore's bound."""
    return sum(run["below_100us_frac"] < 0.5 for run in runs)
