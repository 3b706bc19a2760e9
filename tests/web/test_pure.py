from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Call = Callable[..., Any]


@pytest.mark.parametrize(
    ("query", "px"),
    [
        ("?font=+4", 32),
        ("?font=%2B6", 34),
        ("?font=4", 32),
        ("?font=-2", 26),
        ("?font=+0", 28),
        ("?font=110%25", 30.8),
        ("?font=-20", 18),
        ("?font=999", 84),
        ("?font=large", None),
        ("?font=-50%25", None),
        ("?font=", None),
        ("?other=+4", None),
        ("", None),
    ],
)
def test_font_query(call: Call, query: str, px: float | None) -> None:
    """Signs, a raw plus and percentages of 28 are read, held within bounds; anything else says nothing."""
    found = call("fontFromQuery", query)
    assert found == (px if px is None else pytest.approx(px))


@pytest.mark.parametrize("px", [18, 26, 28, 30.8, 34])
def test_font_query_round_trip(call: Call, px: float) -> None:
    """What is written into the address is read back as the same size."""
    assert call("fontFromQuery", f"?font={call('fontForQuery', px)}") == pytest.approx(px)


def test_a_step_is_one_whole_pixel(call: Call) -> None:
    """A press goes to the next whole pixel and stops at the bounds."""
    assert [call("stepped", px, by) for px, by in ((28, 1), (28, -1), (30.8, 1), (18, -1), (84, 1))] == [
        29,
        27,
        32,
        18,
        84,
    ]


def test_other_parameters_stay_as_written(call: Call) -> None:
    """One parameter is set or taken out; the others keep their spelling and order."""
    assert call("withParameter", "?a=b%20c&font=+4&d", "font", "+5") == "?a=b%20c&d&font=+5"
    assert call("withParameter", "?font=+4", "font", None) == ""


@pytest.mark.parametrize(
    ("holder", "kept"),
    [
        (None, ""),
        ({"tag": "h2"}, ""),
        ({"tag": "input", "type": "range"}, "ArrowLeft n"),
        ({"tag": "input", "type": "number"}, "ArrowLeft n Space"),
        ({"tag": "select"}, "ArrowLeft n Space"),
        ({"tag": "div", "editable": True}, "ArrowLeft n Space"),
        ({"tag": "button"}, "Space"),
        ({"tag": "summary"}, "ArrowLeft Space"),
        ({"tag": "pre", "scrolls": True}, "ArrowLeft"),
        ({"tag": "a"}, ""),
    ],
)
def test_who_gets_a_key(call: Call, holder: dict[str, Any] | None, kept: str) -> None:
    """Fields keep what they use, buttons Space, scrolling code its arrows; all else is the talk's."""
    full = holder and {"type": "", "editable": False, "scrolls": False, **holder}
    keys = {"ArrowLeft": "ArrowLeft", "n": "n", "Space": " "}
    assert [name for name, key in keys.items() if call("belongsToControl", full, key)] == kept.split()


def test_progress_parts(call: Call) -> None:
    """Neighbours of one section make one part; a part fills as its slides go by."""
    found = call("parts", ["", "a", "a", "b"])
    assert found == [{"first": 0, "slides": 1}, {"first": 1, "slides": 2}, {"first": 3, "slides": 1}]
    assert [call("shownFrac", found[1], index) for index in (0, 1, 2, 3)] == [0, 0.5, 1, 1]


def test_window_title(call: Call) -> None:
    """The slide comes before the deck; a title is not said twice."""
    assert [call("windowTitle", slide, "Deck") for slide in ("One", "Deck", "")] == [
        "One · Deck",
        "Deck",
        "Deck",
    ]
