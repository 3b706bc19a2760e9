import csv
import io
import math
from itertools import pairwise

from talk.chart.chart import Chart
from talk.chart.describe import alt_text, status_text
from talk.chart.steps import Steps, box, cell, column
from talk.chart.table import full_csv, short_table

MIB = 1 << 20


def growth(points: int = 3) -> Chart:
    """A chart with units to convert, an event and a gap."""
    ys = [None if index == 1 else index * MIB for index in range(points)]
    return (
        Chart(x=[index * 1e6 for index in range(points)], x_unit="ns", x_show="ms", x_label="time",
              y_unit="B", y_show="MiB", y_label="heap")
        .line(ys, "live").events([2e6], "end", [2 * MIB], label="cycle")
    )  # fmt: skip


def rows(chart: Chart | Steps) -> list[list[str]]:
    """The CSV, read back."""
    return list(csv.reader(io.StringIO(full_csv(chart.data).decode())))


def test_the_csv_holds_the_functions_own_numbers_in_the_units_shown() -> None:
    """Each cell is the number that the function returned, converted."""
    header, *body = rows(growth())
    assert header == ["time (ms)", "live (MiB)", "cycle"]
    chart = growth()
    for row, x, y in zip(body, chart.data.xs, chart["live"], strict=True):
        assert float(row[0]) == x / 1e6
        assert row[1] == ("" if y is None else str(int(y / MIB)))
    assert body[-1][2] == "end"


def test_the_short_table_thins_evenly_and_keeps_both_ends() -> None:
    """At most fifty rows, the first and the last among them, the event's too; the CSV stays whole."""
    chart = growth(1000)
    table = short_table(chart.data, "Growth.")
    firsts = [row[0] for row in table.rows]
    assert len(table.rows) == 50
    assert not table.complete
    assert (firsts[0], firsts[-1]) == ("0", "999")
    assert "2" in firsts
    assert len(rows(chart)) == 1001
    numbers = [float(each.replace(",", "")) for each in firsts if each != "2"]
    gaps = {round(after - before) for before, after in pairwise(numbers)}
    assert max(gaps) - min(gaps) <= 2


def test_table_alt_and_status_say_the_same_numbers() -> None:
    """What the alt text and the status name stands in the table too."""
    chart = Chart(x=[1, 2, 3], y_unit="%", y_label="share").line([0.125, 7.5, 33.333], "gc")
    cells = {cell for row in short_table(chart.data, "").rows for cell in row}
    assert cells >= {"0.12", "33.33"}
    assert "gc from 0.12 to 33.33 %" in alt_text(chart.data)
    assert status_text(chart.data) == "gc from 0.12 to 33.33\N{NO-BREAK SPACE}%."


def test_series_with_their_own_x_share_the_rows() -> None:
    """A row stands for an x; a series without a number there has an empty cell."""
    chart = Chart(x=[1, 2]).line([10, 20], "a").points([5, 6], "b", x=[2, 3])
    assert rows(chart) == [["x", "a", "b"], ["1", "10", ""], ["2", "20", "5"], ["3", "", "6"]]


def test_a_jump_keeps_both_of_its_rows() -> None:
    """Two points at one x are two rows, in their order."""
    assert rows(Chart(x=[1, 1, 2]).line([5, 7, 8], "a"))[1:] == [["1", "5"], ["1", "7"], ["2", "8"]]


def test_bars_by_name_have_their_names_as_row_headers() -> None:
    """The names stand where the x would."""
    assert rows(Chart(x=["one", "two"], x_label="way", y_unit="ns").bars([1, 2.5], "cost")) == [
        ["way", "cost (ns)"], ["one", "1"], ["two", "2.5"],
    ]  # fmt: skip


def test_an_area_has_both_edges() -> None:
    """A band between two curves is two columns."""
    assert rows(Chart(x=[1]).area([3], "spread", low=[2])) == [
        ["x", "spread, from", "spread, to"],
        ["1", "2", "3"],
    ]


def test_stacks_and_bins_have_their_own_numbers() -> None:
    """Neither sums nor shares; the last edge of the bins begins none."""
    stacks = Chart(x=[1, 2]).stack([1, 2], "a").stack([3, 4], "b")
    assert rows(stacks) == [["x", "a", "b"], ["1", "1", "3"], ["2", "2", "4"]]
    bins = Chart(x=[0, 1, 2], x_unit="ms").histogram([0.5, 1.5, 1.6], "calls")
    assert rows(bins) == [["x (ms)", "calls"], ["0", "1"], ["1", "2"], ["2", ""]]


def test_a_lane_says_what_begins_in_it_and_when_it_ends() -> None:
    """Each lane is a column; a span without a word has its label. The CSV has all digits."""
    chart = Chart(x=[0, 5], x_unit="ms", lanes=("P0", "P1")).spans([0, 1], [0, 1], [2, 5.00125], "run")
    chart.spans(["P0"], [2], [4], "wait", text="G7").events([5], ["end"], ["P1"])
    assert rows(chart) == [
        ["x (ms)", "P0", "P1", "event"], ["0", "run to 2", "", ""], ["1", "", "run to 5.00125", ""],
        ["2", "G7 to 4", "", ""], ["5", "", "", "end"],
    ]  # fmt: skip
    assert short_table(chart.data, "").rows[1] == ("1", "", "run to 5.001", "")


def test_a_heat_map_has_a_column_for_each_row() -> None:
    """In the unit that it is shown in, with empty cells for holes."""
    chart = Chart(x=[1, 2], lanes=("a", "b")).heat([[0.5, 0.25], [1, None]], "load", show="%")
    assert rows(chart) == [["x", "a (%)", "b (%)"], ["1", "50", "100"], ["2", "25", ""]]


def test_the_alt_text_names_every_kind() -> None:
    """What is told without a sentence of the author's: the kind, and the range or the number of each mark."""
    told = [
        Chart(x=[0, 1], y_unit="MiB").stack([1, 2], "a"),
        Chart(x=[0, 1, 2]).histogram([0.5], "calls"),
        Chart(x=[0, 9], lanes=("P0",)).spans([0, 0], [0, 3], [2, 4], "run"),
        Chart(x=[1, 2], x_label="hour", lanes=("a",)).heat([[3, 4]], "load", unit="req/s"),
    ]
    assert [alt_text(chart.data) for chart in told] == [
        "Stacked area chart of a (MiB): a from 1 to 2 MiB.",
        "Histogram of calls: calls from 0 to 1.",
        "Timeline of run: run: 2 spans.",
        "Heat map of load over hour: load from 3 to 4 req/s.",
    ]


def test_steps_are_listed_cell_by_cell() -> None:
    """The table of a diagram names moment, place, cell, value and where it points."""
    steps = Steps().step(
        "call", column("stack", box("f", cell("p", "0x10", address=8, to="n"), cell("n", 3, address=16)))
    )
    assert rows(steps) == [
        ["step", "place", "in", "name", "address", "value", "points to"],
        ["1. call", "stack", "f", "p", "0x8", "0x10", "f.n"],
        ["1. call", "stack", "f", "n", "0x10", "3", ""],
    ]  # fmt: skip


def test_no_numbers_are_said_to_be_none() -> None:
    """A chart of gaps alone has a sentence and a valid CSV."""
    chart = Chart(x=[1, 2]).line([None, math.nan], "a")
    assert status_text(chart.data) == "There are no numbers to show."
    assert rows(chart) == [["x", "a"], ["1", ""], ["2", ""]]
    assert rows(Chart(x=[])) == [["x"]]


def test_the_alt_text_has_kind_axes_and_finding() -> None:
    """The author's sentence ends the alt text."""
    alt = alt_text(growth().says("It grows.").data)
    assert alt == "Line chart of live (heap, MiB) over time, ms: It grows."


def test_a_long_alt_text_is_cut_at_a_word() -> None:
    """At most 150 characters; the finding goes before the names of the series."""
    short = alt_text(growth().says("Word " * 26).data)
    assert short.startswith("Line chart: Word")
    long = alt_text(growth().says("Sentence " * 40).data)
    assert len(long) <= 150
    assert long.endswith("Sentence…")
