"""`Chart`: what a demo returns. Numbers with their units, no pixels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Self

import msgspec

from talk.chart.model import (
    Axis,
    Band,
    ChartData,
    Events,
    Heat,
    Kind,
    Mark,
    Panel,
    Rule,
    Series,
    Spans,
    Tone,
)
from talk.chart.values import MAX_POINTS, gapped, listed, names, number, numbers, text
from talk.errors import TalkError, did_you_mean

MAX_LANES = 24
MAX_SERIES = 8  # as many as there are colours

Values = Iterable[Any]


class Chart:
    """Numbers to be drawn over a common x, built up mark by mark; every method returns the chart.

        Chart(x=trace.time_ns, x_unit="ns", x_show="ms", y_unit="B", y_show="MiB", y_label="heap")
            .line(trace.heap_live_bytes, "live heap")
            .step(trace.heap_goal_bytes, "goal")
            .says("A collection starts before the goal.")

    Args:
        x: a sequence of numbers in `x_unit`, or of names (then the chart is one of bars).
        x_unit, y_unit: what the numbers are in (`ns us ms s min h`, `B KiB MiB GiB`, `B/s ...`, `Hz ...`,
            `%`, `""` for plain numbers, or a word of one's own such as `"frames"`).
        x_show, y_show: the unit that the reader sees; the numbers are converted. By default the same.
        x_label, y_label: what is measured, in a word or two. The unit is added to it.
        x_log, y_log: a logarithmic axis; its numbers must be above zero.
        x_range, y_range: both ends of the axis, in `x_unit` and `y_unit`. By default the numbers decide, and
            a linear y axis begins at zero unless all numbers lie far from it.
        lanes: names of the lanes that spans or the rows of a heat map lie in, from the top; then y is no
            number.

    Raises:
        TalkError: a number is infinite or no number, x is not rising for a line, units that do not convert.
    """

    def __init__(
        self,
        x: Values,
        *,
        x_unit: str = "",
        x_show: str | None = None,
        x_label: str = "",
        x_log: bool = False,
        x_range: tuple[float, float] | None = None,
        y_unit: str = "",
        y_show: str | None = None,
        y_label: str = "",
        y_log: bool = False,
        y_range: tuple[float, float] | None = None,
        lanes: Sequence[str] | None = None,
    ) -> None:
        given = listed("x", x)
        self._names = names("x", given)
        self._xs = tuple(float(i) for i in range(len(given))) if self._names else numbers("x", given)
        self._x = _axis("x", x_unit, x_show, x_label, x_log, x_range)
        self._panels = [Panel(_axis("y", y_unit, y_show, y_label, y_log, y_range), lanes=_lanes(lanes))]
        self._finding = ""
        self._check_log("x", self._xs, self._x)

    def line(self, y: Values, label: str = "", *, x: Values | None = None, tone: Tone = "") -> Self:
        """A curve through the points; a `None` or NaN in `y` is a gap.

        Args:
            y: as many numbers as x has, in `y_unit`.
            label: what stands at its end.
            x: its own x, in `x_unit`, where it does not share the chart's.
            tone: `"muted"` for context, `"accent"` for the one that matters; by default the next colour.
        """
        return self._add_series("line", y, label, x, tone)

    def step(self, y: Values, label: str = "", *, x: Values | None = None, tone: Tone = "") -> Self:
        """A curve that keeps each value until the next x. Args as for `line`."""
        return self._add_series("step", y, label, x, tone)

    def area(
        self,
        y: Values,
        label: str = "",
        *,
        low: Values | None = None,
        x: Values | None = None,
        tone: Tone = "",
    ) -> Self:
        """A filled stretch from `low` (by default zero) up to `y`. Args as for `line`."""
        return self._add_series("area", y, label, x, tone, low)

    def stack(self, y: Values, label: str = "", *, tone: Tone = "") -> Self:
        """A filled stretch on top of the stacks before it: shares of a whole over x. Args as for `line`.

        The numbers are the series' own, not the sums.
        """
        return self._add_series("stack", y, label, None, tone)

    def histogram(self, values: Values, label: str = "", *, tone: Tone = "") -> Self:
        """How many of the values lie in each bin; the chart's x are the edges of the bins, in the same unit.

        A bin holds its lower edge, the last one also its upper.
        """
        found = numbers(f"histogram '{label}'", values)
        if len(self._xs) < 2:
            raise TalkError("histogram: the chart's x are the edges of the bins", hint="give two or more")
        return self._add_series("hist", [*_counted(found, self._xs), None], label, None, tone)

    def bars(self, y: Values, label: str = "", *, tone: Tone = "") -> Self:
        """A bar at each x; the bars of several series stand side by side. Args as for `line`."""
        return self._add_series("bars", y, label, None, tone)

    def points(self, y: Values, label: str = "", *, x: Values | None = None, tone: Tone = "") -> Self:
        """A dot at each point. Args as for `line`."""
        return self._add_series("points", y, label, x, tone)

    def spans(
        self,
        lane: Iterable[int | str],
        start: Values,
        end: Values,
        label: str = "",
        *,
        text: str | Sequence[str] = "",
        tone: Tone = "",
    ) -> Self:
        """Stretches of x, each in a lane: who ran where and from when to when.

        Args:
            lane: of each, by its name or its number in `lanes`.
            start: of each, in `x_unit`.
            end: the same.
            label: what they have in common: all of one label have one colour.
            text: a word in each, or one for all of them; it is left out where it does not fit.
            tone: as for `line`.
        """
        where = f"spans '{label}'"
        rows = tuple(self._lane(where, each) for each in lane)
        starts, ends = numbers(f"{where}: start", start), numbers(f"{where}: end", end)
        for what, given in (("start", starts), ("end", ends)):
            if len(given) != len(rows):
                raise TalkError(f"{where}: {len(rows)} lanes and {len(given)} {what}", hint="give as many")
        back = next((pair for pair in zip(starts, ends, strict=True) if pair[1] < pair[0]), None)
        if back:
            raise TalkError(f"{where}: one goes from {back[0]:g} back to {back[1]:g}")
        words = (text,) * len(rows) if isinstance(text, str) else _texts(text, len(rows))
        return self._add(Spans(label, rows, starts, ends, words, tone))

    def heat(
        self, rows: Iterable[Values], label: str = "", *, unit: str = "", show: str | None = None
    ) -> Self:
        """A heat map: a row of numbers for each lane, one for each x; the fuller the colour, the higher.

        Args:
            rows: the numbers, lane by lane, in `unit`; `None` is a hole.
            label: what they measure.
            unit: what the numbers are in.
            show: the unit that the reader sees.
        """
        from talk.chart.units import check_unit, factor

        lanes = self._panels[-1].lanes or ()
        found = tuple(gapped("heat", row) for row in rows)
        if len(found) != len(lanes):
            raise TalkError(f"heat: {len(found)} rows for {len(lanes)} lanes", hint="name them: lanes=(...)")
        for row in found:
            _same_length("heat", "a row", self._xs, row)
        shown = check_unit(unit if show is None else show)
        factor(check_unit(unit), shown)
        return self._add(Heat(text("heat", label), found, unit, shown))

    def events(
        self,
        x: Values,
        text: str | Sequence[str],
        y: Iterable[Any] | None = None,
        *,
        label: str = "",
    ) -> Self:
        """Marked moments with a word each.

        Args:
            x: where, in `x_unit`.
            text: a word for each, or one for all of them (then only the first carries it).
            y: how high, in `y_unit`, or in which lane; without it each is a thin line along the whole height.
            label: what they are, for the table ("move", "collection").
        """
        xs = numbers("events", x)
        if y is not None and self._panels[-1].lanes is not None:
            y = [self._lane("events", each) for each in y]
        ys = None if y is None else numbers("events", y)
        _same_length("events", "y", xs, xs if ys is None else ys)
        return self._add(Events(xs, _texts(text, len(xs)), ys, label))

    def hline(self, y: float, text: str = "") -> Self:
        """A line across at one value of y, such as a limit, with a word at it."""
        return self._add(Rule("y", number("hline", y), text))

    def vline(self, x: float, text: str = "") -> Self:
        """An upright line at one value of x, with a word at it."""
        return self._add(Rule("x", number("vline", x), text))

    def band(self, start: float, end: float, text: str = "", *, axis: str = "x") -> Self:
        """A shaded stretch of the x axis (or of y, with `axis="y"`), with a word in it."""
        if axis not in ("x", "y"):
            raise TalkError(f"band: axis is 'x' or 'y', not {axis!r}")
        low, high = sorted((number("band", start), number("band", end)))
        return self._add(Band("x" if axis == "x" else "y", low, high, text))

    def panel(
        self,
        *,
        y_unit: str = "",
        y_show: str | None = None,
        y_label: str = "",
        y_log: bool = False,
        y_range: tuple[float, float] | None = None,
        lanes: Sequence[str] | None = None,
        share: float = 1.0,
    ) -> Self:
        """Begin a further panel under the present one, with its own y and the same x; later marks go there.

        `share` is its height compared with the first panel's; the rest is as for the chart itself.
        """
        if not 0.2 <= share <= 5:
            raise TalkError(f"panel: share is from 0.2 to 5, not {share!r}")
        axis = _axis("y", y_unit, y_show, y_label, y_log, y_range)
        self._panels.append(Panel(axis, share=float(share), lanes=_lanes(lanes)))
        return self

    def says(self, finding: str) -> Self:
        """The finding in one sentence: it becomes the status line and the end of the alt text."""
        self._finding = text("says", finding)
        return self

    @property
    def data(self) -> ChartData:
        """The numbers as a value.

        Raises:
            TalkError: two series of one panel share a label, or there are too many points.
        """
        data = ChartData(self._x, self._xs, tuple(self._panels), self._names, self._finding)
        _check_whole(data)
        return data

    def __getitem__(self, label: str) -> tuple[float | None, ...]:
        """The y of the series of that label, in `y_unit`."""
        try:
            return self.data.series(label).y
        except KeyError:
            known = [series.label for _, series in self.data.all_series]
            hint = did_you_mean(label, known) or f"it has {', '.join(known) or 'none'}"
            raise KeyError(f"no series '{label}' ({hint})") from None

    def __repr__(self) -> str:
        labels = ", ".join(repr(series.label) for _, series in self.data.all_series)
        return f"Chart({len(self._xs)} x, series: {labels or 'none'})"

    def _add_series(
        self, kind: Kind, y: Values, label: str, x: Values | None, tone: Tone, low: Values | None = None
    ) -> Self:
        where = f"series '{label}'" if label else kind
        xs = None if x is None else numbers(f"{where}: x", x)
        ys = gapped(where, y)
        lows = None if low is None else gapped(f"{where}: low", low)
        for what, given in (("y", ys), ("low", lows)):
            if given is not None:
                _same_length(where, what, self._xs if xs is None else xs, given)
        if tone not in ("", "muted", "accent", "fg"):
            raise TalkError(f"{where}: tone is muted, accent or fg, not {tone!r}")
        self._check_log("x", xs or (), self._x)
        self._check_log("y", ys, self._panels[-1].y)
        _check_rising(where, kind, self._xs if xs is None else xs)
        return self._add(Series(kind, text(where, label), ys, xs, lows, tone))

    def _lane(self, where: str, given: int | str) -> int:
        """The number of a lane."""
        lanes = self._panels[-1].lanes
        if lanes is None:
            raise TalkError(
                f"{where}: the panel has no lanes", hint='name them: Chart(..., lanes=("P0", "P1"))'
            )
        if isinstance(given, str) and given in lanes:
            return lanes.index(given)
        if isinstance(given, str) or not 0 <= int(given) < len(lanes):
            near = did_you_mean(str(given), lanes) or f"there are {', '.join(lanes)}"
            raise TalkError(f"{where}: there is no lane {given!r}", hint=near)
        return int(given)

    def _add(self, mark: Mark) -> Self:
        panel = self._panels[-1]
        self._panels[-1] = msgspec.structs.replace(panel, marks=(*panel.marks, mark))
        return self

    def _check_log(self, name: str, values: Sequence[float | None], axis: Axis) -> None:
        if axis.log and any(value is not None and value <= 0 for value in values):
            low = min(value for value in values if value is not None)
            raise TalkError(f"a logarithmic {name} axis cannot show {low:g}", hint=f"leave {name}_log out")


def _lanes(given: Sequence[str] | None) -> tuple[str, ...] | None:
    if given is None:
        return None
    found = names("lanes", list(given))
    if not found or len(found) > MAX_LANES:
        raise TalkError(f"lanes are 1 to {MAX_LANES} names, not {given!r}")
    return found


def _counted(values: Sequence[float], edges: Sequence[float]) -> list[float]:
    """How many of the values lie between each two edges; the last upper edge belongs to its bin."""
    counts = [0.0] * (len(edges) - 1)
    for value in values:
        if edges[0] <= value <= edges[-1]:
            counts[min(bisect_right(edges, value), len(counts)) - 1] += 1
    return counts


def _axis(
    name: str, unit: str, show: str | None, label: str, log: bool, span: tuple[float, float] | None
) -> Axis:
    from talk.chart.units import check_unit, factor

    shown = check_unit(unit if show is None else show)
    factor(check_unit(unit), shown)
    ends = None if span is None else _span(name, span, log)
    return Axis(unit, shown, text(f"{name}_label", label), bool(log), ends)


def _span(name: str, given: tuple[float, float], log: bool) -> tuple[float, float]:
    ends = numbers(f"{name}_range", given)
    if len(ends) != 2 or ends[0] >= ends[1] or (log and ends[0] <= 0):
        above = " above zero" if log else ""
        raise TalkError(f"{name}_range is two rising numbers{above}, not {tuple(given)!r}")
    return ends[0], ends[1]


def _texts(given: str | Sequence[str], count: int) -> tuple[str, ...]:
    if isinstance(given, str):
        return (text("events", given), *[""] * (count - 1))[:count]
    words = tuple(text("events", each) for each in given)
    if len(words) != count:
        raise TalkError(
            f"events: {count} x and {len(words)} texts", hint="give one text for each, or one for all"
        )
    return words


def _same_length(where: str, what: str, x: Sequence[object], values: Sequence[object]) -> None:
    if len(x) != len(values):
        raise TalkError(
            f"{where}: x has {len(x):,} values and {what} has {len(values):,}", hint="give as many"
        )


def _check_rising(where: str, kind: Kind, xs: Sequence[float]) -> None:
    if kind not in ("line", "step", "area", "stack", "hist"):
        return
    for before, after in pairwise(xs):
        if after < before:
            raise TalkError(
                f"{where}: x goes back from {before:g} to {after:g}", hint="sort it, or use .points"
            )


def _check_whole(data: ChartData) -> None:
    points = sum(_size(mark) for panel in data.panels for mark in panel.marks)
    if points > MAX_POINTS:
        raise TalkError(
            f"the chart has {points:,} points, at most {MAX_POINTS:,} are taken",
            hint="thin them, as in y[::10]",
        )
    for panel in data.panels:
        labels = [mark.label for mark in panel.marks if isinstance(mark, (Series, Spans))]
        if len(labels) > MAX_SERIES:
            raise TalkError(f"a panel has {len(labels)} series, at most {MAX_SERIES} can be told apart")
        twice = next((label for label in labels if labels.count(label) > 1), None)
        if twice is not None:
            raise TalkError(f"two series have the label '{twice}'", hint="give each its own")


def _size(mark: Mark) -> int:
    if isinstance(mark, Series):
        return len(mark.y)
    if isinstance(mark, Heat):
        return sum(len(row) for row in mark.rows)
    return len(mark.starts) if isinstance(mark, Spans) else 0
