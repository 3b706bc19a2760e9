"""The installed browser: where it is looked for, what it is asked, and how it fails."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from talk import browser
from talk.browser import Browser, find_browser, usual_places
from talk.errors import TalkError

needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the browser")


def program(path: Path, body: str) -> Path:
    """A shell script that can be run."""
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@needs_shell
def test_the_variable_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`TALK_BROWSER` is taken before what lies on the PATH."""
    mine = program(tmp_path / "mine", "exit 0")
    program(tmp_path / "chromium", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_browser() == Browser(tmp_path / "chromium")
    monkeypatch.setenv("TALK_BROWSER", str(mine))
    assert find_browser() == Browser(mine)


def test_a_browser_that_is_named_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong `TALK_BROWSER` is told instead of passed over."""
    monkeypatch.setenv("TALK_BROWSER", "no-such-browser")
    with pytest.raises(TalkError, match="no-such-browser"):
        find_browser()


def test_without_any_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """No browser is an answer, not an error."""
    monkeypatch.delenv("TALK_BROWSER", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(browser, "usual_places", lambda *_: iter(()))
    assert find_browser() is None


def test_macos_and_windows_keep_browsers_outside_the_path() -> None:
    """Applications of macOS and the program folders of Windows are looked through, Chrome first."""
    mac = [each.as_posix() for each in usual_places("darwin", {"HOME": "/Users/ada"})]
    assert mac[0] == "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    assert "/Users/ada/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge" in mac
    windows = [each.as_posix() for each in usual_places("win32", {"PROGRAMFILES": "C:/Programs"})]
    assert windows[0] == "C:/Programs/Google/Chrome/Application/chrome.exe"
    assert windows[-1] == "C:/Programs/Microsoft/Edge/Application/msedge.exe"


@needs_shell
def test_a_browser_that_writes_nothing_is_told_with_its_last_words(tmp_path: Path) -> None:
    """Its last line on stderr is the reason."""
    broken = Browser(program(tmp_path / "broken", "echo no display >&2; exit 3"))
    with pytest.raises(TalkError, match=r"could not do it: no display .*TALK_BROWSER"):
        broken.print_pdf(tmp_path / "page.html")


@needs_shell
def test_a_browser_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    """After its time the browser and all that it started are gone."""
    hanging = Browser(program(tmp_path / "hanging", f"sleep 60 & echo $! > {tmp_path}/child; wait"))
    with pytest.raises(TalkError, match=r"not done after 0\.5 s"):
        hanging.print_pdf(tmp_path / "page.html", seconds=0.5)
    child = int((tmp_path / "child").read_text())
    for _ in range(100):
        if not runs(child):
            return
        time.sleep(0.02)
    pytest.fail("the child still runs")


def runs(process: int) -> bool:
    """Whether a process is there and is not a zombie that waits for its parent."""
    try:
        os.kill(process, 0)
    except OSError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text().split(")")[1].split()[0] == "Z")


@pytest.mark.browser
def test_a_page_becomes_a_pdf_and_a_picture(tmp_path: Path, browser_path: str) -> None:
    """Both are of the page, and no folder is left behind."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title>T</title><body style='background:#f00'><h1>T</h1>")
    there = Browser(Path(browser_path))
    assert there.print_pdf(page).startswith(b"%PDF-")
    assert there.take_picture(page, 40, 30, scale=2)[16:24] == (80).to_bytes(4) + (60).to_bytes(4)
