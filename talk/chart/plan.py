"""How the moments of `Steps` stand: side by side, or each in the place of the one before."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from talk.chart.addresses import shortened
from talk.chart.fonts import BOLD, LINE, block_height, block_width, text_width, wrapped
from talk.chart.measure import Measure
from talk.chart.model import Step
from talk.chart.picture import PicturePlan, plan_picture
from talk.chart.size import NoRoomError
from talk.chart.sketch import Point, Shape, Sketch
from talk.errors import TalkError

if TYPE_CHECKING:
    from talk.chart.size import Size

Standing = Literal["strip", "stage"]
States = tuple[tuple[Step, ...], ...]
"""The moments of each state of a grid."""

_ROWS = (1.9, 1.7, 1.5)  # heights of a cell, the most comfortable that fits; in text sizes, as all of these
_SHOWN = (10, 8, 6, 4, 3)  # places of a queue
_APART = 2.2  # from moment to moment, at least
_WIDEST_APART = 6.0
_CAPTION_LINES = 3
_NUMBER_GAP = 0.62  # behind the number of a moment, before its caption
_OF_GAP = 0.24  # behind the number of a moment, before `of 5`
_BELOW_CAPTION = 0.6
_BETWEEN_ROWS = 1.4
_FOOT = 0.8


@dataclass(frozen=True, slots=True)
class Layout:
    """Where all moments of all states go.

    `moments` is the largest number of moments that a state has; `captions` are broken into lines, `head` is
    the height of the highest. `tops` and `lefts` are those of the moments by their number.
    """

    standing: Standing
    states: States
    picture: PicturePlan
    captions: tuple[tuple[str, ...], ...]
    head: float
    text_px: float
    lefts: tuple[float, ...]
    tops: tuple[float, ...]
    height: float

    @property
    def moments(self) -> int:
        return max(len(state) for state in self.states)

    @property
    def in_a_row(self) -> int:
        return len(set(self.lefts)) if self.standing == "strip" else 1

    def origin(self, moment: int) -> Point:
        """The upper left corner of one moment."""
        return self.lefts[moment], self.tops[moment]

    def draw(self, state: int, moment: int) -> list[Shape]:
        """The shapes of one moment, with its caption, from its own corner."""
        measure = self.picture.measure
        sketch = Sketch(measure.unit)
        step, y = self.states[state][moment], measure.px * LINE / 2
        if self.moments > 1:
            sketch.text(0, y, f"{moment + 1}", role="accent", face=BOLD)
        if self.moments > 1 and self.standing == "stage":
            behind = _number_width(self.moments, measure.px) + _OF_GAP * measure.px
            sketch.text(behind, y, f"of {len(self.states[state])}", role="muted")
        indent = _indent(self.standing, self.moments, measure.px)
        sketch.text(indent, y, self.captions[state][moment])
        self.picture.draw(sketch, step, self.head)
        return sketch.shapes


def plan_strip(states: States, size: Size) -> Layout:
    """All moments side by side, in rows of equal length where one is not enough.

    Args:
        states: the moments of each state; all are laid out alike.
        size: without a height, what is needed is taken.

    Returns:
        The roomiest layout that fits; addresses are whole if all moments stand in one row with them.

    Raises:
        TalkError: they need more room than there is.
    """
    _check(states)
    found = None
    for still in (True, False):
        for row in _ROWS if size.height_px else _ROWS[1:2]:
            found = _narrow_or_whole(states, size, row, still)
            if not size.height_px or found.height <= size.height_px + 0.5:
                return found
    assert found is not None
    raise _too_high(found.height, size)


def plan_stage(states: States, size: Size) -> Layout:
    """Each moment in the same place: as large as the largest.

    Raises:
        TalkError: one of them needs more room than there is.
    """
    _check(states)
    lowest = math.inf
    for still in (True, False):
        for drawn in (states, _short(states)):
            for measure in _stage_measures(size, still):
                found = _stage(drawn, size, measure)
                if found is None:
                    continue
                if not size.height_px or found.height <= size.height_px + 0.5:
                    return found
                lowest = min(lowest, found.height)
    raise _too_wide(size) if lowest == math.inf else _too_high(lowest, size)


def _check(states: States) -> None:
    if not all(states):
        raise TalkError("there is no step to draw", hint="add one with .step(...)")


def _too_high(height: float, size: Size) -> NoRoomError:
    return NoRoomError(
        f"the diagrams need a height of {math.ceil(height)} px, there are {size.height_px}",
        hint="show fewer cells or fewer moments, or give the block more height",
    )


def _too_wide(size: Size) -> NoRoomError:
    return NoRoomError(f"a step is wider than {size.width_px} px", hint="shorten its names and values")


def _all(states: States) -> list[Step]:
    return [step for state in states for step in state]


def _short(states: States) -> States:
    found = iter(shortened(_all(states)))
    return tuple(tuple(next(found) for _ in state) for state in states)


def _stage_measures(size: Size, still: bool) -> Iterator[Measure]:
    px, unit = size.text_px * size.room, size.text_px / 20
    for row in _ROWS:
        yield Measure(px, row * px, unit, _SHOWN[0], still)
    for shown in _SHOWN[1:]:
        yield Measure(px, _ROWS[-1] * px, unit, shown, still)


def _stage(states: States, size: Size, measure: Measure) -> Layout | None:
    steps, px = _all(states), measure.px
    picture = plan_picture(steps, measure)
    if picture.width > size.width_px:
        return None
    picture = picture.eased(size.width_px)
    count = max(map(len, states))
    captions = _captions(states, [size.width_px - _indent("stage", count, px)] * count, px)
    head = _head(captions, px)
    height = head + max(picture.height(step) for step in steps) + _FOOT * px
    zeros = (0.0,) * count
    return Layout("stage", states, picture, captions, head, size.text_px, zeros, zeros, height)


def _indent(standing: Standing, count: int, px: float) -> float:
    """The width of what stands before a caption with the gap behind it: `2` in a strip, `2 of 5` on stage."""
    if count == 1:
        return 0.0
    wide = _number_width(count, px)
    if standing == "strip":
        return wide + _NUMBER_GAP * px
    return wide + (_OF_GAP + 0.9) * px + text_width(f"of {count}", px)


def _number_width(count: int, px: float) -> float:
    """The room for the number of any of so many moments, bold."""
    return text_width("0" * len(str(count)), px, BOLD)


def _narrow_or_whole(states: States, size: Size, row: float, still: bool) -> Layout:
    whole = _strip(states, size, row, still)
    count = max(map(len, states))
    if whole is not None and whole.in_a_row == count:
        return whole
    short = _strip(_short(states), size, row, still)
    if short is None:
        raise _too_wide(size)
    return short if whole is None or short.in_a_row > whole.in_a_row else whole


def _strip(states: States, size: Size, row: float, still: bool) -> Layout | None:
    px = size.text_px * size.room
    steps = _all(states)
    for shown in _SHOWN:
        picture = plan_picture(steps, Measure(px, row * px, size.text_px / 20, shown, still))
        if picture.width <= size.width_px:
            return _in_rows(states, picture, size)
    return None


def _in_rows(states: States, picture: PicturePlan, size: Size) -> Layout:
    px, width, count = picture.measure.px, size.width_px, max(map(len, states))
    indent = _indent("strip", count, px)
    least = min(max(picture.width, indent + _least_room(states, px)), width)
    fitting = int((width + _APART * px) / (least + _APART * px))
    in_a_row = math.ceil(count / math.ceil(count / fitting))
    picture = picture.eased((width - (in_a_row - 1) * _APART * px) / in_a_row)
    place = max(picture.width, least)
    free = (width - in_a_row * place) / max(in_a_row - 1, 1)
    gap = min(free, _WIDEST_APART * px) if in_a_row > 1 else 0.0
    wide = min(place + gap / 2, width)
    rooms = [place if (number + 1) % in_a_row == 0 else wide for number in range(count)]
    if in_a_row == 1:
        rooms = [float(width)] * count
    captions = _captions(states, [room - indent for room in rooms], px)
    head = _head(captions, px)
    bodies = _bodies(states, picture, in_a_row)
    below = [head + body + _BETWEEN_ROWS * px for body in bodies]
    tops = [sum(below[:row]) for row in range(len(bodies))]
    lefts = [number * (place + gap) for number in range(in_a_row)]
    return Layout(
        "strip",
        states,
        picture,
        captions,
        head,
        size.text_px,
        tuple(lefts[number % in_a_row] for number in range(count)),
        tuple(tops[number // in_a_row] for number in range(count)),
        sum(below) + (_FOOT - _BETWEEN_ROWS) * px,
    )


def _bodies(states: States, picture: PicturePlan, in_a_row: int) -> list[float]:
    """The height of the pictures in each row of moments."""
    high = [0.0] * math.ceil(max(map(len, states)) / in_a_row)
    for state in states:
        for number, step in enumerate(state):
            high[number // in_a_row] = max(high[number // in_a_row], picture.height(step))
    return high


def _captions(states: States, rooms: Sequence[float], px: float) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(_caption(step.caption, room, px) for step, room in zip(state, rooms, strict=False))
        for state in states
    )


def _least_room(states: States, px: float) -> float:
    """The least width, to a quarter of a text size, in which each caption keeps to its most lines."""
    return max(_least_width(caption, px) for caption in {step.caption for step in _all(states)})


def _least_width(caption: str, px: float) -> float:
    width = max((text_width(word, px) for word in caption.split()), default=0.0)
    while block_width(wrapped(caption, px, width, most=_CAPTION_LINES), px) > width:
        width += px / 4
    return width


def _caption(text: str, width: float, px: float) -> str:
    lines = wrapped(text, px, width, most=_CAPTION_LINES)
    if block_width(lines, px) > width:
        raise NoRoomError(f"the caption '{text}' is too long", hint="use a few words")
    return lines


def _head(captions: Sequence[Sequence[str]], px: float) -> float:
    """The height of the captions and the gap below; a picture that stands alone may do without."""
    if all(each == ("",) for each in captions):
        return 0.0
    return max(block_height(caption, px) for each in captions for caption in each) + _BELOW_CAPTION * px
