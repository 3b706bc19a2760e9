"""How each mark of a chart looks in all of its states: its inks, its size, its place among others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talk.chart.ink import Ink
from talk.chart.model import Axis, Heat, Series, Spans
from talk.chart.palette import DASHES, MARKERS, bar_ink
from talk.chart.scale import Scale, rounded_out
from talk.chart.union import MarkKey

if TYPE_CHECKING:
    from talk.chart.whole import Whole

Levels = tuple[float, float, int]

HEAT_LEVELS = 8
POINT_SIZE, LEAST_POINT_SIZE = 9, 5  # in units; many points become smaller before they touch
_BAR_SHARE = 0.72  # of the distance of two bars, or groups of them
_WIDEST_BAR = 6.0  # in text sizes
_SPAN_HALF = 0.36  # of the distance of two lanes
_FAINTEST = 0.07


@dataclass(frozen=True, slots=True)
class Look:
    """How the mark of a key is drawn; what its kind does not need keeps its default.

    `inks` are in the order in which its kind draws them. `wide` and `off` are in x: the width of a bar and
    how far its middle lies from its x; `floor` is the y that bars and areas stand on; `levels` are the ends
    and the number of the steps of a heat map.
    """

    key: MarkKey
    inks: tuple[Ink, ...]
    role: str = ""
    wide: float = 1.0
    off: float = 0.0
    floor: float = 0.0
    marker: str = "o"
    size: float = 0.0
    half: float = _SPAN_HALF
    levels: Levels | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """What looks depend on: the unit, the text size, the pixels of a value of x, and those of the plot."""

    unit: float
    room_px: float
    per_x: float
    wide: float


def looks_of(whole: Whole, ys: Sequence[Scale], measures: Measures) -> tuple[Look, ...]:
    """The look of every key, in their order."""
    return tuple(_look(whole, key, ys[key.panel], measures) for key in whole.keys)


def heat_levels(whole: Whole, key: MarkKey) -> Levels:
    """Round numbers that hold all numbers of a heat map in all states, and the steps between them."""
    values = [value for _, mark in whole.marks(key) if isinstance(mark, Heat)
              for row in mark.rows for value in row if value is not None]  # fmt: skip
    return (*rounded_out(values or [0.0, 1.0]), HEAT_LEVELS)


def level_alpha(level: int) -> float:
    """How full the colour of a level is."""
    return _FAINTEST + (1 - _FAINTEST) * level / (HEAT_LEVELS - 1)


def fill_alpha(kind: str, tone: str, number: int) -> tuple[float, float]:
    """How full the colour of a filled shape is, and the width of its outline in units."""
    if kind == "spans":
        return (0.16, 1.4) if tone == "muted" else ((0.42, 1.4), (0.16, 1.4), (0.0, 1.8))[number % 3]
    if kind == "stack":
        return (0.3, 1.6) if tone == "muted" else (0.55, 1.6)
    if kind == "hist":
        return (0.22, 1.4) if tone == "muted" else ((0.6, 1.4), (0.2, 1.4), (0.0, 2.0))[number % 3]
    return (0.16, 2.8) if kind == "area" else bar_ink(tone, number)


def _look(whole: Whole, key: MarkKey, y: Scale, measures: Measures) -> Look:
    clip = _clip(whole, key)
    if key.kind in ("rule", "band", "events"):
        return Look(key, _plain_inks(key, measures.unit, clip))
    role, number = whole.roles[key]
    if key.kind == "heat":
        inks = tuple(Ink(role, level_alpha(level), crisp=True, clip=clip) for level in range(HEAT_LEVELS))
        return Look(key, inks, role, levels=heat_levels(whole, key))
    inks = _series_inks(whole, key, role, number, clip, measures.unit)
    if key.kind == "bars":
        wide, off = _bar_place(whole, key, measures)
        return Look(key, inks, role, wide, off, _floor(y))
    marker = MARKERS[number % len(MARKERS)]
    return Look(key, inks, role, floor=_floor(y), marker=marker, size=_point_size(whole, key, measures))


def _clip(whole: Whole, key: MarkKey) -> int | None:
    """The panel whose frame cuts the mark: where the author has fixed an axis."""
    axes: list[Axis] = [whole.first.x, whole.panels[key.panel].y]
    fixed = any(axis.span is not None for axis in axes)
    return key.panel if fixed and key.kind not in ("rule", "events", "band") else None


def _plain_inks(key: MarkKey, unit: float, clip: int | None) -> tuple[Ink, ...]:
    if key.kind == "band":
        return (Ink("muted", 0.11, clip=clip),)
    if key.kind == "events" and key.across == "y":
        return (Ink("bg", stroke="fg", width=2 * unit),)
    width = (1.6 if key.across == "y" else 1.4) * unit
    dashes = (1.2, 2.2) if key.kind == "events" else (4.0, 2.4)
    return (Ink(stroke="muted", width=width, dashes=_times(dashes, width)),)


def _series_inks(
    whole: Whole, key: MarkKey, role: str, number: int, clip: int | None, unit: float
) -> tuple[Ink, ...]:
    tone = tone_of(whole, key)
    alpha, edge = fill_alpha(key.kind, tone, number)
    if key.kind == "points":
        return (Ink(role, stroke="bg", width=unit, clip=clip),)
    if key.kind == "spans":
        return (Ink(role, alpha, role, edge * unit, clip=clip),)
    if key.kind in ("bars", "hist"):
        lone = len(whole.keys_in(key.panel, "hist")) < 2
        under = Ink("bg", clip=clip) if key.kind == "bars" or lone else Ink(clip=clip)
        return under, Ink(role, alpha, role, edge * unit, clip=clip)
    width = (1.8 if tone == "muted" else 2.8 if key.kind != "stack" else edge) * unit
    dashes = () if tone or key.kind == "stack" else _times(DASHES[number % len(DASHES)], width)
    line = Ink(stroke=role, width=width, dashes=dashes, round=not dashes, clip=clip)
    return (Ink(role, alpha, clip=clip), line) if key.kind in ("area", "stack") else (line,)


def tone_of(whole: Whole, key: MarkKey) -> str:
    """The tone that the author gave to a mark."""
    mark = next((mark for _, mark in whole.marks(key)), None)
    return mark.tone if isinstance(mark, Series | Spans) else ""


def _bar_place(whole: Whole, key: MarkKey, measures: Measures) -> tuple[float, float]:
    """The width of a bar, and how far it stands from the middle of its group."""
    group = whole.keys_in(key.panel, "bars")
    widest = _WIDEST_BAR * measures.room_px / measures.per_x
    share = min(whole.slot * _BAR_SHARE / len(group), widest)
    off = (group.index(key) - (len(group) - 1) / 2) * share
    return share * (0.94 if len(group) > 1 else 1), off


def _point_size(whole: Whole, key: MarkKey, measures: Measures) -> float:
    """As wide as what the most points of a state leave to each, between the least size and the usual one."""
    most = max((len(mark.y) for _, mark in whole.marks(key) if isinstance(mark, Series)), default=1)
    each = measures.wide / max(most, 1)
    return min(POINT_SIZE * measures.unit, max(LEAST_POINT_SIZE * measures.unit, each))


def _floor(y: Scale) -> float:
    return y.low if y.log else min(max(0.0, y.low), y.high)


def _times(dashes: Sequence[float], width: float) -> tuple[float, ...]:
    return tuple(dash * width for dash in dashes)
