"""Font sizes in one place: the deck's number, what slides and blocks add, and what may not be undercut.

The page itself scales by CSS (everything is in `em` of one number); what is
laid out at build, charts above all, asks here.
"""

from __future__ import annotations

from talk.deck.front_matter import BASE_FONT_PX

MINIMUM_PX = 18  # text on a slide
CHART_MINIMUM_PX = 16  # text in a chart
CHART_SHARE = 20 / BASE_FONT_PX  # chart text is 20 px where the text around it is 28
FIGURE_TEXT_PX = CHART_MINIMUM_PX / CHART_SHARE  # plain text around a chart whose text is as small as may be
EDGE_SHARE = 0.0625  # of the canvas's width, free at both sides of a slide
LIVE_STEPS = 4  # presses of `+` on stage that a chart leaves room for


def ratio(font_px: float) -> float:
    """By how much everything is larger than at the base of 28 px."""
    return font_px / BASE_FONT_PX


def text_px(font_px: float, *added: int) -> float:
    """The size of plain text where the deck has `font_px` and slide and block add to it."""
    return max(MINIMUM_PX, font_px + sum(added))


def chart_text_px(font_px: float, *added: int) -> float:
    """The size of chart text where plain text has `text_px(font_px, *added)`."""
    return max(CHART_MINIMUM_PX, text_px(font_px, *added) * CHART_SHARE)


def add_style(added: int) -> str:
    """The style that adds pixels to a slide or a block, "" for none. The style sheets read `--add`."""
    return f"--add: {added}" if added else ""
