import pytest

from talk.chart.chart import Chart
from talk.chart.figure import figure
from talk.chart.size import Size
from talk.chart.steps import Steps, box, cell, column
from talk.errors import TalkError

HIGH = 0xC00004A7C8


def call(count: int = 2) -> Steps:
    """A pointer parameter, shown at several moments."""
    steps = Steps()
    for number in range(count):
        main = box("main", cell("n", 10 + number, address=HIGH))
        inc = box("inc", cell("p", f"{HIGH:#x}", address=HIGH - 64, to="main.n"))
        steps.step(f"moment {number}", column("stack", main, inc))
    return steps


def test_every_moment_shows_its_cells(draw) -> None:
    """Captions, frames, names, addresses and values are all there, as text."""
    texts = [each.text for each in draw(call()).texts]
    assert {"moment 0", "moment 1", "main", "inc", "n", "p", "10", "11", f"{HIGH:#x}"} <= set(texts)
    assert texts.count("stack") == 2


def test_moments_stand_side_by_side_at_one_height(draw) -> None:
    """What is the same in two moments lies at the same height, further right."""
    names = [each for each in draw(call()).texts if each.text == "main"]
    assert names[0].y == names[1].y
    assert names[1].x > names[0].x + 200


def test_more_moments_than_fit_go_on_below(draw) -> None:
    """A strip that is too long is broken into rows of equal length."""
    drawn = draw(call(4), Size(700, 900, 20))
    names = [each for each in drawn.texts if each.text == "main"]
    assert [each.y for each in names[:2]] == [names[0].y] * 2
    assert names[2].y > names[0].y
    assert names[2].x == names[0].x


def test_addresses_are_cut_only_where_room_is_short(draw) -> None:
    """Whole addresses if they fit, else the last digits that tell them apart."""
    wide = {each.text for each in draw(call()).texts}
    narrow = {each.text for each in draw(call(), Size(640, 600, 20)).texts}
    assert f"{HIGH:#x}" in wide
    assert {"…a7c8", "…a788"} <= narrow


def test_an_arrow_ends_at_its_cell(draw) -> None:
    """The curve from a pointer begins and ends at the heights of the two cells."""
    drawn = draw(call(1))
    curve = next(each for each in drawn.strokes("fg") if len(each) == 4)
    assert curve[0][1] == pytest.approx(drawn.text("p").y, abs=1)
    assert curve[3][1] == pytest.approx(drawn.text("n").y, abs=5)


def test_what_changes_is_marked_by_more_than_colour(draw) -> None:
    """A changed cell has a bar at its edge; a stale one a dashed frame."""
    assert not draw(call(1)).fills("accent")
    assert len(draw(call(2)).fills("accent")) == 2
    stale = Steps().step("moved", column("", box("f", cell("u", "0x1", mark="stale"))))
    assert "stroke-dasharray" in draw(stale).svg


def test_the_drawing_is_as_high_as_it_must_be() -> None:
    """Diagrams do not fill the space; the figure says how high they are."""
    made = figure([call().data], id="f", width_px=1000, height_px=500, steps="all")
    assert f'height="{made.height_px}"' in made.svg
    assert made.height_px < 300
    chart = figure([Chart(x=[1, 2]).line([1, 2], "a").data], id="f", width_px=1000, height_px=300)
    assert chart.height_px == 300


@pytest.mark.parametrize("steps", ["fragments", "all"])
def test_a_page_is_told_that_its_states_are_diagrams(steps: str) -> None:
    """Also where nothing comes after another: one moment, or all of them at once."""
    made = figure([call(1).data, call(1).data], id="f", width_px=1000, height_px=500, steps=steps)
    assert (made.kind, made.moments) == ("steps", 0)
    assert '"moments"' in made.states


def test_too_little_room_is_an_error(draw) -> None:
    """The message says how much is needed, or what is too wide."""
    with pytest.raises(TalkError, match=r"need a height of \d+ px, there are 120"):
        draw(call(), Size(1000, 120, 20))
    with pytest.raises(TalkError, match="a step is wider than 100 px"):
        draw(call(), Size(100, 500, 20))
    with pytest.raises(TalkError, match="there is no step to draw"):
        draw(Steps())
