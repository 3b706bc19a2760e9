"""How long the collector's models take. Prints a table of medians.

    python tests/bench/bench_pacer.py

Times are CPU times of this process, so other work on the machine matters little.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from talk import sim
from talk.sim.mark import MarkWork, mark_step
from talk.sim.pacer_cases import PacerCase, PacerInput
from talk.sim.units import S

ROUNDS = 5
CYCLES = 10_000


def inputs(alloc_rate: float, doublings: int) -> list[PacerInput]:
    """A heap that doubles so many times and then stays, as in the pacer's own case of a steady state."""
    rates = sim.MarkRates(alloc_rate, 1024.0, 1.0)
    return [PacerInput(rates, 2.0 if n < doublings else 1.0, 8192) for n in range(CYCLES)]


STEADY = inputs(33.0, 7)
BUSY = inputs(330.0, 7)


def one_by_one() -> None:
    """The same cycles with a call for each step."""

    class Plain(PacerCase):
        def _mark(self, rates: sim.MarkRates, work: MarkWork) -> tuple[int, int, int]:
            assist_ns = duration_ns = black = 0
            while work.left > 0:
                step = mark_step(self.controller, rates, work)
                assist_ns += step.assist_ns
                duration_ns += step.elapsed_ns
                black += step.allocated_bytes
            return assist_ns, duration_ns, black

    case = Plain(sim.GCController(procs=8, globals_size=32_768))
    for given in STEADY:
        case.step(given)


def limited() -> None:
    """Whole cycles under a limit below the live heap."""
    load = sim.Workload.steady(live_bytes=64 * sim.MiB)
    sim.run_gc(load, gogc=None, memory_limit_bytes=48 * sim.MiB, duration_ns=6 * S)


WORK: dict[str, Callable[[], object]] = {
    f"{CYCLES} pacer cycles, 16 MiB, steady": lambda: sim.run_pacer(STEADY),
    f"{CYCLES} pacer cycles, 16 MiB, with assists": lambda: sim.run_pacer(BUSY),
    f"{CYCLES} pacer cycles, 16 MiB, steady, each step a call": one_by_one,
    "6 s of whole cycles on 8 Ps below a limit": limited,
}


def seconds(work: Callable[[], object]) -> float:
    """CPU time of one round."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def main() -> None:
    """Print the table."""
    medians = {name: statistics.median(seconds(work) for _ in range(ROUNDS)) for name, work in WORK.items()}
    first = next(iter(medians.values()))
    lines = ["| run | CPU time, s | ratio |\n", "|---|---|---|\n"]
    lines += [f"| {name} | {median:.2f} | {median / first:.1f} |\n" for name, median in medians.items()]
    sys.stdout.writelines(lines)


if __name__ == "__main__":
    main()
