"""How long the collector stops the world: recorded, not modelled."""

from __future__ import annotations

from typing import Any

from recorded import rows

from talk.demo import Chart, demo

FOLKLORE_US = 100


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


def _of(runs: list[dict[str, Any]], name: str) -> list[float]:
    return [run[name] for run in runs]


def _over(runs: list[dict[str, Any]]) -> int:
    """How many runs have most of their pauses at or above the folklore's bound."""
    return sum(run["below_100us_frac"] < 0.5 for run in runs)
