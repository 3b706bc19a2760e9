"""A key for what has no end to stand at: bars, bins, dots, spans, lines that stop early, colours."""

from __future__ import annotations

from dataclasses import dataclass

from talk.chart.canvas import Canvas, Text
from talk.chart.ends import LABELLED, end_points, reaches_right
from talk.chart.fonts import LINE, text_width
from talk.chart.format import decimals_for, show_number, with_unit
from talk.chart.looks import Levels, fill_alpha, heat_levels, level_alpha, tone_of
from talk.chart.model import Heat
from talk.chart.palette import DASHES, MARKERS
from talk.chart.scale import Scale
from talk.chart.union import MarkKey
from talk.chart.whole import Whole

_SWATCH = 16
_GAP = 8
_APART = 26
_CELL = 14  # width of a level in the scale of colours
_KEYED = ("bars", "hist", "points", "spans")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what it is, its label, its colour and the number of its shape.

    `levels` and `ends` (in words) are those of a scale of colours.
    """

    kind: str
    label: str
    role: str
    number: int
    tone: str = ""
    levels: Levels | None = None
    ends: tuple[str, str] = ("", "")

    def width(self, canvas: Canvas) -> float:
        """What it takes with the space after it."""
        swatch = (_SWATCH + _GAP) * canvas.unit
        if self.levels:
            gaps = (3 * _GAP if self.label else 2 * _GAP) * canvas.unit
            swatch = gaps + self.levels[2] * _CELL * canvas.unit
        words = sum(text_width(text, canvas.room_px) for text in (self.label, *self.ends))
        return swatch + words + _APART * canvas.unit


Row = list[tuple[Entry, float]]


def keys_of(whole: Whole, panel: int, x: Scale) -> list[Entry]:
    """What needs an entry, unless the axis says all there is to say."""
    keys = [key for key in whole.keys_in(panel) if key in whole.roles]
    entries = [_entry(whole, key) for key in keys if _needs_entry(whole, key, x)]
    named = [entry for entry in entries if entry.label or entry.levels]
    alone = len(keys) == 1 and named and named[0].label == whole.panels[panel].y.label and not named[0].levels
    return [] if alone else named


def key_rows(entries: list[Entry], canvas: Canvas, title: str) -> list[Row]:
    """The entries with the x of each, in rows as wide as the sheet; the first is the axis title's own."""
    rows: list[Row] = [[]]
    x = text_width(title, canvas.room_px) + (_APART * canvas.unit if title else 0)
    for entry in entries:
        wide = entry.width(canvas)
        if x + wide > canvas.width and x > 0:
            rows.append([])
            x = 0.0
        rows[-1].append((entry, x))
        x += wide
    return rows


def draw_keys(rows: list[Row], top: float, canvas: Canvas) -> None:
    """The rows, with the first one's upper edge at `top`."""
    line = canvas.room_px * LINE
    for number, row in enumerate(rows):
        for entry, x in row:
            y = top + (number + 0.5) * line
            if entry.levels:
                _draw_levels(entry, x, y, canvas)
            else:
                _draw_swatch(entry, x, y, canvas)
                words = Text(x + (_SWATCH + _GAP) * canvas.unit, y, entry.label, down="middle")
                canvas.text(words)


def _needs_entry(whole: Whole, key: MarkKey, x: Scale) -> bool:
    if key.kind not in LABELLED:
        return key.kind in _KEYED or key.kind == "heat"
    states = zip(whole.charts, whole.states, strict=True)
    ends = [end_points(chart, state, [key]).get(key) for chart, state in states]
    return any(end is not None and not reaches_right(end, x) for end in ends)


def _entry(whole: Whole, key: MarkKey) -> Entry:
    role, number = whole.roles[key]
    if key.kind != "heat":
        return Entry(key.kind, key.label, role, number, tone_of(whole, key))
    levels = heat_levels(whole, key)
    unit = next((mark.show for _, mark in whole.marks(key) if isinstance(mark, Heat)), "")
    decimals = decimals_for(levels[:2])
    low, high = (show_number(each, decimals) for each in levels[:2])
    return Entry("heat", key.label, role, number, levels=levels, ends=(low, with_unit(high, unit)))


def _draw_swatch(entry: Entry, x: float, y: float, canvas: Canvas) -> None:
    unit = canvas.unit
    if entry.kind == "points":
        canvas.marker(x + 8 * unit, y, 8, MARKERS[entry.number % len(MARKERS)], entry.role)
    elif entry.kind in ("line", "step"):
        dashes = () if entry.tone else DASHES[entry.number % len(DASHES)]
        canvas.line([(x, y), (x + _SWATCH * unit, y)], entry.role, 2.8, dashes)
    else:
        alpha, width = fill_alpha(entry.kind, entry.tone, entry.number)
        side = 12 * unit
        corner = (x + 2 * unit, y - side / 2)
        canvas.rectangle(
            corner, (side, side), fill=entry.role, stroke=entry.role, alpha=alpha, width=min(width, 2)
        )


def _draw_levels(entry: Entry, x: float, y: float, canvas: Canvas) -> None:
    """The label, the lowest number, a cell for each level, the highest number with its unit."""
    gap, side = _GAP * canvas.unit, 12 * canvas.unit
    for text in (entry.label, entry.ends[0]):
        if text:
            canvas.text(Text(x, y, text, down="middle"))
            x += text_width(text, canvas.room_px) + gap
    cell = _CELL * canvas.unit
    for level in range(entry.levels[2] if entry.levels else 0):
        canvas.rectangle((x, y - side / 2), (cell, side), fill=entry.role, alpha=level_alpha(level))
        x += cell
    canvas.text(Text(x + gap, y, entry.ends[1], down="middle"))
