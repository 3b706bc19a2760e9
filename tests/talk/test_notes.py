"""The notes of the talk: as long as the talk, with ten questions and their answers.

What counts as spoken: every paragraph of the plain notes but those that begin with `Asked:` (answers in
reserve) or `On paper:` (for who reads the handout), on slides that are not optional. A diagram takes time to
be looked at or moved, a question to be thought about: that is taken off the minutes before words are divided
by them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it.token import Token

from talk.deck.model import Deck, Slide
from talk.deck.read import read_deck
from talk.errors import Diagnostics
from talk.render.notes import notes_for

SLIDES = Path(__file__).parents[2] / "slides"
QUESTIONS = 10
SILENT = ("Asked:", "On paper:")
DEMO_MIN, QUESTION_MIN = 12 / 60, 8 / 60
SLOWEST, FASTEST = 120, 150
POSED = re.compile(r"(Question|Answer) (\d+): ")


@pytest.fixture(scope="module")
def deck() -> Deck:
    """The talk as it is read."""
    return read_deck(SLIDES, Diagnostics())


def paragraphs(slide: Slide) -> list[str]:
    """The paragraphs of a slide's notes that the handout has, lists left out."""
    found, depth = [], 0
    for block in notes_for("handout", slide.notes):
        for token in block.tokens:
            depth += token.nesting if token.type.endswith(("_list_open", "_list_close")) else 0
            if token.type == "inline" and not depth:
                found.append(text_of(token))
    return found


def text_of(line: Token) -> str:
    """The words of a line of Markdown, without its marks."""
    return "".join(child.content or " " for child in line.children or []).strip()


def spoken(slides: list[Slide]) -> int:
    """How many words are said on these slides."""
    said = [text for slide in slides for text in paragraphs(slide) if not text.startswith(SILENT)]
    return sum(len(text.split()) for text in said)


def pauses(slides: list[Slide]) -> float:
    """The minutes in which these slides are looked at or thought about."""
    asked = sum(text.startswith("Question") for slide in slides for text in paragraphs(slide))
    return DEMO_MIN * sum(len(slide.demo_calls) for slide in slides) + QUESTION_MIN * asked


def parts(deck: Deck) -> list[tuple[float, list[Slide]]]:
    """Minutes and slides of each point at the top of the outline; optional slides left out."""
    sections = ["", *(section.id for section in deck.sections)]
    assert deck.outline is not None
    assert len(deck.outline.points) == len(sections)
    return [
        (point.minutes or 0.0, [each for each in deck.slides if each.section == name and not each.optional])
        for point, name in zip(deck.outline.points, sections, strict=True)
    ]


@pytest.mark.parametrize("number", range(7))
def test_a_part_is_spoken_in_its_minutes(deck: Deck, number: int) -> None:
    """The words of each part fit its minutes at 120 to 150 a minute, with pauses taken off and without."""
    minutes, slides = parts(deck)[number]
    words = spoken(slides)
    assert words / minutes >= SLOWEST
    assert words / (minutes - pauses(slides)) <= FASTEST


def test_the_whole_talk_is_spoken_in_40_minutes(deck: Deck) -> None:
    """The outline plans 40 minutes within 2, and the words fit them at 120 to 150 a minute."""
    slides = [slide for _, own in parts(deck) for slide in own]
    assert sum(minutes for minutes, _ in parts(deck)) == pytest.approx(40, abs=2)
    assert SLOWEST <= spoken(slides) / (40 - pauses(slides)) <= FASTEST


def _posed(deck: Deck) -> dict[tuple[str, int], list[int]]:
    """The places of the slides that ask or answer each question, in the notes that the handout has."""
    found: dict[tuple[str, int], list[int]] = {}
    for place, slide in enumerate(deck.slides):
        for text in paragraphs(slide):
            if match := POSED.match(text):
                found.setdefault((match[1], int(match[2])), []).append(place)
    return found


def test_ten_questions_are_asked_and_answered(deck: Deck) -> None:
    """The handout has each question once and its answer once, the answer on the same slide or a later one."""
    posed = _posed(deck)
    assert sorted(posed) == [(kind, n) for kind in ("Answer", "Question") for n in range(1, QUESTIONS + 1)]
    for number in range(1, QUESTIONS + 1):
        (asked,), (answered,) = posed["Question", number], posed["Answer", number]
        assert asked <= answered


def test_questions_and_answers_stand_on_slides_that_are_shown(deck: Deck) -> None:
    """None of them is on a slide that may be dropped."""
    assert not any(deck.slides[place].optional for places in _posed(deck).values() for place in places)


def test_each_question_is_also_on_its_slide(deck: Deck) -> None:
    """Who only watches is asked, too: the title or the text of the slide has a question mark."""
    for (kind, number), (place,) in _posed(deck).items():
        if kind == "Question":
            slide = deck.slides[place]
            shown = "".join(token.content for token in slide.tokens if token.type == "inline")
            assert "?" in slide.title + shown, f"question {number} on {slide.id}"


def test_the_last_notes_list_the_ten_questions(deck: Deck) -> None:
    """The list on the last slide leads from each question to the slide that asks it."""
    asked = {
        number: deck.slides[place].id
        for (kind, number), (place,) in _posed(deck).items()
        if kind == "Question"
    }
    items = [
        token
        for block in notes_for("handout", deck.slides[-1].notes)
        for token in block.tokens
        if token.type == "inline" and token.level > 1
    ]
    targets = [
        next(child.attrGet("href") for child in token.children or [] if child.type == "link_open")
        for token in items
    ]
    assert targets == [f"#{asked[number]}" for number in range(1, QUESTIONS + 1)]
