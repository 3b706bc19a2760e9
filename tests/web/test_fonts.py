from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from talk import webfiles, webfonts
from talk.web.fonts import unicode_range

CELLS = "".join(chr(point) for point in range(0x20, 0x7F)) + "äßéñçøłŞűÄ" + "αβγρλμΔΣΩ" + "–—…•·“”‘’„«»"
MATHS = "→←↑↓⇒≤≥≠≈∞×÷±√∑∂µ°²½"


@pytest.fixture
def font() -> Callable[[str], TTFont]:
    """Opens a font of the bundle."""
    return lambda name: TTFont(io.BytesIO(webfiles.read(f"fonts/{name}")))


@pytest.mark.parametrize("face", webfonts.faces(), ids=lambda face: face.name)
def test_page_and_charts_have_the_same_characters(face: webfonts.Face, font: Callable[[str], TTFont]) -> None:
    """The woff2 and the ttf of a face hold exactly what `fonts.json` says, under our family's name."""
    for suffix in ("woff2", "ttf"):
        file = font(f"{face.name}.{suffix}")
        assert set(file.getBestCmap()) == face.fixed_set
        assert file["name"].getDebugName(1) == face.family
        assert file["OS/2"].usWeightClass == face.weight


@pytest.mark.parametrize("face", webfonts.faces(), ids=lambda face: face.name)
def test_quotation_marks_have_glyphs_of_their_own(face: webfonts.Face, font: Callable[[str], TTFont]) -> None:
    """A PDF knows a letter by its glyph: whoever searches for ’ finds it."""
    glyphs = font(f"{face.name}.ttf").getBestCmap()
    for quote in "‘’“”'\"":
        assert [chr(point) for point, glyph in glyphs.items() if glyph == glyphs[ord(quote)]] == [quote]


def test_the_fixed_set_holds_what_slides_are_written_with() -> None:
    """Every face has Latin, Greek, punctuation, arrows and maths; the monospaced ones more, and boxes."""
    for face in webfonts.faces():
        lacking = {char for char in CELLS + MATHS if ord(char) not in face.fixed_set}
        assert lacking == ({"⇒"} if face.family == "Talk Serif" else set())  # Talk Sans stands behind it
        if face.family == "Talk Mono":
            assert {ord(char) for char in "∈∀∃⊂│┌─┐└┘├┤┬┴┼█░▒✓✗"} <= face.fixed_set


def test_matplotlib_finds_each_face_by_name_and_weight() -> None:
    """Charts ask for "Talk Sans" in a weight and get the very file."""
    font_manager = pytest.importorskip("matplotlib.font_manager")
    manager = font_manager.FontManager.__new__(font_manager.FontManager)
    manager.ttflist = []
    manager._FontManager__default_weight = "normal"
    folder = Path(str(webfiles.bundle())) / "fonts"
    for face in webfonts.faces():
        entry = font_manager.ttfFontProperty(font_manager.get_font(folder / f"{face.name}.ttf"))
        assert (entry.name, entry.style, int(entry.weight)) == (face.family, face.style, face.weight)


def test_a_supplement_holds_only_what_is_missing() -> None:
    """Characters of the fixed set and unknown ones add nothing; the rest come for each face that has them."""
    assert webfonts.supplement("Plain text → ≤ ✓ 漢") == {}
    made = webfonts.supplement("Я я")
    assert sorted(made) == sorted(f"{face.name}-more.woff2" for face in webfonts.faces())
    assert all(set(TTFont(io.BytesIO(data)).getBestCmap()) == {ord("Я"), ord("я")} for data in made.values())
    assert webfonts.supplement("яЯ") == made
    assert {ranges for _, ranges in webfonts.supplemented("Я").values()} == {"U+42F"}


def test_missing_names_characters_that_no_font_has() -> None:
    """Only visible characters count: no spaces, joiners or combining marks."""
    assert webfonts.missing("Tschüss, Я, 漢\u200d字\n\u00a0e\u0301 🎉") == set("漢字🎉")


def test_ranges_read_back() -> None:
    """A set of code points survives being written as CSS writes it."""
    points = {0x20, 0x21, 0x22, 0xA0, 0x1F600}
    assert unicode_range(points) == "U+20-22,U+A0,U+1F600"
    assert webfonts.code_points(unicode_range(points)) == points
