import math

import numpy as np
import pytest

from talk.chart.chart import Chart
from talk.chart.model import Events, Rule
from talk.errors import TalkError

SURROGATE = chr(0xD800)


def test_the_numbers_come_back_as_they_went_in() -> None:
    """Values keep the unit they were given in; only what is shown converts."""
    chart = Chart(x=[0, 1_000_000], x_unit="ns", x_show="ms", y_unit="B", y_show="KiB").line(
        [2048, 4096], "size"
    )
    assert chart["size"] == (2048.0, 4096.0)
    assert chart.data.xs == (0.0, 1e6)
    assert chart.data.x.factor == 1e-6
    assert chart.data.panels[0].y.title == "KiB"


def test_every_mark_returns_the_chart() -> None:
    """A chart is built in one expression or in a loop; both give the same."""
    chart = Chart(x=[1, 2, 3])
    same = (
        chart.line([1, 2, 3], "a").step([1, 2, 3], "b").area([1, 2, 3], "c", low=[0, 0, 1])
        .points([1, 2, 3], "d").bars([1, 2, 3], "e").events([2], "here").hline(2, "top")
        .vline(1, "start").band(1, 2, "part").says("So.")
    )  # fmt: skip
    assert same is chart
    assert [type(mark).__name__ for mark in chart.data.panels[0].marks].count("Series") == 5
    assert chart.data.finding == "So."


def test_numpy_arrays_lists_ranges_and_generators_are_alike() -> None:
    """Any sequence of numbers will do."""
    expected = (0.0, 1.0, 2.0)
    for y in (np.arange(3), [0, 1, 2], range(3), (n for n in range(3)), np.arange(3, dtype=np.uint64)):
        assert Chart(x=[1, 2, 3]).line(y, "a")["a"] == expected


def test_what_is_missing_is_a_gap() -> None:
    """None and NaN leave a gap in a series."""
    assert Chart(x=[1, 2, 3]).line([1, None, math.nan], "a")["a"] == (1.0, None, None)


def test_marks_go_into_the_last_panel() -> None:
    """After `panel` a mark belongs to the new one, with its own axis."""
    chart = (
        Chart(x=[1, 2], y_label="up").line([1, 2], "a").panel(y_label="down", y_unit="%").line([3, 4], "b")
    )
    upper, lower = chart.data.panels
    assert [series.label for series in upper.series] == ["a"]
    assert [series.label for series in lower.series] == ["b"]
    assert lower.y.title == "down, %"


def test_one_text_for_all_events_stands_at_the_first() -> None:
    """A single word is not repeated at every mark."""
    (events,) = Chart(x=[1, 5]).events([1, 2, 3], "move", [0, 1, 2]).data.panels[0].events
    assert events == Events((1.0, 2.0, 3.0), ("move", "", ""), (0.0, 1.0, 2.0))


def test_a_band_may_be_given_backwards() -> None:
    """The lower end of a band is its start."""
    (band,) = Chart(x=[1, 5]).band(4, 2).data.panels[0].marks
    assert not isinstance(band, Events | Rule)
    assert (band.start, band.end) == (2.0, 4.0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Chart(x=[1, 2]).line([1], "a"), r"series 'a': x has 2 values and y has 1 \(give as many\)"),
        (lambda: Chart(x=[1]).line([1, 2], "a", x=[1]), "series 'a': x has 1 values and y has 2"),
        (lambda: Chart(x=[1]).area([1], "a", low=[1, 2]), "series 'a': x has 1 values and low has 2"),
        (lambda: Chart(x=[1]).events([1, 2], ["a"]), "events: 2 x and 1 texts"),
        (lambda: Chart(x=[math.inf]), "x: inf cannot be drawn"),
        (lambda: Chart(x=[math.nan]), "x: nan is not a number"),
        (lambda: Chart(x=[1]).line([-math.inf], "a"), "series 'a': -inf cannot be drawn"),
        (lambda: Chart(x=[1]).line(["1"], "a"), "series 'a': '1' is not a number"),
        (lambda: Chart(x=[1]).line("abc", "a"), "series 'a': 'abc' is not a sequence of numbers"),
        (lambda: Chart(x=[1]).line(3, "a"), "series 'a': 3 is not a sequence of numbers"),
        (lambda: Chart(x=np.zeros((2, 2))), "x: an array of 2 dimensions"),
        (lambda: Chart(x=range(1_000_000)), "x: 1,000,000 values, at most 100,000 are taken"),
        (lambda: Chart(x=[1]).line([10**400], "a"), "is not a number"),
        (lambda: Chart(x=["a", "b", "a"]), "x: the name 'a' stands there twice"),
        (lambda: Chart(x=[1], y_label=SURROGATE), "half a character"),
        (lambda: Chart(x=[1], y_label="n" * 501), "a text of 501 characters"),
        (lambda: Chart(x=[1]).line([1], 3), "3 is not text"),
        (lambda: Chart(x=[1]).line([1], "a", tone="red"), "tone is muted, accent or fg, not 'red'"),
        (lambda: Chart(x=[2, 1]).line([1, 2], "a"), "x goes back from 2 to 1"),
        (lambda: Chart(x=[0, 1], x_log=True), "a logarithmic x axis cannot show 0"),
        (lambda: Chart(x=[1], y_log=True).line([-2], "a"), "a logarithmic y axis cannot show -2"),
        (lambda: Chart(x=[1], y_log=True, y_range=(0, 1)), "y_range is two rising numbers above zero"),
        (lambda: Chart(x=[1], x_range=(2, 1)), "x_range is two rising numbers, not"),
        (lambda: Chart(x=[1], y_unit="ms", y_show="MiB"), "unit 'ms' cannot be shown as 'MiB'"),
        (lambda: Chart(x=[1]).panel(share=9), "panel: share is from 0.2 to 5"),
        (lambda: Chart(x=[1]).band(1, 2, axis="z"), "band: axis is 'x' or 'y'"),
        (lambda: Chart(x=[1]).line([1], "a").line([2], "a").data, "two series have the label 'a'"),
        (lambda: _many(9).data, "a panel has 9 series, at most 8"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_an_error(make, message) -> None:
    """The message holds the value and says where it stands."""
    with pytest.raises(TalkError, match=message):
        make()


def test_too_many_points_over_all_series_are_an_error() -> None:
    """The cap counts every series together."""
    chart = Chart(x=range(60_000)).line(range(60_000), "a").line(range(60_000), "b")
    with pytest.raises(TalkError, match="the chart has 120,000 points"):
        _ = chart.data


def test_an_unknown_series_names_its_neighbour() -> None:
    """Asking for a series that is not there says which are."""
    with pytest.raises(KeyError, match="did you mean 'goal'"):
        Chart(x=[1]).line([1], "goal")["gaol"]


def _many(count: int) -> Chart:
    chart = Chart(x=[1])
    for number in range(count):
        chart.line([number], f"s{number}")
    return chart
