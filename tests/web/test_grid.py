from __future__ import annotations

import itertools
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

Call = Callable[..., Any]


def test_states_go_row_by_row(call: Call, payloads: ModuleType) -> None:
    """The first parameter is the slowest, and every place has a number of its own."""
    params = [payloads.slider("a", [1, 2, 3]), payloads.choice("b", ["x", "y"]), payloads.switch("c")]
    places = [list(place) for place in itertools.product(range(3), range(2), range(2))]
    assert [call("stateNumber", params, place) for place in places] == list(range(12))
    assert call("stateNumber", [], []) == 0


@pytest.mark.parametrize(
    ("stops", "by_ratio"),
    [
        ([0, 25, 50, 75], False),
        ([10, 20, 30], False),
        ([25, 50, 64, 75, 100], False),
        ([1, 2, 4, 8, 16], True),
        ([1, 10, 100, 64_000], True),
        ([16, 32, 65, 131, 262], True),
        ([5], False),
    ],
)
def test_whether_stops_lie_by_ratio(call: Call, stops: list[float], by_ratio: bool) -> None:
    """Powers and what is rounded from them do; an even row with one more stop does not."""
    assert call("liesByRatio", stops) == by_ratio


@pytest.mark.parametrize(
    ("stops", "value", "stop"),
    [([0, 10, 20], 14, 1), ([0, 10, 20], 16, 2), ([1, 10, 100, 1000], 40, 2), ([1, 10, 100, 1000], 25, 1)],
)
def test_a_typed_value_goes_to_the_nearest_stop(
    call: Call, stops: list[float], value: float, stop: int
) -> None:
    """Nearest by difference, or by ratio where the stops lie so."""
    assert call("nearestStop", stops, value) == stop


@pytest.mark.parametrize(
    ("stops", "position", "least", "value"),
    [
        ([10, 20, 60], 1.5, 1, 40),
        ([10, 20, 60], 2, 1, 60),
        ([10, 20, 60], 0, 1, 10),
        ([1, 2, 4], 0.4, 1, 1),
        ([0.5, 1, 8], 1.5, 0, 4.5),
        ([0, 0.1, 0.3], 0.3, 0, 0.03),
        ([1 << 20, 1 << 24], 0.5, 1, 8_900_000),
        ([0.1267, 2, 9], 0, 0, 0.1267),
        ([0.1267, 2, 9.0049], 2, 0, 9.0049),
    ],
)
def test_a_place_between_stops_is_a_number(
    call: Call, stops: list[float], position: float, least: float, value: float
) -> None:
    """With no more digits than a hundredth of the way needs, whole where the stops are; and back again."""
    assert call("valueAt", stops, position, least) == value
    back = call("positionOf", stops, value)
    assert abs(back - position) < 0.01 or value in stops
    assert call("valueAt", stops, back, least) == value


@pytest.mark.parametrize(
    ("word", "asked"),
    [
        ("100", {"stop": 3}),
        (" 1e2 ", {"stop": 3}),
        ("+110.4", {"stop": 3}),
        ("400", {"stop": 15}),
        ("401", {"refused": "GOGC goes from 25 to 400 %"}),
        ("-1", {"refused": "GOGC goes from 25 to 400 %"}),
        ("", {"refused": "GOGC goes from 25 to 400 %"}),
        ("0x40", {"refused": "GOGC goes from 25 to 400 %"}),
        ("NaN", {"refused": "GOGC goes from 25 to 400 %"}),
    ],
)
def test_what_a_slider_takes(call: Call, payloads: ModuleType, word: str, asked: dict[str, Any]) -> None:
    """Numbers within its bounds; anything else is refused in words that name the bounds and the unit."""
    param = payloads.slider("gogc", range(25, 425, 25), unit="%", title="GOGC")
    assert call("askedStop", param, word) == asked


def test_what_options_and_switches_take(call: Call, payloads: ModuleType) -> None:
    """An option by its name, a switch by true and false."""
    lock, barrier = payloads.choice("lock", ["mutex", "atomic"]), payloads.switch("barrier")
    assert call("askedStop", lock, "atomic") == {"stop": 1}
    assert call("askedStop", barrier, "true") == {"stop": 1}
    assert call("askedStop", lock, "futex") == {"refused": "lock cannot be futex"}
    assert call("askedStop", barrier, "yes") == {"refused": "barrier cannot be yes"}


def test_the_address_names_what_is_not_as_at_first(call: Call, payloads: ModuleType) -> None:
    """Defaults are left out, what belongs to others stays as it is written, and it reads back."""
    params = [payloads.slider("gogc", [25, 50, 100], at=2), payloads.choice("kind", ["a b", "ü&="])]
    query = call("withPlace", "?font=+4&x=a%20b&other.gogc=1&gc.gogc=50", "gc", params, [1, 1])
    assert query == "?font=+4&x=a%20b&other.gogc=1&gc.gogc=50&gc.kind=%C3%BC%26%3D"
    assert call("wordsInQuery", query, "gc") == [["gogc", "50"], ["kind", "ü&="]]
    assert call("withPlace", query, "gc", params, [2, 0]) == "?font=+4&x=a%20b&other.gogc=1"
    assert call("wordsInQuery", "?gc.kind=a+b&gc.kind%=%E0%A4%A&%67c.gogc=1", "gc") == [
        ["kind", "a b"],
        ["kind%", "%E0%A4%A"],
        ["gogc", "1"],
    ]


@pytest.mark.parametrize(
    "place", [[0], [0, 2], [0, -1], [0, 0.5], [0, "1"], [0, None], "00", None, {"0": 0, "1": 0}]
)
def test_no_place_but_one_of_the_grid_is_taken(call: Call, payloads: ModuleType, place: object) -> None:
    """What another window sends is checked in length, type and bounds."""
    params = [payloads.slider("a", [1, 2, 3]), payloads.switch("b")]
    assert not call("isPlace", params, place)
    assert call("isPlace", params, [2, 1])


def test_the_address_names_exact_values(call: Call, payloads: ModuleType) -> None:
    """A value between two stops stands in place of the stop, also beside the first one, and reads back."""
    params = [payloads.slider("gogc", [25, 50, 100], at=2), payloads.slider("heap", [1, 2])]
    query = call("withPlace", "?font=+4", "gc", params, [2, 0], {"gogc": 98.5})
    assert query == "?font=+4&gc.gogc=98.5"
    assert call("betweenStops", params, call("wordsInQuery", query, "gc")) == {"gogc": 98.5}
    assert call("withPlace", query, "gc", params, [2, 0]) == "?font=+4"


@pytest.mark.parametrize("word", ["50", "", "0x21", "101", "24", "NaN", "Infinity", "kind"])
def test_no_word_but_one_within_the_bounds_is_an_exact_value(
    call: Call, payloads: ModuleType, word: str
) -> None:
    """Stops, what is no number, and what is out of bounds ask for nothing between two stops."""
    params = [payloads.slider("gogc", [25, 50, 100]), payloads.choice("kind", ["33", "b"])]
    words = [["gogc", word], ["kind", "33"], ["other", "33"]]
    assert call("betweenStops", params, words) is None


@pytest.mark.parametrize(
    "values",
    [None, {}, [], "33", {"gogc": 50}, {"gogc": 90}, {"gogc": "33"}, {"kind": 33}, {"__proto__": 33}],
)
def test_exact_values_belong_to_their_place(call: Call, payloads: ModuleType, values: object) -> None:
    """What another window sends lies between stops, nearest to those that it names."""
    params = [payloads.slider("gogc", [25, 50, 100]), payloads.choice("kind", ["33", "b"])]
    assert not call("isBetween", params, [1, 0], values)
    assert call("isBetween", params, [1, 0], {"gogc": 45})


def test_a_place_in_words(call: Call, payloads: ModuleType) -> None:
    """Titles with the values as a reader sees them."""
    params = [payloads.switch("barrier", on=True), payloads.slider("gogc", [25, 100], unit="%", title="GOGC")]
    assert call("placeInWords", params, [1, 1]) == "barrier on, GOGC 100 %"


def test_what_play_moves(call: Call, payloads: ModuleType) -> None:
    """The moments where a slider steps through them, else the first slider; nothing where there is none."""
    params = [payloads.switch("a"), payloads.slider("b", [1, 2]), payloads.slider("step", [1, 2, 3])]
    assert [call("primary", params[:count]) for count in (1, 2, 3)] == [-1, 1, 2]


def test_words_lead_to_a_place(call: Call, payloads: ModuleType) -> None:
    """Each word that can be moves its parameter; the others are named and change nothing."""
    params = [payloads.slider("gogc", [25, 50, 100], at=2, unit="%"), payloads.switch("on")]
    words = [["on", "true"], ["gogc", "400"], ["gogoc", "50"]]
    assert call("askedPlace", params, words) == {
        "place": [2, 1],
        "refused": "gogc goes from 25 to 100 %; there is no gogoc here",
    }
    assert call("askedPlace", params, [["gogc", "50"]]) == {"place": [1, 0], "refused": ""}


def test_the_figures_that_an_address_names(call: Call) -> None:
    """Each id once; what has no point in its name is of the deck, not of a figure."""
    assert call("idsInQuery", "?font=+4&gc-2.gogc=50&gc-2.on=true&a.b.c=1&%67c.x=2") == ["gc-2", "a.b", "gc"]
    assert call("idsInQuery", "") == []
