"""A deck with demos for a test, built in this process; what `--explain` said of each figure."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from talk.cli import run

HEAD = "from typing import Annotated\nfrom talk.demo import Chart, Choice, Range, Steps, demo\n"

LINE = """
@demo
def {name}(slope: Annotated[int, Range(1, 9)] = 2) -> Chart:
    '''A straight line.'''
    return Chart(x=[0, 1, 2], x_unit="s").line([0, slope, 2 * slope], "way")
"""


@dataclass(frozen=True, slots=True)
class Deck:
    """A project on the disk."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def write(self, name: str, text: str) -> Path:
        """A file of the project; demos get their imports."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        head = HEAD if path.suffix == ".py" and not path.name.startswith("_") else ""
        path.write_text(head + textwrap.dedent(text), encoding="utf-8")
        return path

    def build(self, *options: str) -> int:
        """Build it beside its slides; what comes back is the exit code."""
        return run(["build", str(self.folder / "slides"), "-o", str(self.folder / "build"), *options])

    def explain(self, *options: str) -> dict[str, str]:
        """Build it, which must be done; where each figure comes from, by its id."""
        self.capsys.readouterr()
        code = self.build("--explain", *options)
        told = self.capsys.readouterr().err
        assert code == 0, told
        return dict(re.findall(r"^figure (\S+) \([^)]*\): (.*)$", told, re.MULTILINE))

    def errors(self, *options: str) -> list[str]:
        """Build it, which must fail; its messages."""
        self.capsys.readouterr()
        assert self.build(*options) == 1
        return self.capsys.readouterr().err.splitlines()

    @property
    def output(self) -> dict[str, bytes]:
        """Every file of the output with its bytes."""
        out = self.folder / "build"
        files = (path for path in sorted(out.rglob("*")) if path.is_file())
        return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def deck(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Deck]:
    """A project with these files, in the working directory, with a cache of its own."""
    monkeypatch.setenv("TALK_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)

    def written(files: dict[str, str]) -> Deck:
        found = Deck(tmp_path / "deck", capsys)
        for name, text in files.items():
            found.write(name, text)
        return found

    return written
