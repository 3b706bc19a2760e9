"""Objects, queues and moments as they are drawn; tests/web holds the page's drawing to the same."""

from __future__ import annotations

import io
import json

import pytest
from matplotlib.image import imread

from talk.chart import palette
from talk.chart.draw import render_png
from talk.chart.drawing import Drawing
from talk.chart.moments import draw_moments, paint_moments
from talk.chart.plan import Standing, plan_strip
from talk.chart.size import Size
from talk.chart.sketch import Shape
from talk.chart.steps import Steps, box, cell, column, graph, node, queue, root

ROOM = Size(1000, 0, 20, 1.14)


def shapes(made: Steps, moment: int = 0) -> list[Shape]:
    """What is drawn of one moment."""
    return plan_strip((made.data.steps,), ROOM).draw(0, moment)


def place(drawn: list[Shape], words: str) -> tuple[float, float]:
    """Where a text hangs, in pixels."""
    x, y = next(shape.numbers for shape in drawn if shape.text == words)
    return x / 10, y / 10


def curves(drawn: list[Shape], role: str) -> list[tuple[int, ...]]:
    """The arrows of one colour."""
    return [each.numbers for each in drawn if each.style.kind == "curve" and each.style.stroke == role]


def dashed(drawn: list[Shape]) -> list[str]:
    """The kinds of the shapes that have dashes."""
    return [shape.style.kind for shape in drawn if shape.style.dashes]


def draw(states: list[Steps], shown: int = 0, standing: Standing = "stage") -> Drawing:
    """The states as a page gets them."""
    alts = [f"alt {number}" for number in range(len(states))]
    return draw_moments(
        [steps.data for steps in states],
        shown,
        ROOM,
        alt="what is seen",
        alts=alts,
        says=alts,
        em_of=28,
        standing=standing,
    )


HEAP = graph(root("stack", to="A"), node("A", "black", to=["B", "C"]), node("B", "grey"), node("C", "white"))


def test_references_lead_from_left_to_right() -> None:
    """A root stands left of what it refers to, and that left of what it refers to in turn."""
    drawn = shapes(Steps().step("s", HEAP))
    stack, first, second, third = (place(drawn, name) for name in ("stack", "A", "B", "C"))
    assert stack[0] < first[0] < second[0] == third[0]
    assert second[1] != third[1]


def test_an_object_has_the_colour_that_it_is_called_by() -> None:
    """White, grey and black are fills of their own, with names that can be read on them."""
    drawn = shapes(Steps().step("s", HEAP))
    fills = [each.style.fill for each in drawn if each.style.kind == "rect" and each.style.stroke == "fg"]
    assert fills == ["", "node-black", "node-grey", "node-white"]
    inks = {shape.text: shape.style.fill for shape in drawn if shape.text in tuple("ABC")}
    assert inks == {"A": "node-white", "B": "node-black", "C": "node-black"}


def test_what_changes_in_a_graph_is_marked_by_more_than_colour() -> None:
    """A ring around an object, a thick arrow that is new, a dotted one that is gone."""
    steps = Steps().step("a", graph(node("A", "grey", to="B"), node("B"), node("C")))
    steps.step("b", graph(node("A", "black", to="C"), node("B"), node("C")))
    before, after = shapes(steps, 0), shapes(steps, 1)
    assert dashed(before) == []
    assert [shape.style.kind for shape in after if shape.style.stroke == "accent"] == ["curve", "rect"]
    (fresh,) = (each for each in after if each.style.kind == "curve" and each.style.stroke == "accent")
    (old,) = (each for each in before if each.style.kind == "curve")
    assert fresh.style.width > old.style.width
    assert dashed(after) == ["curve"]


def test_what_is_swept_is_dashed() -> None:
    """An object that is gone has an outline of dashes and no fill."""
    drawn = shapes(Steps().step("s", graph(node("A", "white", gone=True))))
    (outline,) = (shape for shape in drawn if shape.style.kind == "rect")
    assert outline.style.dashes
    assert outline.style.fill == ""


def test_a_cell_points_to_an_object() -> None:
    """An arrow leads from a frame to the heap beside it."""
    drawn = shapes(Steps().step("s", column("", box("main", cell("p", to="B"))), HEAP))
    x, y = place(drawn, "B")
    ends = [(each[-2] / 10, each[-1] / 10) for each in curves(drawn, "fg")]
    assert any(end[1] == pytest.approx(y, abs=0.1) and 0 < x - end[0] < 100 for end in ends)


def test_the_next_of_a_queue_stands_first() -> None:
    """Items stand in a row in their order; queues below each other."""
    drawn = shapes(Steps().step("s", queue("P0", "G1", "G2", "G3"), queue("global", "G9")))
    xs, ys = zip(*(place(drawn, name) for name in ("G1", "G2", "G3")), strict=True)
    assert list(xs) == sorted(xs)
    assert len(set(ys)) == 1
    assert place(drawn, "G9")[0] == xs[0]
    assert place(drawn, "G9")[1] > ys[0]


def test_free_places_are_dotted_and_the_rest_is_counted() -> None:
    """Places without an item have dots; of a queue that is too long, the number of the others is said."""
    drawn = shapes(Steps().step("s", queue("few", "G1", slots=4), queue("many", *range(40)), queue("none")))
    assert dashed(drawn) == ["rect"] * 3
    said = [shape.text for shape in drawn if shape.text.startswith(("…", "("))]
    assert said == ["… +30", "(empty)"]


def test_what_moved_and_what_is_new_differ() -> None:
    """A moved item is filled; a new one has a bar at its edge."""
    steps = Steps().step("a", queue("P0", "G1"), queue("P1"))
    steps.step("b", queue("P0", "G2"), queue("P1", "G1"))
    filled = [shape for shape in shapes(steps, 1) if shape.style.fill == "accent" and not shape.text]
    full, bar = sorted((shape.numbers[2] for shape in filled if shape.style.alpha == 1), reverse=True)
    assert full > 5 * bar
    assert [shape.style.alpha for shape in filled if shape.style.alpha < 1] == [0.15]


def test_an_arrow_ends_beside_the_one_that_begins_there() -> None:
    """In a chain, what arrives at a cell does not hide what leaves it."""
    chain = [box(name, cell("next", to=f"{to}.next" if to else "")) for name, to in ("ab", "bc", ("c", ""))]
    into, out = curves(shapes(Steps().step("s", column("", *chain))), "fg")
    assert abs(into[-1] - out[1]) / 10 > 6


def test_moments_follow_each_other_on_the_stage() -> None:
    """All lie in one place, and all but the first wait; a strip shows them all."""
    three = Steps().step("a", queue("q", 1)).step("b", queue("q", 2)).step("c", queue("q", 3))
    stage, strip = draw([three]), draw([three], standing="strip")
    assert (stage.moments, strip.moments) == (3, 0)
    assert stage.svg.count('class="moment later"') == 2
    assert stage.svg.count('transform="translate(0 0)"') == 3
    assert strip.svg.count('class="moment"') == 3
    assert draw([Steps().step("a", queue("q", 1))]).moments == 0


def test_the_svg_shows_the_state_asked_for() -> None:
    """Its shapes are those of that state, its label the text alternative."""
    grid = [Steps().step("a", queue("q", each)) for each in ("first", "second")]
    drawn = draw(grid, shown=1)
    assert 'aria-label="what is seen"' in drawn.svg
    assert ">second<" in drawn.svg
    assert ">first<" not in drawn.svg
    assert f'height="{drawn.height_px}"' in drawn.svg


def test_a_further_state_costs_little() -> None:
    """What two states share is written once."""
    grid = [Steps().step("a", queue("q", *range(10))).step("b", queue("q", each)) for each in range(30, 40)]
    one, all_of_them = (len(draw(grid[:count]).states) for count in (1, 10))
    assert all_of_them < 3 * one
    assert len(json.loads(draw(grid).states)["states"]) == 10


def test_the_picture_has_every_kind_of_shape() -> None:
    """A PNG file is drawn from the same shapes, in the colours of the light theme."""
    frames = column("stack", box("main", cell("p", 1, to="n"), cell("n", 2, mark="stale")))
    steps = Steps().step("a", frames, HEAP, queue("q", "G1")).step("b", frames, HEAP, queue("q", "G2"))
    canvas = paint_moments(steps.data, ROOM, palette.LIGHT)
    written = [text.text for text in canvas.texts]
    told = [shape.text for number in (0, 1) for shape in shapes(steps, number) if shape.text]
    assert sorted(written) == sorted(told)
    assert len(canvas.sheet.artists) == sum(len(_others(steps, number)) for number in (0, 1))
    picture = imread(io.BytesIO(render_png(steps.data, ROOM)))
    assert picture.shape[:2] == (2 * canvas.height, 2 * canvas.width)


def _others(steps: Steps, number: int) -> set[Shape]:
    return {shape for shape in shapes(steps, number) if shape.style.kind != "text"}
