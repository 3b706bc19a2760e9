"""Demos: ordinary Python functions whose result stands on a slide.

    from typing import Annotated
    from talk import sim
    from talk.demo import Chart, Range, demo

    @demo
    def heap_goal(gogc: Annotated[int, Range(25, 400, step=25, unit="%")] = 100) -> Chart:
        \"\"\"Where the next collection must end.\"\"\"
        trace = sim.run_gc(sim.Workload.steady(live_bytes=64 * sim.MiB), gogc=gogc)
        return (Chart(x=trace.time_ns, x_unit="ns", x_show="ms", y_unit="B", y_show="MiB")
                .line(trace.heap_live_bytes, "live heap").step(trace.heap_goal_bytes, "goal"))

This module is what a file in `demos/` imports; `docs/demos.md` explains all of it.
For the build, `catalog` loads such files, `bind` types a slide's settings, `worker` runs the functions.
"""

from talk.chart.chart import Chart
from talk.chart.steps import Steps, box, cell, column, graph, node, queue, root
from talk.demo.api import Demo, demo
from talk.demo.params import Choice, Range

__all__ = [
    "Chart",
    "Choice",
    "Demo",
    "Range",
    "Steps",
    "box",
    "cell",
    "column",
    "demo",
    "graph",
    "node",
    "queue",
    "root",
]
