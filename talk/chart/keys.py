"""A key for what has no end to stand at: bars side by side, and dots."""

from __future__ import annotations

from talk.chart.canvas import Canvas, Text
from talk.chart.fonts import LINE, text_width
from talk.chart.model import Panel, Series
from talk.chart.palette import MARKERS, bar_ink

_SWATCH = 16
_GAP = 8
_APART = 26

Row = list[tuple[Series, float]]


def keys_of(panel: Panel) -> list[Series]:
    """The series that need a key: bars and dots, unless the axis says all there is to say."""
    found = [series for series in panel.series if series.kind in ("bars", "points") and series.label]
    alone = len(panel.series) == 1 and found and found[0].label == panel.y.label
    return [] if alone else found


def key_rows(series: list[Series], canvas: Canvas, width: float, title: str) -> list[Row]:
    """The series with the x of each, in rows of at most that width; the first is the axis title's own."""
    rows: list[Row] = [[]]
    x = text_width(title, canvas.room_px) + (_APART * canvas.unit if title else 0)
    for each in series:
        wide = (_SWATCH + _GAP + _APART) * canvas.unit + text_width(each.label, canvas.room_px)
        if x + wide > width:
            rows.append([])
            x = 0.0
        rows[-1].append((each, x))
        x += wide
    return rows


def draw_keys(rows: list[Row], styles: dict[str, tuple[str, int]], top: float, canvas: Canvas) -> None:
    """The rows, with the first one's upper edge at `top`."""
    line = canvas.room_px * LINE
    for number, row in enumerate(rows):
        for series, x in row:
            _draw(series, styles[series.label], x, top + (number + 0.5) * line, canvas)


def _draw(series: Series, style: tuple[str, int], x: float, y: float, canvas: Canvas) -> None:
    role, number = style
    unit = canvas.unit
    if series.kind == "bars":
        alpha, width = bar_ink(series.tone, number)
        side = 12 * unit
        corner = (x + 2 * unit, y - side / 2)
        canvas.rectangle(corner, (side, side), fill=role, stroke=role, alpha=alpha, width=width)
    else:
        canvas.marker(x + 8 * unit, y, 8, MARKERS[number % len(MARKERS)], role)
    canvas.text(Text(x + (_SWATCH + _GAP) * unit, y, series.label, down="middle"))
