"""Words for places along x, in rows above the plot: rules, bands, moments without a height."""

from __future__ import annotations

from dataclasses import dataclass

from talk.chart.canvas import Canvas, Text
from talk.chart.fonts import LINE, text_width
from talk.chart.layout import Rect, rows_for
from talk.chart.marks import across
from talk.chart.model import Band, ChartData, Events, Panel, Rule
from talk.chart.scale import Scale
from talk.errors import TalkError

_MOST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Flag:
    """A line or a stretch from `x` to `end` (in pixels), its word, and the row that the word stands in.

    Words of moments for which no row is free are left out (row None): the table has them.
    """

    text: str
    x: float
    end: float
    middle: float
    row: int | None
    is_event: bool = False


def flags_of(
    panel: Panel, chart: ChartData, scale: Scale, left: float, right: float, canvas: Canvas
) -> list[Flag]:
    """All that stands upright in a panel, its words sorted into rows.

    Raises:
        TalkError: rules and bands have more words than there are rows.
    """
    found = sorted(_upright(panel, chart), key=lambda each: (each[3], each[0]))
    places = []
    for low, high, text, _ in found:
        x, end = across(low, scale, left, right), across(high, scale, left, right)
        half = text_width(text, canvas.room_px) / 2
        middle = min(max((x + end) / 2, left + half), right - half)
        places.append((x, end, middle, half + canvas.room_px * 0.3 if text else 0.0))
    rows = rows_for([(middle - half, middle + half) for _, _, middle, half in places], _MOST_ROWS)
    flags = []
    for (_, _, text, is_event), (x, end, middle, _), row in zip(found, places, rows, strict=True):
        if row is None and not is_event:
            raise TalkError(
                f"there is no room above the chart for '{text}'", hint="use fewer or shorter words"
            )
        flags.append(Flag(text, x, end, middle, row, is_event))
    return flags


def flag_rows(flags: list[Flag]) -> int:
    """How many rows of words there are."""
    return max((flag.row + 1 for flag in flags if flag.text and flag.row is not None), default=0)


def draw_flags(flags: list[Flag], frame: Rect, canvas: Canvas) -> None:
    """The lines and stretches in the plot, and their words above it."""
    line = canvas.room_px * LINE
    for flag in flags:
        row = flag.row or 0
        shown = bool(flag.text) and flag.row is not None
        top = frame.top - row * line if shown else frame.top
        if flag.end > flag.x:
            size = (flag.end - flag.x, frame.bottom - frame.top)
            canvas.rectangle((flag.x, frame.top), size, fill="muted", alpha=0.11)
        else:
            dashes = (1.2, 2.2) if flag.is_event else (4, 2.4)
            canvas.line([(flag.x, top), (flag.x, frame.bottom)], "muted", 1.4, dashes)
        if shown:
            y = frame.top - (row + 0.5) * line - canvas.unit
            canvas.text(Text(flag.middle, y, flag.text, across="middle", down="middle", role="fg", halo=True))


def _upright(panel: Panel, chart: ChartData) -> list[tuple[float, float, str, bool]]:
    """From, to, word, and whether it is one of many moments."""
    found = []
    factor = chart.x.factor
    for mark in panel.marks:
        if isinstance(mark, Rule) and mark.axis == "x":
            found.append((mark.at * factor, mark.at * factor, mark.text, False))
        elif isinstance(mark, Band) and mark.axis == "x":
            found.append((mark.start * factor, mark.end * factor, mark.text, False))
        elif isinstance(mark, Events) and mark.y is None:
            pairs = zip(mark.x, mark.texts, strict=True)
            found.extend((x * factor, x * factor, text, True) for x, text in pairs)
    return found
