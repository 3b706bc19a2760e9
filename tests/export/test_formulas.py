"""Formulas as pictures."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from talk.export.formulas import DPI, formula_png


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{size} - \max(0,\ \text{frame} - 128) \le 928",
        "\\text{goal} = \\text{live}\n\\cdot \\frac{\\text{GOGC}}{100}",
        r"x_{n+1} = \tfrac{1}{2}(x_n + a/x_n) \ge 0",
    ],
)
def test_a_formula_is_a_picture_with_ink(tex: str) -> None:
    """TeX as talks use it becomes a picture on no ground, wider than high."""
    data = formula_png(tex)
    assert data is not None
    with Image.open(io.BytesIO(data)) as picture:
        assert round(picture.info["dpi"][0]) == DPI
        assert picture.width > picture.height > 40
        assert picture.convert("RGBA").getchannel("A").getextrema() == (0, 255)
    assert data == formula_png(tex)


def test_what_it_does_not_know_is_no_picture() -> None:
    """TeX beyond it, and what is none."""
    assert formula_png(r"\begin{cases}1\\2\end{cases}") is None
    assert formula_png(r"\frac{1}{") is None
