"""Slides: where they begin, what they are called, what they say about themselves."""

from __future__ import annotations

from typing import Any

import pytest

from talk.deck.tokens import text_of


def shape(deck: Any) -> list[tuple[str, int, int, str]]:
    """Id, column, row and section of every slide."""
    return [(slide.id, slide.index, slide.level, slide.section) for slide in deck.slides]


def test_stacks_and_sections(read: Any) -> None:
    """Four dashes go down, three go on; `#` opens a section that lasts to the next."""
    deck = read("## Intro\n\n---\n\n# One\n\n----\n\n## Down\n\n---\n\n## Next\n\n---\n\n# Two")
    assert shape(deck) == [
        ("intro", 0, 0, ""),
        ("one", 1, 0, "one"),
        ("down", 1, 1, "one"),
        ("next", 2, 0, "one"),
        ("two", 3, 0, "two"),
    ]
    assert [(part.id, part.title, part.slides) for part in deck.deck.sections] == [
        ("one", "One", ("one", "down", "next")),
        ("two", "Two", ("two",)),
    ]


def test_slide_level(read: Any) -> None:
    """With `slide-level: 2` every `##` and `#` begins a slide, without empty ones at breaks."""
    deck = read("---\nslide-level: 2\n---\n# A\n\ntext\n\n## B\n\n### C\n\n---\n\n## D\n\n---\n\nE")
    assert [slide.title for slide in deck.slides] == ["A", "B", "D", ""]


def test_class_section(read: Any) -> None:
    """The class `section` opens one too."""
    deck = read("## A {.section}\n\n---\n\n## B")
    assert [part.id for part in deck.deck.sections] == ["a"]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("# A\n\n---\n\n# B\n\n### C", ["h1", "h2", "h3"]),
        ("---\ntitle: T\n---\n# A\n\n## B\n\n### C\n\n#### D", ["h2", "h2", "h3", "h4"]),
        ("---\ntitle: T\n---\n# A {.title}\n\n---\n\n## B", ["h1", "h2"]),
        ("---\ntitle: T\n---\n### A\n\n---\n\n#### B", ["h2", "h2"]),
        ("text\n\n---\n\n## A", ["h1"]),
        ("A\n=====\n\n---\n\nB\n-----", ["h1", "h2"]),
    ],
)
def test_one_h1(read: Any, text: str, tags: list[str]) -> None:
    """One h1 in the deck; `#` and `##` become h2, deeper headings follow without gaps."""
    deck = read(text)
    assert [t.tag for slide in deck.slides for t in slide.tokens if t.type == "heading_open"] == tags
    assert deck.messages == []


def test_skipped_level(read: Any) -> None:
    """A heading that skips a level is told and moved up."""
    deck = read("## A\n\n##### B")
    assert deck.messages == ["slides/01.md:3: warning: '#####' skips a level of headings (write '###')"]


def test_made_slides(read: Any) -> None:
    """The front matter makes a title slide and an agenda behind it."""
    deck = read("---\ntitle: My talk\nagenda: true\n---\n# A")
    assert [(slide.id, slide.is_title, len(slide.tokens)) for slide in deck.slides] == [
        ("my-talk", True, 0),
        ("agenda", False, 4),
        ("a", False, 3),
    ]
    assert [slide.span.line for slide in deck.slides] == [2, 3, 5]
    assert [part.id for part in deck.deck.sections] == ["a"]


def test_title_slide_of_the_author(read: Any) -> None:
    """A first slide with the class `title` is the title slide, and no section."""
    deck = read("---\ntitle: T\n---\n# Hello {.title}\n\n---\n\n## B")
    assert [(slide.id, slide.is_title, slide.opens_section) for slide in deck.slides] == [
        ("hello", True, False),
        ("b", False, False),
    ]


def test_ids(read: Any) -> None:
    """Ids come from titles by one rule; explicit ones first; figures never share one with a slide."""
    deck = read(
        "## Über & Stacks!\n\n---\n\n## A\n\n---\n\n"
        "## A\n\n---\n\n## B {#a-2}\n\n---\n\n## __proto__\n\n---\n\n"
        "text\n\n```demo a\n```\n\n```demo heap\n```\n\n```demo heap\n```\n\n---\n\n## heap"
    )
    assert [slide.id for slide in deck.slides] == ["über-stacks", "a", "a-3", "a-2", "proto", "slide", "heap"]
    assert [call.id for _, call in deck.deck.demo_calls] == ["a-4", "heap-2", "heap-3"]
    assert deck.messages == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("## A {#x}\n\n---\n\n## B {#x}", "5: error: the id 'x' is used twice, first at slides/01.md:1"),
        ("## A {#x}\n\n```demo d\nid: x\n```", "3: error: the id 'x' is used twice, first at slides/01.md:1"),
        (
            "## A\n\ntext\n{#x}\n\n```go {#x}\na\n```",
            "6: error: the id 'x' is used twice, first at slides/01.md:4",
        ),
        ("## A {#__proto__}", "1: error: '__proto__' cannot be an id"),
        ("## A {covrs=x}", "1: error: a slide has no key 'covrs' (did you mean 'covers'?)"),
        ("## A {shape=x}", "1: warning: the key 'shape' of a slide is not known and only passed on"),
        ("## A {onclick=x}", "1: error: the attribute 'onclick' is not allowed"),
        ("## A {data-background-video=v.mp4}", "1: warning: 'v.mp4' behind the slide is not part of"),
        ("## A {data-background-iframe=https://a.b}", "1: warning: 'https://a.b' behind the slide needs"),
        ("## A {minutes=soon}", "1: error: minutes 'soon' is not a number"),
        ("## A {font=40}", "1: error: font '40' is not a step in pixels (write font=+4 or font=-2)"),
        ("## A {background-image=none.png}", "1: error: image 'none.png' does not exist"),
        (
            "a\n\n---\nlayout: cover\n---\n\nb",
            "4: warning: the key 'layout' of a slide does nothing (write a class",
        ),
    ],
)
def test_messages(read: Any, text: str, message: str) -> None:
    """What cannot be said about a slide is told at its line."""
    found = read(text).messages
    assert any(each.startswith(f"slides/01.md:{message}") for each in found), found


def test_keys(read: Any) -> None:
    """All that a heading may say about its slide arrives as values."""
    deck = read(
        {
            "slides/01.md": "## A {#x .full covers='a b' optional minutes=2.5 font=+4 fit=true "
            "background-color=#fff background-image=b.png data-state=z transition=fade lang=de}",
            "slides/b.png": "x",
        }
    )
    slide = deck.slides[0]
    assert (slide.id, slide.classes, slide.covers, slide.optional) == ("x", ("full",), ("a", "b"), True)
    assert (slide.minutes, slide.font, slide.fit) == (2.5, 4, True)
    assert slide.background.path.name == "b.png"
    assert slide.attrs == {
        "data-background-color": "#fff",
        "data-state": "z",
        "data-transition": "fade",
        "lang": "de",
    }


def test_three_ways_to_say_it(read: Any) -> None:
    """Slidev's settings, reveal.js's comment and the heading say the same things; the heading holds."""
    deck = read(
        "a\n\n---\nclass: one two\nminutes: 1\n---\n\n## B {minutes=3 .four}\n\n"
        "<!-- .slide: class='three' -->"
    )
    slide = deck.slides[1]
    assert (slide.classes, slide.minutes) == (("one", "two", "three", "four"), 3)


def test_heading_fragment(read: Any) -> None:
    """A title that comes as a fragment does not make the whole slide one."""
    slide = read("## A {.fragment .x}").slides[0]
    assert slide.classes == ("x",)
    assert slide.tokens[0].attrGet("class") == "fragment"


def test_empty_slides(read: Any) -> None:
    """Breaks without anything between them make no slide; one with only a background does."""
    deck = read(
        "# A\n\n---\n\n---\n\n<!-- .slide: background-color='black' -->\n\n---\n\n<!-- nothing -->\n\n---"
    )
    assert [slide.attrs for slide in deck.slides] == [{}, {"data-background-color": "black"}]


def test_footnotes_follow_their_slide(read: Any) -> None:
    """Each slide numbers its own footnotes from 1, notes go on counting, and comments stay out."""
    deck = read(
        "a[^x] b[^y] c[^x]\n\nNote: d[^y] e^[in <!-- no --> line]\n\n---\n\nf[^y]\n\n[^x]: X[^y]\n\n[^y]: Y"
    )
    refs = [
        [
            token.meta["id"]
            for each in slide.tokens
            for token in each.children or []
            if token.type == "footnote_ref"
        ]
        for slide in deck.slides
    ]
    assert refs == [[0, 1, 0, 1], [0]]
    items = [
        [token.meta["id"] for token in slide.tokens if token.type == "footnote_open"] for slide in deck.slides
    ]
    assert items == [[0, 1], [0]]
    notes = [token for token in deck.slides[0].notes[0].tokens if token.type == "footnote_open"]
    assert [token.meta["id"] for token in notes] == [2]
    words = [text_of(token.children) for token in deck.slides[0].notes[0].tokens if token.type == "inline"]
    assert words == ["d e", "in line"]


def test_unknown_attributes_are_passed_on(read: Any) -> None:
    """What talk does not know reaches the slide's element as it was written."""
    assert read("## A {shape=round}").slides[0].attrs == {"shape": "round"}


def test_a_background_from_the_web(read: Any) -> None:
    """Nothing is loaded when the deck is opened: the slide goes without it, and a warning says so."""
    deck = read("## A {background-image=https://a.b/c.png}")
    assert deck.slides[0].background is None
    assert deck.messages == [
        "slides/01.md:1: warning: the image 'https://a.b/c.png' stays on the web: the slide goes without it "
        "(download it into the project)"
    ]


@pytest.mark.parametrize("text", ["class: big\n---\n\n## B", "---\nclass: big\n---\n\n## B"])
def test_settings_at_the_top_of_a_further_file(read: Any, text: str) -> None:
    """A file begins a slide, so its settings need no break above them."""
    deck = read({"slides/01.md": "## A", "slides/02.md": text})
    assert [slide.classes for slide in deck.slides] == [(), ("big",)]
    assert deck.messages == []


def test_a_missing_blank_line_at_the_top_of_a_further_file(read: Any) -> None:
    """Settings that go over into text are an error at the first line of the text."""
    deck = read({"slides/01.md": "## A", "slides/02.md": "class: big\nwords\n---\n\n## B"})
    assert deck.messages == [
        "slides/02.md:2: error: a blank line is missing: this is no 'key: value', so these are no settings "
        "of a slide (put one above line 3)"
    ]


def test_settings_of_the_deck_in_a_further_file(read: Any) -> None:
    """Front matter belongs to the first file; elsewhere it would be lost without a word."""
    deck = read({"slides/01.md": "## A", "slides/02.md": "---\ntitle: T\nlang: de\n---\n\n## B"})
    assert deck.slides[1].attrs == {"lang": "de"}
    assert deck.messages == [
        "slides/02.md:2: warning: 'title' is a setting of the whole deck and does nothing here "
        "(move it to the front matter, at the top of the first file)"
    ]
