"""A hostile deck, built with `--safe`: what its pages hold, what the build has touched, what is said."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from talk.cli import run
from tests.safe.conftest import Stranger, lay_out, wrong_in


def test_nothing_in_a_page_acts_or_loads(stranger: Stranger) -> None:
    """Elements and attributes are those of readers; scripts, style sheets and policies are ours."""
    for name, page in stranger.pages.items():
        assert list(wrong_in(page)) == [], name
        told = [str(each.get("http-equiv")).lower() for each in page.iter("meta") if each.get("http-equiv")]
        assert told == ["content-security-policy", "x-dns-prefetch-control"], name
        assert {each.get("rel") for each in page.iter("link")} == {"icon", "stylesheet"}, name


def test_no_file_of_the_site_acts_or_loads(stranger: Stranger) -> None:
    """No SVG and no script of the author is a file of the site, and no style sheet loads."""
    files = {path.name.split(".")[0]: path for path in (stranger.out / "assets").iterdir()}
    assert {path.suffix for path in files.values()} == {".css", ".js", ".woff2"}
    scripts = {path.name.split(".")[0] for path in (stranger.out / "assets").glob("*.js")}
    assert scripts == {"reveal", "talk"}
    loads = files["loads"].read_text()
    assert re.findall(r"url\(\s*[\"']?([^\"')]*)", loads) == ["data:,"] * 2 + [
        "data:font/woff2;base64,AAAA"
    ] + [
        *["data:,"] * 4,
        "#in-the-page",
        *["data:,"] * 2,
    ]
    assert "@import" not in loads
    assert "rebeccapurple" in loads  # what only shows is left


def test_the_deck_can_still_be_read(stranger: Stranger) -> None:
    """Words and links of the author stand there, and what of raw HTML only shows."""
    deck = stranger.pages["index.html"]
    words = " ".join(deck.text_content().split())
    for kept in ("words between", "A paragraph.", "a block", "A footnote with", "Words with raw and more."):
        assert kept in words
    assert deck.xpath("//a[@href='https://good.test/page' and not(@target)]")
    assert deck.xpath("//*[@data-fragment-index='1']")
    assert deck.xpath("//section[@id='attributes' and @data-transition='zoom']")
    assert "color: red" in deck.xpath("//section[@id='attributes']/@style")[0]


def test_what_did_not_run_is_a_labelled_box(stranger: Stranger) -> None:
    """A demo stands there by name and settings; Go by its code, its recording and a label."""
    for page in stranger.pages.values():
        box = page.xpath("//figure[@data-demo='evil']/div")[0]
        assert [" ".join(each.text_content().split()) for each in box.xpath(".//p | .//dt | .//dd")] == [
            *("Demo evil", "word", "<img src=x onerror=owned('demo setting')>", "Not run: built with --safe"),
        ]
        labels = [each.text_content() for each in page.xpath("//p[@class='unrun-label']")]
        assert labels == [
            "Not run: built with --safe, and no recording fits this code.",
            "Not run: built with --safe. What is shown was recorded with Go 1.27.3.",
            "Not run: built with --safe, and no recording fits this code.",
        ]
        assert "<script>owned('vet')</script>" in page.text_content()


def test_all_that_is_left_out_is_told(
    stranger: Stranger, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with its place, so that a reader knows what is missing; `--strict` makes failures of it."""
    monkeypatch.chdir(stranger.folder)
    assert run(["build", "slides", "--safe", "--strict", "-o", str(tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    for expected in (
        "slides/01-html.md:27: warning: <script> in raw HTML is left out",
        "warning: 'owned.js' of 'js' is left out",
        "warning: 'dependencies' of 'reveal' is left out",
        "warning: 'deck.html.j2' of 'theme' is left out",
        "warning: data-background-iframe= of the slide is left out",
        "of the style sheet is left out",
        "warning: slide 'runs': 'bench' of go/small is not recorded",
    ):
        assert expected in told
    assert not (tmp_path / "out").exists()


class _Heard:
    """What the interpreter tells of while it is listened to. A hook is never taken off again."""

    events: list[tuple[str, tuple[Any, ...]]] | None = None
    is_installed = False


def _hear(event: str, args: tuple[Any, ...]) -> None:
    if _Heard.events is not None:
        _Heard.events.append((event, args))


@contextmanager
def listening() -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    """The audit events of what happens meanwhile."""
    if not _Heard.is_installed:
        sys.addaudithook(_hear)
        _Heard.is_installed = True
    heard = _Heard.events = []
    try:
        yield heard
    finally:
        _Heard.events = None


def test_a_build_runs_nothing_and_reads_only_the_deck(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stranger: Stranger
) -> None:
    """No code of the deck is read, imported or run; no process is started, nobody is called.

    The deck was built once before (`stranger`), so that all that a build imports is there.
    """
    assert stranger.ran == []
    deck = lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    with listening() as events:
        assert run(["build", "slides", "--safe", "-o", "out"]) == 0
    names = {event for event, _ in events}
    assert not {each for each in names if each.startswith(("subprocess", "socket", "os.fork", "os.exec"))}
    assert not names & {"os.posix_spawn", "os.system", "pickle.find_class", "ctypes.dlopen"}
    compiled = [args[1] for event, args in events if event == "compile"]
    assert not [each for each in compiled if str(tmp_path) in str(each)]
    read = {
        Path(str(args[0])).resolve() for event, args in events if event == "open" and args[1] in ("r", "rb")
    }
    inside = {str(path.relative_to(tmp_path)) for path in read if path.is_relative_to(tmp_path)}
    assert {name for name in inside if not name.startswith("out/")} == {
        "slides/01-html.md",
        "slides/02-markdown.md",
        "slides/outline.md",
        "slides/loads.css",
        "slides/theme/css/theme.css",
        "slides/picture.svg",
        "slides/go/small/main.go",
        "slides/go/small/go.mod",
        "slides/recordings/small.run.json",
        "slides/recordings/small.vet.json",
        "slides/recordings/small.escape.json",
    }
    apart = (Path(sys.prefix), Path(sys.base_prefix), Path(__file__).parents[2])
    outside = [path for path in read if not path.is_relative_to(tmp_path)]
    assert [path for path in outside if not any(map(path.is_relative_to, apart))] == []
    assert deck.ran == []
