from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from talk.errors import Diagnostics
from talk.render.assets import PageOptions
from talk.render.handout import render_handout
from talk.render.loaded import page_rules

Render = Callable[..., Any]


def headings(page: Any) -> list[str]:
    """The tags of all headings in order."""
    return [element.tag for element in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]


@pytest.mark.parametrize(("publish", "seen"), [(False, ["PLAIN", "PUBLIC"]), (True, ["PUBLIC"])])
def test_no_private_note_is_in_the_handout(
    publish: bool, seen: list[str], make: SimpleNamespace, render: Render
) -> None:
    """Plain and public notes are there in full; a published one holds public notes alone."""
    notes = tuple(make.note(level, level.upper()) for level in ("private", "plain", "public"))
    page = render(make.deck(make.slide("a", "## A", notes=notes)), handout=True, publish=publish)
    assert page.xpath('string(//aside[@class="notes"]/div[1])').split() == seen[:1]
    assert [word for word in ("PRIVATE", "PLAIN", "PUBLIC") if word in page.text_content()] == seen


def test_headings_go_down_in_order(make: SimpleNamespace, render: Render) -> None:
    """One `h1`, sections and contents as `h2`, their slides as `h3`, nothing skipped."""
    slides = [
        make.slide("t", is_title=True),
        make.slide("first", "## First"),
        make.slide("s", "## Stacks", section="stacks", opens_section=True),
        make.slide("a", "## Grow\n\n### Double", section="stacks"),
    ]
    page = render(make.deck(*slides, title="Deck"), handout=True)
    assert headings(page) == ["h1", "h2", "h2", "h2", "h3", "h4"]


def test_every_slide_is_an_article(make: SimpleNamespace, render: Render) -> None:
    """Each slide keeps its id and place; one without a heading has a name."""
    page = render(make.deck(make.slide("a", "## A"), make.slide("b", "text")), handout=True)
    articles = page.xpath("//main/article")
    assert [(each.get("id"), each.get("data-line"), each.get("aria-label")) for each in articles] == [
        ("a", "7", None),
        ("b", "7", "Slide 2"),
    ]


def test_contents_lead_to_slides(make: SimpleNamespace, render: Render) -> None:
    """Every link of the contents has its target."""
    slides = [
        make.slide("t", is_title=True),
        make.slide("s", "## Stacks", section="stacks", opens_section=True),
        make.slide("a", "## A", section="stacks"),
        make.slide("b", "## B", section="stacks"),
    ]
    page = render(make.deck(*slides, title="Deck"), handout=True)
    targets = [each[1:] for each in page.xpath("//nav//a/@href")]
    assert targets == ["s", "a", "b"]
    assert set(targets) <= set(page.xpath("//@id"))


def test_notes_of_the_title_slide_are_not_lost(make: SimpleNamespace, render: Render) -> None:
    """The title is the head of the page, and what is said over it follows as the first article."""
    title = make.slide("t", is_title=True, title="Deck", notes=(make.note("plain", "Welcome."),))
    page = render(make.deck(title, make.slide("a", "## A"), title="Deck"), handout=True)
    assert len(page.xpath("//h1")) == 1
    assert page.xpath('string(//article[@id="t"]//aside)').split()[-1] == "Welcome."
    bare = render(make.deck(replace(title, notes=()), make.slide("a", "## A"), title="Deck"), handout=True)
    assert bare.xpath("//header/@id") == ["t"]
    assert not bare.xpath('//article[@id="t"]')


def test_charts_are_drawn_for_paper_with_their_numbers(make: SimpleNamespace, render: Render) -> None:
    """The handout shows the paper's drawing and its state, and an open table of at most twelve rows."""
    slide = make.slide("a", tokens=[make.token("demo", call=make.call())])
    page = render(make.deck(slide), {"heap": make.figure(rows=50)}, handout=True)
    (figure,) = page.xpath('//figure[@id="heap"]')
    assert figure.xpath(".//svg/@class") == ["paper"]
    assert figure.xpath('string(.//p[@class="state"])') == "GOGC = 100"
    rows = figure.xpath(".//tbody/tr/th")
    assert (rows[0].text, rows[-1].text, len(rows)) == ("0", "49", 12)
    assert figure.find("details").get("open") is not None


def test_the_handout_runs_no_script(make: SimpleNamespace, render: Render) -> None:
    """The page is complete as it stands."""
    assert not render(make.deck(make.slide("a", "## A")), handout=True).xpath("//script")


def test_paper_names_title_and_page(make: SimpleNamespace) -> None:
    """The margin holds the title, whatever its characters, and page x of y."""
    rules = page_rules('A "b" \\ </style>', "a4")
    assert rules.startswith("@page{size:a4;")
    assert 'content:"A \\22 b\\22  \\5c  \\3c \\2f style\\3e "' in rules
    assert 'counter(page) " / " counter(pages)' in rules
    assert "size" not in page_rules("A", "")


def test_the_handout_of_a_deck_without_title_has_no_empty_head(
    make: SimpleNamespace, links: Any, diagnostics: Diagnostics
) -> None:
    """Without a title the first slide's heading names the page."""
    deck = make.deck(make.slide("a", "# Only"))
    html = render_handout(deck, {}, links, PageOptions.of(deck.meta), diagnostics)
    assert "<title>Only</title>" in html
    assert html.count("<h1") == 1
