"""How large a figure is drawn, on a slide and on paper."""

from __future__ import annotations

from dataclasses import dataclass

from talk.errors import TalkError

BASE_FONT_PX = 28
TEXT_SHARE = 20 / BASE_FONT_PX  # chart text is 20 px where the text around it is 28
MINIMUM_TEXT_PX = 16
LIVE_STEPS = 4  # presses of `+` on stage that a chart leaves room for

PAPER_WIDTH_PX = 642  # 170 mm: the text of an A4 page, in CSS pixels
PAPER_TEXT_PX = 10.67  # 8 pt
_PAPER_GAP_PX = 16
_LEAST_SHAPE, _LEAST_SMALL_SHAPE = 0.4, 0.62  # height to width


class NoRoomError(TalkError):
    """A figure needs more room than it has at this size of text."""


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a drawing and of the text in it; `room` is how far that text may grow later."""

    width_px: int
    height_px: int
    text_px: float
    room: float = 1.0


def slide_size(width_px: int, height_px: int, font_px: float) -> Size:
    """The size of a figure on a slide whose plain text has `font_px`."""
    text_px = max(MINIMUM_TEXT_PX, font_px * TEXT_SHARE)
    return Size(width_px, height_px, text_px, (font_px + LIVE_STEPS) / font_px)


def paper_size(count: int, width_px: int, text_px: float, shape: float) -> Size:
    """The size of one of `count` figures on paper: two stand side by side, more below them.

    `shape` is the height of the figure on the slide, as a share of its width.
    """
    if count > 1:
        width_px = (width_px - _PAPER_GAP_PX) // 2
        shape = max(shape, _LEAST_SMALL_SHAPE)
    return Size(width_px, round(width_px * max(shape, _LEAST_SHAPE)), text_px)
