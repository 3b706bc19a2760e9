"""A deck in one file: it is light, and its fonts hold what its readers may come to see."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from talk import webfonts
from talk.build import BuildOptions, gather
from talk.cli import run
from talk.errors import Diagnostics
from talk.project import find_project

MOST_BYTES = 450_000
SLIDE = (
    "## Slide {n}\n\nWords with *stress* and `code`.\n\n- one\n- **two**\n\n```go\nfunc f{n}() {{}}\n```\n"
)
DEMO = '''
from typing import Annotated, Literal
from talk.demo import Chart, Range, demo

@demo
def line(of: Literal["Δ", "Ω"] = "Δ", n: Annotated[int, Range(1, 25, step=1)] = 5) -> Chart:
    """A line."""
    x = list(range(100))
    return Chart(x=x, x_unit="", y_unit="").line([n * each for each in x], of)
'''


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A deck of ten slides with one live demo, in one file."""
    root = tmp_path_factory.mktemp("one")
    for name in ("slides", "demos"):
        (root / name).mkdir()
    slides = [SLIDE.format(n=n) for n in range(8)] + ["## Live\n\n```demo line\n```\n"]
    text = "---\ntitle: Ten\n---\n\n" + "\n---\n\n".join(slides)
    (root / "slides" / "deck.md").write_text(text, encoding="utf-8")
    (root / "demos" / "line.py").write_text(DEMO, encoding="utf-8")
    assert run(["build", str(root / "slides"), "--single-file", "-o", str(root / "out")]) == 0
    return (root / "out" / "index.html").read_text(encoding="utf-8")


def held(data: bytes) -> set[int]:
    """The code points of a font."""
    return set(TTFont(io.BytesIO(data)).getBestCmap())


@pytest.mark.long
def test_ten_slides_with_a_live_demo_are_light(page: str) -> None:
    """The deck holds its fonts, reveal.js and all states of its figure."""
    assert page.count("<section ") == 10
    assert "font/woff2;base64," in page
    assert len(page.encode()) <= MOST_BYTES


@pytest.mark.long
def test_style_sheets_go_without_what_is_for_people(page: str) -> None:
    """Comments and indents of ours do not travel."""
    sheets = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert any(".reveal .page {" in sheet for sheet in sheets)
    assert not any("/*" in sheet or "\n  " in sheet for sheet in sheets)


@pytest.mark.long
def test_letters_of_other_states_are_in_the_fonts(page: str) -> None:
    """A letter that only a slider brings is there; one that nothing brings is not."""
    fonts = [held(base64.b64decode(data)) for data in re.findall(r"font/woff2;base64,([\w+/=]+)", page)]
    assert all({ord("Ω"), ord("Δ"), ord("é"), ord("→")} <= font for font in fonts)
    assert not any(ord("ж") in font or ord("Ψ") in font for font in fonts)


def test_a_cut_font_is_the_same_each_time() -> None:
    """It holds the letters that were asked for and the common ones, byte for byte alike."""
    cut = webfonts.cut_to("fonts/Mono-Regular.woff2", frozenset("✓"))
    assert webfonts.COMMON & webfonts.faces()[-2].fixed_set <= held(cut)
    webfonts.cut_to.cache_clear()
    assert webfonts.cut_to("fonts/Mono-Regular.woff2", frozenset("✓")) == cut


def test_pages_for_our_own_browser_keep_their_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is only printed is not cut: that would cost more than it saves."""
    deck = tmp_path / "deck.md"
    deck.write_text("# One\n", encoding="utf-8")
    monkeypatch.setattr(webfonts, "cut_to", lambda *_: pytest.fail("cut"))
    parts = gather(find_project(deck), BuildOptions(single_file=True, whole_fonts=True), Diagnostics())
    assert parts.links.url("fonts/Mono-Regular.woff2").startswith("data:font/woff2")
