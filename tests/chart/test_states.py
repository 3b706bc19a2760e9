"""The page makes of the numbers what the build draws: paths, words, labels, tables, in every state."""

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from talk.chart.chart import Chart
from talk.chart.chart_states import draw_charts
from talk.chart.describe import alt_text, status_text
from talk.chart.model import ChartData
from talk.chart.size import Size, slide_size
from talk.chart.table import short_table
from talk.chart.union import StateError

SVG = "{http://www.w3.org/2000/svg}"
HALF = 0.5  # pixels
WIDE = Size(1000, 440, 20, 1.14)
XS = [0, 1, 2, 4, 5, 8]
Call = Callable[..., Any]
Point = tuple[float, float]


@dataclass(frozen=True)
class Made:
    """The drawing of a figure and what the page gets."""

    svg: Any
    payload: dict[str, Any]

    @property
    def inks(self) -> list[Any]:
        return self.svg.findall(f"{SVG}g[@class='inks']/{SVG}path")

    def texts(self, group: str) -> list[tuple[str, float, float]]:
        (found,) = self.svg.findall(f"{SVG}g[@class='{group}']")
        return [(written(each), float(each.get("x")), float(each.get("y"))) for each in found]


def written(element: Any) -> str:
    """The text of an element, line by line."""
    return "\n".join(part.text or "" for part in (list(element) or [element]))


def made(charts: Sequence[ChartData], shown: int = 0, size: Size = WIDE) -> Made:
    """A figure of these states."""
    drawing = draw_charts(
        charts, shown, size, id="fig", alt="a chart", em_of=28.0,
        alts=[alt_text(each) for each in charts], says=[status_text(each) for each in charts],
    )  # fmt: skip
    return Made(etree.fromstring(drawing.svg), json.loads(drawing.states))


def with_two(build: Callable[[float], Chart]) -> list[ChartData]:
    """Two states of a chart that differ by a factor."""
    return [build(1.0).data, build(0.37).data]


KINDS: dict[str, Callable[[float], Chart]] = {
    "line": lambda k: Chart(XS, y_range=(0, 10)).line([1, 3 * k, None, 2, 9 * k, 4], "a"),
    "step": lambda k: Chart(XS).step([1, 3 * k, None, 2, 9 * k, None], "a").step([5 * k] * 6, "b"),
    "area": lambda k: Chart(XS).area([1, 3 * k, None, 2, 9 * k, 4], "a").area([3] * 6, "b", low=[k] * 6),
    "stack": lambda k: Chart(XS).stack([1, 2, 3 * k, None, 1, 1], "a").stack([k] * 6, "b")
    .stack([2] * 6, "c"),
    "bars": lambda k: Chart(["a", "b", "c"]).bars([3, -5 * k, None], "one").bars([1.25, k, 9], "two"),
    "many bars": lambda k: Chart(range(30)).bars([1 + (n * k) % 7 for n in range(30)], "one"),
    "hist": lambda k: Chart(XS).histogram([k, 1.5, 1.7, 3 * k, 7], "a"),
    "two hists": lambda k: Chart(XS).histogram([k, 1.5, 7], "a").histogram([3 * k, 7], "b"),
    "points": lambda k: Chart(XS).points([1, 2 * k, 3, None, 5, 6 * k], "a").points([3 * k] * 6, "b"),
    "spans": lambda k: Chart([0, 10], lanes=("P0", "P1"))
    .spans(["P0", "P1", "P0"], [0, 1, 6 * k], [2, 9 * k, 8], "run", text=["G1", "G2", "G3"])
    .spans([1], [9.5 * k], [9.9 * k], "wait").events([5], ["here"], ["P1"]),
    "heat": lambda k: Chart(XS, lanes=("x", "y"))
    .heat([[1, 2, 3, None, 5, 6 * k], [7, 8, 9 * k, 1, 1, 1]], "load"),
    "rules": lambda k: Chart(XS).line(XS, "a").hline(5 * k, "limit").vline(3 * k, "now").vline(7, "then"),
    "bands": lambda k: Chart(XS).line(XS, "a").band(1, 7 * k, "busy").band(2, 7 * k, "high", axis="y"),
    "events": lambda k: Chart(XS).line(XS, "a").events([1, 5 * k], ["up", "down"], [2, 6])
    .events([2, 3 * k], "gc"),
    "log": lambda k: Chart([1, 10, 100, 1000], x_log=True, y_log=True)
    .line([1, 20 * k, 300, 4000 * k], "a").area([9] * 4, "b").points([2 * k, 2, None, 8], "c")
    .hline(20 * k, "limit").band(2, 30 * k),
    "two panels": lambda k: Chart(XS, x_unit="ns", x_show="us", y_unit="B", y_show="KiB")
    .line([1000, 3000 * k, 0, 20, 9000, 4], "a").panel(y_range=(0, 1), share=0.5)
    .step([0, k, 1, 0, 1, 0], "b").bars([0.1] * 6, "c"),
}  # fmt: skip


def runs(d: str) -> list[tuple[list[Point], bool]]:
    """The strokes of a path, with H, V, arcs and curves as points, and whether each is closed."""
    found: list[tuple[list[Point], bool]] = []
    at = (0.0, 0.0)
    for command, rest in re.findall(r"([MLHVCaZz])([^MLHVCaZz]*)", d):
        numbers = [float(each) for each in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", rest)]
        if command in "Zz":
            found[-1] = (found[-1][0], True)
            continue
        if command == "M":
            found.append(([], False))
        at = after(command, numbers, at)
        found[-1][0].append(at)
    return found


def after(command: str, numbers: list[float], at: Point) -> Point:
    """Where the pen stands after a command."""
    if command == "H":
        return numbers[-1], at[1]
    if command == "V":
        return at[0], numbers[-1]
    x, y = numbers[-2:]
    return (at[0] + x, at[1] + y) if command == "a" else (x, y)


def apart(point: Point, points: Sequence[Point]) -> float:
    """How far a point lies from a stroke."""
    if len(points) == 1:
        return math.dist(point, points[0])
    return min(to_segment(point, *pair) for pair in pairwise(points))


def to_segment(point: Point, one: Point, other: Point) -> float:
    """How far a point lies from a straight stroke."""
    wide, high = other[0] - one[0], other[1] - one[1]
    length = wide * wide + high * high
    share = ((point[0] - one[0]) * wide + (point[1] - one[1]) * high) / length if length else 0
    share = min(max(share, 0), 1)
    return math.dist(point, (one[0] + share * wide, one[1] + share * high))


def same_path(page: str, build: str) -> bool:
    """Whether two paths lie on each other to half a pixel, stroke by stroke."""
    drawn, wanted = sorted(map(outline, runs(page))), sorted(map(outline, runs(build)))
    return len(drawn) == len(wanted) and all(
        all(apart(point, other) <= HALF for point in one)
        and all(apart(point, one) <= HALF for point in other)
        for one, other in zip(drawn, wanted, strict=True)
    )


def outline(run: tuple[list[Point], bool]) -> list[Point]:
    """The points of a stroke, back to the first one if it is closed."""
    points, closed = run
    return [*points, points[0]] if closed else points


def box(d: str) -> list[tuple[float, ...]]:
    """The bounds of each closed shape: circles are drawn by arcs on one side and by curves on the other."""
    shapes = [points for points, _ in runs(d)]
    return sorted((min(p[0] for p in s), max(p[0] for p in s)) for s in shapes)


def check_paths(call: Call, figure: Made, shown: int) -> None:
    """Every ink of the drawing is the path that the page makes for that state."""
    page = call("inkPaths", figure.payload, shown)
    assert len(page) == len(figure.inks)
    for number, (path, ink) in enumerate(zip(page, figure.inks, strict=True)):
        assert ink.get("data-ink") == str(number)
        assert ink.get("style") == figure.payload["inks"][number]
        if "a" in path or "C" in ink.get("d", ""):
            assert box(path) == [pytest.approx(each, abs=HALF) for each in box(ink.get("d"))]
        else:
            assert same_path(path, ink.get("d", "")), (number, path, ink.get("d"))


@pytest.mark.parametrize("shown", [0, 1])
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_draws_what_matplotlib_draws(call: Call, kind: str, shown: int) -> None:
    """From the numbers of a state it makes matplotlib's own paths, to half a pixel."""
    check_paths(call, made(with_two(KINDS[kind]), shown), shown)


@pytest.mark.parametrize("font_px", [28, 34, 44])
def test_paths_agree_at_every_text_size(call: Call, font_px: int) -> None:
    """Rings, dots and leaders grow with the text on both sides."""
    for kind in ("events", "rules", "points"):
        check_paths(call, made(with_two(KINDS[kind]), 0, slide_size(1000, 480, font_px)), 0)


@pytest.mark.parametrize("kind", KINDS)
def test_words_and_labels_are_the_same_in_every_state(call: Call, kind: str) -> None:
    """Whichever state is drawn, its words and the labels at its ends stand where the page has them."""
    charts = with_two(KINDS[kind])
    for shown in range(2):
        figure = made(charts, shown)
        texts = figure.payload["texts"]
        words = [(texts[text], x / 10, y / 10) for text, _, x, y in figure.payload["states"][shown]["w"]]
        assert_written(words, figure.texts("words"))
        labels = [(each["text"], each["x"], each["y"]) for each in call("endLabels", figure.payload, shown)]
        assert_written(labels, figure.texts("ends"))


def assert_written(page: list[tuple[str, float, float]], build: list[tuple[str, float, float]]) -> None:
    """Nothing, if the same texts stand at the same places."""
    assert [text for text, _, _ in page] == [text for text, _, _ in build]
    for (_, x, y), (_, wanted_x, wanted_y) in zip(page, build, strict=True):
        assert math.dist((x, y), (wanted_x, wanted_y)) <= HALF


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_is_the_builds_in_every_state(call: Call, kind: str) -> None:
    """Columns, rows and every digit."""
    charts = with_two(KINDS[kind])
    payload = made(charts).payload
    for index, chart in enumerate(charts):
        table = short_table(chart, "")
        assert [column["h"] for column in payload["table"]["columns"]] == list(table.header)
        assert call("tableRows", payload, index) == [list(row) for row in table.rows]


@pytest.mark.parametrize("kind", KINDS)
def test_each_state_has_its_sentence_and_its_alt_text(kind: str) -> None:
    """Both are the ones that the numbers of the state make; an alt text has at most 150 characters."""
    charts = with_two(KINDS[kind])
    payload = made(charts).payload
    for state, chart in zip(payload["states"], charts, strict=True):
        assert payload["texts"][state["say"]] == status_text(chart)
        assert payload["texts"][state["alt"]] == alt_text(chart)
        assert len(alt_text(chart)) <= 150


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_stands_still_moves(kind: str) -> None:
    """Whichever state is drawn, axes, ticks, titles and keys are the same; so is what the page gets."""
    charts = with_two(KINDS[kind])
    first, second = (made(charts, shown) for shown in range(2))
    for figure in (first, second):
        for group in ("inks", "words", "ends"):
            (found,) = figure.svg.findall(f"{SVG}g[@class='{group}']")
            figure.svg.remove(found)
    assert etree.tostring(first.svg) == etree.tostring(second.svg)
    assert first.payload == second.payload


quantised = st.integers(-(10**5), 10**5).map(lambda number: number / 100)
anything = st.one_of(
    quantised,
    st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-9),
    st.integers(-9, 9).map(lambda power: 10.0**power),
)


@st.composite
def random_states(draw: st.DrawFn) -> list[ChartData]:
    """States of one chart with two series of any numbers, its x the same or not, and moments."""
    same = draw(st.booleans())
    xs = sorted(draw(st.lists(anything, min_size=2, max_size=60, unique=True)))
    kinds = draw(st.lists(st.sampled_from(["line", "step", "area", "points"]), min_size=2, max_size=2))
    charts = []
    for _ in range(draw(st.integers(2, 4))):
        if not same:
            xs = sorted(draw(st.lists(anything, min_size=2, max_size=60)))
        chart = Chart(xs, x_unit="ms")
        for number, kind in enumerate(kinds):
            ys = draw(st.lists(st.one_of(st.none(), anything), min_size=len(xs), max_size=len(xs)))
            getattr(chart, kind)(ys, f"s{number}")
        chart.events(draw(st.lists(st.sampled_from(xs), max_size=4)), "gc", label="cycle")
        charts.append(chart.data)
    return charts


@settings(max_examples=60, deadline=None)
@given(random_states())
def test_random_numbers_come_out_the_same(call: Call, charts: list[ChartData]) -> None:
    """Paths to half a pixel and tables to the last digit, whatever the numbers."""
    figure = made(charts)
    check_paths(call, figure, 0)
    for index, chart in enumerate(charts):
        assert call("tableRows", figure.payload, index) == [list(row) for row in short_table(chart, "").rows]


def test_a_mark_that_a_state_lacks_is_an_empty_column(call: Call) -> None:
    """The columns are those of all states; the page draws nothing for it."""
    both = Chart([1, 2]).line([1, 2], "a").line([3, 4], "b")
    payload = made([Chart([1, 2]).line([1, 2], "a").data, both.data]).payload
    assert call("tableRows", payload, 0) == [["1", "1", ""], ["2", "2", ""]]
    assert call("tableRows", payload, 1) == [["1", "1", "3"], ["2", "2", "4"]]
    assert [bool(path) for path in call("inkPaths", payload, 0)][:2] == [True, False]


def test_one_state_needs_no_numbers_for_the_page() -> None:
    """A figure without controls carries its SVG alone."""
    chart = Chart([1, 2]).line([1, 2], "a").data
    drawing = draw_charts([chart], 0, WIDE, id="f", alt="", alts=[""], says=[""], em_of=28.0)
    assert drawing.states == ""
    assert drawing.height_px == WIDE.height_px


@pytest.mark.parametrize(
    ("states", "index", "fact"),
    [
        ([Chart([0, 1], y_range=(0, 5)).line([1, 2]), Chart([0, 1], y_range=(0, 5)).line([1, 7.5])],
         1, "y has 7.5, its axis goes from 0 to 5"),
        ([Chart([0, 1], y_range=(0, 5)).stack([3, 3], "a").stack([3, 1], "b")] * 2,
         0, "y has 6, its axis goes from 0 to 5"),
        ([Chart([0, 1], x_unit="s", x_range=(0, 1)).line([1, 2]),
          Chart([0, 3], x_unit="s", x_range=(0, 1)).line([1, 2])],
         1, "x has 3 s, its axis goes from 0 to 1 s"),
        ([Chart([0, 1], y_unit="B").line([1, 2]), Chart([0, 1], y_unit="ns").line([1, 2])],
         1, "y unit: 'ns', the first state has 'B'"),
        ([Chart([0, 1]).line([1, 2]), Chart([0, 1]).line([1, 2]).panel().line([1, 2])],
         1, "panels: 2, the first state has 1"),
        ([Chart([0, 1]).line([1, 2]), *[Chart([0, 1]).vline(0.5, "a long word " * 4).vline(0.5, "b" * 40)
          .vline(0.5, "c" * 40).vline(0.5, "d" * 40)]], 1, "there is no room above the chart for"),
    ],
)  # fmt: skip
def test_a_state_that_does_not_fit_is_named(states: list[Chart], index: int, fact: str) -> None:
    """The error holds the number of the state, the value and the range."""
    with pytest.raises(StateError) as caught:
        made([chart.data for chart in states])
    assert caught.value.index == index
    assert fact in caught.value.fact


def test_labels_without_room_in_one_state_name_it() -> None:
    """Eight lines end at the right in the second state alone."""
    size = Size(1000, 200, 20)
    eight = Chart([0, 1])
    for number in range(8):
        eight.line([0, number], f"s{number}")
    with pytest.raises(StateError, match="state 2: 8 labels at the lines' ends need"):
        made([Chart([0, 1]).line([0, 1], "s0").data, eight.data], size=size)


def curves(servers: int) -> ChartData:
    """Three smooth curves of 200 points."""
    xs = [number / 200 for number in range(1, 201)]
    return (
        Chart(xs, x_label="load", y_unit="ms", y_range=(0, 130))
        .line([10 + 90 * x ** (1 + servers / 10) for x in xs], "waiting")
        .line([60 + 50 * math.sin(x * servers / 2) for x in xs], "busy")
        .line([1 + 120 * math.exp(-x * servers / 8) for x in xs], "idle")
        .data
    )


def test_twenty_five_states_are_small() -> None:
    """Three curves of 200 points: under 80 kB as they are, under 15 kB compressed."""
    import gzip

    charts = [curves(number) for number in range(1, 26)]
    says = [status_text(each) for each in charts]
    drawing = draw_charts(charts, 0, WIDE, id="f", alt="", alts=says, says=says, em_of=28.0)
    assert len(drawing.states) < 80_000
    assert len(gzip.compress(drawing.states.encode(), 9)) < 15_000
