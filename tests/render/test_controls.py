"""The controls of a live figure: native, labelled, named by their parameters; and the data beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import lxml.html
import pytest

from talk.chart.controls import ControlView
from talk.chart.figure import Figure
from talk.render.controls import controls_rows, payload

Render = Callable[..., Any]

GOGC = ControlView(
    "gogc", "GOGC", "slider", (50, 100, 150), ("50 %", "100 %", "150 %"), 1, "%", "Room.", 50, 150, 50
)
RATE = ControlView("rate", "rate", "slider", (1, 10, 1000), ("1", "10", "1,000"), 0, lo=1, hi=1000)
LOCK = ControlView("lock", "lock", "choice", ("mutex", "<b>"), ("mutex", "<b>"), 0)
BARRIER = ControlView("barrier", "write barrier", "switch", (False, True), ("off", "on"), 1)


@pytest.fixture
def shown(make: SimpleNamespace, render: Render) -> Callable[..., lxml.html.HtmlElement]:
    """The figure on its slide, or in the handout."""

    def figure(*controls: ControlView, handout: bool = False, **fields: Any) -> lxml.html.HtmlElement:
        call = make.call(**{key: fields.pop(key) for key in ("steps",) if key in fields})
        slide = make.slide("a", tokens=[make.token("demo", call=call)])
        made: Figure = replace(make.figure(), controls=controls, **fields)
        (found,) = render(make.deck(slide), {"heap": made}, handout=handout).xpath("//figure")
        return found

    return figure


def test_a_slider_has_a_label_a_field_and_words(shown: Callable[..., Any]) -> None:
    """Range and number field carry the parameter's name, bounds, step and unit, and point to its help."""
    figure = shown(GOGC)
    (slider,) = figure.xpath('.//input[@type="range"]')
    assert [slider.get(key) for key in ("name", "min", "max", "step", "value", "aria-valuetext")] == [
        "gogc", "50", "150", "50", "100", "100 %",
    ]  # fmt: skip
    assert figure.xpath(f'.//label[@for="{slider.get("id")}"]/text()') == ["GOGC"]
    assert figure.xpath(f'.//*[@id="{slider.get("aria-describedby")}"]/text()') == ["Room."]
    (field,) = figure.xpath('.//input[@type="number"]')
    assert [field.get(key) for key in ("name", "aria-label", "min", "max", "value")] == [
        "gogc", "GOGC, %", "50", "150", "100",
    ]  # fmt: skip


def test_uneven_stops_are_counted(shown: Callable[..., Any]) -> None:
    """A slider whose stops are not even moves by their numbers, and says so."""
    (slider,) = shown(RATE).xpath('.//input[@type="range"]')
    assert [slider.get(key) for key in ("min", "max", "step", "value", "data-by")] == [
        "0", "2", "1", "0", "stop",
    ]  # fmt: skip


def test_choices_and_switches_are_native(shown: Callable[..., Any]) -> None:
    """A choice is a group of radio buttons with a legend, a switch a checkbox with a label."""
    figure = shown(LOCK, BARRIER)
    assert figure.xpath(".//fieldset/legend/text()") == ["lock"]
    assert figure.xpath('.//input[@type="radio"]/@value') == ["mutex", "<b>"]
    assert figure.xpath('.//input[@type="radio"][@checked]/@value') == ["mutex"]
    (switch,) = figure.xpath('.//input[@role="switch"]')
    assert switch.get("checked") is not None
    assert switch.getparent().text_content().strip() == "write barrier"


def test_buttons_stand_where_they_do_something(shown: Callable[..., Any]) -> None:
    """A sweep needs a slider, a ghost the author's word; a figure without controls has no form."""
    assert shown(GOGC, compare=True).xpath(".//button/@class") == ["play", "pin", "reset"]
    assert shown(LOCK).xpath(".//button/@class") == ["reset"]
    assert shown().xpath(".//form") == []
    assert shown(GOGC, handout=True).xpath(".//form | .//script") == []


def test_moments_come_by_clicker_or_slider(shown: Callable[..., Any]) -> None:
    """Each further moment is a fragment of the slide, or a stop of the slider named step."""
    assert shown(moments=3).xpath('.//*[contains(@class, "fragment")]/@data-step') == ["2", "3"]
    by_slider = shown(moments=3, steps="slider")
    assert by_slider.xpath('.//input[@type="range"]/@max') == ["3"]
    assert by_slider.xpath('.//*[contains(@class, "fragment")]') == []


def test_data_cannot_leave_its_element(make: SimpleNamespace) -> None:
    """Whatever the names and numbers are, the page reads the same JSON and no markup."""
    hostile = replace(make.figure(), controls=(LOCK,), states='{"texts":["</script><b>","\u2028"]}')
    text = str(payload(hostile))
    assert "<" not in text
    assert "\u2028" not in text
    found = json.loads(text)
    assert found["chart"]["texts"] == ["</script><b>", "\u2028"]
    assert found["params"][0]["stops"] == ["mutex", "<b>"]


def test_rows_of_controls_are_counted() -> None:
    """Two sliders fit into the width of a slide, four do not."""
    assert controls_rows([GOGC], compare=False, steps=0, width_em=56) == 1
    assert controls_rows([GOGC, BARRIER], compare=True, steps=0, width_em=56) == 1
    assert controls_rows([GOGC] * 4, compare=False, steps=0, width_em=56) == 2
