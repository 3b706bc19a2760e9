from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talk.demo.grid import Grid, chosen, full_grid, subset
from talk.demo.params import Control, Param
from talk.errors import TalkError


def slider(name: str, lo: float, hi: float, step: float | None = None, kind: str = "float") -> Control:
    """A slider over the whole of its parameter."""
    return Control(Param(name, kind, lo, lo, hi, step, "ms"), lo, hi, step)


CHOICE = Control(Param("way", "choice", "up", options=("up", "down")))
SWITCH = Control(Param("on", "bool", True, label="barrier", help="Whether."))


def grid_of(*controls: Control, most: int = 600, **values: object) -> Grid:
    """The grid of these controls around their defaults."""
    defaults = {control.param.name: control.param.default for control in controls}
    return chosen(controls, {**defaults, **values}, most)


def test_the_states_go_row_by_row() -> None:
    """The last control moves fastest; pinned values stand in each state."""
    grid = grid_of(slider("n", 1, 2, 1), CHOICE, way="down", pinned=7)
    assert [(state["n"], state["way"]) for state in grid.states()] == [
        (1, "up"), (1, "down"), (2, "up"), (2, "down"),
    ]  # fmt: skip
    assert all(state["pinned"] == 7 for state in grid.states())
    assert (grid.count, grid.at, grid.shown) == (4, (0, 1), 1)


def test_the_state_shown_is_one_of_the_grid() -> None:
    """A value between the stops is put among them, also where there is a step."""
    grid = grid_of(slider("n", 0, 100, 25), n=30)
    assert grid.stops == ((0, 25, 30, 50, 75, 100),)
    assert list(grid.states())[grid.shown] == {"n": 30}


def test_without_controls_there_is_one_state() -> None:
    """What is pinned alone is a state, too."""
    grid = chosen((), {"n": 3}, 1)
    assert (grid.count, grid.shown, list(grid.states())) == (1, 0, [{"n": 3}])


def test_other_sliders_lose_stops_before_the_first() -> None:
    """21 x 21 in 300 leaves the first whole, and both ends and the shown value of the other."""
    grid = grid_of(slider("first", 0, 20), slider("other", 0, 20), most=300, other=7)
    assert [len(stops) for stops in grid.stops] == [21, 14]
    assert grid.stops[1][0] == 0
    assert grid.stops[1][-1] == 20
    assert grid.stops[1][grid.at[1]] == 7


def test_the_first_slider_keeps_twenty_stops() -> None:
    """The others go down to three, then the first to twenty, and no further."""
    controls = (SWITCH, slider("first", 0, 1), slider("other", 0, 1))
    assert [len(stops) for stops in grid_of(*controls, most=2 * 20 * 3).stops] == [2, 20, 3]
    with pytest.raises(TalkError, match="2 x 20 x 3 = 120 states, and 119 fit: the slider 'first'"):
        grid_of(*controls, most=119)


def test_a_step_is_never_thinned() -> None:
    """The error names the slider with a step that has most stops, and a step that fits."""
    with pytest.raises(TalkError) as error:
        grid_of(slider("free", 0, 1), slider("depth", 0, 4000, 100, "int"), slider("b", 0, 5, 1), most=600)
    told = error.value.diagnostics[0]
    assert told.text == (
        "its controls give 20 x 41 x 6 = 4920 states, and 600 fit: the slider 'depth' has 41 stops"
    )
    assert told.hint == "give it a step, as in 'depth: 0..4000/1334', or pin it"
    assert (
        grid_of(slider("free", 0, 1), slider("depth", 0, 4000, 1334, "int"), slider("b", 0, 5, 1)).count
        <= 600
    )


def test_choices_alone_can_only_be_pinned() -> None:
    """They have no step."""
    with pytest.raises(TalkError, match=r"2 x 2 = 4 states, and 3 fit") as error:
        grid_of(CHOICE, SWITCH, most=3)
    assert error.value.diagnostics[0].hint == "pin one of them"


@given(
    st.lists(st.floats(1, 90), min_size=1, max_size=3), st.lists(st.floats(0, 1), min_size=3, max_size=3),
    st.integers(180, 600),
)  # fmt: skip
def test_a_thinned_grid_is_part_of_the_whole(widths: list[float], shares: list[float], most: int) -> None:
    """However many fit, its states are some of the full grid's, the shown one and the corners among them."""
    controls = [slider(f"p{place}", 0, width) for place, width in enumerate(widths)]
    values = {
        f"p{place}": width * share for place, (width, share) in enumerate(zip(widths, shares, strict=False))
    }
    full, grid = full_grid(controls, values), chosen(controls, values, most)
    numbers = subset(full, grid)
    assert len(numbers) == grid.count == math.prod(map(len, grid.stops)) <= most
    assert numbers == sorted(set(numbers))
    assert {0, full.count - 1, full.shown} <= set(numbers)
    assert numbers[grid.shown] == full.shown


def test_a_page_knows_its_controls() -> None:
    """Kinds, labels with their unit, and the step where the stops are even."""
    grid = grid_of(slider("pause", 0, 2000, 500), slider("share", 0, 1, 0.5), CHOICE, SWITCH, share=0.3)
    pause, share, way, switch = grid.views()
    assert (pause.kind, pause.labels[-1], pause.unit) == ("slider", "2,000 ms", "ms")
    assert (pause.lo, pause.hi, pause.step) == (0, 2000, 500)
    assert (share.stops, share.step, share.at) == ((0, 0.3, 0.5, 1), None, 1)
    assert (way.kind, way.labels, way.stops) == ("choice", ("up", "down"), ("up", "down"))
    assert (switch.kind, switch.stops, switch.title, switch.help) == (
        "switch", (False, True), "barrier", "Whether.",
    )  # fmt: skip


def test_labels_tell_the_stops_apart() -> None:
    """Where four digits do not, all are shown."""
    (view,) = grid_of(slider("n", 1000.1, 1000.3, 0.1)).views()
    assert view.labels == ("1000.1 ms", "1000.2 ms", "1000.3 ms")
