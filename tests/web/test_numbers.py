from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from talk.chart.chart import Chart
from talk.chart.format import decimals_for, show_number
from talk.chart.table import short_table

Call = Callable[..., Any]

numbers = st.one_of(
    st.integers(-(10**17), 10**17).map(float),
    st.integers(-(10**9), 10**9).map(lambda number: number / 8),
    st.integers(-(10**9), 10**9).map(lambda number: number / 1000),
    st.floats(allow_nan=False, allow_infinity=False),
)
quantised = st.integers(-(10**5), 10**5).map(lambda number: number / 100)


@settings(max_examples=150, deadline=None)
@given(numbers, st.one_of(st.none(), st.integers(0, 6)))
@example(0.125, 2)
@example(2.5, 0)
@example(-0.0004, 2)
@example(0.00003125, None)
@example(1234500000000000.0, None)
@example(-0.0, None)
def test_a_number_has_the_same_digits_in_page_and_build(
    call: Call, value: float, decimals: int | None
) -> None:
    """Ties, signs, commas and powers come out as the build writes them."""
    decimals = decimals if abs(value) < 1e15 else None
    assert call("showNumber", value, decimals) == show_number(value, decimals)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.none(), numbers), max_size=6))
@example([None, 0.0])
@example([1e-7, 1.0])
def test_a_column_has_as_many_decimals_in_page_and_build(call: Call, values: list[float | None]) -> None:
    """The numbers of a column decide alike on both sides."""
    assert call("decimalsFor", values) == decimals_for(values)


@pytest.mark.parametrize(("count", "most"), [(3, 50), (50, 50), (51, 50), (200, 50), (1000, 30), (77, 31)])
def test_rows_are_chosen_evenly(call: Call, count: int, most: int) -> None:
    """The page takes the rows that the build takes, first and last among them."""
    from talk.chart.table import _even

    assert call("evenly", count, most) == _even(count, most)


@st.composite
def charts(draw: st.DrawFn) -> tuple[list[float], list[list[float | None]], list[tuple[float, str]]]:
    """Rising x, some of them twice; two series with gaps; events at x of their own."""
    xs = sorted(draw(st.lists(quantised, min_size=1, max_size=80)))
    series = [
        draw(st.lists(st.one_of(st.none(), quantised), min_size=len(xs), max_size=len(xs))) for _ in range(2)
    ]
    moments = draw(st.lists(st.tuples(quantised, st.sampled_from(["move", "stop"])), max_size=25))
    return xs, series, moments


@settings(max_examples=40, deadline=None)
@given(charts())
def test_the_table_is_the_same_in_page_and_build(
    call: Call,
    payloads: ModuleType,
    drawn: tuple[list[float], list[list[float | None]], list[tuple[float, str]]],
) -> None:
    """Rows, their choice, their order and every digit, on random charts."""
    xs, series, moments = drawn
    chart = Chart(xs, x_unit="ms").points(series[0], "a").points(series[1], "b")
    chart.events([x for x, _ in moments], [text for _, text in moments], label="event")
    marks = [
        payloads.mark("points", y=series[0]),
        payloads.mark("points", y=series[1]),
        payloads.mark(
            "events", x=[x for x, _ in moments], t=[("move", "stop").index(text) for _, text in moments]
        ),
    ]
    columns = [
        payloads.column("x (ms)", "x"),
        payloads.column("a"),
        payloads.column("b", number=1),
        payloads.column("event", "events", 2),
    ]
    payload = payloads.chart(marks, x=xs, texts=["move", "stop"], columns=columns)
    assert call("tableRows", payload, 0) == [list(row) for row in short_table(chart.data, "").rows]


def test_names_stand_for_x(call: Call, payloads: ModuleType) -> None:
    """Bars by name have these names as the headers of their rows."""
    columns = [payloads.column("kind", "x"), payloads.column("cost (ns)")]
    payload = payloads.chart(
        [payloads.mark("bars", y=[1.5, 2])], x=[0, 1], columns=columns, names=["mutex", "atomic"]
    )
    assert call("tableRows", payload, 0) == [["mutex", "1.5"], ["atomic", "2.0"]]


def test_lanes_and_rows_have_columns_of_their_own(call: Call, payloads: ModuleType) -> None:
    """A lane says at its start what a span is and when it ends; a heat map has a column for each row."""
    marks = [
        payloads.mark("spans", lane=[0, 1], start=[0, 0], end=[1, 3], t=[0, 2]),
        payloads.mark("spans", lane=[0], start=[2], end=[4.5], t=[1]),
        payloads.mark("heat", v=[1, 2, 3, 4], levels=(0, 4, 2)),
    ]
    columns = [
        payloads.column("t", "x"),
        payloads.column("P0", "lane", 0, 0),
        payloads.column("P1", "lane", 0, 1),
        payloads.column("load", "row", 2, 1),
    ]
    payload = payloads.chart(marks, x=[0, 2], texts=["G1", "G2", "run"], columns=columns)
    assert call("tableRows", payload, 0) == [
        ["0", "G1 to 1.0", "run to 3.0", "3"],
        ["2", "G2 to 4.5", "", "4"],
    ]
