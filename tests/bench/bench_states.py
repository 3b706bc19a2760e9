"""What all states of a chart cost: 25 states of three curves of 200 points.

    python tests/bench/bench_states.py

Times are CPU times of this process. A further state is what 25 states take longer than 2, by state.
"""

from __future__ import annotations

import gzip
import math
import statistics
import time

import click

from talk.chart.chart import Chart
from talk.chart.chart_states import draw_charts
from talk.chart.drawing import Drawing
from talk.chart.model import ChartData
from talk.chart.size import slide_size

ROUNDS = 15
STATES = 25
POINTS = 200


def curves(setting: int) -> ChartData:
    """Three smooth curves."""
    xs = [number / POINTS for number in range(1, POINTS + 1)]
    return (
        Chart(xs, x_label="load", y_unit="ms", y_label="time")
        .line([10 + 90 * x ** (1 + setting / 10) for x in xs], "waiting")
        .line([60 + 50 * math.sin(x * setting / 2) for x in xs], "busy")
        .line([1 + 120 * math.exp(-x * setting / 8) for x in xs], "idle")
        .data
    )


def drawn(charts: list[ChartData]) -> Drawing:
    """The figure of these states."""
    size, says = slide_size(1000, 440, 28), [str(number) for number in range(len(charts))]
    return draw_charts(charts, 0, size, id="f", alt="", alts=says, says=says, em_of=28)


def measured_ms(charts: list[ChartData]) -> float:
    """The median CPU time of drawing these states in milliseconds; the first time is not counted."""
    drawn(charts)
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        drawn(charts)
        times.append((time.process_time() - start) * 1e3)
    return statistics.median(times)


def main() -> None:
    """Print the sizes and the times."""
    charts = [curves(setting) for setting in range(1, STATES + 1)]
    states = drawn(charts).states.encode()
    two, all_ms = measured_ms(charts[:2]), measured_ms(charts)
    click.echo(f"{STATES} states, raw       {len(states) / 1e3:8.1f} kB")
    click.echo(f"{STATES} states, gzip      {len(gzip.compress(states, 9)) / 1e3:8.1f} kB")
    click.echo(f"figure of 2 states   {two:8.1f} ms")
    click.echo(f"a further state      {(all_ms - two) / (STATES - 2):8.2f} ms")


if __name__ == "__main__":
    main()
