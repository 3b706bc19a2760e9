"""The style sheets: sizes of text, and nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "talk" / "web" / "css"


def test_no_small_text_on_slides() -> None:
    """Whatever is smaller than plain text on a slide has a floor of at least 18 px."""
    text = "".join((CSS / name).read_text(encoding="utf-8") for name in ("deck.css", "layouts.css"))
    sizes = re.findall(r"font-size: ([^;]+);", text)
    assert len(sizes) > 10
    for size in sizes:
        small = [float(em) for em in re.findall(r"([\d.]+)em", size) if float(em) < 1]
        assert not small or size.startswith("max(18px"), size


@pytest.mark.parametrize("sheet", sorted(CSS.rglob("*.css")), ids=lambda path: path.name)
def test_style_sheets_load_nothing(sheet: Path) -> None:
    """No style sheet of ours names an address, and a colour is only ever the value of a theme's variable."""
    text = sheet.read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import", text)
    themes = sheet.name in ("theme.css", "ink.css") or sheet.parent.name == "themes"
    rest = re.sub(r"--[\w-]+: (light-dark\([^;]*\)|#\w+);", "", text) if themes else text
    assert not re.search(r"#[0-9a-f]{3,8}\b[^{]*;", rest)
