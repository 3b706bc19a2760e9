from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from talk.demo.bind import Bound, bind, read_set
from talk.demo.params import DemoSpec, Param
from talk.errors import Diagnostics, Span, TalkError

FILE = Path("slides/02-stacks.md").absolute()
SPEC = DemoSpec(
    "heap_goal",
    "The goal.",
    (
        Param("gogc", "int", 100, 25, 400, 25, "%"),
        Param("live_heap", "float", 64.0, 16, 256, None, "MiB"),
        Param("mode", "choice", "fast", options=("fast", "slow")),
        Param("limit", "bool", False),
    ),
    "demos/gc.py",
    7,
)


@dataclass(frozen=True)
class Raw:
    """A value as a deck has it: text, a list or a mapping, and its place."""

    value: Any
    span: Span | None = None


def raw(value: Any, line: int = 41) -> Raw:
    """Text, lists and mappings with a line each."""
    if isinstance(value, dict):
        value = {key: raw(each, line) for key, each in value.items()}
    elif isinstance(value, list):
        value = tuple(raw(each, line + number) for number, each in enumerate(value, start=1))
    return Raw(value, Span(FILE, line))


def bound(options: dict[str, Any] | None = None, /, **settings: Any) -> tuple[Bound | None, list[str]]:
    """What the settings come to, and the messages."""
    diagnostics = Diagnostics()
    made = bind(
        SPEC,
        {name: raw(value) for name, value in settings.items()},
        diagnostics,
        options={name: raw(value) for name, value in (options or {}).items()},
    )
    return made, [str(each) for each in diagnostics]


def test_nothing_said_leaves_all_free_at_the_defaults() -> None:
    """Every parameter is a control over its own bounds."""
    made, _ = bound()
    assert made.values == {"gogc": 100, "live_heap": 64.0, "mode": "fast", "limit": False}
    assert [control.param.name for control in made.free] == ["gogc", "live_heap", "mode", "limit"]
    assert made.pinned == {}


def test_a_value_pins() -> None:
    """A pinned parameter has its type, may lie off the grid, and is no control; units may be written."""
    made, _ = bound(gogc="110 %", live_heap="32MiB", mode="slow", limit="yes")
    assert made.values == {"gogc": 110, "live_heap": 32.0, "mode": "slow", "limit": True}
    assert made.free == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50..100", (50, 100, 25, 100)),
        ("200..400/50", (200, 400, 50, 200)),
        ("25 .. 75 / 10", (25, 75, 10, 75)),
    ],
)
def test_a_range_narrows_and_steps(text: str, expected: tuple[float, ...]) -> None:
    """The default moves to the nearer end if it lies outside."""
    made, _ = bound(gogc=text)
    control = next(each for each in made.free if each.param.name == "gogc")
    assert (control.lo, control.hi, control.step, made.values["gogc"]) == expected


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"gogoc": "1"},
            "error: demo 'heap_goal' has no parameter 'gogoc' "
            "(it takes gogc, live_heap, mode, limit; did you mean 'gogc'?)",
        ),
        (
            {"gogc": "many"},
            "demo 'heap_goal': gogc: 'many' is not an integer (it takes an integer from 25 to 400 %)",
        ),
        ({"gogc": "1.5"}, "'1.5' is not an integer"),
        ({"gogc": "401"}, "gogc: 401 is out of bounds"),
        ({"live_heap": "nan"}, "live_heap: 'nan' is not a finite number"),
        ({"live_heap": "inf"}, "live_heap: 'inf' is not a finite number"),
        ({"live_heap": ""}, "'' is not a number (it takes a number from 16 to 256 MiB)"),
        ({"gogc": "9" * 5000}, "is not an integer"),
        ({"gogc": "0..100"}, "gogc: 0 is out of bounds"),
        ({"gogc": "100..50"}, "'100..50' is no rising range"),
        ({"gogc": "50..100/0"}, "the step 0 does not fit into 50..100"),
        ({"gogc": "50..100/60"}, "the step 60 does not fit"),
        ({"gogc": "50.."}, "'' is not an integer"),
        ({"gogc": ["1"]}, "gogc: the value is a list or a mapping"),
        ({"mode": "medium"}, "mode: 'medium' is none of its choices (it takes one of fast, slow)"),
        ({"limit": "1"}, "limit: '1' is neither true nor false (it takes true or false)"),
    ],
)
def test_a_wrong_setting_is_an_error_at_its_line(settings: dict[str, Any], message: str) -> None:
    """Place, fact, way out."""
    made, messages = bound(**settings)
    assert made is None
    assert len(messages) == 1
    assert messages[0].startswith("slides/02-stacks.md:41: error: ")
    assert message in messages[0]


def test_all_errors_come_at_once() -> None:
    """One wrong setting hides no other."""
    made, messages = bound({"height": "tall"}, gogc="1", mode="x")
    assert made is None
    assert len(messages) == 3


def test_print_states_complete_themselves() -> None:
    """A state says what differs; the rest is as the block has it."""
    made, messages = bound({"print": [{"gogc": "50"}, {"gogc": "200"}]}, live_heap="32")
    assert not messages
    assert [state["gogc"] for state in made.prints] == [50, 200]
    assert [state["live_heap"] for state in made.prints] == [32.0, 32.0]
    assert made.print_labels() == ["gogc=50 %", "gogc=200 %"]


def test_the_options_have_types() -> None:
    """Caption and alt are one line, height is in pixels, controls names what may move."""
    options = {
        "caption": "One\n two",
        "alt": "x",
        "height": "300px",
        "controls": "gogc, mode",
        "compare": "true",
    }
    made, messages = bound(options)
    assert not messages
    assert (made.caption, made.alt, made.height_px, made.compare) == ("One two", "x", 300, True)
    assert [control.param.name for control in made.free] == ["gogc", "mode"]
    assert bound({"controls": "none"})[0].free == ()
    assert [each.param.name for each in bound({"controls": ["limit"]})[0].free] == ["limit"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"print": "gogc"}, "print is a list of states (each as '- name: value')"),
        ({"print": ["gogc"]}, "a print state is a list of 'name: value'"),
        (
            {"print": [{"gogc": "1"}]},
            "slides/02-stacks.md:42: error: demo 'heap_goal': gogc: 1 is out of bounds",
        ),
        ({"print": [{"gogc": ["1"]}]}, "the value is a list or a mapping"),
        ({"print": [{"gock": "1"}]}, "has no parameter 'gock'"),
        ({"print": [{"gogc": "50"}] * 13}, "print has 13 states (at most 12)"),
        ({"height": "1e9"}, "height is a number of pixels, not '1e9' (from 120 to 720)"),
        ({"height": "99"}, "from 120 to 720"),
        ({"caption": ["a"]}, "caption is a text"),
        ({"compare": "maybe"}, "compare is true or false, not 'maybe'"),
        ({"controls": "gock"}, "has no parameter 'gock'"),
        ({"controls": [["gogc"]]}, "controls is 'none' or names of parameters"),
        ({"heigth": "300"}, "did you mean 'height'?"),
    ],
)
def test_a_wrong_option_is_an_error(options: dict[str, Any], message: str) -> None:
    """Each reserved key says what it takes."""
    made, messages = bound(options)
    assert made is None
    assert message in messages[0]


def test_a_control_cannot_be_pinned() -> None:
    """A block that pins a parameter and asks for its slider is at odds with itself."""
    _, messages = bound({"controls": "gogc"}, gogc="50")
    assert "controls names 'gogc', which the block pins" in messages[0]


def test_settings_of_a_command_line() -> None:
    """`--set K=V` is bound as a block is; without a file the message has no place."""
    diagnostics = Diagnostics()
    made = bind(SPEC, read_set(["gogc=50", " live_heap = 32 "]), diagnostics)
    assert (made.values["gogc"], made.values["live_heap"]) == (50, 32.0)
    bind(SPEC, read_set(["gogc=1"]), diagnostics)
    assert str(diagnostics.errors[0]).startswith("error: demo 'heap_goal': gogc: 1 is out of bounds")
    with pytest.raises(TalkError, match=r"'gogc' is no setting \(write --set NAME=VALUE\)"):
        read_set(["gogc"])
