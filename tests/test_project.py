"""Where things lie: the cache above all, which may not be there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from talk.errors import TalkError
from talk.project import cache_folder, find_project, open_cache

ROOT = Path(__file__).parents[1]


def test_the_cache_is_where_the_user_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative TALK_CACHE is taken from where the user stands; two projects share no folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TALK_CACHE", "kept")
    one, two = (open_cache(tmp_path / name / "deck", "x") for name in ("one", "two"))
    assert one.is_dir()
    assert one.is_relative_to(tmp_path / "kept")
    assert one != two


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who names the cache is told that it cannot be used."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("TALK_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(TalkError, match="cannot be written: Not a directory"):
        open_cache(tmp_path, "x")


def test_no_home_is_no_hindrance(tmp_path: Path) -> None:
    """Where the user has no cache folder a temporary one serves, and nothing of it stays behind."""
    code = "from pathlib import Path; from talk.project import open_cache; print(open_cache(Path.cwd(), 'x'))"
    nowhere = {"HOME": "/dev/null/none", "XDG_CACHE_HOME": "/dev/null/none", "TALK_CACHE": ""}
    environment = {**os.environ, **nowhere, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()).parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_the_cache_lies_outside_the_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By default nothing is kept in the project."""
    monkeypatch.delenv("TALK_CACHE", raising=False)
    assert not cache_folder(tmp_path).is_relative_to(tmp_path)


@pytest.mark.parametrize("name", ["demos", "slides", "."])
def test_sources_are_never_built_over(tmp_path: Path, name: str) -> None:
    """The deck's folders are no output, nor is any folder with programs."""
    for folder in ("slides", "demos"):
        (tmp_path / folder).mkdir()
    (tmp_path / "demos/heap.py").touch()
    project = find_project(tmp_path / "slides")
    with pytest.raises(TalkError, match="holds the deck's own sources"):
        project.check_output(tmp_path / name)
    project.check_output(tmp_path / "build")
