from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from talk.errors import Diagnostics

Render = Callable[..., Any]


def test_text_is_escaped_and_never_a_template(make: SimpleNamespace, render: Render) -> None:
    """Signs of HTML and of Jinja2 on a slide stay what the author wrote."""
    text = "{{ 7 * 7 }} {% raw %} a \\< b & `{{ .Name }}`"
    page = render(make.deck(make.slide("a", text)))
    assert page.xpath('string(//section[@id="a"]//p)') == "{{ 7 * 7 }} {% raw %} a < b & {{ .Name }}"


def test_table_heads_have_a_scope(make: SimpleNamespace, render: Render) -> None:
    """A header cell heads its column; an empty one is no header."""
    page = render(make.deck(make.slide("a", "| | two |\n|---|---|\n| x | y |")))
    assert [cell.get("scope") for cell in page.xpath("//thead//th")] == ["col"]
    assert len(page.xpath("//thead//td")) == 1


def test_images_keep_their_words(make: SimpleNamespace, render: Render) -> None:
    """An image has its alternative text and the address that the site gave it."""
    page = render(make.deck(make.slide("a", '![Two "stacks"](img/two.svg)')))
    (image,) = page.xpath("//section//img")
    assert (image.get("src"), image.get("alt")) == ("assets/two.svg", 'Two "stacks"')


def test_links_out_leave_no_trace(make: SimpleNamespace, render: Render) -> None:
    """A link to the web does not hand over the deck's window."""
    page = render(make.deck(make.slide("a", "[out](https://example.com/) [in](#a)")))
    assert [link.get("rel") for link in page.xpath("//section//a")] == ["noopener noreferrer", None]


def test_formulas_bring_their_style_sheet(make: SimpleNamespace, render: Render) -> None:
    """KaTeX's style is in the page exactly when a formula is."""
    with_math = make.slide("a", tokens=[make.token("math_block", "x^2")])
    assert ".katex{}" in render(make.deck(with_math)).find("head").text_content()
    assert ".katex{}" not in render(make.deck(make.slide("a", "text"))).find("head").text_content()


def test_all_problems_come_at_once(make: SimpleNamespace, render: Render, diagnostics: Diagnostics) -> None:
    """Two bad formulas and an unknown language are three messages of one run."""
    bad = [
        make.token("math_block", "{"),
        make.token("code", code=make.code("x", "nolang")),
        make.token("math_block", "}"),
    ]
    render(make.deck(make.slide("a", tokens=bad)))
    assert [each.severity for each in diagnostics] == ["error", "warning", "error"]


def test_a_demo_without_figure_says_so(make: SimpleNamespace, render: Render) -> None:
    """What was not run stands there as a labelled box."""
    page = render(make.deck(make.slide("a", tokens=[make.token("demo", call=make.call())])))
    (figure,) = page.xpath('//figure[@data-demo="heap_goal"]')
    assert figure.get("id") == "heap"
    assert "was not run" in figure.text_content()


def test_agenda_names_the_sections(make: SimpleNamespace, render: Render) -> None:
    """Each section leads to its first slide; the present one is marked."""
    slides = [
        make.slide("plan", tokens=[make.token("agenda")]),
        make.slide("s1", "## S", section="stacks", minutes=3.0),
        make.slide("h1", section="heap", tokens=[make.token("agenda")]),
    ]
    page = render(make.deck(*slides))
    first, second = page.xpath('//ol[@class="agenda"]')
    assert [link.get("href") for link in first.xpath(".//a")] == ["#s1", "#h1"]
    assert "3 min" in first.text_content()
    assert not first.xpath(".//*[@aria-current]")
    assert "Heap" in second.xpath("string(.//*[@aria-current])")


def test_footnotes_have_ids_of_their_slide(make: SimpleNamespace, render: Render) -> None:
    """Footnotes of two slides never share an id, and each reference leads to its own."""

    def tokens() -> list[Any]:
        made = make.read("text")
        ref, opened, closed = (make.token(f"footnote_{kind}", id=0) for kind in ("ref", "open", "close"))
        made[1].children.append(ref)
        return [
            *made,
            make.token("footnote_block_open"),
            opened,
            *make.read("note"),
            closed,
            make.token("footnote_block_close"),
        ]

    page = render(make.deck(make.slide("a", tokens=tokens()), make.slide("b", tokens=tokens())))
    targets = [link.get("href")[1:] for link in page.xpath('//sup[@class="footnote-ref"]/a')]
    assert len(set(targets)) == 2
    assert targets == page.xpath('//div[@class="footnotes"]//li/@id')


def test_a_heading_without_words_is_not_written(make: SimpleNamespace, render: Render) -> None:
    """A heading may stand for its attributes alone; the slide is then named by its number."""
    page = render(make.deck(make.slide("a", "##\n\nText", title="")))
    assert page.xpath("//section//h2") == []
    assert page.xpath("//section/@aria-label") == ["Slide 1 of 1"]
