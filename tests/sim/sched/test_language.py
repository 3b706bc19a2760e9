from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk import sim
from talk.sim import sched


def scenario(*main: Any, **procs: Any) -> dict[str, Any]:
    """A scenario on one P with this main."""
    return {"gomaxprocs": 1, "procs": {"main": list(main), **procs}}


def events(*main: Any, **procs: Any) -> list[str]:
    """What this main logs."""
    return list(sched.run_schedule(scenario(*main, **procs)).events)


def question(given_: Any, runs: Any = 3) -> list[dict[str, Any]]:
    """What `predict` answers."""
    document = {"scenarios": [{"id": "q", "kind": "schedule", "scenario": given_, "runs": runs}]}
    return sim.predict(document)["results"][0]["runs"]


def test_values_texts_and_branches() -> None:
    """Variables start at 0, parameters are variables, texts hold values, loops and branches nest."""
    out = events(
        ["for", "i", 2, [["if", "i", "==", 1, [["log", "one {i}"]], [["log", "{j}{i}"]]]]],
        ["go", "w", "g{i}", "i", -4],
        ["yield"],
        w={
            "params": ["a", "b"],
            "body": [["log", "{a} {b}"], ["if", "a", ">", "b", [["return"]]], ["log", "no"]],
        },
    )
    assert out == ["main:00", "main:one 1", "g2:2 -4"]


def test_a_loop_reads_its_bound_each_time_round() -> None:
    """As in Go, the variable and the bound may change within."""
    count = ["load", "c", "n"]
    out = events(["add", "c", 3], count, ["for", "i", "n", [["add", "c", -1], count, ["log", "{i} of {n}"]]])
    assert out == ["main:0 of 2", "main:1 of 1"]


def test_select_takes_values_and_default() -> None:
    """A received value is kept; a select of nothing that can go on takes its default."""
    out = events(
        ["make", "c", 1],
        ["select", [["recv", "c", "v", []], ["default", [["log", "none"]]]]],
        ["select", [["send", "c", 7, [["log", "sent"]]]]],
        ["select", [["default", []], ["recv", "c", "v", [["log", "got {v}"]]]]],
        ["recv2", "c", "v", "ok"],
    )
    assert out == ["main:none", "main:sent", "main:got 7"]


def test_counters_are_64_bit() -> None:
    """An atomic addition wraps round."""
    assert events(["add", "n", (1 << 63) - 1], ["add", "n", 1], ["load", "n", "x"], ["log", "{x}"]) == [
        "main:-9223372036854775808"
    ]


def test_every_operation_can_be_run() -> None:
    """One program with all the words of the language ends well."""
    out = events(
        *[["lock", "m"], ["unlock", "m"], ["rlock", "r"], ["runlock", "r"], ["wlock", "r"], ["wunlock", "r"]],
        *[["wgadd", "g", 1], ["afterfunc", 1500, "w", "late"], ["wgwait", "g"], ["run", 5], ["syscall", 5]],
        *[
            ["make", "c", 1],
            ["send", "c", 3],
            ["close", "c"],
            ["range", "c", "v", [["log", "{v}"]]],
            ["recv", "c"],
        ],
        *[["sleep", 0], ["log", "end"], ["exit"]],
        w=[["log", "fired"], ["wgdone", "g"]],
    )
    assert out == ["late:fired", "main:3", "main:end"]


WRONG: list[tuple[Any, str]] = [
    (7, "the scenario is 7, not an object"),
    ({"procs": {"main": []}}, "gomaxprocs is None, not an integer"),
    ({"gomaxprocs": 0, "procs": {"main": []}}, "gomaxprocs is 0, less than 1"),
    ({"gomaxprocs": 1}, "procs is None, not an object"),
    ({"gomaxprocs": 1, "procs": {}}, "procs has no main"),
    ({"gomaxprocs": 1, "procs": {"main": 3}}, "procs main: its body is 3, not a list"),
    ({"gomaxprocs": 1, "procs": {"main": {"params": ["x"], "body": []}}}, "main: it takes no parameters"),
    ({"gomaxprocs": 1, "procs": {"main": []}, "conds": {"k": 3}}, "conds: mutex is 3, not a name"),
    (scenario("log"), "procs main, operation 1 is 'log', not [name, ...]"),
    (scenario(["jump"]), "there is no operation 'jump' (there are log, run"),
    (scenario(["log"]), "log takes 1 arguments, not 0"),
    (scenario(["recv", "c", "x", "y"]), "recv takes 1 to 2 arguments, not 3"),
    (scenario(["log", 5]), "text is 5, not a text"),
    (scenario(["run", 1.5]), "value is 1.5, not an integer"),
    (scenario(["run", True]), "value is True, not an integer"),
    (scenario(["run", 1 << 64]), "more than 9223372036854775807"),
    (scenario(["run", 10**10]), "run takes 10000000000 us, more than 3600000000"),
    (scenario(["send", "c d", 1]), "chan is 'c d', not a name"),
    (scenario(["lock", "m"], ["rlock", "m"]), "operation 2: 'm' is both a mutex and a rwmutex"),
    (scenario(["signal", "k"]), "condition 'k' is not in conds"),
    (scenario(["go", "w", "g"]), "there is no proc 'w'"),
    (scenario(["go", "w", "g"], w={"params": ["a"], "body": []}), "w takes 1 parameters, not 0"),
    (scenario(["go", "w"]), "go takes a proc, a name and its arguments"),
    (scenario(["for", "i", 3]), "for takes 3 arguments, not 2"),
    (
        scenario(["for", "i", 3, [["for", "j", 3, [["log"]]]]]),
        "operation 1 (for), operation 1 (for), operation 1",
    ),
    (scenario(["if", 1, "=", 1, []]), "'=' does not compare (there are == != < <= > >=)"),
    (scenario(["select", [["recv", "c", "v"]]]), "is no recv, send or default with its operations"),
    (scenario(["select", [["default", []], ["default", []]]]), "default stands there twice"),
]


@pytest.mark.parametrize(("given_", "message"), WRONG, ids=[message for _, message in WRONG])
def test_what_is_wrong_is_named(given_: Any, message: str) -> None:
    """One error with the scenario's id, the place in it and the value."""
    with pytest.raises(sim.ScenarioError) as error:
        question(given_)
    assert str(error.value).startswith("scenario 'q': ")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("runs", "message"), [(0, "runs is 0, less than 1"), ("9", "runs is '9', not an integer")]
)
def test_runs_are_checked(runs: Any, message: str) -> None:
    """At least one run, as a number."""
    with pytest.raises(sim.ScenarioError, match=message):
        question(scenario(), runs)


def test_runs_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many operations, in one run or in all, and too many goroutines are an error, not a wait."""
    monkeypatch.setattr("talk.sim.sched.answer.MAX_OPERATIONS", 2000)
    monkeypatch.setattr("talk.sim.sched.answer.MAX_TOTAL", 5000)
    monkeypatch.setattr("talk.sim.sched.proc.MAX_GOROUTINES", 100)
    with pytest.raises(sim.ScenarioError, match="'q': the run needs more than 2000 operations"):
        question(scenario(["for", "i", 10**9, []]))
    with pytest.raises(sim.ScenarioError, match="'q': its runs need more than 5000 operations together"):
        question(scenario(["for", "i", 1000, []]), 6)
    with pytest.raises(sim.ScenarioError, match="'q': the run has more than 100 goroutines at once"):
        question(scenario(["for", "i", 10**6, [["go", "w", "w"]]], w=[]))


def test_nesting_has_an_end() -> None:
    """Blocks within blocks are read to a depth of fifty."""
    deep: list[Any] = []
    for _ in range(60):
        deep = [["for", "i", 1, deep]]
    with pytest.raises(sim.ScenarioError, match="more than 50 blocks within each other"):
        question(scenario(*deep))


def test_answers_are_one_run_a_seed() -> None:
    """Seeds 0 to n - 1, each the run of `run_schedule`; without chance all are the same."""
    coin = [["make", "a", 1], ["make", "b", 1], ["send", "a", 1], ["send", "b", 1]]
    choice = scenario(
        *coin, ["select", [["recv", "a", "v", [["log", "a"]]], ["recv", "b", "v", [["log", "b"]]]]]
    )
    answers = question(choice, 40)
    assert [tuple(each["events"]) for each in answers] == [
        sched.run_schedule(choice, seed=seed).events for seed in range(40)
    ]
    assert {each["events"][0] for each in answers} == {"main:a", "main:b"}
    assert question(scenario(["log", "x"]), 3) == [{"events": ["main:x"], "outcome": "ok"}] * 3


def test_a_wrong_scenario_stops_all_before_any_runs() -> None:
    """A mistake in the second is found before the first, which would not end, is run."""
    endless = {"id": "a", "kind": "schedule", "runs": 1, "scenario": scenario(["for", "i", 10**9, []])}
    wrong = {"id": "b", "kind": "schedule", "runs": 1, "scenario": scenario(["lok", "m"])}
    with pytest.raises(sim.ScenarioError, match=r"scenario 'b'.*no operation 'lok'"):
        sim.predict({"scenarios": [endless, wrong]})


GOOD = scenario(
    ["make", "c", 1],
    ["go", "w", "g", 1],
    ["for", "i", 2, [["select", [["recv", "c", "v", [["log", "{v}"]]], ["default", [["yield"]]]]]]],
    w={"params": ["x"], "body": [["send", "c", "x"], ["if", "x", "<", 5, [["sleep", 50]]]]},
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 99)
    | st.floats()
    | st.sampled_from(["", "c", "go", "x", "for"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to everything within a value."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [path] * bool(path) + [way for key in keys for way in places(value[key], (*path, key))]


@given(st.sampled_from(places(GOOD)), JSON)
def test_any_mutation_gives_an_answer_or_a_scenario_error(path: tuple[Any, ...], value: Any) -> None:
    """Whatever stands anywhere in a scenario, there is a result fit for JSON or the one kind of error."""
    changed = copy.deepcopy(GOOD)
    at: Any = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    said, answers = "", []
    try:
        answers = question(changed, 2)
    except sim.ScenarioError as error:
        said = str(error)
    assert answers or said.startswith("scenario 'q': ")
    json.dumps(answers, allow_nan=False)
