from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk import sim

GROWTH = {
    "id": "g",
    "kind": "stack-growth",
    "start_size": 2048,
    "entry_used": 40,
    "frames": [112],
    "depth": 50,
    "max_stack": 1_000_000_000,
}
GOAL = {
    "id": "o",
    "kind": "gc-goal",
    "gogc": 100,
    "memory_limit": None,
    "fields": ["live", "stacks", "globals"],
    "cycles": [[10 << 20, 0, 0]],
}
STEADY = {
    "id": "s",
    "kind": "gc-steady",
    "gogc": 100,
    "reachable": 1 << 26,
    "stacks": 0,
    "globals": 0,
    "scan_work": 1 << 26,
    "allocated_per_scanned": 0.1,
    "cons_mark": 0.05,
}
CONS_MARK = {
    "id": "c",
    "kind": "gc-cons-mark",
    "procs": 2,
    "fields": ["trigger", "peak", "scan_work", "assist_ms", "idle_ms", "duration_ms"],
    "cycles": [[1000, 2000, 10_000, 0.0, 0.0, 1.0]],
}
GUIDE_PHASE = {
    "duration_s": 1,
    "alloc_mib_per_s": 20,
    "scan_mib_per_s": 1024,
    "new_survival": 1,
    "old_death": 0,
}
GUIDE = {
    "id": "u",
    "kind": "gc-guide",
    "gogc": 100,
    "memory_limit_mib": None,
    "other_mib": 0,
    "fixed_cost_s": 0.04,
    "phases": [GUIDE_PHASE],
}
INPUTS = {
    "alloc_rate": 33.0,
    "scan_rate": 1024.0,
    "growth_rate": [1.5, 1.0],
    "scannable_frac": 1.0,
    "stack_bytes": 8192,
}
PACER = {
    "id": "p",
    "kind": "pacer",
    "gogc": 100,
    "memory_limit": None,
    "globals_bytes": 32768,
    "procs": 8,
    "cycles": 2,
    "inputs": INPUTS,
}
SHRINK = {"id": "h", "kind": "stack-shrink", "size": 8192, "used": 100, "cycles": 2}
START = {"id": "t", "kind": "stack-start", "stacks": [[10, 3000]]}
TRIGGER = {
    "id": "r",
    "kind": "gc-trigger",
    "fields": ["marked", "goal", "expected_scan", "cons_mark"],
    "cycles": [[1 << 26, 1 << 27, 1 << 26, 0.1]],
}
ALL = [GROWTH, SHRINK, START, GOAL, TRIGGER, CONS_MARK, STEADY, GUIDE, PACER]


def predict(*scenarios: dict[str, Any]) -> list[dict[str, Any]]:
    """The results of these scenarios."""
    return sim.predict({"scenarios": list(scenarios)})["results"]


def test_answers_in_the_order_of_the_questions() -> None:
    """There is one result a scenario, with its id and the fields of its kind, fit for JSON."""
    results = predict(*ALL)
    assert [result["id"] for result in results] == [scenario["id"] for scenario in ALL]
    assert json.loads(json.dumps(results, allow_nan=False)) == results
    fields = {result["id"]: sorted(result.keys() - {"id"}) for result in results}
    assert fields == {
        "g": ["final_size", "moves", "overflow_depth"],
        "h": ["sizes"],
        "t": ["starting_size"],
        "o": ["goals"],
        "r": ["triggers"],
        "c": ["next_cons_mark"],
        "s": ["bytes_per_cycle", "goal", "live", "peak", "trigger"],
        "u": ["cycles", "gc_cpu_percent", "mutator_s", "peak_live_mib", "peak_mib", "total_s"],
        "p": ["cycles"],
    }


def test_recorded_stacks_are_answered_exactly(recorded: Callable[..., Any]) -> None:
    """Every field of the recorded stack scenarios comes out as recorded."""
    for scenario, went in recorded("stacks"):
        (result,) = predict(scenario)
        for name in result.keys() & went.keys() - {"id"}:
            assert result[name] == went[name], f"{scenario['id']}: {name}"


def test_pacer_rows_are_answered_exactly(pacer_scenarios: list[dict[str, Any]]) -> None:
    """The pacer's own cases are answered byte for byte in the form asked for."""
    scenarios = [{k: v for k, v in each.items() if k != "recorded"} for each in pacer_scenarios]
    for result, scenario in zip(predict(*scenarios), pacer_scenarios, strict=True):
        assert [row[1:] for row in result["cycles"]] == [row[1:] for row in scenario["recorded"]["cycles"]]


def test_unknown_fields_are_ignored() -> None:
    """A field that a kind does not know changes nothing."""
    assert predict({**GROWTH, "machine": {"cores": 2}, "cycles": "x"}) == predict(GROWTH)


def test_columns_are_found_by_name() -> None:
    """Rows are read by the order of `fields`, whatever that is."""
    turned = {**GOAL, "fields": ["globals", "extra", "live", "stacks"], "cycles": [[0, "?", 10 << 20, 0]]}
    assert predict(turned) == predict(GOAL)


def test_null_means_off() -> None:
    """Without GOGC and limit the goal lies beyond every heap."""
    (result,) = predict({**GOAL, "gogc": None})
    assert result["goals"][0] > 1 << 62


def test_an_empty_document_has_no_results() -> None:
    """No scenarios, no results."""
    assert sim.predict({"scenarios": []}) == {"results": []}


@pytest.mark.parametrize(
    "document", [None, [], 3, {}, {"scenarios": {}}, {"scenarios": [3]}, {"scenarios": [{"kind": "pacer"}]}]
)
def test_documents_of_another_form_are_refused(document: object) -> None:
    """What is no document of scenarios is refused."""
    with pytest.raises(sim.ScenarioError):
        sim.predict(document)


def wrong(scenario: dict[str, Any], message: str, **changed: Any) -> Any:
    """A scenario with something changed, and what must be said of it."""
    return pytest.param({**scenario, **changed}, message, id=message)


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        wrong(GROWTH, "kind is 'stack-groth' (there are stack-growth,", kind="stack-groth"),
        wrong(GROWTH, "kind is None, not a text", kind=None),
        wrong(GROWTH, "start_size is 3000, not a power of two", start_size=3000),
        wrong(GROWTH, "start_size is True, not an integer", start_size=True),
        wrong(GROWTH, "entry_used is 4096, more than 2048", entry_used=4096),
        wrong(GROWTH, "frames is empty", frames=[]),
        wrong(GROWTH, "frames is 112, not a list", frames=112),
        wrong(GROWTH, "frame 2 is -8, less than 0", frames=[8, -8]),
        wrong(GROWTH, "depth is 5.0, not an integer", depth=5.0),
        wrong(GROWTH, "depth is '5', not an integer", depth="5"),
        wrong(GROWTH, "max_stack is 0, less than 1", max_stack=0),
        wrong(SHRINK, "used is 9000, more than 8192", used=9000),
        wrong(SHRINK, "cycles is -1, less than 0", cycles=-1),
        wrong(START, "entry 1 of stacks is [1], not [count, used]", stacks=[[1]]),
        wrong(START, "count in entry 1 of stacks is -1, less than 0", stacks=[[-1, 5]]),
        wrong(GOAL, "gogc is -1, less than 0", gogc=-1),
        wrong(GOAL, "gogc is 'off', not an integer", gogc="off"),
        wrong(GOAL, "without 'mapped'", memory_limit=1 << 26),
        wrong(GOAL, "row 1 of cycles is [1, 2], not 3 values", cycles=[[1, 2]]),
        wrong(GOAL, "live in row 2 of cycles is 0.5, not an integer", cycles=[[1, 0, 0], [0.5, 0, 0]]),
        wrong(TRIGGER, "cons_mark in row 1 of cycles is nan, not a finite", cycles=[[1, 2, 3, float("nan")]]),
        wrong(CONS_MARK, "procs is 0, less than 1", procs=0),
        wrong(CONS_MARK, "peak in row 1 of cycles is None, not a number", cycles=[[1, None, 1, 1, 1, 1]]),
        wrong(STEADY, "gogc is None, not an integer", gogc=None),
        wrong(STEADY, "cons_mark is inf, not a finite number", cons_mark=float("inf")),
        wrong(GUIDE, "phases is empty", phases=[]),
        wrong(GUIDE, "phases 1: old_death is 2, more than 1", phases=[{**GUIDE_PHASE, "old_death": 2}]),
        wrong(GUIDE, "phases 1 is 7, not an object", phases=[7]),
        wrong(PACER, "inputs: growth_rate has 2 values, not one for each of 3 cycles", cycles=3),
        wrong(PACER, "inputs: scan_rate of cycle 1 is 0, not above 0", inputs={**INPUTS, "scan_rate": 0}),
        wrong(PACER, "inputs: stack_bytes of cycle 1 is 0.5", inputs={**INPUTS, "stack_bytes": 0.5}),
        wrong(PACER, "inputs is 3, not an object", inputs=3),
    ],
)
def test_wrong_values_name_the_scenario(scenario: dict[str, Any], message: str) -> None:
    """A wrong value raises one error with the scenario's id, the field and the value."""
    with pytest.raises(sim.ScenarioError) as error:
        predict(scenario)
    assert str(error.value).startswith(f"scenario {scenario['id']!r}: ")
    assert message in str(error.value)


@pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario["kind"])
def test_every_field_is_needed(scenario: dict[str, Any]) -> None:
    """A scenario without one of its fields is refused, and the message names it."""
    for name in scenario.keys() - {"id", "kind"}:
        short = {key: value for key, value in scenario.items() if key != name}
        with pytest.raises(sim.ScenarioError, match=f"'{scenario['id']}'.*{name} is missing"):
            predict(short)


def test_all_are_checked_before_any_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong scenario at the end is found before the first one is run."""
    ran: list[object] = []
    module = importlib.import_module("talk.sim.predictions")
    monkeypatch.setattr(module, "run_stack", lambda *arguments: ran.append(arguments))
    with pytest.raises(sim.ScenarioError, match="'h'"):
        predict(GROWTH, {**SHRINK, "size": 1000})
    assert ran == []


def test_runs_that_cannot_end_name_the_scenario(few_steps: int) -> None:
    """What only the run can find out is told in the same form."""
    endless = {**PACER, "initial_heap_marked": 1 << 48, "inputs": {**INPUTS, "scan_rate": 1e-9}}
    with pytest.raises(sim.ScenarioError, match=f"scenario 'p': the run needs more than {few_steps} steps"):
        predict(endless)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(ALL), st.data())
def test_any_value_gives_an_answer_or_a_scenario_error(scenario: dict[str, Any], data: st.DataObject) -> None:
    """Whatever stands in a field, there is a result fit for JSON or the one kind of error."""
    name = data.draw(st.sampled_from(sorted(scenario.keys() - {"id", "kind"})))
    said, results = "", []
    try:
        results = predict({**scenario, name: data.draw(JSON)})
    except sim.ScenarioError as error:
        said = str(error)
    assert results or said.startswith(f"scenario {scenario['id']!r}: ")
    json.dumps(results, allow_nan=False)
