"""Scenarios in, results out: the simulator without a line of Python.

A document is `{"scenarios": [...]}`, each with an `id` and a `kind`; the
answer is `{"results": [...]}` in the same order. All scenarios are checked
before the first one runs. Fields that a kind does not know are ignored.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from talk.sim.errors import ScenarioError, require, require_between, require_int
from talk.sim.goal import (
    NO_GOAL_BYTES,
    NO_LIMIT_BYTES,
    SWEEP_MIN_HEAP_DISTANCE_BYTES,
    Memory,
    heap_goal,
    heap_runway,
    heap_trigger,
)
from talk.sim.guide import GuidePhase, run_guide
from talk.sim.mark import MarkRates
from talk.sim.memory.scenario import read_layouts
from talk.sim.pacer import ConsMark
from talk.sim.pacer_cases import INITIAL_HEAP_MARKED_BYTES, PacerInput, run_pacer
from talk.sim.scenario import Check, Scenario
from talk.sim.sched.answer import schedule
from talk.sim.stack import require_stack_size, starting_size
from talk.sim.stack_run import run_shrink, run_stack
from talk.sim.steady import steady_state

Result = dict[str, Any]
Answer = Callable[[], Result]
# What a kind makes of a scenario: its fields are checked at once, the answer comes when asked for.
Reader = Callable[[Scenario], Answer]

# More than any 64-bit machine has; no arithmetic of the runtime overflows below it.
MAX_SIZE = 1 << 48
MAX_FRAME_BYTES = 1 << 40
MAX_DEPTH = 1 << 40
MAX_SHRINK_CYCLES = 100_000
MAX_PACER_CYCLES = 10_000
MAX_GOGC = (1 << 31) - 1
MAX_PROCS = 1 << 16

SIZE = partial(require_int, low=0, high=MAX_SIZE)
GOAL = partial(require_int, low=0, high=NO_GOAL_BYTES)
AMOUNT = partial(require_between, low=0, high=MAX_SIZE)
RATIO = partial(require_between, low=0, high=1e9)

GOAL_FIELDS = ("live", "stacks", "globals", "mapped", "free", "objects")
CONS_MARK_FIELDS = ("trigger", "peak", "scan_work", "assist_ms", "idle_ms", "duration_ms")
GUIDE_FIELDS = ("total_s", "mutator_s", "gc_cpu_percent", "peak_mib", "peak_live_mib", "cycles")
CYCLE_FIELDS = ("gc_cpu_frac", "live_bytes", "trigger_bytes", "peak_bytes", "goal_bytes")
STREAMS: dict[str, Check] = {
    "alloc_rate": partial(require_between, low=0, high=1e9),
    "scan_rate": partial(require_between, low=0, high=1e9, open_below=True),
    "growth_rate": partial(require_between, low=0, high=1e6),
    "scannable_frac": partial(require_between, low=0, high=1),
    "stack_bytes": SIZE,
}


def predict(document: object) -> dict[str, list[Result]]:
    """The results of a document of scenarios.

    Args:
        document: `{"scenarios": [...]}` as JSON gives it; the kinds and their
            fields stand in `docs/simulator.md`.

    Returns: `{"results": [...]}`, one object with the scenario's `id` for each, in order.
    Raises: ScenarioError naming the scenario, the field and the value; then
        there is no result at all.

    >>> predict({"scenarios": [{"id": "a", "kind": "stack-shrink", "size": 8192, "used": 0, "cycles": 3}]})
    {'results': [{'id': 'a', 'sizes': [8192, 4096, 2048, 2048]}]}
    """
    runs = [(scenario, _read(scenario)) for scenario in _scenarios(document)]
    return {"results": [{"id": scenario.id, **scenario.named(run)} for scenario, run in runs]}


def _scenarios(document: object) -> list[Scenario]:
    if not isinstance(document, dict) or not isinstance(document.get("scenarios"), list):
        raise ScenarioError('the document is not {"scenarios": [...]}')
    return [Scenario.of(number, given) for number, given in enumerate(document["scenarios"], start=1)]


def _read(scenario: Scenario) -> Answer:
    if scenario.kind not in KINDS:
        raise scenario.error(f"kind is {scenario.kind!r} (there are {', '.join(KINDS)})")
    return scenario.named(lambda: KINDS[scenario.kind](scenario))


def _stack_growth(scenario: Scenario) -> Answer:
    start_size = scenario.integer("start_size")
    require_stack_size("start_size", start_size)
    entry_used = scenario.integer("entry_used", 0, start_size)
    frames = scenario.items("frames")
    require(len(frames) > 0, "frames is empty: a call needs a frame")
    for number, frame in enumerate(frames, start=1):
        require_int(f"frame {number}", frame, 0, MAX_FRAME_BYTES)
    depth = scenario.integer("depth", 0, MAX_DEPTH)
    max_stack = scenario.integer("max_stack", 1, MAX_SIZE)

    def answer() -> Result:
        trace = run_stack(frames, depth, start_size, entry_used, max_stack)
        moves = [[move.depth, move.old_size_bytes, move.new_size_bytes] for move in trace.moves]
        return {"moves": moves, "overflow_depth": trace.overflow_depth, "final_size": trace.final_size_bytes}

    return answer


def _stack_shrink(scenario: Scenario) -> Answer:
    size = scenario.integer("size")
    require_stack_size("size", size)
    used = scenario.integer("used", 0, size)
    cycles = scenario.integer("cycles", 0, MAX_SHRINK_CYCLES)
    return lambda: {"sizes": list(run_shrink(size, used, cycles))}


def _stack_start(scenario: Scenario) -> Answer:
    stacks = []
    for number, pair in enumerate(scenario.items("stacks"), start=1):
        if not isinstance(pair, list) or len(pair) != 2:
            raise scenario.error(f"entry {number} of stacks is {pair!r}, not [count, used]")
        SIZE(f"count in entry {number} of stacks", pair[0])
        SIZE(f"used in entry {number} of stacks", pair[1])
        stacks.append((pair[0], pair[1]))
    return lambda: {"starting_size": starting_size(stacks)}


def _gc_goal(scenario: Scenario) -> Answer:
    gogc = scenario.integer_or_off("gogc", MAX_GOGC)
    limit = scenario.integer_or_off("memory_limit", NO_LIMIT_BYTES)
    names = ("live", "stacks", "globals") if limit is None else GOAL_FIELDS
    rows = scenario.rows(dict.fromkeys(names, SIZE))

    def goal(live: int, stacks: int, globals_: int, *memory: int) -> int:
        return heap_goal(live, stacks, globals_, gogc=gogc, memory_limit_bytes=limit, memory=Memory(*memory))

    return lambda: {"goals": [goal(*row) for row in rows]}


def _gc_trigger(scenario: Scenario) -> Answer:
    checks = {"marked": SIZE, "goal": GOAL, "expected_scan": AMOUNT, "cons_mark": RATIO}
    rows = scenario.rows(checks)

    def trigger(marked: int, goal: int, expected_scan: int, cons_mark: float) -> int:
        least = marked + SWEEP_MIN_HEAP_DISTANCE_BYTES
        return heap_trigger(marked, goal, heap_runway(cons_mark, expected_scan), least)

    return lambda: {"triggers": [trigger(*row) for row in rows]}


def _gc_cons_mark(scenario: Scenario) -> Answer:
    procs = scenario.integer("procs", 1, MAX_PROCS)
    rows = scenario.rows(dict.fromkeys(CONS_MARK_FIELDS, AMOUNT))

    def answer() -> Result:
        cons_mark, ratios = ConsMark(), []
        for trigger, peak, scan_work, assist_ms, idle_ms, duration_ms in rows:
            cpu_ms = duration_ms * procs
            assist_frac, idle_frac = (assist_ms / cpu_ms, idle_ms / cpu_ms) if cpu_ms else (0.0, 0.0)
            cons_mark.measure(peak - trigger, scan_work, assist_frac, idle_frac)
            ratios.append(cons_mark.ratio)
        return {"next_cons_mark": ratios}

    return answer


def _gc_steady(scenario: Scenario) -> Answer:
    reachable = scenario.integer("reachable", 0, MAX_SIZE)
    arguments: dict[str, Any] = {
        "gogc": scenario.integer("gogc", 0, MAX_GOGC),
        "stack_bytes": scenario.integer("stacks", 0, MAX_SIZE),
        "globals_bytes": scenario.integer("globals", 0, MAX_SIZE),
        "scan_work_bytes": scenario.number("scan_work", 0, MAX_SIZE),
        "allocated_per_scanned": scenario.number("allocated_per_scanned", 0, 1e6),
        "cons_mark": scenario.number("cons_mark", 0, 1e9),
    }

    def answer() -> Result:
        state = steady_state(reachable, **arguments)
        return {
            "live": state.live_bytes,
            "goal": state.goal_bytes,
            "trigger": state.trigger_bytes,
            "peak": state.peak_bytes,
            "bytes_per_cycle": state.bytes_per_cycle,
        }

    return answer


def _gc_guide(scenario: Scenario) -> Answer:
    gogc = scenario.number_or_off("gogc", 0, 1e9)
    limit = scenario.number_or_off("memory_limit_mib", 0, 1e9)
    other = scenario.number("other_mib", 0, 1e9)
    fixed_cost_s = scenario.number("fixed_cost_s", 0, 1e9)
    phases = [_guide_phase(part) for part in scenario.parts("phases")]
    require(len(phases) > 0, "phases is empty: a program needs one")

    def answer() -> Result:
        trace = run_guide(
            phases, gogc=gogc, memory_limit_mib=limit, other_mib=other, fixed_cost_s=fixed_cost_s
        )
        return {name: getattr(trace, name) for name in GUIDE_FIELDS}

    return answer


def _guide_phase(part: Scenario) -> GuidePhase:
    return GuidePhase(
        duration_s=part.number("duration_s", 0, 1e9, open_below=True),
        alloc_mib_per_s=part.number("alloc_mib_per_s", 0, 1e9),
        scan_mib_per_s=part.number("scan_mib_per_s", 0, 1e9, open_below=True),
        new_survival=part.number("new_survival", 0, 1),
        old_death=part.number("old_death", 0, 1),
    )


def _pacer(scenario: Scenario) -> Answer:
    arguments: dict[str, Any] = {
        "gogc": scenario.integer_or_off("gogc", MAX_GOGC),
        "memory_limit_bytes": scenario.integer_or_off("memory_limit", NO_LIMIT_BYTES),
        "procs": scenario.integer("procs", 1, MAX_PROCS),
        "globals_bytes": scenario.integer("globals_bytes", 0, MAX_SIZE),
        "initial_heap_marked_bytes": INITIAL_HEAP_MARKED_BYTES,
    }
    if "initial_heap_marked" in scenario:
        arguments["initial_heap_marked_bytes"] = scenario.integer("initial_heap_marked", 0, MAX_SIZE)
    inputs = _pacer_inputs(scenario.part("inputs"), scenario.integer("cycles", 0, MAX_PACER_CYCLES))

    def answer() -> Result:
        cycles = run_pacer(inputs, **arguments)
        return {"cycles": [[getattr(cycle, name) for name in CYCLE_FIELDS] for cycle in cycles]}

    return answer


def _pacer_inputs(streams: Scenario, cycles: int) -> list[PacerInput]:
    """The rates of each cycle; a stream is one number, or one for each cycle."""
    columns = [streams.stream(name, cycles, check) for name, check in STREAMS.items()]
    return [
        PacerInput(MarkRates(alloc, scan, frac), growth, stack)
        for alloc, scan, growth, frac, stack in zip(*columns, strict=True)
    ]


KINDS: dict[str, Reader] = {
    "stack-growth": _stack_growth,
    "stack-shrink": _stack_shrink,
    "stack-start": _stack_start,
    "gc-goal": _gc_goal,
    "gc-trigger": _gc_trigger,
    "gc-cons-mark": _gc_cons_mark,
    "gc-steady": _gc_steady,
    "gc-guide": _gc_guide,
    "pacer": _pacer,
    "layout": read_layouts,
    "schedule": schedule,
}
