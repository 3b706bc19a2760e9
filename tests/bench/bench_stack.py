"""How long stacks take to overflow: equal frames are skipped over by division, mixed ones by whole rounds.

    python tests/bench/bench_stack.py

Times are CPU times of this process.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import click

from talk import sim

ROUNDS = 15
ENDLESS = 2**30

WORK: dict[str, Callable[[], object]] = {
    "512 MiB overflow, frames of 112 B": lambda: sim.run_stack(112, depth=ENDLESS),
    "512 MiB overflow, frames of 64, 112 and 304 B": lambda: sim.run_stack([64, 112, 304], depth=ENDLESS),
    "4000 calls, frames of 1072 B": lambda: sim.run_stack(1072, depth=4000),
}


def measured_ms(work: Callable[[], object]) -> float:
    """The median CPU time of one call in milliseconds; the first call is not counted."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1e3)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    click.echo("| run | CPU time, ms |\n|---|---|")
    for name, work in WORK.items():
        click.echo(f"| {name} | {measured_ms(work):.2f} |")


if __name__ == "__main__":
    main()
