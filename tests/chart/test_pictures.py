"""One picture a kind: where the numbers came to lie, in pixels read back from the SVG."""

import math
import re
from itertools import pairwise

import pytest

from talk.chart.chart import Chart
from talk.chart.describe import status_text
from talk.chart.size import Size
from talk.errors import TalkError

HALF = 0.5  # pixels
XS = [0, 2, 4, 6, 8, 10]
YS = [0, 60, 20, 80, 40, 100]


def base(**more: object) -> Chart:
    """A chart whose axes end at round ticks."""
    return Chart(x=XS, x_range=(0, 10), y_range=(0, 100), **more)


def bounds(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a shape."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), max(xs), min(ys), max(ys)


def near(found: list[tuple[float, float]], expected: list[tuple[float, float]]) -> bool:
    """Whether two rows of points are the same to half a pixel."""
    return len(found) == len(expected) and all(
        math.dist(one, other) <= HALF for one, other in zip(found, expected, strict=True)
    )


def test_a_line_goes_through_its_points(draw) -> None:
    """Each point of the path lies where the axis's ticks say."""
    drawn = draw(base().line(YS, "a"))
    x, y = drawn.x_of("0", "10"), drawn.y_of("0", "100")
    assert near(drawn.strokes("c-1")[0], [(x(a), y(b)) for a, b in zip(XS, YS, strict=True)])


def test_a_gap_parts_a_line(draw) -> None:
    """Nothing is drawn across what is missing."""
    drawn = draw(base().line([0, 60, None, 80, 40, 100], "a"))
    x, y = drawn.x_of("0", "10"), drawn.y_of("0", "100")
    after, before = drawn.strokes("c-1")
    assert near(before, [(x(0), y(0)), (x(2), y(60))])
    assert near(after, [(x(6), y(80)), (x(8), y(40)), (x(10), y(100))])


def test_a_step_keeps_its_value_until_the_next(draw) -> None:
    """Every stroke of a step is level or upright."""
    drawn = draw(base().step(YS, "a"))
    points = drawn.strokes("c-1")[0]
    x, y = drawn.x_of("0", "10"), drawn.y_of("0", "100")
    assert near(points[:3], [(x(0), y(0)), (x(2), y(0)), (x(2), y(60))])
    for before, after in pairwise(points):
        assert before[0] == after[0] or before[1] == after[1]


def test_an_area_is_filled_down_to_zero_or_its_lower_edge(draw) -> None:
    """The filled shape has both edges."""
    x_y = draw(base().area(YS, "a"))
    x, y = x_y.x_of("0", "10"), x_y.y_of("0", "100")
    filled = [point for shape in x_y.fills("c-1") for point in shape]
    for point in [(x(4), y(20)), (x(10), y(0)), (x(0), y(0))]:
        assert any(math.dist(point, each) <= HALF for each in filled)
    spread = draw(base().area(YS, "", low=[0, 50, 10, 70, 30, 90]))
    lower = [point for shape in spread.fills("c-1") for point in shape]
    at = (spread.x_of("0", "10")(6), spread.y_of("0", "100")(70))
    assert any(math.dist(at, each) <= HALF for each in lower)


def test_bars_are_as_high_as_their_numbers(draw) -> None:
    """Heights are in proportion, and bars of two series stand beside each other."""
    chart = Chart(x=["one", "two"], y_range=(0, 100)).bars([50, 100], "a").bars([25, 0], "b")
    drawn = draw(chart)
    y = drawn.y_of("0", "100")

    def box(points: list[tuple[float, float]]) -> tuple[float, float, float]:
        ups = [each[1] for each in points]
        return min(each[0] for each in points), max(each[0] for each in points), max(ups) - min(ups)

    swatch = 20
    first = sorted(box(each) for each in drawn.strokes("c-1") if box(each)[2] > swatch)
    second = sorted(box(each) for each in drawn.strokes("c-2") if box(each)[2] > swatch)
    assert [round(each[2]) for each in first] == [round(y(0) - y(50)), round(y(0) - y(100))]
    assert [round(each[2]) for each in second] == [round(y(0) - y(25))]
    assert first[0][1] <= second[0][0] + HALF
    assert {"50", "100", "25", "0"} <= {each.text for each in drawn.texts}


def test_dots_lie_on_their_points(draw) -> None:
    """Each number has its marker."""
    drawn = draw(base().points(YS, "a"))
    x, y = drawn.x_of("0", "10"), drawn.y_of("0", "100")
    expected = [(x(a), y(b)) for a, b in zip(XS, YS, strict=True)]
    assert all(any(math.dist(point, each) <= HALF for each in drawn.middles("c-1")) for point in expected)


def test_stacks_stand_on_each_other(draw) -> None:
    """The upper edge of a stack is the sum of those up to it; a gap adds nothing to those above."""
    drawn = draw(base().stack([10, 20, None, 20, 10, 10], "a", tone="muted").stack([30] * 6, "b"))
    x, y = drawn.x_of("0", "10"), drawn.y_of("0", "100")
    sums = [40, 50, 30, 50, 40, 40]
    assert near(drawn.strokes("c-1")[0], [(x(a), y(b)) for a, b in zip(XS, sums, strict=True)])


def test_bins_reach_from_edge_to_edge(draw) -> None:
    """Each bin is as wide as its edges are apart, and as high as its count."""
    drawn = draw(Chart(x=[0, 1, 4, 10], y_range=(0, 5), y_label="a").histogram([0.5, 1, 2, 3, 10], "a"))
    x, y = drawn.x_of("0", "10"), drawn.y_of("0", "5")
    boxes = sorted(bounds(each) for each in drawn.fills("c-1"))
    wanted = [(x(0), x(1), y(1), y(0)), (x(1), x(4), y(3), y(0)), (x(4), x(10), y(1), y(0))]
    assert [pytest.approx(each, abs=HALF) for each in wanted] == boxes


def test_spans_lie_in_their_lanes(draw) -> None:
    """From start to end, around the height of the lane's name, with a word where it fits."""
    chart = Chart(x=[0, 10], lanes=("P0", "P1"))
    drawn = draw(chart.spans(["P0", "P1"], [0, 4], [5, 4.1], "runs", text=["G1", "too narrow"]))
    x = drawn.x_of("0", "10")
    first, second = sorted(bounds(each) for each in drawn.fills("c-1") if bounds(each)[1] > x(0) + HALF)
    assert first[:2] == pytest.approx((x(0), x(5)), abs=HALF)
    assert second[:2] == pytest.approx((x(4), x(4.1)), abs=HALF)
    for box, lane in ((first, "P0"), (second, "P1")):
        assert (box[2] + box[3]) / 2 == pytest.approx(drawn.text(lane).y, abs=HALF)
    assert drawn.text("G1").x == pytest.approx(x(2.5), abs=HALF)
    assert "too narrow" not in {each.text for each in drawn.texts}


def test_a_heat_map_is_fuller_where_numbers_are_higher(draw) -> None:
    """Every number has a cell around its x in its lane; a key says what the fullest and the faintest mean."""
    drawn = draw(Chart(x=[1, 2, 3], lanes=("a", "b")).heat([[0, 1, 8], [8, None, 4]], "load", unit="req/s"))
    inks = [each for each in drawn.root.iter() if each.get("class") == "ink"]
    cells = [len(each.get("d", "").split("M")) - 1 for each in inks]
    assert cells == [1, 1, 0, 0, 1, 0, 0, 2]
    alphas = [float(re.search(r"fill-opacity:([.\d]+)|$", each.get("style"))[1] or 1) for each in inks]
    assert alphas == sorted(set(alphas))
    assert {"load", "0", "8 req/s"} <= {each.text for each in drawn.texts}


def test_a_line_that_stops_early_is_in_the_key(draw) -> None:
    """It has no end at the right for a label to stand at."""
    drawn = draw(base().line([1, 2, 3, None, None, None], "short").line(YS, "long"))
    assert drawn.text("short").y < drawn.y_of("0", "100")(100)
    assert drawn.text("long").x > drawn.x_of("0", "10")(10)


def test_events_have_a_ring_at_their_place_and_a_word_beside_it(draw) -> None:
    """A ring lies on its point; the words touch neither each other nor leave the plot."""
    drawn = draw(base().line(YS, "a").events([2, 6], ["first", "second"], [60, 80]))
    x, y = drawn.x_of("0", "10"), drawn.y_of("0", "100")
    for at, word in (((x(2), y(60)), "first"), ((x(6), y(80)), "second")):
        assert any(math.dist(at, ring) <= HALF for ring in drawn.middles("bg"))
        assert math.dist(at, (drawn.text(word).x, drawn.text(word).y)) < 120


def test_events_without_a_height_are_upright_lines(draw) -> None:
    """Their words stand in rows over the plot."""
    drawn = draw(base().line(YS, "a").events([2, 6], ["first", "second"]))
    x, y = drawn.x_of("0", "10"), drawn.y_of("0", "100")
    uprights = [each for each in drawn.strokes("muted") if abs(each[0][0] - each[1][0]) < 0.01]
    assert {round(each[0][0]) for each in uprights} >= {round(x(2)), round(x(6))}
    assert drawn.text("first").y < y(100)


def test_rules_and_bands_lie_at_their_values(draw) -> None:
    """A level line, an upright one and two shaded stretches."""
    drawn = draw(base().hline(40, "limit").vline(6, "now").band(2, 4, "busy").band(80, 100, axis="y"))
    x, y = drawn.x_of("0", "10"), drawn.y_of("0", "100")
    strokes = drawn.strokes("muted")
    assert any(abs(each[0][1] - y(40)) < HALF and abs(each[1][1] - y(40)) < HALF for each in strokes)
    assert any(abs(each[0][0] - x(6)) < HALF and abs(each[1][0] - x(6)) < HALF for each in strokes)
    shaded = [({round(p[0]) for p in each}, {round(p[1]) for p in each}) for each in drawn.fills("muted")]
    assert any({round(x(2)), round(x(4))} == across for across, _ in shaded)
    assert any({round(y(80)), round(y(100))} == down for _, down in shaded)
    assert abs(drawn.text("limit").y - y(40)) < HALF


def test_a_log_axis_gives_equal_ratios_equal_distances(draw) -> None:
    """From 1 to 10 is as far as from 10 to 100."""
    drawn = draw(Chart(x=[1, 10, 100], x_log=True, y_log=True).line([1, 10, 100], "a"))
    (ax, ay), (bx, by), (cx, cy) = drawn.strokes("c-1")[0]
    assert abs((bx - ax) - (cx - bx)) < HALF
    assert abs((ay - by) - (by - cy)) < HALF


def test_numbers_are_drawn_in_the_unit_shown(draw) -> None:
    """Ticks, axis title and line agree on the unit."""
    chart = Chart(x=[0, 1e7], x_unit="ns", x_show="ms", x_label="time", x_range=(0, 1e7), y_range=(0, 4096),
                  y_unit="B", y_show="KiB", y_label="size")  # fmt: skip
    drawn = draw(chart.line([1024, 4096], "a"))
    assert {"time, ms", "size, KiB", "8", "4"} <= {each.text for each in drawn.texts}
    assert abs(drawn.strokes("c-1")[0][0][1] - drawn.y_of("0", "4")(1)) < HALF


def test_two_panels_stand_above_each_other_and_share_x(draw) -> None:
    """The lower panel's line lies under the upper one's, at the same x."""
    drawn = draw(base().line(YS, "a").panel(y_range=(0, 1), share=0.5).line([0, 1, 0, 1, 0, 1], "b"))
    upper, lower = drawn.strokes("c-1")[0], drawn.strokes("c-2")[0]
    assert [p[0] for p in upper] == pytest.approx([p[0] for p in lower], abs=0.1)
    assert max(p[1] for p in upper) < min(p[1] for p in lower)
    heights = [max(p[1] for p in each) - min(p[1] for p in each) for each in (upper, lower)]
    assert heights[0] == pytest.approx(2 * heights[1], rel=0.02)


def test_a_chart_without_numbers_says_so(draw) -> None:
    """Gaps alone, or nothing at all, give an empty plot with a word in it."""
    for chart in (
        Chart(x=[1, 2]).line([None, math.nan], "a"),
        Chart(x=[]),
        Chart(x=[], x_log=True, y_log=True),
    ):
        assert "no data" in {each.text for each in draw(chart).texts}


def test_too_small_a_space_is_an_error(draw) -> None:
    """The message holds the space there is and the space that is needed."""
    with pytest.raises(TalkError, match=r"needs a height of \d+ px, there are 70"):
        draw(base().line(YS, "a"), Size(1000, 70, 20))
    with pytest.raises(TalkError, match=r"needs a width of \d+ px, there are 150"):
        draw(base().line(YS, "a long label"), Size(150, 400, 20))
    lines = Chart(x=[0, 1])
    for number in range(8):
        lines.line([0, number], f"s{number}")
    with pytest.raises(TalkError, match="8 labels at the lines' ends need"):
        draw(lines, Size(1000, 200, 20))


def test_the_title_along_x_stands_behind_the_last_label(draw) -> None:
    """It ends with the plot, in the row of the labels, and takes the place of those that it would touch."""
    drawn = draw(base(x_label="time", x_unit="s").line(YS, "a"))
    title = drawn.text("time, s")
    assert title.y == drawn.text("4").y
    assert title.anchor == "end"
    assert "10" not in {each.text for each in drawn.texts}


def test_a_long_title_along_x_stands_below_the_labels(draw) -> None:
    """Where fewer than three labels were left, all of them stay."""
    drawn = draw(base(x_label="what has been waited for so far by those in the queue").line(YS, "a"))
    assert drawn.text("10").y < drawn.text("what has been waited for so far by those in the queue").y


def test_the_number_of_a_bar_keeps_clear_of_points(draw) -> None:
    """A point just above a bar has the number above it; one far away leaves it where it is."""

    def bars() -> Chart:
        return Chart(x=["a", "b"], y_range=(0, 40)).bars([12, 21], "median")

    alone, beside = draw(bars()), draw(bars().points([13, 39], "slowest", tone="fg"))
    assert beside.text("21").y == pytest.approx(alone.text("21").y, abs=HALF)
    assert alone.text("12").y - beside.text("12").y > 4


def test_no_line_ends_between_a_number_and_its_unit() -> None:
    """Where a sentence may break it does so between words."""
    chart = Chart(x=[1]).line([1], "a").says("Half below 57 µs, over 1 K 1.1, a heap of 323 MiB at 25 %.")
    assert status_text(chart.data).replace("\N{NO-BREAK SPACE}", "_") == (
        "Half below 57_µs, over 1_K 1.1, a heap of 323_MiB at 25_%."
    )


def test_many_points_become_smaller_before_they_touch(draw) -> None:
    """A few have the usual size; two hundred leave each other less, and hundreds keep a least size."""

    def widths(count: int) -> float:
        marks = draw(Chart(x=list(range(count))).points([1.0] * count, "a")).fills("c-1")
        left, right, *_ = bounds(marks[0])
        return right - left

    few, many, crowd = widths(20), widths(130), widths(2000)
    assert few > many > crowd > 0.5 * few


def test_a_low_span_is_named_as_long_as_letters_have_room(draw) -> None:
    """Its name stands between its edges while they are nearly as far apart as the text is high."""

    def named(height: int, word: str = "G") -> tuple[bool, float]:
        chart = Chart(x=[0, 10], lanes=("P0", "P1", "P2", "P3")).spans([1], [0], [9], "runs", text=[word])
        drawn = draw(chart, Size(600, height, 20))
        high = 0.72 * (drawn.text("P1").y - drawn.text("P0").y)
        return word in {each.text for each in drawn.texts}, high

    (lower, low), (higher, high) = named(160), named(172)
    assert (lower, higher) == (False, True)
    assert not named(172, "g")[0], "a letter that reaches below the line would cross the edge"
    assert low < 0.85 * 20 <= high < 20


def test_a_word_may_reach_past_the_plot_rather_than_cover_a_line(draw) -> None:
    """Where labels of lines do not begin yet it stands beside the stair, not on it."""
    chart = Chart(x=XS, x_range=(0, 10), y_range=(0, 100)).step([0, 20, 40, 60, 100, 100], "a long label")
    drawn = draw(chart.events([8.2], ["1000 MB"], [100]), Size(640, 200, 20))
    assert drawn.text("1000 MB").x > drawn.x_of("0", "10")(8)
