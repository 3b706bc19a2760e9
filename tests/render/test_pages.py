from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from talk.errors import Diagnostics
from talk.render.assets import PageOptions
from talk.render.pages import render_deck

Render = Callable[..., Any]


@pytest.fixture
def three_notes(make: SimpleNamespace) -> Any:
    """A slide with a note of each level."""
    return make.slide(
        "a", "## A", notes=tuple(make.note(level, level.upper()) for level in ("private", "plain", "public"))
    )


def config(page: Any) -> dict[str, Any]:
    """What the page tells talk.js."""
    return dict(json.loads(page.xpath('string(//script[@id="talk-config"])')))


def test_every_slide_is_a_section_with_its_source(make: SimpleNamespace, render: Render) -> None:
    """A section knows the slide's id, its file from the project's root, its line and its part of the talk."""
    page = render(
        make.deck(
            make.slide("a", "## A", section="stacks", classes=("wide",), font=4, attrs={"data-x": '"&'})
        )
    )
    (section,) = page.xpath('//main[@class="slides"]/section')
    assert dict(section.attrib) == {
        "id": "a",
        "class": "wide",
        "style": "--add: 4",
        "data-file": "slides/01.md",
        "data-line": "7",
        "data-section": "stacks",
        "data-x": '"&',
    }


def test_one_column_of_several_slides_is_a_stack(make: SimpleNamespace, render: Render) -> None:
    """Vertical slides stand inside one outer section."""
    page = render(make.deck(make.slide("a"), make.slide("b", index=5), make.slide("c", index=5, level=1)))
    outer = page.xpath("//main/section")
    assert [section.get("id") for section in outer] == ["a", None]
    assert [section.get("id") for section in outer[1]] == ["b", "c"]


def test_the_speaker_sees_all_notes(three_notes: Any, make: SimpleNamespace, render: Render) -> None:
    """The speaker's own deck holds private, plain and public notes."""
    page = render(make.deck(three_notes))
    assert page.xpath("string(//aside)").split() == ["PRIVATE", "PLAIN", "PUBLIC"]


def test_a_published_deck_holds_public_notes_only(
    three_notes: Any, make: SimpleNamespace, render: Render
) -> None:
    """Nothing of the others is anywhere in the page, and a slide without public notes has no notes at all."""
    page = render(make.deck(three_notes, make.slide("b", notes=(make.note("plain", "PLAIN"),))), publish=True)
    assert [aside.text_content().split() for aside in page.xpath("//aside")] == [["PUBLIC"]]
    assert not re.search("PRIVATE|PLAIN", page.text_content())


def test_a_title_slide_is_made_of_the_front_matter(make: SimpleNamespace, render: Render) -> None:
    """Title, subtitle, authors and occasion stand there as text, with the only `h1`."""
    meta = {
        "title": "Stacks & <heaps>",
        "subtitle": "Sub",
        "author": ("A", "B"),
        "venue": "Oslo",
        "date": "May",
    }
    page = render(make.deck(make.slide("title", is_title=True), make.slide("a", "## A"), **meta))
    assert [each.text_content() for each in page.xpath("//h1")] == ["Stacks & <heaps>"]
    section = page.xpath('//section[contains(@class, "title")]')[0]
    assert [p.text_content() for p in section.xpath(".//p")] == ["Sub", "A, B", "Oslo, May"]
    assert not section.xpath('.//*[@class="foot"]')


def test_an_untitled_slide_has_a_name(make: SimpleNamespace, render: Render) -> None:
    """A slide without a heading says which one it is."""
    page = render(make.deck(make.slide("a", "## A"), make.slide("b", "text")))
    assert page.xpath("//section/@aria-label") == ["Slide 2 of 2"]


def test_an_opener_lists_its_points_when_it_has_room(make: SimpleNamespace, render: Render) -> None:
    """A section's first slide shows number and points; beside a list of its own it shows the number alone."""
    from talk.deck.model import Point

    outline = (Point("grow", "How stacks grow", make.span, 4.0),)
    common = {"section": "stacks", "opens_section": True, "covers": ("grow",)}
    quiet = render(make.deck(make.slide("a", "## Stacks\n\nText", **common), outline=outline))
    assert quiet.xpath('string(//p[@class="section-number"])') == "1 4 min"
    assert quiet.xpath('string(//ul[@class="points"]/li)') == "How stacks grow 4 min"
    full = render(make.deck(make.slide("a", "## Stacks\n\n- one\n- two", **common), outline=outline))
    assert full.xpath('//p[@class="section-number"]')
    assert not full.xpath('//ul[@class="points"]')


def test_the_foot_shows_place_footer_and_number(make: SimpleNamespace, render: Render) -> None:
    """The present section is marked, the footer and the slide's number stand beside."""
    deck = make.deck(
        make.slide("a", "## A", section="stacks"), make.slide("b", "## B", section="heap"), footer="Foot"
    )
    feet = render(deck).xpath('//div[@class="foot"]')
    assert [foot.xpath('string(.//*[@class="here"])') for foot in feet] == ["Stacks", "Heap"]
    assert feet[1].xpath('string(*[@class="running-foot"])') == "Foot"
    assert feet[1].xpath('*[@class="number"]/@aria-label') == ["Slide 2 of 2"]


def test_paginate_false_leaves_out_numbers(make: SimpleNamespace, render: Render) -> None:
    """Without sections, footer and numbers there is no foot."""
    assert not render(make.deck(make.slide("a"), paginate=False)).xpath('//div[@class="foot"]')


def test_the_script_is_told_canvas_and_size(make: SimpleNamespace, render: Render) -> None:
    """The configuration holds what talk.js reads; the front matter's `reveal` goes last."""
    deck = make.deck(
        make.slide("a"), canvas=(960, 720), font_px=34, mode="dark", reveal={"transition": "fade"}
    )
    page = render(deck)
    told = config(page)
    assert (told["width"], told["height"], told["basePx"], told["mode"]) == (960, 720, 34, "dark")
    assert told["reveal"]["transition"] == "fade"
    assert told["reveal"]["center"] is False
    assert page.get("data-mode") == "dark"
    assert page.get("style") == "--font: 34; --width: 960; --height: 720"


def test_words_of_the_author_cannot_end_the_configuration(make: SimpleNamespace, render: Render) -> None:
    """A title with a closing tag stays one piece of data."""
    title = "</script><script>alert(1)</script>"
    page = render(make.deck(make.slide("a"), title=title))
    assert config(page)["title"] == title
    assert "alert" not in "".join(page.xpath('//script[not(@type="application/json")]/text()'))


def test_everything_comes_from_the_site(make: SimpleNamespace, render: Render) -> None:
    """No script, style sheet or font of the page has an address of the web."""
    page = render(
        make.deck(make.slide("a", "text"), css=(Path("/deck/own.css"),), js=(Path("/deck/own.js"),))
    )
    addresses = page.xpath("//script/@src | //link[@rel='stylesheet']/@href")
    assert [each for each in addresses if each.endswith(("talk.js", "own.js", "own.css"))]
    assert all(each.startswith("assets/") for each in addresses)
    assert (
        addresses.index("assets/reveal.css")
        < addresses.index("assets/css/deck.css")
        < addresses.index("assets/own.css")
    )
    fonts = re.findall(r'url\("([^"]+)"\)', "".join(page.xpath("//style/text()")))
    assert fonts == ["assets/fonts/Sans-Regular.woff2", "assets/fonts/Serif-Regular.woff2"]


def test_inline_pages_hold_scripts_and_styles(
    make: SimpleNamespace, links: Any, diagnostics: Diagnostics
) -> None:
    """In one file, texts that contain closing tags neither end their element nor change."""
    links.inline = True
    deck = make.deck(make.slide("a", "text"))
    html = render_deck(deck, {}, links, PageOptions.of(deck.meta), diagnostics)
    assert 'const end = "<\\/script>";' in html
    assert 'content:"<\\/style>"' in html
    assert not re.search(r'<script src|<link rel="stylesheet"', html)
    assert html.count("</script>") == 3


@pytest.mark.parametrize("handout", [False, True])
def test_a_theme_follows_the_common_styles(make: SimpleNamespace, render: Render, handout: bool) -> None:
    """The theme's style sheet is the last of ours; the default theme needs none."""
    sheets = "//link[@rel='stylesheet']/@href"
    plain = render(make.deck(make.slide("a")), handout=handout).xpath(sheets)
    paper = render(make.deck(make.slide("a"), theme="paper"), handout=handout).xpath(sheets)
    assert paper == [*plain, "assets/css/themes/paper.css"]


def test_a_theme_brings_its_type(make: SimpleNamespace, render: Render) -> None:
    """A family that only one theme names stays out of all other decks, unless their author brings styles."""

    def families(**meta: Any) -> set[str]:
        rules = render(make.deck(make.slide("a"), **meta)).xpath("string(//style)")
        return set(re.findall(r'font-family:"([^"]+)"', rules))

    assert families() == {"Talk Sans"}
    assert families(theme="paper") == {"Talk Sans", "Talk Serif"}
    assert families(css=(Path("own.css"),)) == {"Talk Sans", "Talk Serif"}


def test_an_agenda_shrinks_to_fit(make: SimpleNamespace, render: Render) -> None:
    """A slide that lists the sections has as many rows as the deck has, so it fits by itself."""
    page = render(make.deck(make.slide("way", tokens=[make.token("agenda")]), make.slide("a", "text")))
    assert page.xpath("//section[@data-fit]/@id") == ["way"]


def test_a_section_of_words_is_a_plate(make: SimpleNamespace, render: Render) -> None:
    """A theme may colour the ground of a section, but not under code or over an author's background."""
    code = make.token("code", code=make.code("x"))
    page = render(
        make.deck(
            make.slide("words", "## A\n\n- b", opens_section=True),
            make.slide("code", tokens=[*make.read("## A"), code], opens_section=True),
            make.slide("own", "## A", opens_section=True, attrs={"data-background-color": "red"}),
            make.slide("inner", "## A"),
        )
    )
    assert page.xpath("//section[contains(@class, 'plate')]/@id") == ["words"]


def test_the_same_deck_gives_the_same_page(
    make: SimpleNamespace, links: Any, diagnostics: Diagnostics
) -> None:
    """Rendering changes no token: a second time gives the same bytes."""
    deck = make.deck(
        make.slide("a", "## A\n\n![x](y.png) [l](https://e.org)", notes=(make.note("plain", "n"),))
    )
    options = PageOptions.of(deck.meta)
    first, second = (render_deck(deck, {}, links, options, diagnostics) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(("count", "waiting"), [(200, 0), (201, 181)])
def test_far_slides_of_a_large_deck_wait(
    make: SimpleNamespace, render: Render, count: int, waiting: int
) -> None:
    """A section stands in the document for each slide; of more than 200, the far ones are empty."""
    deck = make.deck(*(make.slide(f"s{at}", f"## S {at}", index=1 + at // 2) for at in range(count)))
    page = render(deck)
    shells = page.xpath("//main//section[@id]")
    assert [each.get("id") for each in shells] == [slide.id for slide in deck.slides]
    assert [len(each) == 0 for each in shells] == [False] * (count - waiting) + [True] * waiting
    sections = page.xpath('//body/template[@class="waiting"]/section')
    assert [dict(each.attrib) for each in sections] == [
        dict(each.attrib) for each in shells[count - waiting :]
    ]
    assert [each.findtext(".//h2") for each in sections] == [
        f"S {at}" for at in range(count - waiting, count)
    ]
