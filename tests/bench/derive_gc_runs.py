"""What recorded runs of the collector came to, as the simulator wants it: rates in, figures out.

    python tests/bench/derive_gc_runs.py RECORDINGS tests/sim/data

RECORDINGS holds gc-*.json: the lines of GODEBUG=gctrace=1,gcpacertrace=1 and
runtime/metrics after each cycle. Writes gc-runs.json (one entry a program) and
gctrace.json (the lines of the first run of each).
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

PAGE, MIB = 8192, 1 << 20
# What the runtime keeps alive without a workload, and what a parked goroutine adds to it.
BASE_BYTES, PER_GOROUTINE_BYTES = 250_000, 560
TABLE_NODES = {"globals8": MIB, "globals32": 4 * MIB}
Row = dict[str, Any]


def reachable(program: Row) -> int:
    """Bytes that the workload keeps alive in the second half of its cycles, from its settings."""
    given = program["settings"]
    nodes = (given.get("shrinkto") or given.get("live", 16)) * MIB // 64
    store = given.get("live", 16) * MIB // 64 * 8
    held = min(nodes, TABLE_NODES.get(program.get("tag"), 0))
    noscan = 64 * 1024 if given.get("noscan") else 0
    store = -(-store // PAGE) * PAGE
    return (
        (nodes + held) * 64 + store + noscan + BASE_BYTES + PER_GOROUTINE_BYTES * given.get("goroutines", 0)
    )


def named(cycle: Row, fields: dict[str, list[str]]) -> Row | None:
    """All figures of a cycle by name; None if some are missing."""
    if not (cycle["pacer"] and cycle["after"]):
        return None
    return {
        **dict(zip(fields["trace"], cycle["trace"], strict=True)),
        **{f"pacer_{k}": v for k, v in zip(fields["pacer"], cycle["pacer"], strict=True)},
        **{f"after_{k}": v for k, v in zip(fields["after"], cycle["after"], strict=True)},
    }


def pauses_ms(row: Row) -> float:
    """Both pauses."""
    return float(row["clock_sweepterm_ms"] + row["clock_markterm_ms"])


def marking_ms(row: Row) -> float:
    """CPU time of all that marks."""
    return float(row["cpu_assist_ms"] + row["cpu_background_ms"] + row["cpu_idle_ms"])


def alone_ms(earlier: Row, row: Row) -> float:
    """Wall time from the end of one cycle to the begin of the next."""
    between = (row["time_s"] - earlier["time_s"]) * 1000
    return max(0.0, float(between - earlier["clock_mark_ms"] - pauses_ms(earlier)))


def beside_ms(row: Row, running: int) -> float:
    """CPU time of the program during a mark, without assists."""
    left = row["clock_mark_ms"] * row["procs"] - marking_ms(row)
    return max(0.0, min(left, row["clock_mark_ms"] * running - row["cpu_assist_ms"]))


def run_figures(run: Row, fields: dict[str, list[str]], program: Row) -> Row | None:
    """Rates and medians of the second half of a run."""
    rows = [named(cycle, fields) for cycle in run["cycles"]]
    half = [row for row in rows[len(rows) // 2 :] if row]
    pairs = [(a, b) for a, b in pairwise(half) if b["n"] == a["n"] + 1]
    if len(pairs) < 2:
        return None
    given, procs = program["settings"], program.get("procs", 2)
    running = min(given.get("workers", 1), procs)
    alone = sum(b["pacer_trigger"] - a["after_live"] for a, b in pairs)
    rest_ms = alone / (given["burst"] * MIB) * given["pause"] if given.get("burst") else 0.0
    # Where cycles follow each other at once, there is no time between them to measure in.
    free_ms = sum(alone_ms(a, b) for a, b in pairs) - rest_ms
    beside = sum(row["pacer_peak"] - row["pacer_trigger"] for row in half)
    mark_rate = beside / 1024 / sum(beside_ms(row, running) for row in half)
    alloc_rate = alone / 1024 / (free_ms * running) if free_ms > len(pairs) else mark_rate
    work = [sum(row[f"pacer_work_{part}"] for part in ("heap", "stack", "globals")) for row in half]
    wall_ms = sum(b["time_s"] - a["time_s"] for a, b in pairs) * 1000
    collecting_ms = [r["cpu_assist_ms"] + r["cpu_background_ms"] + pauses_ms(r) * procs for _, r in pairs]

    def median(pick: Callable[[Row], float]) -> float:
        return statistics.median(map(pick, half))

    live = reachable(program)
    return {
        "alloc_rate": max(alloc_rate, mark_rate),
        "mark_slowdown": max(1.0, alloc_rate / mark_rate),
        "scan_rate": sum(work) / 1024 / sum(map(marking_ms, half)),
        "scannable_frac": min(1.0, median(lambda r: r["pacer_work_heap"]) / live),
        "stack_bytes": median(lambda r: r["after_stacks"]),
        "globals_bytes": median(lambda r: r["after_globals"]),
        "other_bytes": median(
            lambda r: r["after_total"] - r["after_released"] - r["after_free"] - r["after_objects"]
        ),
        "sweep_term_ms": median(lambda r: r["clock_sweepterm_ms"]),
        "mark_term_ms": median(lambda r: r["clock_markterm_ms"]),
        "cycles_per_s": len(pairs) / wall_ms * 1000,
        "marked": median(lambda r: r["after_live"]),
        "goal": median(lambda r: r["pacer_goal"]),
        "trigger": median(lambda r: r["pacer_trigger"]),
        "peak": median(lambda r: r["pacer_peak"]),
        "mark_ms": median(lambda r: r["clock_mark_ms"]),
        "gc_frac": sum(collecting_ms) / (wall_ms * procs),
    }


def entry(recording: Row) -> Row:
    """One program: its settings, what it can do, and what was recorded (least, median, greatest run)."""
    program = recording["program"]
    runs = [run_figures(run, recording["fields"], program) for run in recording["runs"]]
    found = [run for run in runs if run]
    return {
        "id": program["id"],
        "gogc": None if program["gogc"] == "off" else program["gogc"],
        "limit_mib": program.get("limit_mib"),
        "procs": program.get("procs", 2),
        "settings": program["settings"],
        "reachable": reachable(program),
        "cycles": max(run["count"] for run in recording["runs"]),
        "runs": [{name: round(value, 6) for name, value in run.items()} for run in found],
    }


def lines(recording: Row) -> Row:
    """The gctrace lines of the first run, with the sizes in bytes where they are known."""
    rows = []
    for cycle in recording["runs"][0]["cycles"]:
        pacer, after = cycle["pacer"], cycle["after"]
        sizes = [*pacer[8:11], *after[1:2], *after[3:5]] if pacer and after else None
        rows.append([cycle["trace"], sizes])
    return {"id": recording["id"], "rows": rows}


def write(path: Path, head: Row, entries: list[Row]) -> None:
    """A JSON file with a line for each program."""
    body = ",\n".join(json.dumps(each, separators=(",", ":")) for each in entries)
    text = json.dumps(head)
    path.write_text(f'{text[:-1]}, "programs": [\n{body}\n]}}\n', encoding="utf-8")


def main() -> None:
    """Read the recordings, write the two files."""
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(source.glob("gc-*.json"))]
    origin = "Go 1.27.3, linux/amd64, a machine with two CPUs and other work to do."
    runs = {"origin": f"{origin} Second half of the cycles of each run."}
    write(out / "gc-runs.json", runs, [entry(each) for each in found])
    sizes = ["trigger", "peak", "goal", "live", "stacks", "globals"]
    fields = found[0]["fields"]["trace"]
    head = {"origin": f"{origin} First run of each program.", "cpus": 2, "fields": fields, "sizes": sizes}
    write(out / "gctrace.json", head, [lines(each) for each in found])


if __name__ == "__main__":
    main()
