"""`Steps` drawn: one state as SVG with the numbers of all states beside it, or on a sheet for a PNG file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from talk.chart.canvas import Canvas
from talk.chart.drawing import Drawing
from talk.chart.moment_states import states_json
from talk.chart.plan import Layout, Standing, plan_stage, plan_strip
from talk.chart.sketch_canvas import paint
from talk.chart.sketch_svg import moment_group, svg_root

if TYPE_CHECKING:
    from talk.chart.model import StepsData
    from talk.chart.size import Size


def draw_moments(
    states: Sequence[StepsData],
    shown: int,
    size: Size,
    *,
    alt: str,
    alts: Sequence[str],
    says: Sequence[str],
    em_of: float | None,
    standing: Standing,
) -> Drawing:
    """All states laid out alike, and one of them as SVG.

    Args:
        states: the diagrams of each state.
        shown: the number of the state that the SVG shows.
        size: the room; without a height, what is needed is taken.
        alt: the text alternative of the SVG.
        alts: the text alternative of each state.
        says: the sentence of each state.
        em_of: the size of the text around it in the page; text is set in `em` of that. None: in pixels.
        standing: all moments side by side, or each in the place of the one before.

    Raises:
        TalkError: there is nothing to draw, or too little room.
    """
    from lxml import etree

    layout = _planned(states, size, standing)
    high = math.ceil(layout.height)
    root, moments = svg_root(size.width_px, high, layout.text_px, alt, em_of)
    for number in range(len(states[shown].steps)):
        later = standing == "stage" and number > 0
        shapes = layout.draw(shown, number)
        moments.append(moment_group(shapes, number, layout.origin(number), later=later))
    svg = etree.tostring(root, encoding="unicode")
    alone = len(states) == 1 and standing == "strip"
    after_each_other = layout.moments if standing == "stage" and layout.moments > 1 else 0
    return Drawing(svg, high, "" if alone else states_json(layout, states, alts, says), after_each_other)


def paint_moments(steps: StepsData, size: Size, colours: dict[str, str]) -> Canvas:
    """All moments side by side on a canvas of the height that they need.

    Raises:
        TalkError: there is nothing to draw, or too little room.
    """
    layout = _planned([steps], size, "strip")
    canvas = Canvas(size.width_px, math.ceil(layout.height), layout.text_px, size.room, colours)
    for number in range(layout.moments):
        paint(canvas, layout.draw(0, number), layout.origin(number))
    return canvas


def _planned(states: Sequence[StepsData], size: Size, standing: Standing) -> Layout:
    plan = plan_stage if standing == "stage" else plan_strip
    return plan(tuple(state.steps for state in states), size)
