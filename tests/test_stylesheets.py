"""An author's style sheets: everything that they load is in the built deck, and nothing on the web."""

from __future__ import annotations

from pathlib import Path

import pytest

from talk.cli import run


def build(folder: Path, **files: str) -> int:
    """Build a deck whose style sheet is `my.css`; names of files have `_` for the dot."""
    slides = folder / "slides"
    (slides / "parts").mkdir(parents=True)
    (slides / "a.md").write_text("---\ncss: my.css\n---\n\n## A\n")
    (slides / "parts" / "a b.png").write_bytes(b"picture")
    for name, text in files.items():
        (slides / name.replace("_", ".")).write_text(text)
    return run(["build", str(slides), "-o", str(folder / "build")])


def built(folder: Path, name: str) -> str:
    """The text of the one file of that name in the output."""
    stem, _, suffix = name.partition(".")
    (file,) = (folder / "build/assets").glob(f"{stem}.*.{suffix}")
    return file.read_text()


def test_files_come_along(tmp_path: Path) -> None:
    """Images, fonts and imported sheets stand beside the sheet, under the names that they have there."""
    more = ".b { background: URL('parts/a%20b.png?v=1') }"
    assert build(tmp_path, my_css='@import "more.css" print;\n.a { color: red }', more_css=more) == 0
    (imported,) = (tmp_path / "build/assets").glob("more.*.css")
    assert f'@import url("{imported.name}") print;' in built(tmp_path, "my.css")
    (picture,) = (tmp_path / "build/assets").glob("a b.*.png")
    assert f'url("{picture.name.replace(" ", "%20")}")' in imported.read_text()
    assert picture.read_bytes() == b"picture"


@pytest.mark.parametrize("text", [".a { fill: url(#b) }", "/* url(none.png) */", ".a{src:url(data:,x)}"])
def test_what_names_no_file_stays(tmp_path: Path, text: str) -> None:
    """Fragments, comments and data are left as they are."""
    assert build(tmp_path, my_css=text) == 0
    assert built(tmp_path, "my.css") == text


def test_the_web_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An address on the web is a warning, and the built sheet does not have it."""
    css = "@import url(https://a.b/c.css);\n.a{background:url(//a.b/d.png)}"
    assert build(tmp_path, my_css=css) == 0
    assert "a.b" not in built(tmp_path, "my.css")
    error = capsys.readouterr().err
    assert "my.css:1: warning: 'https://a.b/c.css' stays on the web" in error
    assert "my.css:2: warning: '//a.b/d.png' stays on the web" in error


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "\n.a{background:url(none.png)}",
            "my.css:2: error: file of the style sheet 'none.png' does not exist",
        ),
        (
            ".a{background:url(../../x.png)}",
            "my.css:1: error: file of the style sheet '../../x.png' lies outside",
        ),
        ('@import "my.css"', "my.css:1: error: 'my.css' imports this style sheet again"),
    ],
)
def test_what_cannot_come_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    """Missing and foreign files and circles are errors at the line of the sheet."""
    assert build(tmp_path, my_css=text) == 1
    assert message in capsys.readouterr().err


def test_a_theme_brings_its_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The style sheets of a theme folder find its fonts; one that is a link out of the project is refused."""
    css, fonts = tmp_path / "slides/look/css", tmp_path / "slides/look/fonts"
    for folder in (css, fonts):
        folder.mkdir(parents=True)
    (tmp_path / "slides/a.md").write_text("---\ntheme: ./look\n---\n\n## A\n")
    (fonts / "own.woff2").write_bytes(b"font")
    (css / "look.css").write_text("@font-face { font-family: Own; src: url(../fonts/own.woff2) }")
    words = ["build", str(tmp_path / "slides"), "-o", str(tmp_path / "build")]
    assert run(words) == 0
    (font,) = (tmp_path / "build/assets").glob("own.*.woff2")
    assert font.name in built(tmp_path, "look.css")
    (css / "more.css").symlink_to("/etc/hostname")
    assert run(words) == 1
    assert "lies outside the project" in capsys.readouterr().err
