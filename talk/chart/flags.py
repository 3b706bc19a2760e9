"""Words for places along x, in rows above the plot: rules, bands, moments without a height."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from talk.chart.axis_map import AxisMap
from talk.chart.canvas import Canvas, Text
from talk.chart.fonts import LINE, text_width
from talk.chart.layout import Rect, rows_for
from talk.chart.model import Band, Events, Mark, Rule
from talk.chart.size import NoRoomError
from talk.chart.union import Keyed, MarkKey

_MOST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Flag:
    """The word of a line or a stretch, its middle in pixels, and the row that it stands in.

    `place` is its number among those of its mark. Words of moments for which no row is free are left out
    (row None): the table has them.
    """

    key: MarkKey
    place: int
    text: str
    middle: float
    row: int | None


def flags_of(state: Keyed, panel: int, x: AxisMap, canvas: Canvas) -> list[Flag]:
    """All words above a panel, sorted into rows.

    Raises:
        TalkError: rules and bands have more words than there are rows.
    """
    found = sorted(_upright(state, panel), key=lambda each: (each[0].kind == "events", each[2]))
    middles, spans = [], []
    for _, _, low, high, text in found:
        half = text_width(text, canvas.room_px) / 2
        middle = min(max((x.at(low) + x.at(high)) / 2, x.start + half), x.end - half)
        reach = half + canvas.room_px * 0.3
        middles.append(middle)
        spans.append((middle - reach, middle + reach))
    rows = rows_for(spans, _MOST_ROWS)
    for (key, *_, text), row in zip(found, rows, strict=True):
        if row is None and key.kind != "events":
            raise NoRoomError(
                f"there is no room above the chart for '{text}'", hint="use fewer or shorter words"
            )
    return [
        Flag(key, place, text, middle, row)
        for (key, place, _, _, text), middle, row in zip(found, middles, rows, strict=True)
    ]


def flag_rows(flags: list[Flag]) -> int:
    """How many rows of words there are."""
    return max((flag.row + 1 for flag in flags if flag.row is not None), default=0)


def rows_passed(flags: list[Flag], key: MarkKey, count: int) -> list[int]:
    """How many rows of words each line of a mark goes through, up to its own."""
    rows = [0] * count
    for flag in flags:
        if flag.key == key and flag.row is not None:
            rows[flag.place] = flag.row
    return rows


def flag_texts(flags: list[Flag], frame: Rect, canvas: Canvas) -> Iterator[Text]:
    """The words above the plot."""
    line = canvas.room_px * LINE
    for flag in flags:
        if flag.row is not None:
            y = frame.top - (flag.row + 0.5) * line - canvas.unit
            yield Text(flag.middle, y, flag.text, across="middle", down="middle", role="fg", halo=True)


def _upright(state: Keyed, panel: int) -> Iterator[tuple[MarkKey, int, float, float, str]]:
    """The key of each that has a word, its number, from, to, and its word."""
    for key, mark in state.items():
        if key.panel == panel:
            for place, (low, high, text) in enumerate(_stretches(mark)):
                if text:
                    yield key, place, low, high, text


def _stretches(mark: Mark) -> list[tuple[float, float, str]]:
    if isinstance(mark, Rule) and mark.axis == "x":
        return [(mark.at, mark.at, mark.text)]
    if isinstance(mark, Band) and mark.axis == "x":
        return [(mark.start, mark.end, mark.text)]
    if isinstance(mark, Events) and mark.y is None:
        return [(x, x, text) for x, text in zip(mark.x, mark.texts, strict=True)]
    return []
