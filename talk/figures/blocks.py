"""Demo blocks with types: bound to their demos, with the states that are to be run for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from talk.chart.model import Result
from talk.deck.model import Deck, DemoCall, Slide
from talk.demo.bind import Bound, Setting, bind
from talk.demo.catalog import Catalog
from talk.demo.grid import MAX_STATES, Grid, chosen
from talk.demo.params import Value
from talk.demo.worker import Call
from talk.errors import Diagnostics, TalkError


@dataclass(frozen=True)
class Block:
    """A demo block with its slide, its settings and the grid of its states."""

    slide: Slide
    call: DemoCall
    bound: Bound
    grid: Grid

    @cached_property
    def states(self) -> tuple[dict[str, Value], ...]:
        """What must be run for it: each state of the grid, and of those for paper what is not among them."""
        found = {repr(state): state for state in self._all()}
        return tuple(found.values())

    @property
    def run(self) -> Call:
        return Call(self.bound.spec, self.states, self.call.span)

    @property
    def caption(self) -> str:
        return self.bound.caption or self.bound.spec.caption

    @property
    def compare(self) -> bool:
        """Whether the reader may keep a state: only where there are others."""
        return self.bound.compare and bool(self.grid.controls)

    def say(self, number: int) -> str:
        """A state in words, counted through the grid and then through those for paper."""
        states = self._all()
        return self.bound.spec.say(states[min(number, len(states) - 1)])

    def on_slide(self, results: Sequence[Result]) -> list[Result]:
        """Of the results of `states` those of the grid, in its order."""
        return list(results[: self.grid.count])

    def on_paper(self, results: Sequence[Result]) -> list[tuple[str, Result]]:
        """Of the results of `states` those for paper, each with its label."""
        if not self.bound.prints:
            return []
        by_state = {repr(state): result for state, result in zip(self.states, results, strict=True)}
        labels = self.bound.print_labels()
        return [
            (label, by_state[repr(state)]) for label, state in zip(labels, self.bound.prints, strict=True)
        ]

    def _all(self) -> list[dict[str, Value]]:
        return [*self.grid.states(), *self.bound.prints]


def bind_blocks(deck: Deck, catalog: Catalog, diagnostics: Diagnostics) -> Iterator[Block]:
    """Every demo block of the deck; what is wrong with one is an error, and it is left out."""
    for slide, call in deck.demo_calls:
        spec = catalog.find(call.name, diagnostics, call.span)
        if spec is None:
            continue
        settings: Mapping[str, Setting] = call.settings
        bound = bind(spec, settings, diagnostics, options=call.options, span=call.span)
        if bound is None:
            continue
        try:
            yield Block(slide, call, bound, chosen(bound.free, bound.values, MAX_STATES))
        except TalkError as error:
            told = error.diagnostics[0]
            diagnostics.error(told.text, call.span, told.hint)
