from __future__ import annotations

import pytest

from talk.render.scale import add_style, chart_text_px, ratio, text_px


def test_six_more_pixels_scale_everything_alike() -> None:
    """Text and chart text keep their ratio between +0 and +6."""
    assert ratio(34) == pytest.approx(chart_text_px(34) / chart_text_px(28))
    assert text_px(28, 4, 2) == 34


def test_nothing_falls_below_the_minimum() -> None:
    """Text stays at 18 px, chart text at 16 px."""
    assert text_px(28, -20) == 18
    assert chart_text_px(18) == 16


def test_only_a_change_of_size_is_written() -> None:
    """A block that adds nothing needs no style."""
    assert (add_style(0), add_style(-2)) == ("", "--add: -2")
