"""What holds of every layout: made up diagrams of all kinds, over several moments and states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talk.chart.fonts import CAP, block_height, block_width
from talk.chart.layout import Rect
from talk.chart.model import Column, Graph, Queue, Step
from talk.chart.plan import Layout, States, plan_stage, plan_strip
from talk.chart.size import Size
from talk.chart.sketch import Shape
from talk.chart.steps import Steps, box, cell, column, graph, node, queue
from talk.errors import TalkError

STAGE = Size(1160, 0, 20, 1.14)
PAPER = Size(642, 0, 10.67)
_WORDS = st.sampled_from(["", "x", "a.cents", "0xc0000104c8", "1,024 B", "after the return"])
_ADDRESSES = st.sampled_from(["", "0xc0000104c8", "0x10"])
_CAPTIONS = st.sampled_from(["", "go 1", "main on P0 started them", "B = nil, and main forgets C, at last"])


@st.composite
def columns(draw: st.DrawFn) -> Column:
    """Some of the same frames, some of them gone, with a pointer or none."""
    boxes = []
    for name in draw(st.sets(st.sampled_from(["main", "outer", "inc"]), min_size=1).map(sorted)):
        cells = [
            cell(f"v{number}", draw(_WORDS), address=draw(_ADDRESSES))
            for number in range(draw(st.integers(1, 3)))
        ]
        boxes.append(box(name, *cells, gone=draw(st.booleans())))
    pointer = cell("p", "0xc0000104c8", to=f"{boxes[0].name}.v0")
    return column(draw(st.sampled_from(["", "stack"])), *boxes, box("pointer", pointer))


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Some of the same objects, each referring to some of those there are."""
    names = draw(st.sets(st.sampled_from("ABCDE"), min_size=1).map(sorted))
    some = st.sets(st.sampled_from(names), max_size=2).map(sorted)
    colours = st.sampled_from(["", "white", "grey", "black"])
    return graph(*(node(name, draw(colours), to=draw(some)) for name in names))


@st.composite
def queues(draw: st.DrawFn) -> list[Queue]:
    """Two queues, short or long, with free places or without."""
    local, everybody = draw(st.integers(0, 30)), draw(st.integers(0, 300))
    slots = draw(st.sampled_from([None, 256]))
    return [
        queue("P0", *(f"G{number}" for number in range(local)), slots=slots),
        queue("global queue", *(f"G{number}" for number in range(100, 100 + everybody))),
    ]


@st.composite
def grids(draw: st.DrawFn) -> States:
    """One to three states of one to four moments, all of them with the same kinds of parts."""
    kinds = draw(st.sets(st.sampled_from(["columns", "graphs", "queues"]), min_size=1))
    states = []
    for _ in range(draw(st.integers(1, 3))):
        steps = Steps()
        for _ in range(draw(st.integers(1, 4))):
            parts = [draw(columns())] if "columns" in kinds else []
            beside = [draw(graphs())] if "graphs" in kinds else []
            below = draw(queues()) if "queues" in kinds else []
            steps.step(draw(_CAPTIONS), *parts, *beside, *below)
        states.append(steps.data.steps)
    return tuple(states)


@dataclass(frozen=True)
class Placed:
    """A shape of one moment of one state, where it lies on the sheet."""

    state: int
    moment: int
    shape: Shape
    rect: Rect


def placed(layout: Layout) -> Iterator[Placed]:
    """Every shape; texts as large as they may grow."""
    for state, steps in enumerate(layout.states):
        for moment in range(len(steps)):
            left, top = layout.origin(moment)
            for shape in layout.draw(state, moment):
                rect = _outline(shape, layout.picture.measure.px)
                moved = Rect(rect.left + left, rect.top + top, rect.right + left, rect.bottom + top)
                yield Placed(state, moment, shape, moved)


def _outline(shape: Shape, px: float) -> Rect:
    numbers = [number / 10 for number in shape.numbers]
    if shape.style.kind == "rect":
        x, y, wide, high = numbers
        return Rect(x, y, x + wide, y + high)
    if shape.style.kind == "dot":
        x, y, radius = numbers
        return Rect(x - radius, y - radius, x + radius, y + radius)
    if shape.style.kind == "text":
        (x, y), wide = numbers, block_width(shape.text, px, shape.style.face)
        left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.style.across]
        top = y - px * CAP / 2
        return Rect(left, top, left + wide, top + block_height(shape.text, px) - px * (1.22 - CAP))
    xs, ys = numbers[::2], numbers[1::2]
    return Rect(min(xs), min(ys), max(xs), max(ys))


def texts(layout: Layout) -> dict[tuple[int, int], list[Placed]]:
    """The texts of each moment of each state."""
    found = defaultdict(list)
    for each in placed(layout):
        if each.shape.text:
            found[each.state, each.moment].append(each)
    return found


LAYOUTS = st.one_of(grids().map(lambda g: plan_stage(g, STAGE)), grids().map(lambda g: plan_strip(g, PAPER)))


@given(LAYOUTS)
@settings(max_examples=60, deadline=None)
def test_no_two_texts_of_a_moment_touch(layout: Layout) -> None:
    """Whatever is in it, each text has its own place, also when the text has grown on stage."""
    for moment in texts(layout).values():
        for one, other in combinations(moment, 2):
            assert not one.rect.meets(other.rect), (one.shape.text, other.shape.text)


@given(LAYOUTS)
@settings(max_examples=60, deadline=None)
def test_all_lies_on_the_sheet(layout: Layout) -> None:
    """No shape of any state leaves the room that there is."""
    width = STAGE.width_px if layout.standing == "stage" else PAPER.width_px
    sheet = Rect(-0.1, -0.1, width + 0.1, layout.height + 0.1)
    for each in placed(layout):
        assert each.rect.within(sheet), each.shape


@given(LAYOUTS)
@settings(max_examples=60, deadline=None)
def test_no_two_moments_of_a_strip_meet(layout: Layout) -> None:
    """Side by side, each keeps to itself; on the stage all lie in one place."""
    if layout.standing == "stage":
        assert set(layout.lefts) == set(layout.tops) == {0.0}
        return
    by_moment: dict[tuple[int, int], list[Rect]] = defaultdict(list)
    for each in placed(layout):
        by_moment[each.state, each.moment].append(each.rect)
    around = {key: _around(rects) for key, rects in by_moment.items()}
    for (one, rect), (other, beside) in combinations(around.items(), 2):
        assert one[0] != other[0] or not rect.meets(beside), (one, other)


def _around(rects: list[Rect]) -> Rect:
    return Rect(
        min(rect.left for rect in rects),
        min(rect.top for rect in rects),
        max(rect.right for rect in rects),
        max(rect.bottom for rect in rects),
    )


@given(grids())
@settings(max_examples=60, deadline=None)
def test_a_box_stays_where_it_is(states: States) -> None:
    """The name of a frame, an object and a queue stand at one place in all moments of all states."""
    names = {"main", "outer", "inc", "pointer", *"ABCDE", "P0", "global queue"}
    places = defaultdict(set)
    for each in placed(plan_stage(states, STAGE)):
        if each.shape.text in names:
            places[each.shape.text].add(each.shape.numbers)
    assert {name: len(found) for name, found in places.items()} == dict.fromkeys(places, 1)


@given(grids())
@settings(max_examples=30, deadline=None)
def test_text_is_never_smaller_than_asked_for(states: States) -> None:
    """Where there is room it grows, up to the size of the text around it; less it never gets."""
    assert STAGE.text_px <= plan_stage(states, STAGE).text_px <= 1.4 * STAGE.text_px
    assert plan_strip(states, PAPER).text_px == PAPER.text_px


def _lone(*parts: Column | Graph | Queue) -> States:
    return (Steps().step("now", *parts).data.steps,)


def test_with_less_height_rows_get_lower() -> None:
    """The stage takes the most comfortable rows that fit; text keeps its ratio to the deck's."""
    frames = column("stack", *(box(f"f{number}", cell("v", 1)) for number in range(3)))
    high = plan_stage(_lone(frames), Size(1160, 600, 20, 1.14))
    low = plan_stage(_lone(frames), Size(1160, 330, 20, 1.14))
    assert low.text_px == high.text_px == 20
    assert low.height <= 330


def test_a_long_queue_gets_fewer_places_where_it_is_narrow() -> None:
    """What is not drawn is counted."""
    waiting = queue("P0", *(f"G{number}" for number in range(100, 130)))

    def words(width: int) -> list[str]:
        shapes = plan_stage(_lone(waiting), Size(width, 0, 20, 1.14)).draw(0, 0)
        return [shape.text for shape in shapes if shape.text.startswith("…")]

    assert words(1160) == ["… +20"]
    assert words(500) == ["… +26"]


def test_moments_that_cannot_stay_are_packed_each_by_itself() -> None:
    """Boxes that change their order are drawn in the order that they have."""
    boxes = [box(name, cell("v", 1)) for name in ("first", "second")]
    states = (Steps().step("a", column("", *boxes)).step("b", column("", *boxes[::-1])).data.steps,)
    layout = plan_stage(states, STAGE)
    tops = [
        {
            shape.text: shape.numbers[1]
            for shape in layout.draw(0, number)
            if shape.text in ("first", "second")
        }
        for number in (0, 1)
    ]
    assert tops[0] == {"first": tops[1]["second"], "second": tops[1]["first"]}


def test_a_state_with_more_moments_makes_room_for_all() -> None:
    """Moments are counted over all states, and each has its place."""
    one: tuple[Step, ...] = Steps().step("a", queue("q", 1)).data.steps
    three = Steps().step("a", queue("q", 1)).step("b", queue("q", 2)).step("c", queue("q", 3)).data.steps
    layout = plan_strip((one, three), PAPER)
    assert layout.moments == len(layout.lefts) == len(layout.tops) == 3


def test_moments_are_numbered_where_there_are_several() -> None:
    """A number in a strip, with how many there are on the stage, nothing before a lone one."""
    lone = _lone(queue("q", "G1"))
    three = (Steps().step("now", queue("q", "G1")).step("b", queue("q")).step("c", queue("q")).data.steps,)

    def before(layout: Layout) -> list[str]:
        shapes = layout.draw(0, 0)
        return [shape.text for shape in shapes[: [shape.text for shape in shapes].index("now")]]

    assert before(plan_strip(three, PAPER)) == ["1"]
    assert before(plan_stage(three, STAGE)) == ["1", "of 3"]
    assert before(plan_strip(lone, PAPER)) == before(plan_stage(lone, STAGE)) == []


@pytest.mark.parametrize(("plan", "size"), [(plan_strip, PAPER), (plan_stage, STAGE)])
def test_a_picture_alone_may_do_without_a_caption(plan: Callable[..., Layout], size: Size) -> None:
    """It takes no room for one then; among several moments the number stands there all the same."""
    told, bare = (plan((Steps().step(text, queue("q", 1)).data.steps,), size) for text in ("now", ""))
    assert bare.head == 0
    assert told.height - bare.height == pytest.approx(told.head)
    assert plan((Steps().step("", queue("q", 1)).step("", queue("q")).data.steps,), size).head == told.head


def test_too_little_room_is_an_error() -> None:
    """The message says what is missing, on the stage too."""
    frames = column("stack", box("main", cell("count", 1, address=0xC00004A7C8)))
    with pytest.raises(TalkError, match=r"need a height of \d+ px, there are 60"):
        plan_stage(_lone(frames), Size(1000, 60, 20))
    with pytest.raises(TalkError, match="a step is wider than 60 px"):
        plan_stage(_lone(frames), Size(60, 500, 20))
    with pytest.raises(TalkError, match="there is no step to draw"):
        plan_stage(((),), STAGE)
