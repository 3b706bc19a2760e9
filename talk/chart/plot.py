"""A chart on a canvas: panels above each other, labels at the ends of the lines, no ornament."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from talk.chart import marks
from talk.chart.canvas import Canvas, Text
from talk.chart.describe import is_empty
from talk.chart.ends import EndLabel, draw_ends, end_labels, ends_width
from talk.chart.flags import Flag, draw_flags, flag_rows, flags_of
from talk.chart.fonts import LINE, block_height, text_width, wrapped
from talk.chart.keys import draw_keys, key_rows, keys_of
from talk.chart.layout import Rect
from talk.chart.marks import panel_values, x_values
from talk.chart.model import ChartData, Panel, Series
from talk.chart.palette import series_role
from talk.chart.scale import Scale, make_scale
from talk.errors import TalkError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TICK = 5  # length of an x tick and distance of a label, in units
_GAP = 10
_MIN_LINES = 2.0  # the least height of a panel's plot, in lines of text
_MIN_WIDTH = 6  # the least width of the plot, in text sizes


@dataclass(slots=True)
class Place:
    """One panel with where it goes and what stands around it."""

    panel: Panel
    y: Scale
    ends: list[EndLabel]
    flags: list[Flag]
    keys: list[list[tuple[Series, float]]]
    frame: Rect
    head: float = 0.0

    def stand(self, top: float, height: float) -> None:
        self.frame = Rect(self.frame.left, top, self.frame.right, top + height)


def draw_chart(chart: ChartData, canvas: Canvas) -> None:
    """Draw the whole chart.

    Raises:
        TalkError: the canvas is too small for it.
    """
    roles = series_roles(chart)
    line = canvas.room_px * LINE
    ends = [end_labels(chart, panel, roles, canvas) for panel in chart.panels]
    margin = max(_half_tick(chart, canvas), *(ends_width(each, canvas) for each in ends))
    right = canvas.width - margin
    ys = [_y_scale(chart, panel, canvas) for panel in chart.panels]
    if is_empty(chart):
        ys = [Scale(0, 1, (), ()) for _ in ys]
    left = max(_widest(scale, canvas) for scale in ys) + _GAP * canvas.unit
    _check_width(canvas, right - left)
    x, names = _x_axis(chart, canvas, right - left)
    foot = _TICK * canvas.unit * 1.6 + (_name_height(names, canvas) if names else line)
    foot += line if chart.x.title else 0
    places = []
    for panel, scale, each in zip(chart.panels, ys, ends, strict=True):
        flags = flags_of(panel, chart, x, left, right, canvas)
        keys = key_rows(keys_of(panel), canvas, canvas.width, panel.y.title)
        place = Place(panel, scale, each, flags, keys, Rect(left, 0, right, 0))
        rows = (len(keys) + 0.25 if panel.y.title or keys[0] else 0.5) + flag_rows(flags)
        place.head = rows * line + _TICK * canvas.unit
        places.append(place)
    _stack(places, canvas.height - foot, canvas)
    for place in places:
        _draw_panel(chart, place, x, roles, canvas)
    _draw_x(chart, x, names, places[-1].frame, canvas)
    if is_empty(chart):
        _say_empty(places[0].frame, canvas)


def series_roles(chart: ChartData) -> dict[tuple[int, str], tuple[str, int]]:
    """The colour of every series and the number of its shape; equal labels in two panels look alike."""
    found: dict[tuple[int, str], tuple[str, int]] = {}
    shapes: dict[str, int] = {}
    colours: dict[str, int] = {}
    for index, panel in enumerate(chart.panels):
        for series in panel.series:
            name = series.label or f"#{index}"
            shape = shapes.setdefault(name, len(shapes))
            colour = 0 if series.tone else colours.setdefault(name, len(colours))
            found[index, series.label] = (series_role(series.tone, colour), shape)
    return found


def _y_scale(chart: ChartData, panel: Panel, canvas: Canvas) -> Scale:
    shares = sum(each.share for each in chart.panels)
    height = canvas.height * 0.8 * panel.share / shares
    most = max(3, min(6, int(height / (canvas.room_px * 2.2))))
    zero = any(series.kind in ("bars", "area") and series.low is None for series in panel.series)
    return make_scale(panel.y, panel_values(panel), most=most, tight=False, zero=zero)


def _x_axis(chart: ChartData, canvas: Canvas, width: float) -> tuple[Scale, list[str]]:
    if chart.names is not None:
        count = max(len(chart.names), 1)
        slot = width / count - canvas.room_px * 0.4
        names = [_cut(wrapped(name, canvas.room_px, slot), canvas.room_px, slot) for name in chart.names]
        return Scale(-0.5, count - 0.5, tuple(chart.xs), tuple(names)), names
    values = x_values(chart)
    for most in (7, 6, 5, 4, 3, 2):
        scale = make_scale(chart.x, values, most=most, tight=True)
        needed = sum(text_width(label, canvas.room_px) + canvas.room_px for label in scale.labels)
        if needed <= width:
            break
    return marks.widened(scale, chart), []


def _cut(text: str, size: float, width: float) -> str:
    """Its lines, each cut to the width with an ellipsis."""
    lines = []
    for line in text.split("\n"):
        kept = line
        while text_width(kept, size) > width and len(kept) > 1:
            kept = kept.removesuffix("…")[:-1] + "…"
        lines.append(kept)
    return "\n".join(lines)


def _stack(places: list[Place], bottom: float, canvas: Canvas) -> None:
    gap = canvas.room_px * 0.7
    free = bottom - sum(place.head for place in places) - gap * (len(places) - 1)
    if free < _MIN_LINES * canvas.room_px * LINE * len(places):
        needed = round(canvas.height - free + _MIN_LINES * canvas.room_px * LINE * len(places))
        raise TalkError(
            f"the chart needs a height of {needed} px, there are {canvas.height:.0f}",
            hint="give it more height, or use shorter labels",
        )
    top, shares = 0.0, sum(place.panel.share for place in places)
    for place in places:
        height = free * place.panel.share / shares
        place.stand(top + place.head, height)
        top += place.head + height + gap


def _draw_panel(
    chart: ChartData,
    place: Place,
    x: Scale,
    roles: dict[tuple[int, str], tuple[str, int]],
    canvas: Canvas,
) -> None:
    frame, index = place.frame, chart.panels.index(place.panel)
    axes = canvas.axes(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top)
    _set_scales(axes, x, place.y)
    _draw_grid(axes, place, canvas)
    top = frame.top - place.head
    title_y = top + canvas.room_px * LINE / 2
    canvas.text(Text(0, title_y, place.panel.y.title, down="middle", role="muted"))
    styles = {series.label: roles[index, series.label] for series in place.panel.series}
    draw_keys(place.keys, styles, top, canvas)
    words = list(marks.draw_marks(axes, chart, place.panel, styles, canvas, frame))
    draw_flags(place.flags, frame, canvas)
    draw_ends(axes, place.ends, frame, canvas)
    for text in words:
        canvas.text(text)


def _set_scales(axes: Axes, x: Scale, y: Scale) -> None:
    if x.log:
        axes.set_xscale("log")
    if y.log:
        axes.set_yscale("log")
    axes.set_xlim(x.low, x.high)
    axes.set_ylim(y.low, y.high)


def _draw_grid(axes: Axes, place: Place, canvas: Canvas) -> None:
    from matplotlib.ticker import FixedLocator, NullLocator

    for axis, ticks in ((axes.xaxis, ()), (axes.yaxis, place.y.ticks)):
        axis.set_major_locator(FixedLocator(list(ticks)))
        axis.set_minor_locator(NullLocator())
    axes.tick_params(length=0, labelleft=False, labelbottom=False)
    axes.grid(axis="y", color=canvas.colours["grid"], linewidth=1.2 * canvas.unit)
    axes.set_axisbelow(True)
    axes.spines[["left", "right", "top", "bottom"]].set_visible(False)
    for tick, label in zip(place.y.ticks, place.y.labels, strict=True):
        _, y = marks.to_px(axes, canvas, axes.get_xlim()[0], tick)
        left = place.frame.left - _GAP * canvas.unit
        canvas.text(Text(left, y, label, across="end", down="middle", role="muted"))
    zero = 0.0 if not place.y.log and place.y.low < 0 < place.y.high else place.y.low
    _, base = marks.to_px(axes, canvas, axes.get_xlim()[0], zero)
    canvas.line([(place.frame.left, base), (place.frame.right, base)], "muted", 1.2)


def _draw_x(chart: ChartData, x: Scale, names: list[str], frame: Rect, canvas: Canvas) -> None:
    tick = _TICK * canvas.unit
    y = frame.bottom + tick * 1.6
    for value, label in zip(x.ticks, x.labels, strict=True):
        at = _across(value, x, frame)
        if not names:
            canvas.line([(at, frame.bottom), (at, frame.bottom + tick)], "muted", 1.2)
        canvas.text(Text(at, y, label, across="middle", down="top", role="muted"))
    below = _name_height(names, canvas) if names else canvas.room_px * LINE
    title = Text(frame.right, y + below, chart.x.title, across="end", down="top", role="muted")
    canvas.text(title)


def _across(value: float, x: Scale, frame: Rect) -> float:
    return marks.across(value, x, frame.left, frame.right)


def _name_height(names: list[str], canvas: Canvas) -> float:
    return max((block_height(name, canvas.room_px) for name in names), default=0.0)


def _half_tick(chart: ChartData, canvas: Canvas) -> float:
    """What the last x tick's label may need beyond the plot."""
    scale = make_scale(chart.x, x_values(chart), most=7, tight=True)
    return 0.0 if chart.names else _widest(scale, canvas) / 2


def _widest(scale: Scale, canvas: Canvas) -> float:
    return max((text_width(label, canvas.room_px) for label in scale.labels), default=0.0)


def _check_width(canvas: Canvas, width: float) -> None:
    if width < _MIN_WIDTH * canvas.room_px:
        needed = round(canvas.width - width + _MIN_WIDTH * canvas.room_px)
        raise TalkError(
            f"the chart needs a width of {needed} px, there are {canvas.width:.0f}",
            hint="use shorter labels, or a wider column",
        )


def _say_empty(frame: Rect, canvas: Canvas) -> None:
    middle = ((frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2)
    canvas.text(Text(*middle, "no data", across="middle", down="middle", role="muted"))
