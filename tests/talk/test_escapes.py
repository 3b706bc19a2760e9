"""Where an address flows: what the slide shows is what the compiler said."""

from __future__ import annotations

import importlib.util
import json

import pytest
from escapes import CODE, FUNCTIONS, escape_flow, flow_of
from recorded import DATA, rows

ROOT = DATA.parents[1]
PROGRAM = ROOT / "slides" / "go" / "flows"
MOVED = ("return &u", "keep(&u)", "b.p = &u")


def _nodes(code, moment):
    return escape_flow(code=code).data.steps[moment].named


def _way(code):
    """The names along the arrows, from u on."""
    nodes = _nodes(code, 0)
    way = ["u"]
    while nodes[way[-1]].to:
        way += nodes[way[-1]].to
    return way


@pytest.mark.parametrize("code", CODE)
def test_u_moves_exactly_where_the_compiler_says_so(code):
    """A second u stands on the heap if the recording has `moved to heap: u`, and the first one is gone."""
    (said,) = [row["said"] for row in rows("escape", "functions") if row["function"] == FUNCTIONS[code]]
    moved = "moved to heap: u" in said
    after = _nodes(code, 1)
    assert moved == (code in MOVED) == ("u, moved" in after) == after["u"].gone


@pytest.mark.parametrize(
    ("code", "way"),
    [
        ("return u", ["u", "return u"]),
        ("return &u", ["u", "return &u", "result"]),
        ("greet(&u)", ["u", "greet(&u)", "p"]),
        ("keep(&u)", ["u", "keep(&u)", "last = p", "heap"]),
        ("b.p = &u", ["u", "b.p = &u", "heap"]),
    ],
)
def test_the_arrows_follow_the_recorded_flow(code, way):
    """From u over each expression that the compiler names to what holds the address in the end."""
    assert _way(code) == way


@pytest.mark.parametrize("code", MOVED)
def test_what_outlives_the_frame_stands_above_it(code):
    """The holder is the only one in the upper row before u has moved."""
    upper = [name for name, node in _nodes(code, 0).items() if node.at[1] == 0]
    assert upper == [flow_of(code).holder]


def test_the_verdict_is_the_caption():
    """The second moment quotes the compiler; about a copy it has nothing to say."""
    captions = {code: escape_flow(code=code).data.steps[1].caption for code in CODE}
    assert captions["keep(&u)"] == "moved to heap: u"
    assert captions["greet(&u)"] == "p does not escape"
    assert captions["return u"] == "the compiler says nothing"


def test_the_recording_tells_its_origin():
    """A reader can ask the same compiler the same thing."""
    origin = json.loads((DATA / "escape.json").read_text(encoding="utf-8"))["origin"]
    assert "-gcflags=-m=2" in origin
    assert "slides/go/flows" in origin
    assert "Go 1.27.3" in origin


@pytest.mark.go
def test_the_compiler_still_says_what_was_recorded(go):
    """Recorded anew, each function of the program has the same lines."""
    if go.version != "1.27":
        pytest.skip(f"no Go found of version 1.27, whose words were recorded (this is {go.version})")
    spec = importlib.util.spec_from_file_location("record_escapes", DATA / "record" / "record_escapes.py")
    recorder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recorder)
    said = go.run("build", "-gcflags=-m=2", "-o", "/dev/null", ".", folder=PROGRAM).stderr
    source = (PROGRAM / "main.go").read_text(encoding="utf-8")
    assert recorder.by_function(said, source) == rows("escape", "functions")
