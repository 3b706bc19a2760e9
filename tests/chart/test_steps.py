import pytest

from talk.chart.steps import Steps, box, cell, column
from talk.errors import TalkError


def _stack(count: object, *more: object) -> object:
    return column("stack", box("main", cell("count", count, address=0xC000), *more))


def _two_x() -> object:
    return column("", box("a", cell("x")), box("b", cell("x"), cell("p", to="x")))


CELLS = [cell(f"c{number}") for number in range(61)]


def test_a_value_that_differs_is_marked_as_changed() -> None:
    """What a step changes is found by comparing it with the step before."""
    steps = Steps().step("before", _stack(10)).step("after", _stack(11)).step("later", _stack(11))
    marks = [step.keyed["main.count"].mark for step in steps.data.steps]
    assert marks == ["", "changed", ""]


def test_an_address_that_differs_is_no_change() -> None:
    """A moved frame holds the same values."""
    moved = column("stack", box("main", cell("count", 10, address=0xD000)))
    steps = Steps().step("before", _stack(10)).step("after", moved)
    assert steps.data.steps[1].keyed["main.count"].mark == ""


def test_an_arrow_finds_the_cell_by_its_name() -> None:
    """The name alone is enough where one cell has it."""
    steps = Steps().step("call", _stack(10), column("heap", box("p", cell("to", to="count"))))
    assert steps.data.steps[0].keyed["p.to"].to == "main.count"


def test_an_address_is_written_in_hexadecimal() -> None:
    """A number becomes an address as Go prints it; text stays."""
    assert cell("a", address=0xC00004A7C8).address == "0xc00004a7c8"
    assert cell("a", address="SP+8").address == "SP+8"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Steps().step("s", _stack(1, cell("p", to="nowhere"))), "an arrow leads to 'nowhere'"),
        (lambda: Steps().step("s", _stack(1, cell("p", to="coumt"))), r"there are main.count|did you mean"),
        (lambda: Steps().step("s", _two_x()), r"say which: a\.x, b\.x"),
        (lambda: Steps().step("s", _stack(1, cell("count"))), "two cells 'main.count'"),
        (lambda: Steps().step("s", column("", box("b", *CELLS))), "has 61 cells"),
        (lambda: cell("a", mark="red"), "mark is changed or stale, not 'red'"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_an_error(make, message) -> None:
    """The message names the step and the cell."""
    with pytest.raises(TalkError, match=message):
        make()


def test_there_is_an_end_to_the_steps() -> None:
    """A strip of more than twenty-four moments is refused."""
    steps = Steps()
    for _ in range(24):
        steps.step("s", _stack(1))
    with pytest.raises(TalkError, match="more than 24 steps"):
        steps.step("s", _stack(1))
