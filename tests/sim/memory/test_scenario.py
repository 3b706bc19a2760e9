from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk import sim

PAIR = [{"name": "Inner", "go": "struct { a int64; b bool }"}, {"name": "Outer", "go": "struct { in Inner }"}]


def layouts(structs: object) -> list[dict[str, Any]]:
    """What `talk sim predict` says of these structs."""
    scenario = {"id": "l", "kind": "layout", "structs": structs}
    return sim.predict({"scenarios": [scenario]})["results"][0]["structs"]


def test_layouts_are_answered_in_order() -> None:
    """One answer a struct, in the form asked for."""
    assert layouts(PAIR) == [
        {"name": "Inner", "size": 16, "align": 8, "offsets": {"a": 0, "b": 8}},
        {"name": "Outer", "size": 16, "align": 8, "offsets": {"in": 0}},
    ]
    assert layouts([]) == []


@pytest.mark.parametrize(
    ("structs", "message"),
    [
        (3, "structs is 3, not a list"),
        ([3], "structs 1 is 3, not an object"),
        ([{"name": "A"}], "structs 1: go is missing"),
        ([*PAIR, {"name": 5, "go": "int"}], "structs 3: name is 5, not a text"),
        ([{"name": "A B", "go": "int"}], "structs 1: name is 'A B', not a Go name"),
        ([{"name": "A", "go": "struct { b B }"}], "type A: line 1: undefined: B"),
        ([PAIR[0], PAIR[0]], "type Inner is declared twice"),
    ],
)
def test_wrong_structs_name_the_scenario(structs: object, message: str) -> None:
    """An error has the scenario's id, and says what is wrong with which struct."""
    with pytest.raises(sim.ScenarioError) as error:
        layouts(structs)
    assert str(error.value) == f"scenario 'l': {message}"


def test_structs_are_needed() -> None:
    """A scenario without structs is refused."""
    with pytest.raises(sim.ScenarioError, match="'l': structs is missing"):
        sim.predict({"scenarios": [{"id": "l", "kind": "layout"}]})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.fixed_dictionaries({"name": inner, "go": inner}),
    max_leaves=6,
)


@given(JSON)
def test_any_value_gives_an_answer_or_a_scenario_error(structs: object) -> None:
    """Whatever stands under structs, there is a result fit for JSON or the one kind of error."""
    said = "scenario 'l': "
    try:
        json.dumps(layouts(structs), allow_nan=False)
    except sim.ScenarioError as error:
        said = str(error)
    assert said.startswith("scenario 'l': ")
