import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk.demo.params import Control, Param


def control(
    kind: str = "float", lo: float = 0, hi: float = 1, step: float | None = None, log: bool = False
) -> Control:
    """A control over the whole of a parameter."""
    return Control(Param("n", kind, lo, lo, hi, step, log=log), lo, hi, step)


@pytest.mark.parametrize(
    ("made", "stops"),
    [
        (control("int", 25, 100, 25), (25, 50, 75, 100)),
        (control("int", 0, 10, 4), (0, 4, 8, 10)),
        (control("float", 0, 0.3, 0.1), (0.0, 0.1, 0.2, 0.3)),
        (control("int", 1, 3), (1, 2, 3)),
        (Control(Param("b", "bool", True)), (False, True)),
        (Control(Param("c", "choice", "a", options=("a", "b"))), ("a", "b")),
    ],
)
def test_the_stops_of_a_control(made: Control, stops: tuple[object, ...]) -> None:
    """Steps from the lower end on, and both ends always."""
    assert made.stops() == stops
    assert made.count == len(stops)


def test_without_a_step_there_are_21_stops() -> None:
    """Evenly, or by equal ratios on a log range."""
    assert control(lo=0, hi=20).stops() == tuple(range(21))
    logs = control(lo=1, hi=1024, log=True).stops()
    assert len(logs) == 21
    assert logs[2] / logs[0] == pytest.approx(2)


@given(st.floats(0.01, 50), st.floats(0.5, 900), st.floats(0.3, 60))
def test_stops_rise_and_stay_inside(lo: float, width: float, step: float) -> None:
    """Whatever the bounds, no stop lies outside, none comes twice."""
    made = control(lo=lo, hi=lo + width, step=step)
    stops = made.stops()
    assert list(stops) == sorted(set(stops))
    assert stops[0] >= lo * (1 - 1e-9)
    assert stops[-1] == pytest.approx(lo + width)


def test_a_value_is_said_with_its_unit() -> None:
    """As it stands in messages and under a picture."""
    assert Param("gogc", "int", 1, unit="%").say(100) == "gogc=100 %"
    assert Param("x", "float", 1).say(0.5) == "x=0.5"
    assert Param("b", "bool", True).say(False) == "b=false"
