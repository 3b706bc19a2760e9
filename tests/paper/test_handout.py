"""The printed handout: read back from its PDF, in every layout."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pikepdf
import pytest

from talk.cli import run
from tests.paper.conftest import LONG, PLAIN, PRIVATE, PUBLIC, Told, read_pdf

pytestmark = [pytest.mark.browser, pytest.mark.long]
LAYOUTS = ("notes", "2up", "3up-lines", "6up", "article")
A4, LETTER = (595, 842), (612, 792)
Print = Callable[..., Told]


@pytest.fixture(scope="session")
def printed(deck: Path, tmp_path_factory: pytest.TempPathFactory, browser_path: str) -> Print:
    """Prints the deck with these options; each handout is made once."""
    made: dict[tuple[str, ...], Told] = {}

    def told(*options: str) -> Told:
        if options not in made:
            out = tmp_path_factory.mktemp("handout") / "handout.pdf"
            assert run(["handout", str(deck), "-o", str(out), *options]) == 0
            made[options] = read_pdf(out.read_bytes())
        return made[options]

    return told


def words(text: str) -> str:
    """The text without what lines and signs make of it."""
    return " ".join(re.findall(r"\w+", text))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_handout_is_tagged_and_named(layout: str, printed: Print) -> None:
    """Title, language, headings, tables and pictures with their texts, and every font inside."""
    told = printed("--layout", layout)
    assert (told.title, told.lang) == ("A deck on paper", "en-GB")
    assert {"H1", "H2", "H3", "P", "TH", "Link"} <= set(told.tags)
    assert all(told.alts)
    assert any("dot" in str(alt) for alt in told.alts)
    assert any("way" in str(alt) for alt in told.alts)
    assert told.fonts_outside == []


@pytest.mark.parametrize("layout", LAYOUTS[:-1])
def test_every_slide_has_a_bookmark(layout: str, printed: Print) -> None:
    """Below the title stand the sections, below them their slides; one without a title has its number."""
    assert printed("--layout", layout).bookmarks[:8] == [
        (0, "A deck on paper"),
        (1, "Contents"),
        (1, "A deck on paper"),
        (1, "Opening"),
        (2, "A chart in two states"),
        (2, "Code step by step"),
        (2, "Slide 5"),
        (2, "Dark"),
    ]


@pytest.mark.parametrize(("paper", "size"), [("a4", A4), ("letter", LETTER)])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_sheet_is_the_one_asked_for(
    layout: str, paper: str, size: tuple[int, int], printed: Print
) -> None:
    """Every page has the size of the paper, and pages count up to the last."""
    told = printed("--layout", layout, "--paper", paper)
    assert {(round(width), round(height)) for width, height in told.pages} == {size}
    assert f"{len(told.pages)} / {len(told.pages)}" in " ".join(told.text.split())


@pytest.mark.parametrize("options", ["notes", "article", "6up --notes handout"])
def test_notes_are_whole_and_private_ones_are_nowhere(options: str, printed: Print) -> None:
    """A note longer than a page goes on; what only the speaker may know is not in the file."""
    told = printed("--layout", *options.split())
    text = words(re.sub(r"A deck on paper\s+\d+\s+/\s+\d+", "", told.text))
    for number in range(120):
        assert f"Sentence {number} of a note" in text
    for sentence in (PLAIN, PUBLIC):
        assert words(sentence) in text
    assert words(PRIVATE) not in text
    assert "budget" not in text
    assert len(LONG) > 6000


@pytest.mark.parametrize("layout", ["2up", "3up-lines", "6up"])
def test_several_slides_a_page_come_without_notes(layout: str, printed: Print) -> None:
    """Unless they are asked for; private ones never are."""
    text = words(printed("--layout", layout).text)
    assert words(PLAIN) not in text
    assert words(PRIVATE) not in text


@pytest.mark.parametrize("layout", ["notes", "article"])
def test_nothing_is_too_small_to_read(layout: str, printed: Print) -> None:
    """Charts have at least 7 pt, prose 10 pt and the margins 9 pt: the browser has not shrunk the page."""
    runs = printed("--layout", layout).sizes
    sizes = {size for size, font in runs if "KaTeX" not in font}  # which spaces by tiny signs
    assert min(sizes) >= 7 - 0.01
    assert 10.5 in sizes


def test_print_states_stand_side_by_side(printed: Print) -> None:
    """Each with what it was set to; stepped code has a listing for each step."""
    text = " ".join(printed("--layout", "notes").text.split())
    assert re.search(r"slope ?= ?1\b", text)
    assert re.search(r"slope ?= ?8\b", text)
    assert all(f"{step} of 3" in text for step in (1, 2, 3))


def test_links_are_printed_with_their_addresses(printed: Print) -> None:
    """In the layouts that are read."""
    for layout in ("notes", "article"):
        assert "[1] https://go.dev/doc/effective_go" in " ".join(printed("--layout", layout).text.split())


def test_tables_come_when_asked_for(printed: Print) -> None:
    """The numbers of a chart are printed with --tables."""
    assert "The numbers" not in printed("--layout", "notes").text
    assert "The numbers" in printed("--layout", "notes", "--tables").text


def test_the_colophon_stands_at_the_end(printed: Print) -> None:
    """With the versions of talk, Python and Go, on the last slide's page."""
    told = printed("--layout", "notes")
    assert re.search(r"Made with talk [\d.]+ on Python 3[\d.]+, for Go 1\.25", " ".join(told.text.split()))
    assert len(told.pages) == 9


def test_equal_decks_are_equal_bytes(deck: Path, tmp_path: Path, browser_path: str) -> None:
    """Whatever the time, the place and how busy the machine is."""
    for name in ("one", "two"):
        assert run(["handout", str(deck), "-o", str(tmp_path / name / "handout.pdf")]) == 0
    one, two = ((tmp_path / name / "handout.pdf").read_bytes() for name in ("one", "two"))
    assert one == two
    with pikepdf.open(io.BytesIO(one)) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", [])]
        targets = [str(link.A.URI) for link in links if "/A" in link]
    assert set(targets) == {"https://go.dev/doc/effective_go"}


def test_one_ink_has_no_colour(deck: Path, tmp_path: Path, browser_path: str) -> None:
    """With --ink gray every colour that is set has equal parts of red, green and blue."""
    out = tmp_path / "handout.pdf"
    assert run(["handout", str(deck), "-o", str(out), "--ink", "gray", "--layout", "article"]) == 0
    with pikepdf.open(io.BytesIO(out.read_bytes())) as pdf:
        colours = {
            tuple(round(float(each), 2) for each in instruction.operands)
            for page in pdf.pages
            for instruction in pikepdf.parse_content_stream(page.obj)
            if str(instruction.operator) in ("rg", "RG")
        }
    assert len(colours) > 2
    assert all(len(set(colour)) == 1 for colour in colours)


def test_without_a_browser_the_page_is_written(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the message says how to print it; the command has done what it could."""
    monkeypatch.setattr("talk.outputs.find_browser", lambda: None)
    out = tmp_path / "handout.pdf"
    assert run(["handout", str(deck), "-o", str(out)]) == 0
    told = capsys.readouterr()
    assert "open the page in any browser and print it" in told.err
    assert told.out.strip().endswith("handout.print.html")
    assert not out.exists()
    page = lxml.html.parse(tmp_path / "handout.print.html").getroot()
    assert page.xpath("//section/@id")
    assert not page.xpath("//script/@src | //link[@rel='stylesheet']")


def test_a_pdf_without_tags_is_refused(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the browser leaves out is named, and nothing is written."""
    monkeypatch.setattr("talk.browser.PRINT", ("--no-pdf-header-footer", "--disable-pdf-tagging"))
    assert run(["handout", str(deck), "-o", str(tmp_path / "handout.pdf")]) == 1
    assert "bookmarks" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_handout_never_lies_among_the_slides(deck: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor has it the name of another kind of file."""
    assert run(["handout", str(deck), "-o", str(deck / "handout.pdf")]) == 1
    assert run(["handout", str(deck), "-o", "handout.txt"]) == 1
    assert "is no name for a .pdf file" in capsys.readouterr().err
