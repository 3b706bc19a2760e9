from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.markers import MarkerStyle

from talk.chart.layout import spread
from talk.chart.palette import MARKERS

Call = Callable[..., Any]


def drawn(call: Call, payloads: ModuleType, *marks: dict[str, Any], **chart: Any) -> list[str]:
    """The paths of a chart of one state."""
    paths: list[str] = call("inkPaths", payloads.chart(marks, **chart), 0)
    return paths


def corners(path: str) -> list[tuple[float, float]]:
    """The corners of a path of M, L and Z alone."""
    pairs = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)
    return [(float(x), float(y)) for x, y in pairs]


def test_a_gap_breaks_a_line_and_a_lone_point_draws_nothing(call: Call, payloads: ModuleType) -> None:
    """Each run of points is a stroke of its own."""
    line = payloads.mark("line", y=[0, 50, None, 100, None, 20, 20.5])
    assert drawn(call, payloads, line, x=[0, 1, 2, 3, 4, 5, 6]) == ["M100 400L200 200M600 320L700 318"]


def test_a_step_holds_until_the_next_x(call: Call, payloads: ModuleType) -> None:
    """It turns at each x, goes on to the x of a gap, and ends at its last point."""
    step = payloads.mark("step", y=[0, 50, None, 25, 100])
    assert drawn(call, payloads, step, x=[0, 1, 2, 3, 4]) == ["M100 400H200V200H300M400 300H500V0"]


def test_an_area_goes_back_along_its_lower_edge(call: Call, payloads: ModuleType) -> None:
    """The lower edge is its own or the floor; the stroke follows the upper one alone."""
    marks = [
        payloads.mark("area", ink=(0, 1), y=[50, 100], low=[25, 50]),
        payloads.mark("area", ink=(2, 3), y=[50, 100], floor=10),
    ]
    assert drawn(call, payloads, *marks, x=[0, 1]) == [
        "M100 200L200 0L200 200L100 300Z",
        "M100 200L200 0",
        "M100 200L200 0L200 360L100 360Z",
        "M100 200L200 0",
    ]


def test_stacks_stand_on_each_other(call: Call, payloads: ModuleType) -> None:
    """A stack begins where those before it end; what one lacks counts as nothing for the next."""
    marks = [
        payloads.mark("stack", ink=(0, 1), y=[10, 20, None]),
        payloads.mark("stack", ink=(2, 3), y=[10, 10, 10]),
    ]
    paths = drawn(call, payloads, *marks, x=[0, 1, 2])
    assert paths[0] == "M100 360L200 320L200 400L100 400Z"
    assert paths[2] == "M100 320L200 280L300 360L300 400L200 320L100 360Z"


def test_bars_stand_on_their_floor_side_by_side(call: Call, payloads: ModuleType) -> None:
    """A bar has its width and its place in the group, and there is none without a number."""
    bars = payloads.mark("bars", ink=(0, 1), y=[50, None, -25], wide=0.5, off=0.25, floor=0)
    panel = payloads.panel(-100, 100)
    under, fill = drawn(call, payloads, bars, x=[1, 2, 3], panels=[panel])
    assert under == fill == "M200 200H250V100H200ZM400 200H450V250H400Z"


def test_bins_reach_from_edge_to_edge(call: Call, payloads: ModuleType) -> None:
    """The last edge begins no bin."""
    bins = payloads.mark("hist", ink=(0, 1), y=[25, 50, None], floor=0)
    assert drawn(call, payloads, bins, x=[0, 1, 3])[1] == "M100 400H200V300H100ZM200 400H400V200H200Z"


def test_a_logarithmic_axis_counts_ratios(call: Call, payloads: ModuleType) -> None:
    """Each power of ten is as wide as the other, on both axes."""
    line = payloads.mark("line", decimals=None, x=[1, 10, 100], y=[1, 100, 10000])
    panel = payloads.panel(1, 10000, log=True)
    assert drawn(call, payloads, line, span=(1, 100), log=True, panels=[panel]) == ["M100 400L600 200L1100 0"]


@pytest.mark.parametrize("shape", MARKERS)
def test_markers_have_the_corners_of_the_first_drawing(call: Call, payloads: ModuleType, shape: str) -> None:
    """They are matplotlib's own, so that the first change of a control moves no dot."""
    path = call("marker", shape, 50, 60, 9)
    if shape == "o":
        assert path == "M45.5 60a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z"
        return
    style = MarkerStyle(shape)
    wanted = style.get_path().transformed(style.get_transform()).vertices * 9
    found = corners(path)
    for across, up in wanted:
        assert any((x, y) == pytest.approx((50 + across, 60 - up), abs=0.01) for x, y in found)
    assert len(found) == len({(round(x, 6), round(y, 6)) for x, y in wanted})


def test_spans_lie_in_their_lanes(call: Call, payloads: ModuleType) -> None:
    """A span reaches from start to end, around the middle of its lane; their number may change at will."""
    spans = payloads.mark("spans", lane=[0, 1, 0], start=[0, 1, 4], end=[2, 3, 5], half=0.25)
    panel = payloads.panel(1.5, -0.5)
    assert drawn(call, payloads, spans, panels=[panel]) == [
        "M100 50H300V150H100ZM200 250H400V350H200ZM500 50H600V150H500Z"
    ]


def test_heat_has_an_ink_for_each_level(call: Call, payloads: ModuleType) -> None:
    """A cell reaches half-way to its neighbours; the highest number belongs to the highest level."""
    heat = payloads.mark("heat", ink=(0, 1, 2), v=[0, 50, 100, None], levels=(0, 100, 2))
    panel = payloads.panel(1.5, -0.5)
    assert drawn(call, payloads, heat, x=[1, 2], panels=[panel]) == [
        "M150 0H250V200H150Z",
        "M250 0H350V200H250ZM150 200H250V400H150Z",
        "M250 200H350V400H250Z",
    ]


def test_rules_and_bands_keep_to_the_plot(call: Call, payloads: ModuleType) -> None:
    """A rule across reaches a little out of it towards its word, a band never."""
    marks = [
        payloads.mark("rule", ink=[0], at=[50], t=[-1], axis="y"),
        payloads.mark("rule", ink=[1], at=[5], t=[-1], axis="x"),
        payloads.mark("band", ink=[2], a=[-5], b=[5], axis="x"),
        payloads.mark("band", ink=[3], a=[50], b=[500], axis="y"),
    ]
    assert drawn(call, payloads, *marks) == [
        "M100 200H1111",
        "M600 0V400",
        "M100 0H600V400H100Z",
        "M100 0H1100V200H100Z",
    ]


def test_events_are_rings_or_lines(call: Call, payloads: ModuleType) -> None:
    """With a height they are rings; without one they stand along the plot, up to their word in its row."""
    marks = [
        payloads.mark("events", ink=[0], x=[1], y=[50], t=[-1]),
        payloads.mark("events", ink=[1], x=[1, 2], t=[-1, 0]),
    ]
    marks[1]["all"]["row"] = [0, 2]
    rings, lines = drawn(call, payloads, *marks)
    assert rings == "M195 200a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z"
    assert lines == "M200 0V400M300 -58.56V400"


def test_a_mark_that_a_state_lacks_draws_nothing(call: Call, payloads: ModuleType) -> None:
    """Fields of a state stand beside those that never change."""
    line = payloads.mark("line", x=[0, 1])
    line["q"]["y"] = 0
    states = [
        {"m": [given], "w": [], "say": 0, "alt": 0} for given in (0, {"y": [0, 100]}, {"y": [100, -100]})
    ]
    chart = payloads.chart([line], states=states)
    assert [call("inkPaths", chart, state) for state in range(3)] == [
        [""],
        ["M100 400L200 0"],
        ["M100 0L200 400"],
    ]


def test_labels_stand_at_the_ends_and_never_touch(call: Call, payloads: ModuleType) -> None:
    """Lines that reach the right and rules with a word have one; each is a text's height from the next."""
    marks = [
        payloads.mark("line", end=0, y=[0, 50]),
        payloads.mark("line", end=1, y=[0, 50], role="c-2"),
        payloads.mark("line", end=2, y=[50, None]),
        payloads.mark("rule", at=[51], t=[2], axis="y", role=""),
    ]
    chart = payloads.chart(marks, x=[0, 10], texts=["one", "two\nlines", "limit"])
    labels = call("endLabels", chart, 0)
    assert [(label["text"], label["style"], bool(label["from"])) for label in labels] == [
        ("one", 0, True),
        ("two\nlines", 0, True),
        ("limit", 1, False),
    ]
    line = 1.22 * 24 * 1.04
    limit, one, two = (labels[index]["y"] for index in (2, 0, 1))
    assert (one - limit, two - one) == pytest.approx((line, 1.5 * line))
    assert {label["x"] for label in labels} == {1120}


def test_a_label_that_moved_is_joined_to_its_line(call: Call, payloads: ModuleType) -> None:
    """The dot lies at the line's end, the leader begins there and ends at the label."""
    marks = [payloads.mark("line", end=number, y=[0, 50], role=f"c-{number + 1}") for number in (0, 1)]
    ends = [
        {"panel": 0, "role": f"c-{number + 1}", "ink": [1 + 2 * number, 2 + 2 * number]} for number in (0, 1)
    ]
    chart = payloads.chart(marks, x=[0, 10], texts=["one", "two"], ends=ends, inks=["fill:none"] * 5)
    paths = call("inkPaths", chart, 0)
    assert paths[1] == "M1100 200H1104L1115 184.77"
    assert paths[4] == "M1096 200a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z"
    alone = {**chart, "marks": [marks[0], {**marks[1], "all": {"y": [0, 0]}}]}
    assert call("inkPaths", alone, 0)[1] == ""


sizes = st.floats(min_value=1, max_value=50)
places = st.lists(st.tuples(st.floats(min_value=-50, max_value=450), sizes), max_size=8)


@settings(max_examples=60, deadline=None)
@given(places)
def test_labels_are_spread_as_in_the_first_drawing(call: Call, found: list[tuple[float, float]]) -> None:
    """The page and the build put them at the same heights, to the last bit."""
    wanted, high = [at for at, _ in found], [size for _, size in found]
    assert call("spread", wanted, high, 0, 200) == spread(wanted, high, 0, 200)
