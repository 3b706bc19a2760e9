"""The states of a figure: every combination of the stops of its controls."""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from talk.chart.controls import ControlView
from talk.chart.format import show_exact, show_number, with_unit
from talk.demo.params import Control, Value, shown
from talk.errors import TalkError

MAX_STATES = 600
PRIMARY_STOPS = 20  # the first slider keeps at least so many
_LEAST_STOPS = 3  # and any other without a step of its own so many
_EVEN = 1e-9


@dataclass(frozen=True)
class Grid:
    """The stops of each control, and where the state that is shown first lies among them.

    `values` is that state, with the pinned parameters. `stops` holds the values of each control, numbers
    ascending; `at` is the number of the stop that is shown.
    """

    values: Mapping[str, Value]
    controls: tuple[Control, ...]
    stops: tuple[tuple[Value, ...], ...]
    at: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many states there are."""
        return math.prod(map(len, self.stops))

    @cached_property
    def shown(self) -> int:
        """The number of the state that is shown first."""
        number = 0
        for stops, at in zip(self.stops, self.at, strict=True):
            number = number * len(stops) + at
        return number

    def states(self) -> Iterator[dict[str, Value]]:
        """All values of each state, row by row: the last control moves fastest."""
        names = [control.param.name for control in self.controls]
        for combination in itertools.product(*self.stops):
            yield {**self.values, **dict(zip(names, combination, strict=True))}

    def views(self) -> tuple[ControlView, ...]:
        """What a page must know of each control."""
        rows = zip(self.controls, self.stops, self.at, strict=True)
        return tuple(_view(control, stops, at) for control, stops, at in rows)


def full_grid(controls: Sequence[Control], values: Mapping[str, Value]) -> Grid:
    """All stops of the controls. A value that lies off them is put in: the state shown is one of the grid."""
    rows = [_with(control.stops(), values[control.param.name]) for control in controls]
    at = tuple(row.index(values[control.param.name]) for control, row in zip(controls, rows, strict=True))
    return Grid(values, tuple(controls), tuple(rows), at)


def chosen(controls: Sequence[Control], values: Mapping[str, Value], most_states: int) -> Grid:
    """A grid of at most so many states.

    Sliders without a step of their own lose stops where there are too many, evenly, with both ends and the
    value shown kept: first all but the first slider, then that one. Choices and switches keep all.

    Raises:
        TalkError: that is not enough; the message names the slider to coarsen, the states and the limit.
    """
    full = full_grid(controls, values)
    counts = _counts(full, most_states)
    if math.prod(counts) > most_states:
        raise _too_many(full, counts, most_states)
    kept = [_evenly(*row) for row in zip(counts, full.stops, full.at, strict=True)]
    stops = tuple(
        tuple(row[index] for index in indices) for row, indices in zip(full.stops, kept, strict=True)
    )
    at = tuple(indices.index(index) for indices, index in zip(kept, full.at, strict=True))
    return Grid(values, full.controls, stops, at)


def subset(larger: Grid, smaller: Grid) -> list[int]:
    """The numbers that the states of the smaller grid have in the larger one."""
    numbers = {repr(state): number for number, state in enumerate(larger.states())}
    return [numbers[repr(state)] for state in smaller.states()]


def _with(stops: tuple[Value, ...], value: Value) -> tuple[Value, ...]:
    if value in stops or isinstance(value, str):
        return stops
    numbers = [stop for stop in stops if not isinstance(stop, str)]
    bisect.insort(numbers, value)
    return tuple(numbers)


def _primary(controls: Sequence[Control]) -> int | None:
    """The place of the first slider."""
    return next((place for place, each in enumerate(controls) if each.param.is_numeric()), None)


def _may_thin(control: Control) -> bool:
    return control.param.is_numeric() and (control.step is None or control.param.log)


def _least(controls: Sequence[Control], counts: Sequence[int]) -> list[int]:
    """How many stops each must keep."""
    first = _primary(controls)
    floors = (
        (PRIMARY_STOPS if place == first else _LEAST_STOPS) if _may_thin(control) else counts[place]
        for place, control in enumerate(controls)
    )
    return [min(floor, count) for floor, count in zip(floors, counts, strict=True)]


def _counts(full: Grid, most_states: int) -> list[int]:
    """How many stops each keeps, so that there are at most so many states if that can be."""
    counts = [len(stops) for stops in full.stops]
    least, first = _least(full.controls, counts), _primary(full.controls)
    others = [place for place in range(len(counts)) if place != first]
    for places in (others, [] if first is None else [first]):
        while math.prod(counts) > most_states:
            open_ones = [place for place in places if counts[place] > least[place]]
            if not open_ones:
                break
            counts[max(open_ones, key=lambda place: counts[place])] -= 1
    return counts


def _evenly(count: int, stops: tuple[Value, ...], at: int) -> list[int]:
    """So many numbers of stops, evenly, with both ends and the one that is shown."""
    last = len(stops) - 1
    if count > last:
        return list(range(len(stops)))
    found = [round(step * last / (count - 1)) for step in range(count)]
    if at not in found:
        inner = range(1, count - 1) or range(count)
        found[min(inner, key=lambda place: abs(found[place] - at))] = at
    return found


def _too_many(full: Grid, counts: Sequence[int], most_states: int) -> TalkError:
    sliders = [place for place, each in enumerate(full.controls) if each.param.is_numeric()]
    stepped = [place for place in sliders if not _may_thin(full.controls[place])]
    total = math.prod(counts)
    told = f"{' x '.join(map(str, counts))} = {total}" if len(counts) > 1 else str(total)
    text = f"its controls give {told} states, and {most_states} fit"
    if not sliders:
        return TalkError(text, hint="pin one of them")
    place = max(stepped or sliders, key=lambda each: counts[each])
    control, fitting = full.controls[place], most_states * counts[place] // total
    name = control.param.name
    return TalkError(
        f"{text}: the slider '{name}' has {counts[place]} stops", hint=_way_out(control, fitting)
    )


def _way_out(control: Control, fitting: int) -> str:
    """A step that leaves so many stops, or to do without the slider."""
    name, lo, hi = control.param.name, shown(control.lo), shown(control.hi)
    if fitting < 3 or control.param.log:
        return f"pin it, as in '{name}: {lo}'"
    step = (control.hi - control.lo) / (fitting - 2)  # one stop less, for the value that is shown
    unit = 1 if control.param.kind == "int" else 10.0 ** (math.floor(math.log10(step)) - 1)
    coarse = float(f"{math.ceil(step / unit) * unit:.6g}")
    return f"give it a step, as in '{name}: {lo}..{hi}/{shown(coarse)}', or pin it"


def _view(control: Control, stops: tuple[Value, ...], at: int) -> ControlView:
    param = control.param
    view = ControlView(param.name, param.title, "switch", stops, (), at, help=param.help)
    if param.kind == "bool":
        return _replaced(view, labels=("off", "on"))
    if param.kind == "choice":
        return _replaced(view, kind="choice", labels=tuple(str(stop) for stop in stops))
    numbers = [float(stop) for stop in stops if not isinstance(stop, str)]
    return _replaced(
        view,
        kind="slider",
        labels=_labels(numbers, param.unit),
        unit=param.unit,
        lo=numbers[0],
        hi=numbers[-1],
        step=_even_step(numbers),
    )


def _replaced(view: ControlView, **fields: object) -> ControlView:
    import msgspec

    replaced: ControlView = msgspec.structs.replace(view, **fields)
    return replaced


def _labels(numbers: Sequence[float], unit: str) -> tuple[str, ...]:
    """Each number as a reader sees it; in all its digits where fewer do not tell them apart."""
    short = [show_number(number) for number in numbers]
    told = short if len(set(short)) == len(short) else [show_exact(number) for number in numbers]
    return tuple(with_unit(text, unit) for text in told)


def _even_step(numbers: Sequence[float]) -> float | None:
    if len(numbers) < 2:
        return None
    step = (numbers[-1] - numbers[0]) / (len(numbers) - 1)
    off = max(abs(number - numbers[0] - place * step) for place, number in enumerate(numbers))
    return float(f"{step:.12g}") if off <= _EVEN * max(abs(step), *map(abs, numbers)) else None
