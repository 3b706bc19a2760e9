import pytest

from talk.chart.model import StepsData
from talk.chart.steps import Steps, box, cell, column, graph, node, queue, root
from talk.chart.table import full_csv, short_table
from talk.errors import TalkError


def heap(second: str = "grey", refs: tuple[str, ...] = ("B",)) -> object:
    """Two objects, one of which is reached from a root."""
    return graph(root("stack", to="A"), node("A", "black", to=refs), node("B", second), title="heap")


def queues(local: list[str], globally: list[str], slots: int | None = None) -> list[object]:
    """The queue of a P, and the one that all share."""
    return [queue("P0", *local, slots=slots), queue("global", *globally)]


def moment(data: StepsData, number: int) -> dict[str, list[str]]:
    """The marks in each queue of one moment."""
    return {each.title: [item.mark for item in each.items] for each in data.steps[number].queues}


def test_an_object_whose_colour_differs_is_marked() -> None:
    """A step compares every object with the one of the same name in the step before."""
    data = Steps().step("start", heap("white")).step("later", heap("grey")).data
    assert [node.mark for node in data.steps[1].named.values()] == ["", "", "changed"]
    assert {node.mark for node in data.steps[0].named.values()} == {""}


def test_a_reference_that_was_not_there_is_fresh() -> None:
    """New arrows are known by comparing what an object refers to with what it referred to."""
    data = Steps().step("start", heap(refs=())).step("stored", heap(refs=("B",))).data
    assert data.steps[1].named["A"].fresh == ("B",)
    assert data.steps[0].named["A"].fresh == ()


def test_items_are_new_or_moved() -> None:
    """What was in another queue has moved, what was in none is new, what stayed has no mark."""
    data = Steps().step("a", *queues(["G1", "G2"], [])).step("b", *queues(["G1", "G3"], ["G2"])).data
    assert moment(data, 0) == {"P0": ["", ""], "global": []}
    assert moment(data, 1) == {"P0": ["", "new"], "global": ["moved"]}


def test_a_cell_may_point_to_an_object() -> None:
    """A stack frame beside a graph refers to what lies there."""
    frame = column("stack", box("main", cell("p", to="B")))
    step = Steps().step("s", frame, heap()).data.steps[0]
    assert step.keyed["main.p"].to == "B"


def test_one_name_is_one_reference() -> None:
    """`to` takes a name or several."""
    assert node("A", to="B").to == ("B",)
    assert node("A", to=("B", "C")).to == ("B", "C")
    assert node("A", to="").to == ()


def test_the_table_tells_all_that_colours_tell() -> None:
    """Objects and items have rows with their colour, what they refer to, and what has changed."""
    steps = Steps().step("a", heap("white"), *queues([], ["G1"])).step("b", heap(), *queues(["G1"], []))
    table = short_table(steps.data, "")
    assert table.header == ("step", "place", "name", "value", "points to", "mark")
    assert ("1. a", "heap", "stack", "root", "A", "") in table.rows
    assert ("2. b", "heap", "B", "grey", "", "changed") in table.rows
    assert ("2. b", "P0", "1", "G1", "", "moved") in table.rows
    assert ("2. b", "global", "", "(empty)", "", "") in table.rows
    assert full_csv(steps.data).decode().count("\n") == 1 + 2 * 5


def test_the_table_says_what_is_gone() -> None:
    """Dashed outlines have a word, and a step without a caption its number."""
    swept = Steps().step("", column("heap", box("o", cell("x"), gone=True)), graph(node("A", gone=True)))
    assert [(row[0], row[-1]) for row in short_table(swept.data, "").rows] == [("1.", "gone")] * 2


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: node("A", "red"), "node 'A': colour is white, grey or black, not 'red'"),
        (lambda: node("A", mark="new"), "mark is changed, not 'new'"),
        (lambda: node("A", at=(1,)), r"at is \(column, row\)"),
        (lambda: node("A", at=(-1, 0)), "columns and rows go from 0 to 30"),
        (lambda: queue("P0", 1, 2, slots=1), "queue 'P0' has 2 items in 1 slots"),
        (lambda: Steps().step("s", graph(node("A", to="Z"))), "an arrow leads to 'Z'"),
        (lambda: Steps().step("s", graph(node("A")), graph(node("A"))), "two objects 'A'"),
        (lambda: Steps().step("s", queue("P0"), queue("P0")), "two queues 'P0'"),
        (lambda: Steps().step("s", graph(*(node(f"n{n}") for n in range(61)))), "has 61 cells"),
        (lambda: Steps().step("s", queue("all", *range(601))), "has 601 items in queues"),
    ],
)
def test_what_cannot_be_drawn_is_an_error(make, message) -> None:
    """The message names what it is about."""
    with pytest.raises(TalkError, match=message):
        make()


def test_a_long_queue_counts_as_what_is_drawn_of_it() -> None:
    """A local run queue of 256 places is one row of the picture."""
    step = Steps().step("s", *(queue(f"P{n}", *range(200), slots=256) for n in range(3))).data.steps[0]
    assert [len(each.items) for each in step.queues] == [200, 200, 200]
