"""The other commands with `--safe`: paper, exports and checks of a hostile deck."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from talk.cli import run
from talk.errors import Diagnostics
from talk.handout import HandoutOptions, make_handout
from talk.project import find_project
from tests.safe.conftest import Stranger

UNRUN = "Demo evil (word <img src=x onerror=owned('demo setting')>). Not run: built with --safe."
ESCAPES = re.compile(r"\\(?=[^\w\s])")


@pytest.mark.parametrize("layout", ["notes", "article"])
def test_paper(stranger: Stranger, layout: str) -> None:
    """The page that is printed holds no script but ours, and its policy allows no other."""
    options = HandoutOptions(layout=layout, safe=True)  # type: ignore[arg-type] # a word of the command line
    html = make_handout(find_project(stranger.source), options, None, Diagnostics()).html
    assert "Not run: built with --safe" in html
    assert len(re.findall(r"<script\b", html)) == (1 if layout == "notes" else 0)
    assert "evil.test" not in re.sub(r"&lt;.*?&gt;|href=\"http://evil.test/remote.png\"", "", html)
    assert stranger.ran == []


def test_markdown_for_other_programs(stranger: Stranger, tmp_path: Path) -> None:
    """Raw HTML is cleaned there, too, the demo is named, and nothing of the web is shown."""
    assert run(["export", "md", str(stranger.source), "--safe", "-o", str(tmp_path / "md")]) == 0
    text = (tmp_path / "md" / "slides.md").read_text()
    assert UNRUN in ESCAPES.sub("", text)
    assert "[of the web](http://evil.test/remote.png)" in text
    assert "![of the web]" not in text
    assert [path.name for path in (tmp_path / "md").rglob("*.*") if path.suffix == ".svg"] == []
    plain = re.sub(r"(?s)```.*?```|`[^`]*`", "", text)
    assert not re.search(r"(?<!\\)<(?:script|iframe|svg|form|style|meta|base)\b", plain)
    assert stranger.ran == []


def test_a_script_to_rehearse_from(stranger: Stranger, tmp_path: Path) -> None:
    """It holds words alone."""
    assert run(["export", "notes", str(stranger.source), "--safe", "-o", str(tmp_path / "notes.md")]) == 0
    assert "The notes" in (tmp_path / "notes.md").read_text()
    assert stranger.ran == []


def test_powerpoint(stranger: Stranger, tmp_path: Path) -> None:
    """The demo is named where its picture would be."""
    pptx = pytest.importorskip("pptx")
    assert run(["export", "pptx", str(stranger.source), "--safe", "-o", str(tmp_path / "a.pptx")]) == 0
    slides = pptx.Presentation(str(tmp_path / "a.pptx")).slides
    words = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    assert any(UNRUN in each for each in words)
    assert stranger.ran == []


def test_check(stranger: Stranger, capsys: pytest.CaptureFixture[str]) -> None:
    """What is left out is a finding with its line."""
    assert run(["check", str(stranger.source), "--safe", "--no-browser", "--format", "json"]) in (0, 1)
    findings = json.loads(capsys.readouterr().out)["findings"]
    safe = [each for each in findings if each["rule"] == "safe"]
    assert ("01-html.md", 27) in {(Path(each["file"]).name, each["line"]) for each in safe}
    assert {each["severity"] for each in safe} == {"warning"}
    assert stranger.ran == []
