"""A stranger's deck that tries everything, built with `--safe`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from talk.cli import run
from talk.golang.answers import Escape, Output, Run, Verdict, Vet
from talk.golang.programs import read_program
from talk.golang.questions import Question
from talk.golang.recordings import Recordings, recorded

HOSTILE = Path(__file__).with_name("hostile")
GO = "go1.27.3 linux/amd64"
# Code that tells by a file that it was run, in places where a build might find it.
TELLING = "import pathlib\npathlib.Path(__file__).with_suffix('.ran').touch()\n"
CODE = ("demos/evil.py", "slides/yaml.py", "slides/nh3.py", "slides/conftest.py", "sitecustomize.py")


OURS = re.compile(r"(?:assets|data)/[\w.-]+")
HELD = re.compile(r"data:(?:image/(?:png|svg\+xml);base64)?,")
LEADING = re.compile(r"(?:https?://|mailto:|tel:|#)")
# Elements of which a page of ours holds none, but for those that are named in `_is_ours`.
ACTIVE = ("script", "iframe", "frame", "object", "embed", "video", "audio", "base", "form", "template")
LOADING = ("src", "srcset", "poster", "data", "action", "formaction", "background", "ping", "srcdoc")
IN_STYLES = re.compile(r"url\((?![\"']?(?:data:|assets/|#))|image-set|@import", re.IGNORECASE)


def wrong_in(page: lxml.html.HtmlElement) -> Iterator[str]:
    """What acts or loads in a page that holds a stranger's deck."""
    for element in page.iter(etree.Element):
        if element.tag in ACTIVE and not _is_ours(element):
            yield str(element.tag)
        for key, value in element.items():
            if not _is_harmless(str(element.tag), key, value):
                yield f"{element.tag} {key}={value}"


def _is_ours(element: lxml.html.HtmlElement) -> bool:
    """Whether this is an active element that our own templates write."""
    if element.tag == "script" and element.get("type") == "application/json":
        return True
    return element.tag == "script" and bool(OURS.fullmatch(element.get("src", ""))) and not element.text


def _is_harmless(tag: str, key: str, value: str) -> bool:
    if key.startswith("on"):
        return False
    if key in LOADING or (key.endswith("href") and tag != "a"):
        return bool(OURS.match(value) or HELD.match(value))
    if key == "href":
        return bool(LEADING.match(value) or OURS.match(value))
    return not ((key == "style" or key.startswith("data-background")) and IN_STYLES.search(value))


@dataclass(frozen=True, slots=True)
class Stranger:
    """A hostile deck on the disk, and what was built of it."""

    folder: Path

    @property
    def source(self) -> Path:
        """The slides."""
        return self.folder / "slides"

    @property
    def out(self) -> Path:
        """Where it was built."""
        return self.folder / "out"

    @property
    def pages(self) -> dict[str, lxml.html.HtmlElement]:
        """The pages by their names."""
        return {page.name: lxml.html.parse(page).getroot() for page in self.out.glob("*.html")}

    @property
    def ran(self) -> list[Path]:
        """What code of the deck has left behind."""
        return list(self.folder.rglob("*.ran"))


def lay_out(folder: Path) -> Stranger:
    """The hostile deck with its code and a recording."""
    shutil.copytree(HOSTILE, folder, dirs_exist_ok=True)
    for name in CODE:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(TELLING)
    program = read_program(folder / "slides/go/small")
    kept = Recordings(folder / "slides/recordings")
    printed = Run(Output((("out", "</code><script>owned('printed')</script>\x1b[2J\n"),), 0))
    verdicts = (Verdict("main.go", 3, 15, "<img src=x onerror=owned('escape')> escapes to heap"),)
    kept.write(recorded(program, Question("run", ""), GO, printed))
    kept.write(recorded(program, Question("escape", ""), GO, Escape(verdicts, verdicts)))
    kept.write(recorded(program, Question("vet", ""), GO, Vet("<script>owned('vet')</script>")))
    return Stranger(folder)


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Stranger:
    """The hostile deck, built with `--safe`."""
    made = lay_out(tmp_path_factory.mktemp("stranger"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TALK_GO", "/nowhere/go")
        patch.chdir(made.folder)
        assert run(["build", "slides", "--safe", "-o", "out"]) == 0
    return made
