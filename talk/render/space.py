"""The room that a slide leaves for a figure.

A chart is drawn at build for the pixels that it will have, so the height of
everything else on its slide must be known before a browser sees it. The heights here
follow the style sheets (`web/css/deck.css`, `layouts.css`); lines are counted from average letter
widths, a little on the safe side.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from talk.deck.model import DemoCall, Slide
from talk.render.controls import ROW_EM, controls_rows
from talk.render.scale import EDGE_SHARE, MINIMUM_PX, text_px

if TYPE_CHECKING:
    from talk.chart.controls import ControlView

TOP_PX = 60
FULL_TOP_PX, FULL_FOOT_PX = 28, 24  # on a slide with the class `full`, which has half the edges
LINE = 1.42
LETTER_EM = 0.5  # mean advance of running text in Talk Sans; headings are wider
HEADING_LETTER_EM = 0.53
BLOCK_GAP_EM = 0.72
SOURCE_GAP_EM = 0.25  # from a figure to the source below it
WORDS_EM = 0.7143  # caption and status of a figure, a source
DATA_BUTTON_EM = 3.0  # the width of a figure's button "Data" and the gap before it
RECORDED_LINES = 1.1  # whose answers stand above
FIGURES = ("demo", "recorded")
SPARE_EM = 0.3  # the estimate may be a little too low
LEAST_PX = 180
EASY_EM = 7.0  # a figure lower than this, in sizes of plain text, has the text around it give way
CROWDED = 1.15  # the estimate may be too high by as much
COLUMN_GAP_SHARE = 0.7 * EDGE_SHARE


@dataclass(frozen=True, slots=True)
class Space:
    """Room for one figure in slide pixels, and the size of the plain text around it.

    `cramped` says that the rest of the slide leaves less than a figure with such text should have;
    it then has what is left, but never less than the least height.
    """

    width_px: int
    height_px: int
    font_px: float
    cramped: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where blocks stand: how wide, and how large plain text is there."""

    width_px: float
    font_px: float

    def lines(self, letters: float, em: float = 1.0, letter_em: float = LETTER_EM) -> int:
        """Lines that so many letters of `em` times the plain size fill."""
        per_line = max(8.0, self.width_px / self.size_px(em) / letter_em)
        return max(1, math.ceil(letters / per_line))

    def size_px(self, em: float) -> float:
        """The size of text of `em` times the plain size."""
        return max(MINIMUM_PX, self.font_px * em)

    def narrowed(self, share: float) -> _Place:
        return _Place(self.width_px * share, self.font_px)


def figure_space(
    slide: Slide,
    call: DemoCall,
    *,
    canvas: tuple[int, int],
    font_px: float,
    words: tuple[str, ...] = (),
    controls: Sequence[ControlView] = (),
    compare: bool = False,
    steps: int = 0,
) -> Space:
    """The room for a demo's figure on its slide.

    Args:
        slide: the slide.
        call: the demo block, which stands on it.
        canvas: width and height of the slide in pixels.
        font_px: the deck's text size (28 + N).
        words: the lines of text below the figure (caption, status).
        controls: those of the figure, which stand below it.
        compare: whether there is a button to keep a curve.
        steps: how many moments a slider goes through, 0 for none.

    Returns:
        The room: as wide as the column or the slide; as high as what is left, but at least 180 px.
        The author's `height:` of the block goes before the estimate.
    """
    here = text_px(font_px, slide.font, call.font)
    full = "full" in slide.classes
    width = canvas[0] * (1 - (1 if full else 2) * EDGE_SHARE)
    page = _Place(width, text_px(font_px, slide.font))
    tree = SyntaxTreeNode(slide.tokens)
    place, taken, figures = _around(tree, call, page)
    margins = FULL_TOP_PX + FULL_FOOT_PX if full else TOP_PX + foot_px(font_px)
    free = canvas[1] - margins - taken - SPARE_EM * page.font_px
    height = free / max(1, figures) - _words_height(words, place)
    height -= _controls_height(controls, place, compare=compare, steps=steps)
    given = _given_height(call)
    cramped = not given and height < max(LEAST_PX, EASY_EM * page.font_px)
    return Space(round(place.width_px), given or max(LEAST_PX, round(height)), here, cramped)


def foot_px(font_px: float) -> float:
    """The room for the foot of a slide with the mark over it, and half a line that stays free (`--foot`)."""
    return max(68.0, 25 + 1.3036 * font_px)


def overflows(slide: Slide, canvas: tuple[int, int], font_px: float) -> bool:
    """Whether what stands on a slide besides figures is clearly higher than the room for it."""
    place = _Place(canvas[0] * (1 - 2 * EDGE_SHARE), text_px(font_px, slide.font))
    return _stacked(SyntaxTreeNode(slide.tokens), place) > CROWDED * (canvas[1] - TOP_PX - foot_px(font_px))


def block_width(slide: Slide, token: Token, canvas: tuple[int, int]) -> float:
    """How many slide pixels wide the place is in which a block stands: a column, or a slide without edges."""
    place = _Place(canvas[0] * (1 - 2 * EDGE_SHARE), 0)
    found = _place_of(SyntaxTreeNode(slide.tokens), token, place)
    return (found or place).width_px


def _place_of(node: SyntaxTreeNode, token: Token, place: _Place) -> _Place | None:
    for child in node.children:
        inner = _inner(node, child, place)
        held = (child.token,) if child.token else child.nester_tokens or ()
        if any(each is token for each in held):
            return inner
        found = _place_of(child, token, inner)
        if found:
            return found
    return None


def _given_height(call: DemoCall) -> int | None:
    raw = call.options.get("height")
    text = raw.text if raw is not None else None
    return int(text.removesuffix("px")) if text and text.removesuffix("px").isdigit() else None


def _around(node: SyntaxTreeNode, call: DemoCall, place: _Place) -> tuple[_Place, float, int]:
    """Where the call stands, the height of all that stands above and below it, and the figures there."""
    taken, figures = 0.0, 0
    found: tuple[_Place, float, int] | None = None
    for child in node.children:
        if _calls(child, call):
            inner = _inner(node, child, place)
            found = (inner, 0.0, 0) if child.type in FIGURES else _around(child, call, inner)
            figures += child.type in FIGURES
        elif child.type in FIGURES:
            figures += 1
        elif not _stands_beside(node, child):
            taken += _height(child, place)
    assert found is not None, "the call stands on the slide"
    where, below, nested = found
    return where, taken + below, max(figures, nested, 1)


def _calls(node: SyntaxTreeNode, call: DemoCall) -> bool:
    if node.type in FIGURES:
        return node.meta.get("call") is call
    return any(_calls(child, call) for child in node.children)


def _classes(node: SyntaxTreeNode) -> set[str]:
    return set() if node.is_root else set(str(node.attrs.get("class", "")).split())


def _stands_beside(parent: SyntaxTreeNode, child: SyntaxTreeNode) -> bool:
    """Columns do not take each other's height."""
    return "columns" in _classes(parent) and "column" in _classes(child)


def _inner(parent: SyntaxTreeNode, child: SyntaxTreeNode, place: _Place) -> _Place:
    """The place inside a block: a column is narrower than what it stands in."""
    if not _stands_beside(parent, child):
        return place
    columns = [each for each in parent.children if "column" in _classes(each)]
    given = re.search(r"([\d.]+)\s*%", f"{child.attrs.get('width', '')} {child.attrs.get('style', '')}")
    share = float(given[1]) / 100 if given else 1 / len(columns)
    gaps = COLUMN_GAP_SHARE * (len(columns) - 1) / (1 - 2 * EDGE_SHARE)
    return place.narrowed(share * (1 - gaps))


def _height(node: SyntaxTreeNode, place: _Place) -> float:
    """About how high a block stands, its gap to the block before included."""
    em, gap = place.font_px, BLOCK_GAP_EM * place.font_px
    if node.type == "heading":
        return _heading_height(node, place)
    if "source" in _classes(node):
        return (place.lines(_letters(node), WORDS_EM) * LINE + SOURCE_GAP_EM) * place.size_px(WORDS_EM)
    if node.type in {"paragraph", "dt", "dd"}:
        return place.lines(_letters(node)) * LINE * em + gap
    if node.type in ("code", "output"):
        lines = _code_lines(node)
        return lines * max(MINIMUM_PX, 0.7857 * em) * 1.5 + 2 * gap
    if node.type == "table":
        rows = sum(len(part.children) for part in node.children)
        return rows * (max(MINIMUM_PX, 0.8571 * em) * LINE + 0.5 * em) + gap
    if node.type in {"math_block", "math_block_label"}:
        return 2.4 * em + gap
    if "columns" in _classes(node):
        return max((_stacked(each, _inner(node, each, place)) for each in node.children), default=0.0) + gap
    if "footnotes" in _classes(node) or node.type.startswith("footnote"):
        return sum(place.lines(_letters(each), 0.65) for each in node.children) * LINE * 0.65 * em + gap
    if node.children and node.type != "inline":
        inner = place.narrowed(0.94) if node.type in {"list_item", "blockquote"} else place
        return _stacked(node, inner)
    return gap if node.type in {"hr", "html_block"} else 0.0


def _code_lines(node: SyntaxTreeNode) -> float:
    """The lines of code or output, what stands below them included."""
    if node.type == "output":
        return len(node.meta["terminal"].rows) + RECORDED_LINES
    lines: int = node.meta["code"].text.rstrip("\n").count("\n") + 1
    return lines + (RECORDED_LINES if node.meta.get("labels") else 0.0)


def _stacked(node: SyntaxTreeNode, place: _Place) -> float:
    return sum(_height(child, place) for child in node.children)


def _heading_height(node: SyntaxTreeNode, place: _Place) -> float:
    steps = {"h1": 2.75, "h2": 1.4286, "h3": 1.1429}
    step = steps.get(node.tag, 1.0)
    widest = 24 if node.tag == "h2" else 35
    held = _Place(min(place.width_px, widest * step * place.font_px), place.font_px)
    lines = held.lines(_letters(node), step, HEADING_LETTER_EM)
    return (lines * 1.21 + 0.7) * step * place.font_px


def _words_height(words: tuple[str, ...], place: _Place) -> float:
    """The lines below a figure, and the gap above them. Beside the first stands the button of the numbers."""
    beside = _Place(place.width_px - DATA_BUTTON_EM * place.font_px, place.font_px)
    places = [beside, *[place] * len(words)]
    lines = sum(at.lines(len(text), WORDS_EM) for at, text in zip(places, words, strict=False) if text)
    return (lines * LINE + 0.4) * place.size_px(WORDS_EM) if lines else 0.0


def _controls_height(controls: Sequence[ControlView], place: _Place, *, compare: bool, steps: int) -> float:
    """The rows of controls below a figure, and the gap above them."""
    if not controls and not steps:
        return 0.0
    em = place.size_px(WORDS_EM)
    rows = controls_rows(controls, compare=compare, steps=steps, width_em=place.width_px / em)
    return (rows * ROW_EM + 0.4) * em


def _letters(node: SyntaxTreeNode) -> int:
    """The letters that a reader sees in a block."""
    if node.type in {"text", "code_inline", "math_inline"}:
        return len(node.content)
    return sum(_letters(child) for child in node.children)
