# ruff: noqa: D103 - the functions under test are one line each

from __future__ import annotations

import enum
import inspect
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Literal

import pytest

from talk.demo import Chart, Choice, Range, demo
from talk.errors import TalkError


class Mode(enum.Enum):
    """How to go."""

    FAST = 1
    SLOW = 2


@demo
def every_kind(
    gogc: Annotated[int, Range(25, 400, step=25, unit="%", help="The target.")] = 100,
    share: Annotated[float, Range(0.5, 8, log=True)] = 1,
    way: Annotated[str, Choice("up", "down")] = "up",
    size: Literal["s", "m"] = "m",
    mode: Mode = Mode.SLOW,
    barrier: bool = True,
) -> Chart:
    """What a demo
    may take.

    More about it.
    """  # noqa: D205 - the paragraph goes over two lines on purpose
    height = gogc * share * (1 if way == "up" else -1) * mode.value
    return Chart(x=[0, 1]).line([0, height], size if barrier else "none")


def test_a_demo_is_still_the_function() -> None:
    """Tests call it as it was written."""
    assert every_kind(50, mode=Mode.FAST)["m"] == (0.0, 50.0)
    assert every_kind.__name__ == "every_kind"
    assert every_kind.__wrapped__ is every_kind.function


def test_the_signature_becomes_the_parameters() -> None:
    """Names, kinds, bounds, units and defaults are read, also from annotations that are text."""
    gogc, share, way, size, mode, barrier = every_kind.spec.params
    assert (gogc.kind, gogc.lo, gogc.hi, gogc.step, gogc.unit, gogc.help) == (
        "int",
        25,
        400,
        25,
        "%",
        "The target.",
    )
    assert (share.kind, share.log, share.step, share.default) == ("float", True, None, 1)
    assert (way.options, size.options, mode.options) == (("up", "down"), ("s", "m"), ("FAST", "SLOW"))
    assert (mode.default, barrier.kind, barrier.default) == ("SLOW", "bool", True)


def test_values_by_name_run_it() -> None:
    """Members of an Enum are known by their names; what is left out has its default."""
    assert every_kind.run({"mode": "FAST", "way": "down"})["m"] == (0.0, -100.0)


def test_the_docstring_is_the_caption() -> None:
    """Its first paragraph, on one line; the place is the decorator's line."""
    spec = every_kind.spec
    assert spec.caption == "What a demo may take."
    lines = Path(spec.file).read_text(encoding="utf-8").splitlines()
    assert lines[spec.line - 1] == "@demo"


def test_the_caption_survives_python_without_docstrings(tmp_path: Path) -> None:
    """The source is read, so that `-OO` changes nothing."""
    file = tmp_path / "one.py"
    file.write_text(
        "from talk.demo import Chart, demo\n"
        '@demo\ndef f() -> Chart:\n    """Seen."""\n    return Chart(x=[1])\n'
        "assert f.function.__doc__ is None or __debug__\nprint(f.spec.caption)\n",
        encoding="utf-8",
    )
    root = Path(inspect.getfile(Range)).parents[2]
    env = {"PYTHONPATH": str(root), "PATH": ""}
    told = subprocess.run(
        [sys.executable, "-OO", str(file)], env=env, capture_output=True, text=True, check=True
    )
    assert told.stdout == "Seen.\n"


def no_default(n: Annotated[int, Range(1, 2)]) -> Chart: ...
def no_bounds(n: int = 3) -> Chart: ...
def bare(n=3) -> Chart: ...
def outside(n: Annotated[int, Range(1, 2)] = 3) -> Chart: ...
def no_integer(n: Annotated[int, Range(1, 2)] = 1.5) -> Chart: ...
def is_true(n: Annotated[int, Range(0, 2)] = True) -> Chart: ...
def backwards(n: Annotated[int, Range(2, 1)] = 2) -> Chart: ...
def endless(n: Annotated[float, Range(0, float("inf"))] = 1) -> Chart: ...
def not_a_number(n: Annotated[float, Range(0, 1)] = float("nan")) -> Chart: ...
def half_bound(n: Annotated[int, Range(0.5, 2)] = 1) -> Chart: ...
def no_step(n: Annotated[float, Range(0, 2, step=0)] = 1) -> Chart: ...
def log_zero(n: Annotated[float, Range(0, 2, log=True)] = 1) -> Chart: ...
def other_word(n: Literal["a", "b"] = "c") -> Chart: ...
def numbers_only(n: Literal[1, 2] = 1) -> Chart: ...
def twice(n: Annotated[str, Choice("a", "a")] = "a") -> Chart: ...
def no_bool(n: bool = 1) -> Chart: ...
def reserved(height: Annotated[int, Range(1, 2)] = 1) -> Chart: ...
def starred(*n: int) -> Chart: ...
def unknown(n: Nowhere = 1) -> Chart: ...  # noqa: F821


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (no_default, "parameter 'n' has no default"),
        (no_bounds, "parameter 'n' is annotated with int"),
        (bare, "parameter 'n' is annotated with nothing"),
        (outside, r"parameter 'n' has the default 3 \(it takes an integer from 1 to 2\)"),
        (no_integer, "has the default 1.5"),
        (is_true, "has the default True"),
        (backwards, "has bounds from 2 to 1"),
        (endless, "has inf among its bounds"),
        (not_a_number, "has the default nan"),
        (half_bound, "is an int with the bound or step 0.5"),
        (no_step, "has the step 0"),
        (log_zero, "has a log range from 0"),
        (other_word, r"has the default 'c' \(it takes one of a, b\)"),
        (numbers_only, "one that is not text"),
        (twice, "offers the same word twice"),
        (no_bool, r"has the default 1 \(it takes true or false\)"),
        (reserved, "parameter 'height' has a reserved name"),
        (starred, "parameter 'n' cannot be set by its name"),
        (unknown, "its annotations cannot be read: name 'Nowhere' is not defined"),
    ],
)
def test_a_parameter_without_sense_is_an_error_at_its_function(function, message: str) -> None:
    """The message has the function's file and line, its name and the parameter's."""
    with pytest.raises(TalkError, match=message) as error:
        demo(function)
    text = str(error.value)
    assert f"test_api.py:{function.__code__.co_firstlineno}: error: demo '{function.__name__}'" in text


def test_only_functions_are_demos() -> None:
    """A class or a value cannot be decorated."""
    with pytest.raises(TalkError, match="@demo stands on a function"):
        demo(3)
