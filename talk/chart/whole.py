"""All states of a chart together: their marks under common keys, and what their common axes must show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from talk.chart.extent import is_empty, leaves, narrowest, x_ends, y_ends
from talk.chart.model import ChartData, Mark, Panel
from talk.chart.shown import in_shown_units
from talk.chart.union import Keyed, MarkKey, Role, StateError, check_states, keyed, roles, union
from talk.errors import TalkError


@dataclass(frozen=True, slots=True)
class Whole:
    """The states of a chart in the units shown.

    `keys` are in drawing order. `x` and `y` (panel by panel) are the ends of all numbers, empty without any;
    `slot` is the least distance of two neighbours in x.
    """

    charts: tuple[ChartData, ...]
    states: tuple[Keyed, ...]
    keys: tuple[MarkKey, ...]
    roles: dict[MarkKey, Role]
    names: tuple[str, ...] | None
    lanes: tuple[tuple[str, ...] | None, ...]
    x: list[float]
    y: tuple[list[float], ...]
    slot: float

    @property
    def first(self) -> ChartData:
        """The state that says what holds for all: axes, panels."""
        return self.charts[0]

    @property
    def panels(self) -> tuple[Panel, ...]:
        return self.first.panels

    @property
    def kinds(self) -> set[str]:
        return {key.kind for key in self.keys}

    def is_empty(self) -> bool:
        """Whether no state has anything to draw."""
        return all(is_empty(chart) for chart in self.charts)

    def keys_in(self, panel: int, *kinds: str) -> list[MarkKey]:
        """The keys of a panel, of these kinds alone if any are given."""
        return [key for key in self.keys if key.panel == panel and (not kinds or key.kind in kinds)]

    def marks(self, key: MarkKey) -> Iterator[tuple[ChartData, Mark]]:
        """The mark of that key in every state that has it, with the chart around it."""
        for chart, state in zip(self.charts, self.states, strict=True):
            if key in state:
                yield chart, state[key]

    @contextmanager
    def naming(self, index: int) -> Iterator[None]:
        """Errors name the state, where there are several.

        Raises:
            StateError: what was an error, told of that state.
        """
        try:
            yield
        except TalkError as error:
            if len(self.charts) == 1 or isinstance(error, StateError):
                raise
            cause = error.diagnostics[0]
            raise StateError(index, cause.text, cause.hint) from error


def whole_of(charts: Sequence[ChartData]) -> Whole:
    """The states as one.

    Raises:
        StateError: a state has other axes than the first, or leaves an axis whose ends are fixed.
    """
    check_states(charts)
    shown = tuple(in_shown_units(chart) for chart in charts)
    if len(shown) > 1:
        _check_ranges(shown)
    states = tuple(keyed(chart) for chart in shown)
    panels = range(len(shown[0].panels))
    return Whole(
        shown,
        states,
        tuple(union(states)),
        roles(states),
        max((chart.names for chart in shown if chart.names is not None), key=len, default=None),
        tuple(_most_lanes([chart.panels[number] for chart in shown]) for number in panels),
        _both(x_ends(chart) for chart in shown),
        tuple(_both(y_ends(chart.panels[number]) for chart in shown) for number in panels),
        min(narrowest(chart) for chart in shown),
    )


def _check_ranges(charts: Sequence[ChartData]) -> None:
    for index, chart in enumerate(charts):
        if fact := leaves(chart):
            raise StateError(index, fact, "widen the range, or leave it out: it then holds all states")


def _most_lanes(panels: Sequence[Panel]) -> tuple[str, ...] | None:
    return max((panel.lanes for panel in panels if panel.lanes is not None), key=len, default=None)


def _both(ends: Iterable[list[float]]) -> list[float]:
    found = [end for pair in ends for end in pair]
    return [min(found), max(found)] if found else []
