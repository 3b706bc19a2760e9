from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from talk.deck.model import DemoCall, Slide
from talk.render.space import Space, figure_space, foot_px

CANVAS = (1280, 720)


def space(slide: Slide, call: DemoCall, *words: str, font_px: float = 28) -> Space:
    """The room for the call on its slide."""
    return figure_space(slide, call, canvas=CANVAS, font_px=font_px, words=words)


@pytest.fixture
def call(make: SimpleNamespace) -> DemoCall:
    """A demo block without settings."""
    return make.call()


def shown(make: SimpleNamespace, call: DemoCall, above: str = "", below: str = "", **fields: object) -> Slide:
    """A slide with a demo between two pieces of Markdown."""
    tokens = [*make.read(above), make.token("demo", call=call), *make.read(below)]
    return make.slide("a", tokens=tokens, **fields)


def test_an_empty_slide_gives_all_between_head_and_foot(make: SimpleNamespace, call: DemoCall) -> None:
    """The figure is as wide as the text, and as high as the page without its margins."""
    found = space(shown(make, call), call)
    assert (found.width_px, found.font_px) == (1120, 28)
    assert found.height_px == pytest.approx(720 - 60 - 68, abs=10)


def test_a_full_slide_gives_half_the_edges_too(make: SimpleNamespace, call: DemoCall) -> None:
    """On a slide with the class `full` a figure has no foot below it and little beside it."""
    found = space(shown(make, call, classes=("full",)), call)
    assert found.width_px == 1200
    assert found.height_px == pytest.approx(720 - 28 - 24, abs=10)


def test_what_stands_beside_takes_its_height(make: SimpleNamespace, call: DemoCall) -> None:
    """A heading and a paragraph leave less, a second line of text less again."""
    alone = space(shown(make, call), call).height_px
    headed = space(shown(make, call, "## One"), call).height_px
    short = space(shown(make, call, "## One", "word"), call).height_px
    long = space(shown(make, call, "## One", "word " * 20), call).height_px
    assert alone > headed > short > long
    assert short - long == pytest.approx(28 * 1.42, abs=1)


def test_a_source_takes_less_than_a_paragraph(make: SimpleNamespace, call: DemoCall) -> None:
    """The small line that names a source is counted at its own size."""
    plain, source = shown(make, call, below="word"), shown(make, call, below="word")
    next(token for token in source.tokens if token.type == "paragraph_open").attrSet("class", "source")
    assert space(source, call).height_px - space(plain, call).height_px == pytest.approx(26, abs=2)


def test_words_below_a_figure_are_counted_by_lines(make: SimpleNamespace, call: DemoCall) -> None:
    """A caption wraps before the button of the numbers, a status has the whole width."""
    slide, text = shown(make, call), "x" * 108
    line = 28 * 0.7143 * 1.42
    as_status = space(slide, call, "Caption", text).height_px
    as_caption = space(slide, call, text, "Status").height_px
    assert as_status - as_caption == pytest.approx(line, abs=1)


def test_larger_text_leaves_less_room(make: SimpleNamespace, call: DemoCall) -> None:
    """The deck's size and the slide's own count alike, but that the foot grows with the deck's alone."""
    deck = space(shown(make, call, "## One"), call, font_px=34)
    own = space(shown(make, call, "## One", font=6), call)
    assert replace(deck, height_px=own.height_px) == own
    assert own.height_px - deck.height_px == pytest.approx(foot_px(34) - foot_px(28), abs=1)
    assert deck.height_px < space(shown(make, call, "## One"), call).height_px


def test_a_figure_keeps_a_least_height(make: SimpleNamespace, call: DemoCall) -> None:
    """However much stands beside it, a figure stays a figure."""
    assert space(shown(make, call, "word\n\n" * 40), call).height_px == 180


def test_a_low_figure_is_cramped_among_large_text(make: SimpleNamespace, call: DemoCall) -> None:
    """What is a figure among plain text is a strip among large text, which then gives way."""
    slide = shown(make, call, "## One", "word\n\n" * 3)
    plain, large = space(slide, call), space(slide, call, font_px=38)
    assert (plain.cramped, large.cramped) == (False, True)
    assert 180 < large.height_px < 7 * 38
