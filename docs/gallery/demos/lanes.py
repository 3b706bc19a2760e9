"""Who did what when: spans in lanes."""

from __future__ import annotations

import heapq
from typing import Annotated, Literal

from talk.demo import Chart, Choice, Range, demo


# region lanes
@demo
def pipeline(
    workers: Annotated[int, Range(2, 4, step=1, label="workers")] = 3,
    order: Annotated[Literal["as given", "longest first"], Choice(label="order")] = "as given",
) -> Chart:
    """Twelve builds on a few workers: who builds what, and when."""
    lengths = [3, 5, 2, 8, 4, 4, 7, 2, 3, 9, 1, 6]
    jobs = list(enumerate(lengths, start=1))
    if order == "longest first":
        jobs.sort(key=lambda job: -job[1])
    free = [(0, worker) for worker in range(workers)]
    placed = []
    for number, minutes in jobs:
        start, worker = heapq.heappop(free)
        placed.append((worker, start, start + minutes, number))
        heapq.heappush(free, (start + minutes, worker))
    chart = Chart(
        x=[0, max(end for _, _, end, _ in placed)], x_unit="min", x_label="time",
        lanes=[f"worker {number}" for number in range(1, workers + 1)],
    )  # fmt: skip
    for label, least, most in (("short", 0, 4), ("long", 4, 99)):
        own = [each for each in placed if least < each[2] - each[1] <= most]
        lane, starts, ends, numbers = (list(each) for each in zip(*own, strict=True))
        chart.spans(lane, starts, ends, label, text=[f"#{each}" for each in numbers])
    done = max(end for _, _, end, _ in placed)
    return chart.events([done], ["done"]).says(
        f"{workers} workers need {done} min; the work alone is {sum(lengths) / workers:.1f} min each."
    )


# endregion
