"""In how many windows a shape is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from talk.check.browser.views import Shape


@pytest.mark.parametrize(
    ("sheet", "passes"),
    [
        ("p { color: red }", [["16:9 light", "16:9 dark"]]),
        ("@media (prefers-color-scheme: dark) { p { color: red } }", [["16:9 light"], ["16:9 dark"]]),
    ],
)
def test_one_window_shows_both_modes_unless_the_system_decides(
    tmp_path: Path, sheet: str, passes: list[list[str]]
) -> None:
    """A style sheet that asks what the system prefers needs a window for each mode."""
    (tmp_path / "index.html").write_text("<p>")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "own.css").write_text(sheet)
    shape = Shape("16:9", (1280, 720), tmp_path)
    assert [[view.name for view in views] for views in shape.passes] == passes
