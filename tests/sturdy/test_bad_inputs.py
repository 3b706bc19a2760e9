"""Decks that nobody should write: each ends in a clear answer at its place, and the deck before it stays."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from talk.check import pages
from talk.cli import run
from talk.errors import Diagnostics
from talk.project import find_project
from tests.sturdy.conftest import PIXEL, Place, tree

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 60_000, 60_000) + b"\x08\x06\0\0\0"
JPEG = b"\xff\xd8\xff\xc0\0\x11\x08" + struct.pack(">HH", 60_000, 60_000) + bytes(9)
BOMB = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
YAML_BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"

# name of the case: the file a.md (or the bytes of several files), and what is told.
WRONG: dict[str, tuple[str | bytes | dict[str, bytes | str], str]] = {
    "empty": ("", "the deck has no slide"),
    "a mark alone": (b"\xef\xbb\xbf", "the deck has no slide"),
    "no UTF-8": (b"## A\n\n\xff\n", r"a\.md:3: error: byte 0xff is not UTF-8"),
    "UTF-16": ("## A".encode("utf-16"), "is UTF-16"),
    "NUL": (b"## A\n\0", r"a\.md:2: error: control character U\+0000"),
    "escapes for a terminal": ("## \x1b[31mA", r"control character U\+001B"),
    "a line of 10 MB": ("x" * (10 << 20), "at most"),
    "a file too large": ("x\n" * (6 << 20), "at most 10,485,760 are read"),
    "too many lines": ("x\n\n" * 110_000, "more than 200,000 lines"),
    "brackets": ("[" * 5000, "more than 1,000 brackets"),
    "quotes": (">" * 5000 + " a", "nested deeper"),
    "lists": ("- " * 5000 + "a", "nested deeper"),
    "blocks": ("::: x\n" * 2000, "nested deeper"),
    "head not closed": ("---\ntitle: A\n\n## B\n", "error: "),
    "head with tabs": ("---\ntitle: A\n\tsub: x\n---\n\n## A\n", "error: "),
    "head set twice": ("---\ntitle: A\ntitle: B\n---\n\n## A\n", r"a\.md:3: error: 'title' is set twice"),
    "head with a bomb": (f"---\n{YAML_BOMB}---\n\n## A\n", "anchor or alias"),
    "head with a tag": ("---\ntitle: !!python/object/apply:os.system [x]\n---\n\n## A\n", "uses a YAML tag"),
    "head without end": ("---\ntitle: " + "[" * 20_000 + "\n---\n\n## A\n", "error: "),
    "head too large": ("---\ntitle: " + "x" * 70_000 + "\n---\n\n## A\n", "at most 65,536 are read"),
    "fence not closed": ("## A\n\n```go\nx\n", r"a\.md:3: error: "),
    "ids twice": ("## A {#x}\n\n---\n\n## B {#x}\n", r"a\.md:5: error: .*'x'.*a\.md:1"),
    "id of a script": ("## A {#__proto__}\n", r"a\.md:1: error: .*__proto__"),
    "image missing": ("## A\n\n![a](no.png)\n", r"a\.md:3: error: image 'no.png' does not exist"),
    "image of a folder": ("## A\n\n![a](.)\n", "is a folder"),
    "image above": ("## A\n\n![a](../../../x.png)\n", "lies outside the project"),
    "image above, encoded": ("## A\n\n![a](%2e%2e/%2e%2e/%2e%2e/x.png)\n", "lies outside the project"),
    "image from the root": ("## A\n\n![a](/etc/passwd)\n", "is not a relative path"),
    "image of another scheme": ("## A\n\n![a](file:///etc/passwd)\n", "error: "),
    "image through a link": ("## A\n\n![a](out.png)\n", "lies outside the project"),
    "image of a pipe": ("## A\n\n![a](pipe.png)\n", "is not an ordinary file"),
    "image of a device": ("## A\n\n![a](zero.png)\n", "lies outside the project"),
    "image of a loop": ("## A\n\n![a](loop.png)\n", "error: "),
    "image too wide": ({"a.md": "## A\n\n![a](b.png)\n", "b.png": PNG}, "60,000 x 60,000 pixels"),
    "photo too wide": ({"a.md": "## A\n\n![a](b.jpg)\n", "b.jpg": JPEG}, "60,000 x 60,000 pixels"),
    "SVG bomb": ({"a.md": "## A\n\n![a](b.svg)\n", "b.svg": BOMB}, "declares entities"),
    "image in an image": ("## A\n\n![a ![b](c.png)](d.png)\n", "image 'd.png' does not exist"),
    "code from a pipe": ("## A\n\n```go {file=pipe.png}\n```\n", "is not an ordinary file"),
    "style of a pipe": ("---\ncss: pipe.png\n---\n\n## A\n", "is not an ordinary file"),
    "includes missing": ("{{< include no.md >}}\n", "'no.md' does not exist"),
    "includes itself": ("{{< include a.md >}}\n", "go round in a circle: .*a.md -> .*a.md"),
    "includes 400 deep": (
        {"a.md": "{{< include _0.md >}}\n"}
        | {f"_{n}.md": f"{{{{< include _{n + 1}.md >}}}}\n" for n in range(400)},
        "nested deeper than 20",
    ),
    "includes too often": (
        {"a.md": "{{< include _b.md >}}\n\n" * 900, "_b.md": "x\n\n" * 1000},
        "more than 200,000 lines",
    ),
    "a part chosen too often": (
        {"a.md": "{{< include _b.md#" + "1-200," * 2000 + "1 >}}\n", "_b.md": "## A\n\n---\n\n" * 200},
        "more than 200,000 lines",
    ),
    "demo settings with a bomb": (f"## A\n\n```demo line\n{YAML_BOMB}```\n", "anchor or alias"),
    "demo settings twice": ("## A\n\n```demo line\nslope: 1\nslope: 2\n```\n", "'slope' is set twice"),
    "demo unknown": ("## A\n\n```demo lime\n```\n", "did you mean 'line'"),
    "demo parameter unknown": ("## A\n\n```demo line\nslop: 1\n```\n", r"a\.md:4: error: .*slope"),
    "demo value of no type": ("## A\n\n```demo line\nslope: much\n```\n", r"a\.md:4: error: .*much"),
    "demo value out of range": ("## A\n\n```demo line\nslope: 10\n```\n", r"a\.md:4: error: .*10"),
    "demo value no number": ("## A\n\n```demo line\nslope: nan\n```\n", r"a\.md:4: error: .*nan"),
    "outline of no list": ({"a.md": "## A\n", "outline.md": "words\n"}, r"outline\.md:1: error: "),
    "a name for a terminal": ({"\x1b[31m\u202e.md": "## A {#x}\n\n---\n\n## B {#x}\n"}, r"\\x1b\[31m\\u202e"),
    "a folder for slides": ({"b.md/c.md": "## A\n"}, "b.md.* is a folder"),
}

RIGHT = {
    "CRLF": "## A\r\n\r\ntext\r\n",
    "a mark": "\ufeff## A\n",
    "breaks in a fence": "## A\n\n```text\n---\n\n---\n```\n",
    "templates": "## {{ x }}\n\n{% for %} ${HOME} #{x}\n",
    "ids of scripts": "## A {#constructor}\n\n---\n\n## B {#toString}\n\n---\n\n## __proto__\n",
    "words of scripts": "## \\</script>\n\n`</script><!--` ]]>\n",
}


@pytest.fixture
def built(place: Place, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Write the files in place of `a.md` and build over a good deck; the exit code and what was told."""
    assert run(place.words) == 0
    os.mkfifo(place.source / "pipe.png")
    (place.source / "zero.png").symlink_to("/dev/zero")
    (place.source / "loop.png").symlink_to("loop.png")
    (place.folder / "out.png").write_bytes(PIXEL)
    (place.source / "out.png").symlink_to(place.folder / "out.png")
    for name in ("a.md", "outline.md"):
        (place.source / name).unlink()

    def building(files: str | bytes | dict[str, bytes | str]) -> tuple[int, str]:
        for name, content in (files if isinstance(files, dict) else {"a.md": files}).items():
            path = place.source / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        capsys.readouterr()
        return run(place.words), capsys.readouterr().err

    return building


LENGTHY = {"includes too often"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=[pytest.mark.long] if case in LENGTHY else []) for case in WRONG]
)
def test_it_is_told_and_harms_nothing(place: Place, built: Callable[..., tuple[int, str]], case: str) -> None:
    """Exit code 1, a message with a place and a way out, no traceback, no escapes, the former deck."""
    files, expected = WRONG[case]
    before = tree(place.out)
    code, told = built(files)
    assert code == 1, told
    assert re.search(expected, told), told
    assert "talk itself" not in told
    assert "Traceback" not in told
    assert all(char == "\n" or char.isprintable() for char in told)
    errors = [line for line in told.splitlines() if ": error: " in line]
    assert errors, told
    assert all(re.match(r"\S+:\d+: error: .+\(.+\)$", line) for line in errors), told
    assert len(told.splitlines()) <= 101
    assert tree(place.out) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("case", RIGHT)
def test_it_is_built(place: Place, built: Callable[..., tuple[int, str]], case: str) -> None:
    """What only looks dangerous is shown as it is written."""
    code, told = built(RIGHT[case])
    assert (code, told) == (0, "")
    assert Path(place.out / "index.html").is_file()


def test_results_reach_no_terminal_as_orders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names in results, and words of the command line in messages, are escaped."""
    source = tmp_path / "a\x1b[31m.md"
    source.write_text("## A \u202e\n")
    out = tmp_path / "out\x1b[31m"
    assert run(["build", str(source), "-o", str(out)]) == 0
    assert run(["outline", str(source)]) == 0
    assert run(["build", str(source), "\x1b[31m"]) == 2
    said = capsys.readouterr()
    assert all(char == "\n" or char.isprintable() for char in said.out + said.err)
    assert "\\x1b[31m" in said.out
    assert "\\x1b[31m" in said.err


def test_a_check_hides_no_mistake_of_our_own(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be read may be missing in a page; any other failure is not taken for that."""
    place.write(99)  # out of the demo's bounds

    def missing(*_: object) -> str:
        raise KeyError("figure")

    def broken(*_: object) -> str:
        raise TypeError("ours")

    monkeypatch.setattr(pages, "_RENDERERS", {pages.DECK: missing})
    diagnostics = Diagnostics()
    assert pages.make(find_project(place.source), None, diagnostics).site.pages == {}
    assert diagnostics.errors
    monkeypatch.setattr(pages, "_RENDERERS", {pages.DECK: broken})
    with pytest.raises(TypeError, match="ours"):
        pages.make(find_project(place.source), None, Diagnostics())
