from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from talk.chart.figure import PaperFigure
from talk.errors import Diagnostics
from talk.render.assets import PageOptions
from talk.render.sheets import FORMS, render_sheets
from tests.render.conftest import tree

Sheets = Callable[..., Any]


@pytest.fixture
def sheets(links: Any, diagnostics: Diagnostics) -> Sheets:
    """Renders a handout to print as a tree."""

    def rendered(deck: Any, layout: str = "notes", figures: Any = None, **options: Any) -> Any:
        asked = replace(PageOptions.of(deck.meta), **options)
        return tree(render_sheets(deck, figures or {}, links, asked, diagnostics, layout))  # type: ignore[arg-type]

    return rendered


def notes_of(page: Any) -> list[str]:
    """The words of all notes."""
    return " ".join(each.text_content() for each in page.xpath('//*[@class="notes"]')).split()


@pytest.mark.parametrize(("layout", "leaves"), [("notes", 7), ("2up", 4), ("3up-lines", 3), ("6up", 2)])
def test_as_many_slides_a_page_as_the_layout_says(
    layout: str, leaves: int, make: SimpleNamespace, sheets: Sheets
) -> None:
    """Every slide is drawn once, in order, and the pages are as full as they can be."""
    deck = make.deck(*(make.slide(f"s{n}", f"## S{n}") for n in range(7)))
    page = sheets(deck, layout)
    assert page.xpath("//section/@id") == [f"s{n}" for n in range(7)]
    assert len(page.xpath('//div[contains(@class, "leaf")]')) == leaves
    assert bool(page.xpath('//div[@class="ruled"]')) == (layout == "3up-lines")


def test_a_drawn_slide_is_as_large_as_its_layout_allows(make: SimpleNamespace, sheets: Sheets) -> None:
    """A wide slide is as wide as the text, a square one as high as the layout leaves room."""
    for canvas, side in (((1280, 720), "width_mm"), ((720, 720), "height_mm")):
        page = sheets(make.deck(make.slide("a", "## A")), canvas=canvas)
        scale = float(page.xpath("string(//main/@style)").removeprefix("--scale:"))
        px = canvas[0] if side == "width_mm" else canvas[1]
        assert scale * px / 96 * 25.4 == pytest.approx(getattr(FORMS["notes"], side))


def test_headings_go_down_in_order(make: SimpleNamespace, sheets: Sheets) -> None:
    """The page has the `h1`; deck title and sections stand below it, their slides deeper; each is named."""
    slides = [
        make.slide("t", "# Deck", is_title=True),
        make.slide("s", "## Stacks", section="stacks", opens_section=True),
        make.slide("a", "## Grow", section="stacks"),
        make.slide("b", "Only words", section="stacks"),
    ]
    page = sheets(make.deck(*slides, title="Deck"))
    found = [
        (each.text_content(), each.get("aria-level") or each.tag[1]) for each in page.iter("h1", "h2", "h3")
    ]
    assert found == [
        ("Deck", "1"), ("Contents", "2"), ("Deck", "2"), ("Stacks", "2"), ("Grow", "3"), ("Slide 4", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize(("options", "seen"), [({}, "PLAIN PUBLIC"), ({"notes": False}, "")])
def test_notes_for_readers_stand_below_the_slide(
    options: dict[str, bool], seen: str, make: SimpleNamespace, sheets: Sheets
) -> None:
    """Private ones never, the others unless the handout is to have none."""
    notes = tuple(make.note(level, level.upper()) for level in ("private", "plain", "public"))
    page = sheets(make.deck(make.slide("a", "## A", notes=notes)), **options)
    assert " ".join(notes_of(page)) == seen
    assert "PRIVATE" not in page.text_content()


def test_notes_of_several_slides_a_page_follow_at_the_end(make: SimpleNamespace, sheets: Sheets) -> None:
    """Each under the title of its slide, which leads back to it."""
    slides = [make.slide("a", "## A", notes=(make.note("plain", "Said."),)), make.slide("b", "## B")]
    page = sheets(make.deck(*slides), "6up")
    (last,) = page.xpath('//div[contains(@class, "endnotes")]')
    assert last.xpath(".//h3/a/@href") == ["#a"]
    assert "Said." in last.text_content()


def test_states_and_steps_that_a_drawing_lacks_are_printed_below(
    make: SimpleNamespace, sheets: Sheets
) -> None:
    """Several print states stand side by side, stepped code a listing a step; one state is not repeated."""
    demo = make.token("demo", call=make.call())
    stepped = make.token("code", code=make.code("a\nb", steps=(frozenset({1}), frozenset({2})), id="c"))
    figure = make.figure()
    two = replace(figure, paper=(*figure.paper, PaperFigure("<svg></svg>", "GOGC = 200")))
    deck = make.deck(make.slide("s", tokens=[demo, stepped]))
    page = sheets(deck, figures={"heap": two})
    extras = page.xpath('//div[@class="extra"]')
    assert [each.text_content() for each in extras[0].xpath('.//p[@class="state"]')] == [
        "GOGC = 100",
        "GOGC = 200",
    ]
    assert len(extras[1].xpath('.//div[@class="strip"]/figure')) == 2
    assert len(sheets(deck, figures={"heap": figure}).xpath('//div[@class="extra"]')) == 1
    assert len(page.xpath("//@id")) == len(set(page.xpath("//@id")))


def test_tables_are_printed_when_asked_for(make: SimpleNamespace, sheets: Sheets) -> None:
    """The numbers of a chart stand below it with `tables` alone."""
    deck = make.deck(make.slide("s", tokens=[make.token("demo", call=make.call())]))
    assert not sheets(deck, figures={"heap": make.figure()}).xpath("//table")
    assert sheets(deck, figures={"heap": make.figure()}, tables=True).xpath("//table/caption/text()") == [
        "The numbers"
    ]


def test_long_code_is_printed_whole(make: SimpleNamespace, sheets: Sheets) -> None:
    """Code that runs out of its slide is repeated below it, all of it."""
    text = "\n".join(f"line {number}" for number in range(60))
    page = sheets(make.deck(make.slide("s", tokens=[make.token("code", code=make.code(text))])))
    assert page.xpath('string(//div[@class="extra"]//code)').splitlines()[-1] == "line 59"
    short = sheets(make.deck(make.slide("s", tokens=[make.token("code", code=make.code("x"))])))
    assert not short.xpath('//div[@class="extra"]')


def test_links_say_where_they_lead(make: SimpleNamespace, sheets: Sheets) -> None:
    """Numbers count on each slide, those on the slide first; a link inside the deck has none."""
    note = make.note("plain", "Read [this](https://go.dev/b), [that](https://go.dev/a) and [here](#s).")
    page = sheets(make.deck(make.slide("s", "## S\n\n[on it](https://go.dev/a)", notes=(note,))))
    assert [each.text_content() for each in page.xpath('//span[@class="address-mark"]')] == [
        "\u2060[2]",
        "\u2060[1]",
    ]
    assert [each.text_content().split() for each in page.xpath('//ol[@class="addresses"]/li')] == [
        ["[1]", "https://go.dev/a"],
        ["[2]", "https://go.dev/b"],
    ]


def test_each_section_has_its_name_at_the_head_of_its_pages(make: SimpleNamespace, sheets: Sheets) -> None:
    """Named pages carry the section; slides before the first have none."""
    slides = [make.slide("a", "## A"), make.slide("s", "## S", section="stacks", opens_section=True)]
    page = sheets(make.deck(*slides))
    assert page.xpath('//div[@class="leaf"]/@style') == ["page: auto", "page: part-1"]
    assert '@page part-1{@top-left{content:"1  Stacks"' in page.xpath("string(//head)")


def test_the_colophon_names_versions(make: SimpleNamespace, sheets: Sheets) -> None:
    """With which talk, Python and, where the deck pins one, Go."""
    words = sheets(make.deck(make.slide("a", "## A"), go="1.25")).xpath("string(//footer)")
    assert "Python 3." in words
    assert "for Go 1.25" in words
