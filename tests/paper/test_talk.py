"""The talk on paper: all slides, all notes, all states of its demos."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from talk.cli import run
from talk.deck.model import Deck
from talk.deck.read import read_deck
from talk.errors import Diagnostics
from talk.render.leaks import token_texts
from tests.paper.conftest import Told, read_pdf

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
SLIDES = Path(__file__).parents[2] / "slides"
LEAST_PT = 7
SURELY_PRIVATE = 40  # letters: a shorter sentence may be said elsewhere, too


@pytest.fixture(scope="module", params=["notes", "article"])
def printed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browser_path: str
) -> Told:
    """The talk's handout in a layout that is read."""
    out = tmp_path_factory.mktemp("talk") / "handout.pdf"
    assert run(["handout", str(SLIDES), "-o", str(out), "--layout", request.param]) == 0
    return read_pdf(out.read_bytes())


@pytest.fixture(scope="module")
def deck() -> Deck:
    """The talk as it is read."""
    return read_deck(SLIDES, Diagnostics())


def squeezed(text: str) -> str:
    """Letters and digits alone: whatever lines, pages and signs make of a text."""
    return "".join(re.findall(r"\w", text)).casefold()


def holds(text: str, sentence: str) -> bool:
    """Whether a sentence stands in a text, or in two parts where a page ends."""
    words = sentence.split()
    halves = ((squeezed(" ".join(words[:at])), squeezed(" ".join(words[at:]))) for at in range(len(words)))
    return any(head in text and tail in text for head, tail in halves)


def test_every_slide_has_its_bookmark(printed: Told, deck: Deck) -> None:
    """In order, by the words of its title."""
    titles = iter(squeezed(title) for _, title in printed.bookmarks)
    assert all(squeezed(slide.title) in titles for slide in deck.slides if slide.title and not slide.is_title)


def test_every_note_is_whole(printed: Told, deck: Deck) -> None:
    """Each sentence is there, unless it is the speaker's own."""
    text = squeezed(printed.text)
    there: dict[str, list[tuple[str, bool]]] = {"private": [], "plain": [], "public": []}
    for slide in deck.slides:
        for block in slide.notes:
            for words in token_texts(block.tokens):
                sentences = re.split(r"(?<=[.?!]) ", words)
                there[block.level] += [(each, holds(text, each)) for each in sentences]
    assert not [each for each, found in there["plain"] + there["public"] if not found]
    assert not [each for each, _ in there["private"] if len(each) > SURELY_PRIVATE and squeezed(each) in text]


def test_every_demo_shows_its_states(printed: Told, deck: Deck) -> None:
    """Of each state that a block asks for on paper there is a picture, with words in place of it."""
    blocks = [call.options.get("print") for _, call in deck.demo_calls]
    wanted = sum(max(1, len(states.value)) if states else 1 for states in blocks)
    assert len(printed.alts) >= wanted
    assert all(printed.alts)


def test_nothing_is_too_small(printed: Told) -> None:
    """Charts have at least 7 pt: the browser has not shrunk a page to make room for what sticks out."""
    sizes = [size for size, font in printed.sizes if "KaTeX" not in font]  # which spaces by tiny signs
    assert min(sizes) >= LEAST_PT - 0.01
    assert 10.5 in {size for size, _ in printed.sizes}
    assert not printed.fonts_outside
