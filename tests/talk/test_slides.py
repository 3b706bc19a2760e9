"""The slides as they are written: short code, notes everywhere, nothing hidden."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from talk.deck.front_matter import BASE_FONT_PX
from talk.deck.read import read_deck
from talk.deck.rules.regions import cut_region
from talk.errors import Diagnostics, Span
from talk.figures import make_figures
from talk.project import find_project

SLIDES = Path(__file__).parents[2] / "slides"
FILES = sorted(SLIDES.glob("[0-9]*.md"))
MOST_LINES = 15
MOST_COLUMNS = 52
SOURCED = re.compile(r"Go 1\.27|[Aa]ddresses are made up|made-up addresses|all orders")
SHOWN = re.compile(r"file=(go/\w+/main\.go) region=(\w+)")


def _regions():
    for file in FILES:
        slides = re.sub(
            r"^Note:$.*?(?=^---$|^# )", "", file.read_text(encoding="utf-8") + "---\n", flags=re.M | re.S
        )
        for path, region in sorted(set(SHOWN.findall(slides))):
            yield pytest.param(path, region, id=f"{path.split('/')[1]}-{region}")


@pytest.mark.parametrize(("path", "region"), list(_regions()))
def test_code_on_a_slide_is_short_and_narrow(path, region):
    """A region that a slide shows has at most 15 lines of 52 columns, tabs counted as four."""
    file = SLIDES / path
    cut = cut_region(file.read_text(encoding="utf-8"), file, region, Span(file, 1))
    lines = cut.text.expandtabs(4).splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= MOST_COLUMNS


def test_every_program_is_shown():
    """No Go program lies about that no slide speaks of."""
    text = "".join(file.read_text(encoding="utf-8") for file in FILES)
    unused = [each.name for each in (SLIDES / "go").iterdir() if f"go/{each.name}" not in text]
    assert unused == []


def test_every_demo_is_shown():
    """Every demo of the talk stands on a slide."""
    text = "".join(file.read_text(encoding="utf-8") for file in FILES)
    defined = [
        name
        for file in (SLIDES.parent / "demos").glob("*.py")
        for name in re.findall(r"^@demo\ndef (\w+)", file.read_text(encoding="utf-8"), re.M)
    ]
    assert sorted(set(re.findall(r"^```demo (\w+)", text, re.M))) == sorted(defined)


def test_the_slide_quotes_the_recorded_order():
    """The order on the slide of the scheduler is the one in the recording."""
    recording = json.loads((Path(__file__).parent / "data" / "fan-out.json").read_text(encoding="utf-8"))
    order = " ".join(str(each) for each in recording["order"])
    assert f"With ten: {order}," in (SLIDES / "02-scheduler.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def deck():
    """The talk as it is read, which must go without a word."""
    diagnostics = Diagnostics()
    found = read_deck(SLIDES, diagnostics)
    assert [str(each) for each in diagnostics] == []
    return found


def test_the_talk_has_45_to_60_slides(deck):
    """One idea a slide, at the pace of 40 minutes."""
    assert 45 <= len(deck.slides) <= 60


def test_what_was_simulated_or_printed_names_its_source(deck):
    """A slide with a figure, or with words of the compiler, says from which Go or by which rule it comes."""
    unsourced = []
    for slide in deck.slides:
        captions = [call.options["caption"].text for call in slide.demo_calls if "caption" in call.options]
        lines = [token.content for token in slide.tokens if token.type == "inline"]
        printed = any("main.go:" in token.meta["code"].text for token in slide.tokens if token.type == "code")
        if (slide.demo_calls or printed) and not SOURCED.search("\n".join([*captions, *lines])):
            unsourced.append(slide.id)
    assert unsourced == []


def test_every_slide_has_notes(deck):
    """Whoever presents it finds what to say on each slide."""
    assert [slide.id for slide in deck.slides if not any(note.level == "plain" for note in slide.notes)] == []


def test_the_minutes_add_up_to_the_length_of_the_talk(deck):
    """The outline plans the 40 minutes that the front matter promises."""
    assert sum(point.minutes for point in deck.outline.points) * 60 == deck.meta.duration_s == 40 * 60


def test_the_talk_is_set_six_pixels_larger(deck):
    """The last line of the first notes asks for it."""
    assert deck.meta.font_px == BASE_FONT_PX + 6


def test_the_first_notes_lead_to_points_of_the_outline(deck):
    """Every point that docs/outline-map.md names stands in the outline."""
    page = (SLIDES.parent / "docs" / "outline-map.md").read_text(encoding="utf-8")
    named = {
        name
        for row in page.splitlines()
        if row.startswith("| ") and "font: +6" not in row
        for name in re.findall(r"`([a-z-]+)`", row.rsplit(" | ", 1)[-1])
    }
    assert named <= {point.id for _, point in deck.outline.walk()}
    assert len(named) >= 40


@pytest.mark.long
@pytest.mark.slow
def test_no_slide_gives_way_to_its_figure(deck):
    """At the talk's own size each figure has room as it is, and no text around it is made smaller."""
    diagnostics = Diagnostics()
    figures = make_figures(deck, find_project(SLIDES), diagnostics)
    assert [str(each) for each in diagnostics] == []
    assert len(figures) == len(deck.demo_calls)
    assert {name: each.shrink_px for name, each in figures.items() if each.shrink_px} == {}
