"""The build as a whole: all errors at once, the former output kept, notes where they belong, equal bytes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest

from talk.cli import run

ROOT = Path(__file__).parents[1]

DEMO = '''
from typing import Annotated
from talk.demo import Chart, Range, demo

@demo
def line(slope: Annotated[int, Range(1, 9)] = 2) -> Chart:
    """A straight line."""
    return Chart(x=[0, 1, 2], x_unit="s").line([0, slope, 2 * slope], "way")
'''


def deck(folder: Path, **files: str) -> Path:
    """A project with these slides (file names without `.md`), and one demo."""
    (folder / "slides").mkdir(parents=True)
    (folder / "demos").mkdir()
    (folder / "demos" / "line.py").write_text(DEMO)
    for name, text in files.items():
        (folder / "slides" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def build(folder: Path, *options: str) -> int:
    """Build the project beside its slides; what comes back is the exit code."""
    return run(["build", str(folder / "slides"), "-o", str(folder / "build"), *options])


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below the folder with its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_five_kinds_of_mistakes_come_in_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each has its file, its line and a way out; the exit code is 1 and the former output stays."""
    folder = deck(tmp_path, a="---\ntitle: T\n---\n\n## Good\n\ntext\n")
    monkeypatch.chdir(tmp_path)
    assert build(folder) == 0
    before = tree(folder / "build")
    (folder / "slides" / "a.md").write_text(
        "---\ntitle: T\nduration: soon\n---\n\n"  # line 3
        "## Demo\n\n```demo line\nslop: 3\n```\n\n"  # line 9
        "---\n\n## Image\n\n![a cat](cat.png)\n\n"  # line 16
        "---\n\n{{< include _b.md >}}\n\n"  # line 20
        "---\n\n## Math\n\n$\\frac{a$\n"  # line 26
    )
    (folder / "slides" / "_b.md").write_text("{{< include _b.md >}}\n")
    capsys.readouterr()
    assert build(folder) == 1
    lines = capsys.readouterr().err.splitlines()
    told = "\n".join(lines)
    for place in ("a.md:3", "a.md:9", "a.md:16", "a.md:26"):
        assert f"slides/{place}: error: " in told, told
    assert re.search(r"slides/(a\.md:20|_b\.md:1): error: .*_b\.md.*_b\.md", told), told
    assert len(lines) == 5, told
    assert all("(" in line for line in lines), told
    assert tree(folder / "build") == before


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("```demo lime\n```\n", "no demo 'lime'.*did you mean 'line'"),
        ("```demo line\nslope: 99\n```\n", "a.md:4.*99.*1.*9"),
        ("```demo line\nslope: fast\n```\n", "a.md:4.*fast"),
        ("```demo line\nslope: nan\n```\n", "a.md:4.*nan"),
    ],
)
def test_a_wrong_demo_block_is_an_error_at_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str, told: str
) -> None:
    """Wrong names, types and bounds are told with what the demo takes."""
    assert build(deck(tmp_path, a=f"## Demo\n\n{body}")) == 1
    assert re.search(told, capsys.readouterr().err)


def test_a_demo_that_raises_is_told_with_its_own_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message names the slide, the state and the line of the demo that failed."""
    folder = deck(tmp_path, a="## Demo\n\n```demo line\nslope: 3\n```\n")
    (folder / "demos/line.py").write_text(DEMO.replace("    return", "    1 / 0\n    return"))
    assert build(folder) == 1
    error = capsys.readouterr().err
    assert "ZeroDivisionError" in error
    assert "line.py:8" in error
    assert "a.md:3" in error
    assert "slope" in error
    assert not (folder / "build").exists()


def test_the_numbers_of_a_demo_reach_page_table_and_csv(tmp_path: Path) -> None:
    """A pinned parameter changes figure, table and CSV alike."""
    folder = deck(tmp_path, a="## Demo\n\n```demo line\nslope: 7\n```\n")
    assert build(folder) == 0
    (csv,) = (folder / "build/data").glob("*.csv")
    assert csv.read_text().splitlines()[-1].split(",") == ["2", "14"]
    page = lxml.html.parse(folder / "build/index.html")
    (figure,) = page.xpath("//figure[@data-demo='line']")
    assert [cell.text for cell in figure.xpath(".//tbody//td")] == ["0", "7", "14"]
    assert figure.xpath(".//details//a/@href") == [f"data/{csv.name}"]


def test_private_notes_reach_only_the_speaker(tmp_path: Path) -> None:
    """The handout has plain and public notes, a published build public ones alone, in every file."""
    notes = "## A\n\ntext\n\nNote:\nplain words\n\nprivate words {.private}\n\npublic words {.public}\n"
    folder = deck(tmp_path, a=notes)
    assert build(folder) == 0
    index, handout = ((folder / "build" / name).read_text() for name in ("index.html", "handout.html"))
    assert all(f"{level} words" in index for level in ("private", "plain", "public"))
    assert "plain words" in handout
    assert "public words" in handout
    assert "private words" not in handout
    assert build(folder, "--publish") == 0
    files = {name: data.decode(errors="replace") for name, data in tree(folder / "build").items()}
    assert {name for name, text in files.items() if "public words" in text} >= {"index.html", "handout.html"}
    assert not [name for name, text in files.items() if "plain words" in text or "private words" in text]


def test_a_single_file_names_no_other(tmp_path: Path) -> None:
    """With --single-file there is nothing but the pages, and they load nothing."""
    folder = deck(tmp_path, a="## Demo\n\n$x^2$\n\n```demo line\n```\n")
    assert build(folder, "--single-file") == 0
    assert {p.name for p in (folder / "build").rglob("*") if not p.name.startswith(".")} == {
        "index.html", "handout.html",
    }  # fmt: skip
    page = (folder / "build/index.html").read_text()
    assert "assets/" not in page


@pytest.mark.parametrize(
    ("front", "holds"),
    [
        ("font: +6", "--font: 34"),
        ("font: 110%", "--font: 30.8"),
        ("aspect: 16:9", "--width: 1280"),
        ("aspect: 4:3", "--width: 960"),
        ("lang: no", 'lang="no"'),
    ],
)
def test_front_matter_means_what_it_says(tmp_path: Path, front: str, holds: str) -> None:
    """YAML's implicit types do not touch the settings."""
    folder = deck(tmp_path, a=f"---\n{front}\n---\n\n## A\n\ntext\n")
    assert build(folder) == 0
    assert holds in (folder / "build/index.html").read_text()


@pytest.mark.parametrize("option", ["+10", "110%"])
def test_the_command_line_replaces_the_fonts_of_the_front_matter(tmp_path: Path, option: str) -> None:
    """All count from 28: they do not add up."""
    folder = deck(tmp_path, a="---\nfont: +6\n---\n\n## A\n\ntext\n")
    assert build(folder, "--font", option) == 0
    page = (folder / "build/index.html").read_text()
    assert re.search(r"--font: (38|30\.8)\b", page)


def test_a_wrong_option_is_told_like_any_other_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--font huge` says what is accepted."""
    assert build(deck(tmp_path, a="## A\n\ntext\n"), "--font", "huge") == 2
    assert "+6" in capsys.readouterr().err


def test_code_that_is_no_program_is_shown_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the real Go cannot be asked about stands alone, and a warning says so."""
    folder = deck(tmp_path, a="## A\n\n```go {run expect=panic}\npanic(1)\n```\n")
    assert build(folder) == 0
    assert "a.md:3: warning: 'run' needs a whole program" in capsys.readouterr().err
    assert lxml.html.parse(folder / "build/index.html").xpath("//pre")


def test_images_of_the_web_are_links(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page loads nothing from the network: such an image is a link and a warning."""
    folder = deck(tmp_path, a="## A\n\n![a cat](https://example.com/cat.png)\n")
    assert build(folder) == 0
    for name in ("index.html", "handout.html"):
        page = lxml.html.parse(folder / "build" / name)
        assert page.xpath("//main//a/@href") == ["https://example.com/cat.png"]
        assert not page.xpath("//img")
    assert "a.md:3: warning: " in capsys.readouterr().err
    assert build(folder, "--strict") == 1


def test_templates_on_slides_stay_text(tmp_path: Path) -> None:
    """Go templates, Vue and shell text never pass through a template engine."""
    folder = deck(tmp_path, a="## A {{ 7 * 7 }}\n\n{% if x %} ${HOME}\n\n```go\n{{ .Name }}\n```\n")
    assert build(folder) == 0
    page = re.sub(r"<[^>]+>", "", (folder / "build/index.html").read_text())
    assert "{{ 7 * 7 }}" in page
    assert "{% if x %} ${HOME}" in page
    assert "{{ .Name }}" in page


def copy_of_the_talk(folder: Path) -> Path:
    """The talk that ships, in another place."""
    for name in ("slides", "demos"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def built_by(folder: Path, **environment: str) -> dict[str, bytes]:
    """What a build in a process with this environment leaves."""
    words = ["build", str(folder / "slides"), "-o", str(folder / "out"), "--strict"]
    command = [sys.executable, "-m", "talk", *words]
    done = subprocess.run(
        command, env={**os.environ, **environment}, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return tree(folder / "out")


@pytest.mark.long
def test_the_talk_builds_to_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Folder, time zone, locale and hash seed leave no trace, nor does the place; nothing warns."""
    here, there = copy_of_the_talk(tmp_path / "one"), copy_of_the_talk(tmp_path / "two" / "deeper")
    first = built_by(here, TZ="Asia/Tokyo", LANG="C", PYTHONHASHSEED="1")
    second = built_by(there, TZ="UTC", LANG="de_DE.UTF-8", PYTHONHASHSEED="2")
    assert first == second
    for name, data in first.items():
        assert str(tmp_path).encode() not in data, name
        assert str(ROOT).encode() not in data, name


@pytest.mark.long
def test_a_removed_slide_fails_the_talk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A point of the outline without a slide is named; so is a slide for an unknown point."""
    folder = copy_of_the_talk(tmp_path)
    slides = folder / "slides"
    file = next(path for path in sorted(slides.glob("[0-9]*.md")) if "covers=" in path.read_text())
    text = file.read_text()
    covered = re.search(r'covers="?([\w-]+)', text)
    assert covered is not None
    file.write_text(re.sub(rf"\b{covered[1]}\b(?=[\w -]*[\"}}])", "no-such-point", text))
    assert run(["build", str(slides), "-o", str(tmp_path / "out")]) == 1
    error = capsys.readouterr().err
    assert "no-such-point" in error
    assert f"covers={covered[1]}" in error
    assert "outline.md:" in error


def test_a_file_that_repeats_a_private_note_stops_a_published_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The scan reads style sheets, too, and names the note; nothing is written."""
    secret = "Do not tell them that last year was better."
    folder = deck(tmp_path, a=f"---\ntitle: T\ncss: a.css\n---\n\n## A\n\nNote:\n{secret}\n")
    (folder / "slides/a.css").write_text(f"/* {secret} */")
    assert build(folder) == 0
    before = tree(folder / "build")
    assert build(folder, "--publish") == 1
    assert re.search(r"a\.md:\d+: error: assets/a\..*\.css would show a note", capsys.readouterr().err)
    assert tree(folder / "build") == before
