from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from talk.chart.controls import ControlView
from talk.deck.model import ImageSource
from talk.errors import Diagnostics
from talk.render.assets import PageOptions
from talk.render.stills import draw_stills, still_body, stills_page
from tests.render.conftest import tree

Stills = Callable[..., Any]


@pytest.fixture
def stills(links: Any, diagnostics: Diagnostics) -> Stills:
    """Renders the slides of a deck as a page of stills."""

    def rendered(deck: Any, steps: str = "final", figures: Any = None, **options: Any) -> Any:
        asked = replace(PageOptions.of(deck.meta), **options)
        body = still_body(deck, figures or {}, links, asked, diagnostics)
        return tree(stills_page(draw_stills(deck.slides, body, steps), body))  # type: ignore[arg-type]

    return rendered


def test_a_still_holds_the_slide_and_none_of_its_notes(make: SimpleNamespace, stills: Stills) -> None:
    """What the audience sees, whole; what is said stays out, whoever may read it."""
    notes = tuple(make.note(level, level.upper()) for level in ("private", "plain", "public"))
    page = stills(make.deck(make.slide("a", "## A\n\ntext", notes=notes)))
    assert page.xpath("string(//section//h2)") == "A"
    assert not page.xpath("//aside")
    assert not {"PRIVATE", "PLAIN", "PUBLIC"} & set(page.text_content().split())


def test_every_step_is_a_sheet_and_the_first_has_the_ids(make: SimpleNamespace, stills: Stills) -> None:
    """A step adds what comes with it; no id and no heading comes twice."""
    slide = make.slide("a", tokens=make.read("## A\n\n- one\n- two"))
    for token in slide.tokens:
        if token.type == "list_item_open":
            token.attrs["class"] = "fragment"
    page = stills(make.deck(slide), "all")
    unseen = [section.xpath('count(.//li[contains(@class, "unseen")])') for section in page.iter("section")]
    assert unseen == [2, 1, 0]
    assert page.xpath("//section/@id") == ["a", "a-step-1", "a-step-2"]
    assert page.xpath("//h2/@role") == ["presentation", "presentation"]
    assert len(stills(make.deck(slide)).xpath("//section")) == 1


def test_a_slide_without_a_title_is_named_by_its_number(make: SimpleNamespace, stills: Stills) -> None:
    """So that it has a heading and a bookmark."""
    page = stills(make.deck(make.slide("a", "## A"), make.slide("b", "words")))
    assert [each.text for each in page.xpath('//h2[@class="unseen-title"]')] == ["Slide 2"]


def test_the_sheet_has_the_size_of_the_canvas(make: SimpleNamespace, stills: Stills) -> None:
    """Without margins, so that a page is a slide."""
    page = stills(make.deck(make.slide("a", "## A")), canvas=(960, 720))
    assert "@page{size:960px 720px;margin:0}" in page.xpath("string(//head)")


@pytest.mark.parametrize(
    ("colour", "ground"),
    [
        ("#223", "has-dark-background"),
        ("gold", "has-light-background"),
        ("rgb(10, 10, 10)", "has-dark-background"),
        ("no colour", ""),
    ],
)
def test_colours_turn_with_what_lies_behind(
    colour: str, ground: str, make: SimpleNamespace, stills: Stills
) -> None:
    """As reveal.js does it in a browser."""
    page = stills(make.deck(make.slide("a", "## A", attrs={"data-background-color": colour})))
    (section,) = page.xpath("//section")
    assert [name for name in section.get("class", "").split() if name.startswith("has-")] == (
        [ground] if ground else []
    )
    assert section.xpath('.//div[@class="behind"]/@style') == [f"background-color: {colour}"]


def test_a_picture_lies_behind_its_slide(make: SimpleNamespace, stills: Stills) -> None:
    """With the size that the slide asks for."""
    source = ImageSource(Path("/deck/slides/a.png"), "a.png")
    slide = make.slide("a", "## A", background=source, attrs={"data-background-size": "contain"})
    (style,) = stills(make.deck(slide)).xpath('//div[@class="behind"]/@style')
    assert style == 'background-size: contain; background-image: url("assets/a.png")'


def test_a_figure_says_where_its_controls_stand(make: SimpleNamespace, stills: Stills) -> None:
    """In place of sliders, tables and data, which nobody can use here."""
    control = ControlView("gogc", "GOGC", "slider", (50, 100), ("50 %", "100 %"), 1)
    figure = replace(make.figure(), controls=(control,), states="{}")
    deck = make.deck(make.slide("a", tokens=[make.token("demo", call=make.call())]))
    page = stills(deck, figures={"heap": figure})
    assert page.xpath('string(//p[@class="settings"])') == "GOGC 100 %"
    assert not page.xpath("//form | //details | //figure//script")
    assert page.xpath("//figure/@role") == ["group"]


def test_a_link_to_a_file_leads_nowhere_on_paper(make: SimpleNamespace, stills: Stills) -> None:
    """It would name a place on the machine that printed it; links to slides and pages stay."""
    page = stills(make.deck(make.slide("a", "[x](data.csv) [y](#a) [z](https://go.dev) [m](mailto:a@b.c)")))
    assert page.xpath("//section//a/@href") == ["#a", "https://go.dev", "mailto:a@b.c"]


def test_an_author_s_script_does_not_run(make: SimpleNamespace, stills: Stills) -> None:
    """The one script of the page is ours: it makes slides marked `fit` fit."""
    page = stills(make.deck(make.slide("a", "## A"), js=(Path("/deck/slides/own.js"),)))
    assert [each.text.strip() for each in page.xpath("//script")] == ["/* print.js */"]
