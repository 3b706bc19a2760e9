from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from lxml import etree

from talk.chart.moments import draw_moments
from talk.chart.size import Size
from talk.chart.steps import Steps, box, cell, column, graph, node, queue, root
from talk.chart.table import short_table

Call = Callable[..., Any]
Standing = Literal["strip", "stage"]
ROOM = Size(1000, 0, 20, 1.14)


def call_by(semantics: str) -> Steps:
    """A call with a value or a pointer, and its frame after the return; a caption of more than one line."""
    to = {"pointer": "main.n", "value": ""}[semantics]
    main = box("main", cell("n", 10, address=0xC00004A7C8))
    frame = cell("p", "0xc00004a7c8" if to else 10, address=0xC00004A788, to=to)
    return (
        Steps()
        .step("before", column("stack", main))
        .step("in the call " * 8, column("stack", main, box("inc", frame)))
        .step("after", column("stack", main, box("inc", cell("p", 11, mark="stale"), gone=True)))
    )


def marked(rounds: int) -> Steps:
    """Objects and a queue; each round has a moment more."""
    steps, names = Steps(), ["A", "B", "C"]
    for number in range(rounds):
        colours = ["black" if place < number else "white" for place in range(3)]
        objects = [
            node(name, colour, to="C" if number % 2 else "B")
            for name, colour in zip(names, colours, strict=True)
        ]
        waiting = queue("waiting", *range(40 - number), slots=64)
        steps.step(f"round {number}", graph(root("stack", to="A"), *objects, title="heap"), waiting)
    return steps


def gallery(name: str, *states: dict[str, Any]) -> list[Steps]:
    """Some states of a demo of the gallery."""
    file = Path(__file__).parents[2] / "docs" / "gallery" / "demos" / "moments.py"
    return [runpy.run_path(str(file))[name].run(values) for values in states]


GRIDS = {
    "memory": [call_by("value"), call_by("pointer")],
    "objects and queues": [marked(rounds) for rounds in (1, 4, 2)],
    "one state": [marked(2)],
    "a list": gallery("reverse", {}),
    "a search": gallery("breadth", {}, {"start": "D"}),
}


@dataclass(frozen=True)
class Made:
    """What the build makes of a grid: the drawing of each state, and the payload that all of them share."""

    grid: list[Steps]
    svgs: list[str]
    payload: dict[str, Any]


LIVE = [(name, "stage") for name in GRIDS] + [(name, "strip") for name in GRIDS if len(GRIDS[name]) > 1]


@pytest.fixture(params=LIVE, ids=" ".join)
def made(request: pytest.FixtureRequest) -> Made:
    """Every grid in both standings, but for strips of one state, which stand still."""
    name, standing = request.param
    return make(GRIDS[name], standing)


def make(grid: list[Steps], standing: Standing) -> Made:
    """All states of a grid, each once as the one that is shown first."""
    states = [steps.data for steps in grid]
    numbers = range(len(states))
    drawings = [
        draw_moments(
            states,
            shown,
            ROOM,
            alt="",
            alts=[f"alt {number}" for number in numbers],
            says=[f"sentence {number}" for number in numbers],
            em_of=28,
            standing=standing,
        )
        for shown in numbers
    ]
    told = {drawing.states for drawing in drawings}
    assert len(told) == 1
    return Made(grid, [drawing.svg for drawing in drawings], json.loads(told.pop() or "null"))


def as_data(element: Any) -> dict[str, Any]:
    """An element of the build's SVG as the page has it."""
    inside = [as_data(child) for child in element]
    return {
        "tag": etree.QName(element).localname,
        "attributes": dict(element.attrib),
        "inside": inside or element.text or [],
    }


def test_the_page_draws_every_state_as_the_build_does(call: Call, made: Made) -> None:
    """The same elements with the same attributes, whichever state the build has drawn."""
    for state, svg in enumerate(made.svgs):
        (group,) = etree.fromstring(svg)
        assert group.get("class") == "moments"
        assert call("drawnMoments", made.payload, state) == [as_data(moment) for moment in group]


def test_only_what_moves_has_states() -> None:
    """A strip of one state needs no numbers in the page; moments that follow each other do."""
    assert make(GRIDS["one state"], "strip").payload is None
    assert make(GRIDS["one state"], "stage").payload is not None


def test_one_moment_is_seen_at_a_time(call: Call) -> None:
    """On the stage all but the moment asked for are hidden; a strip hides none."""
    for standing, hidden in (("stage", [True, True, False, True]), ("strip", [False] * 4)):
        payload = make(GRIDS["objects and queues"], standing).payload
        drawn = call("drawnMoments", payload, 1, 2)
        assert ["later" in each["attributes"]["class"].split() for each in drawn] == hidden


def test_a_state_with_fewer_moments_shows_its_last(call: Call) -> None:
    """A moment that a state does not have is its last one."""
    payload = make(GRIDS["objects and queues"], "stage").payload
    asked = [(0, 3), (1, 3), (2, 3), (2, 0)]
    assert [call("momentWithin", payload, state, moment) for state, moment in asked] == [0, 3, 1, 0]


def test_the_page_tells_the_tables_of_the_build(call: Call, made: Made) -> None:
    """Header and rows of every state, and whether they are all."""
    for state, steps in enumerate(made.grid):
        table = short_table(steps.data, "")
        told = call("momentsTable", made.payload, state)
        assert told == {
            "header": list(table.header),
            "rows": [list(row) for row in table.rows],
            "complete": table.complete,
        }


def test_each_state_has_its_sentence_and_its_alternative() -> None:
    """Both are numbers into the texts."""
    payload = make(GRIDS["memory"], "stage").payload
    said = [(payload["texts"][each["say"]], payload["texts"][each["alt"]]) for each in payload["states"]]
    assert said == [("sentence 0", "alt 0"), ("sentence 1", "alt 1")]


def test_equal_things_are_held_once() -> None:
    """Shapes, moments and rows that states share are there once."""
    alike = make([call_by("value")] * 3, "stage").payload
    assert [each["m"] for each in alike["states"]] == [[0, 1, 2]] * 3
    for name in ("texts", "shapes", "moments", "rows", "styles"):
        held = [json.dumps(each) for each in alike[name]]
        assert len(held) == len(set(held))
