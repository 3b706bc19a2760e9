"""The exports as a person asks for them, read back: pages, names, notes, and nothing private."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from talk.cli import run
from tests.conftest import NO_PPTX
from tests.paper.conftest import PLAIN, PRIVATE, PUBLIC, read_pdf

pytestmark = pytest.mark.long

TITLES = ("A deck on paper", "Opening", "A chart in two states", "Code step by step", "Dark")


def export(kind: str, deck: Path, out: Path, *options: str) -> Path:
    """The file or folder of an export."""
    assert run(["export", kind, str(deck), "-o", str(out), *options]) == 0
    return out


@pytest.mark.browser
def test_slides_are_pages_with_a_heading_and_a_bookmark_each(
    deck: Path, tmp_path: Path, browser_path: str
) -> None:
    """The pages have the canvas's size; slides without a title have their number."""
    told = read_pdf(export("pdf", deck, tmp_path / "slides.pdf").read_bytes())
    assert {(round(width), round(height)) for width, height in told.pages} == {(960, 540)}
    assert len(told.pages) == 6
    assert [title for _, title in told.bookmarks] == [
        "A deck on paper", "Opening", "A chart in two states", "Code step by step", "Slide 5", "Dark",
    ]  # fmt: skip
    assert sum(tag in ("H1", "H2", "H3") for tag in told.tags) == 6
    assert all(told.alts)
    assert (told.title, told.lang) == ("A deck on paper", "en-GB")


@pytest.mark.browser
def test_every_step_can_have_its_page(deck: Path, tmp_path: Path, browser_path: str) -> None:
    """Code in three steps and a slide with a pause make three pages more, and no more bookmarks."""
    told = read_pdf(export("pdf", deck, tmp_path / "slides.pdf", "--steps", "all").read_bytes())
    assert len(told.pages) == 9
    assert len(told.bookmarks) == 6
    assert told.text.count("later.") == 1


@pytest.mark.browser
def test_pictures_are_named_by_their_slide(deck: Path, tmp_path: Path, browser_path: str) -> None:
    """Two pixels to one of the slide; the dark one is dark, and what was there from before is gone."""
    export("png", deck, tmp_path / "png", "--steps", "all")
    folder = export("png", deck, tmp_path / "png")
    names = sorted(path.name for path in folder.glob("*.png"))
    assert names == [f"0{number}.png" for number in range(1, 7)]
    light, dark = (Image.open(folder / name).convert("L") for name in ("03.png", "06.png"))
    assert light.size == (2560, 1440)
    assert light.getpixel((20, 20)) > 240
    assert dark.getpixel((20, 20)) < 60


@pytest.mark.browser
def test_powerpoint_holds_text_pictures_and_notes(deck: Path, tmp_path: Path, browser_path: str) -> None:
    """Titles and words are text, charts are pictures with their alternative text, notes are notes."""
    pptx = pytest.importorskip("pptx", reason=NO_PPTX)
    from talk.export.pptx import pptx_text

    data = export("pptx", deck, tmp_path / "slides.pptx").read_bytes()
    show = pptx.Presentation(io.BytesIO(data))
    slides = list(show.slides)
    assert [slide.shapes.title.text_frame.text for slide in slides] == [*TITLES[:4], "Slide 5", "Dark"]
    assert slides[1].notes_slide.notes_text_frame.text == f"{PLAIN}\n\n{PUBLIC}"
    alts = [
        each.get("descr") for each in etree.fromstring(etree.tostring(slides[2]._element)).iter("{*}cNvPr")
    ]
    assert any(alt and alt.startswith("Line chart of way") for alt in alts)
    assert any(shape.has_table for shape in slides[5].shapes)
    assert "second := 2" in pptx_text(data)
    assert data == export("pptx", deck, tmp_path / "again.pptx").read_bytes()


def test_the_script_says_when_each_slide_begins(deck: Path, tmp_path: Path) -> None:
    """All notes are in it, the private ones marked, with the minutes so far."""
    text = export("notes", deck, tmp_path / "notes.md").read_text(encoding="utf-8")
    assert f"*Private:* {PRIVATE}" in text
    assert PLAIN in text
    assert re.search(r"## 2  Opening\n\n\*0:00, 2\.0 min\*", text)
    assert re.search(r"## 3  A chart in two states\n\n\*2:00, ", text)


def test_markdown_comes_with_its_pictures(deck: Path, tmp_path: Path) -> None:
    """Slides apart by rules, charts as files that need no page, and only public notes."""
    folder = export("md", deck, tmp_path / "markdown")
    text = (folder / "slides.md").read_text(encoding="utf-8")
    assert text.count("\n---\n") == 5
    assert f"*Note:* {PUBLIC}" in text
    assert PLAIN not in text
    for name in re.findall(r"\((pictures/[^)]+)\)", text):
        assert (folder / name).is_file()
    svg = (folder / "pictures/line-2.svg").read_text(encoding="utf-8")
    assert "--c-1:#" in svg


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["pdf", "pptx", "md"])
def test_notes_reach_only_their_readers(kind: str, deck: Path, tmp_path: Path, browser_path: str) -> None:
    """Not a word of a private one stands in what is made for others; plain ones are in PowerPoint alone."""
    from talk.pdf_text import pdf_text

    if kind == "pptx":
        pytest.importorskip("pptx", reason=NO_PPTX)
    names = {"pdf": "x.pdf", "pptx": "x.pptx", "md": "x"}
    out = export(kind, deck, tmp_path / names[kind])
    if kind == "pptx":
        from talk.export.pptx import pptx_text

        text = pptx_text(out.read_bytes())
    else:
        text = pdf_text(out.read_bytes()) if kind == "pdf" else (out / "slides.md").read_text()
    assert "Opening" in text
    assert "budget" not in text
    assert ("takes the handout home" in " ".join(text.split())) == (kind == "pptx")


def test_a_foreign_file_is_left_alone(deck: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A Markdown file that talk did not write stays as it is; its own it writes anew."""
    mine = tmp_path / "notes.md"
    mine.write_text("My own words")
    assert run(["export", "notes", str(deck), "-o", str(mine)]) == 1
    assert "was not written by talk" in capsys.readouterr().err
    assert mine.read_text() == "My own words"
    export("notes", deck, tmp_path / "other.md")
    export("notes", deck, tmp_path / "other.md")


def test_what_needs_a_browser_says_so(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pages and pictures of slides cannot be made without one; the way out is named."""
    monkeypatch.setattr("talk.outputs.find_browser", lambda: None)
    assert run(["export", "pdf", str(deck), "-o", str(tmp_path / "x.pdf")]) == 1
    assert "TALK_BROWSER" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
