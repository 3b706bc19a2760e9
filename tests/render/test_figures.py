from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from talk.chart.figure import PaperFigure
from talk.chart.table import Table
from talk.render.figures import thinned

Render = Callable[..., Any]


def test_a_figure_holds_chart_words_and_numbers(make: SimpleNamespace, render: Render) -> None:
    """The promised elements are there: one drawing, the caption, a status, a table with scopes, the CSV."""
    slide = make.slide("a", tokens=[make.token("demo", call=make.call(classes=("wide",), font=4))])
    page = render(make.deck(slide), {"heap": make.figure()})
    (figure,) = page.xpath('//figure[@data-demo="heap_goal"]')
    assert (figure.get("id"), figure.get("class"), figure.get("style")) == ("heap", "demo wide", "--add: 4")
    assert figure.xpath(".//svg/@role") == ["img"]
    assert figure.find("figcaption").text == "Where the <next> collection ends."
    assert figure.xpath('string(output[@role="status"])') == "The goal is 20 MiB."
    (table,) = figure.xpath('details[@class="data"]//table')
    assert table.find("caption") is not None
    assert set(table.xpath("thead//th/@scope")) == {"col"}
    assert table.xpath("tbody//th/@scope") == ["row"] * 3
    assert figure.xpath('details//a[@download="heap.csv"]/@href') == ["data/heap.csv"]


def test_columns_of_numbers_stand_flush_right(make: SimpleNamespace, render: Render) -> None:
    """A column is marked when all of its cells are numbers; words and addresses stay at the left."""
    rows = (("1", "-1,024.5", "0xc000", ""), ("2", "", "7", ""))
    figure = replace(make.figure(), table=Table("t", ("a", "b", "c", "d"), rows))
    page = render(make.deck(make.slide("a", tokens=[make.token("demo", call=make.call())])), {"heap": figure})
    assert [cell.get("class") for cell in page.xpath("//tbody/tr[1]/*")] == ["number", "number", None, None]


def test_numbers_stay_closed_on_a_slide(make: SimpleNamespace, render: Render) -> None:
    """The table does not stand in the way of the slide until it is asked for."""
    slide = make.slide("a", tokens=[make.token("demo", call=make.call())])
    page = render(make.deck(slide), {"heap": make.figure(rows=50)})
    assert page.find(".//details").get("open") is None
    assert len(page.xpath("//tbody/tr")) == 50


def test_rows_are_thinned_evenly() -> None:
    """First and last stay; few rows stay all."""
    assert thinned(3, 12) == [0, 1, 2]
    assert thinned(101, 5) == [0, 25, 50, 75, 100]


def test_each_state_on_paper_brings_its_own_words(make: SimpleNamespace, render: Render) -> None:
    """Where several states stand side by side, each has its drawing, its sentence and its table."""
    table = make.figure().table
    states = tuple(
        PaperFigure("<svg></svg>", f"GOGC = {gogc}", f"The goal is {gogc} MiB.", table) for gogc in (50, 200)
    )
    figure = replace(make.figure(), paper=states)
    slide = make.slide("a", tokens=[make.token("demo", call=make.call())])
    (shown,) = render(make.deck(slide), {"heap": figure}, handout=True).xpath("//figure")
    said = shown.xpath('.//output//*[@class="finding"]')
    assert [" ".join(each.text_content().split()) for each in said] == [
        "GOGC = 50 The goal is 50 MiB.",
        "GOGC = 200 The goal is 200 MiB.",
    ]
    assert shown.xpath(".//table/caption/text()") == ["The numbers: GOGC = 50", "The numbers: GOGC = 200"]
