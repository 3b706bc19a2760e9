from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk import sim

Cycle = dict[str, float]


def inputs(scenario: dict[str, Any]) -> list[sim.PacerInput]:
    """The rates of each cycle of a case."""

    def at(name: str, n: int) -> Any:
        value = scenario["inputs"][name]
        return value[n] if isinstance(value, list) else value

    return [
        sim.PacerInput(
            sim.MarkRates(at("alloc_rate", n), at("scan_rate", n), at("scannable_frac", n)),
            at("growth_rate", n),
            at("stack_bytes", n),
        )
        for n in range(scenario["cycles"])
    ]


def run(scenario: dict[str, Any]) -> tuple[sim.PacerCycle, ...]:
    """The cycles of a case, as the simulator has them."""
    return sim.run_pacer(
        inputs(scenario),
        gogc=scenario["gogc"],
        memory_limit_bytes=scenario["memory_limit"],
        procs=scenario["procs"],
        globals_bytes=scenario["globals_bytes"],
        initial_heap_marked_bytes=scenario["initial_heap_marked"],
    )


def metrics(cycle: sim.PacerCycle) -> Cycle:
    """What the acceptance conditions speak of."""
    live, trigger, peak, goal = cycle.live_bytes, cycle.trigger_bytes, cycle.peak_bytes, cycle.goal_bytes
    return {
        "utilization": cycle.gc_cpu_frac,
        "live": live,
        "peak": peak,
        "goal": goal,
        "goal_ratio": peak / goal,
        "trigger_ratio": (trigger - live) / (goal - live) if goal != live else 1.0,
        "runway": goal - trigger,
    }


def holds(rule: dict[str, Any], n: int, rows: list[Cycle]) -> bool:
    """Whether an acceptance condition holds in a cycle, counted from 1."""
    row = rows[n - 1]
    value = row[rule["metric"]]
    if "min" in rule:
        return bool(rule["min"] <= value <= rule["max"])
    if "below" in rule:
        return bool(value < rule["below"])
    if "equals" in rule:
        return bool(value == (row[rule["equals"]] if rule["equals"] in row else rule["equals"]))
    near = {"previous": rows[n - 2], "cycle 12": rows[11]}.get(rule["near"])
    wanted = near[rule["metric"]] if near else rule["near"]
    return bool(abs(value - wanted) <= rule["within"])


def conditions(scenario: dict[str, Any]) -> Iterator[tuple[dict[str, Any], int]]:
    """Each condition of a case with each cycle that it holds for."""
    for rule in scenario["accept"]:
        for first, last in rule["cycles"]:
            for n in range(first, last + 1):
                yield rule, n


def test_cycles_come_out_byte_for_byte(pacer_scenarios: list[dict[str, Any]]) -> None:
    """Live heap, trigger, peak and goal of every cycle are those of the runtime's own pacer."""
    for scenario in pacer_scenarios:
        for n, (cycle, went) in enumerate(zip(run(scenario), scenario["recorded"]["cycles"], strict=True), 1):
            sizes = [cycle.live_bytes, cycle.trigger_bytes, cycle.peak_bytes, cycle.goal_bytes]
            assert sizes == went[1:], f"{scenario['id']}, cycle {n}"
            assert cycle.gc_cpu_frac * 100 == pytest.approx(went[0], abs=0.051), (
                f"{scenario['id']}, cycle {n}"
            )


def test_acceptance_conditions_hold(pacer_scenarios: list[dict[str, Any]]) -> None:
    """What the runtime's tests demand of the pacer holds in every cycle that they name."""
    for scenario in pacer_scenarios:
        rows = [metrics(cycle) for cycle in run(scenario)]
        for rule, n in conditions(scenario):
            assert holds(rule, n, rows), f"{scenario['id']}, cycle {n}: {rule['metric']} {rows[n - 1]}"


def test_a_condition_can_fail(pacer_scenarios: list[dict[str, Any]]) -> None:
    """With a tenth of the scan rate, the conditions of a case are missed."""
    scenario = next(each for each in pacer_scenarios if each["id"] == "SteadyMemoryLimit")
    slow = {**scenario, "inputs": {**scenario["inputs"], "scan_rate": 50.0}}
    rows = [metrics(cycle) for cycle in run(slow)]
    assert not all(holds(rule, n, rows) for rule, n in conditions(slow))


def test_streams_make_the_recorded_inputs(pacer_scenarios: list[dict[str, Any]]) -> None:
    """Our constant, ramp, unit, oscillate, delay and sum give the inputs of the pacer's cases."""
    compared = 0
    for scenario in pacer_scenarios:
        for name, generator in scenario["generators"].items():
            stream = stream_of(generator)
            if stream is None:
                continue
            given = scenario["inputs"][name]
            values = given if isinstance(given, list) else [given] * scenario["cycles"]
            made = [stream.at(n) for n in range(scenario["cycles"])]
            assert made == pytest.approx(values, rel=1e-12), f"{scenario['id']}: {name}"
            compared += 1
    assert compared > 50


def stream_of(generator: dict[str, Any]) -> sim.Stream | None:
    """The stream of a generator; None where Go's own random numbers are in it."""
    match generator:
        case {"op": "constant", "value": value}:
            return sim.constant(value)
        case {"op": "ramp", "height": height, "length": length}:
            return sim.ramp(height, length)
        case {"op": "unit", "amplitude": amplitude}:
            return sim.unit(amplitude)
        case {"op": "oscillate", "amplitude": amplitude, "phase": phase, "period": period}:
            return sim.oscillate(amplitude, phase, period)
        case {"op": "delay", "cycles": cycles, "of": of}:
            inner = stream_of(of)
            return inner and sim.delay(cycles, inner)
        case {"op": "sum", "of": parts}:
            streams = [stream_of(part) for part in parts]
            return None if None in streams else sim.total(*streams)  # type: ignore[arg-type]
    return None


RATES = st.builds(sim.MarkRates, st.floats(0, 1000), st.floats(10, 5000), st.floats(0, 1))
INPUTS = st.builds(sim.PacerInput, RATES, st.floats(0, 3), st.integers(0, 1 << 22))


@given(
    st.lists(INPUTS, max_size=6),
    st.none() | st.integers(0, 2000),
    st.none() | st.integers(0, 1 << 30),
    st.integers(0, 1 << 20),
)
def test_cycles_keep_their_order(
    given_inputs: list[sim.PacerInput], gogc: int | None, limit: int | None, globals_bytes: int
) -> None:
    """Whatever the rates, a cycle ends above its trigger, with a share from a quarter to all of the CPUs."""
    cycles = sim.run_pacer(given_inputs, gogc=gogc, memory_limit_bytes=limit, globals_bytes=globals_bytes)
    assert len(cycles) == len(given_inputs)
    for cycle in cycles:
        assert cycle.live_bytes <= cycle.trigger_bytes <= cycle.peak_bytes
        assert cycle.goal_bytes >= cycle.live_bytes
        assert 0.25 <= cycle.gc_cpu_frac <= 1


def test_a_first_cycle_without_anything_expected() -> None:
    """Where the last cycle scanned nothing, the first pace is that of GOGC's own bound."""
    strange = sim.PacerInput(sim.MarkRates(33.0, 1024.0, 1e-8), 1.0, 0)
    (cycle,) = sim.run_pacer([strange], globals_bytes=0, initial_heap_marked_bytes=1 << 40)
    assert cycle.goal_bytes == 4 * sim.MiB


def test_refuses_rates_out_of_bounds() -> None:
    """A rate that cannot be is refused with its cycle and value."""
    bad = sim.PacerInput(sim.MarkRates(33.0, 0.0, 1.0), 1.0, 8192)
    with pytest.raises(sim.ScenarioError, match="scan_rate of cycle 1 is 0"):
        sim.run_pacer([bad])


def test_endless_cycles_are_refused(few_steps: int) -> None:
    """A heap that would take hours to scan ends the run with a message."""
    slow = sim.PacerInput(sim.MarkRates(33.0, 0.001, 1.0), 1e6, 8192)
    with pytest.raises(sim.ScenarioError, match=f"more than {few_steps} steps"):
        sim.run_pacer([slow, slow, slow], initial_heap_marked_bytes=1 << 40)
