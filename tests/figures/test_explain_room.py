"""What `talk build --explain` says of the room on a slide."""

from __future__ import annotations

from pathlib import Path

import pytest

from talk.cli import run

DEMO = '''
from talk.demo import Chart, demo

@demo
def line() -> Chart:
    """A straight line."""
    return Chart(x=[0, 1, 2], x_unit="s").line([0, 1, 2], "way")
'''


@pytest.mark.parametrize(("points", "gives_way"), [(1, False), (6, True)])
def test_text_that_gives_way_to_a_figure_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], points: int, gives_way: bool
) -> None:
    """A slide with little room for its figure says by how many pixels its text is smaller."""
    (tmp_path / "demos").mkdir()
    (tmp_path / "demos" / "line.py").write_text(DEMO)
    words = "\n".join(f"- point {number}" for number in range(points))
    (tmp_path / "deck.md").write_text(f"---\nfont: +4\n---\n\n## A\n\n{words}\n\n```demo line\n```\n")
    assert run(["build", str(tmp_path / "deck.md"), "-o", str(tmp_path / "out"), "--explain"]) == 0
    told = capsys.readouterr().err
    assert ("figure line: the text of its slide gives way to it by " in told) == gives_way
