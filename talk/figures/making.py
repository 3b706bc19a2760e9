"""From blocks to figures: taken from the cache, or run and drawn, each as soon as its numbers are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from talk.chart.figure import Figure
from talk.chart.model import Result
from talk.deck.front_matter import FrontMatter
from talk.demo.catalog import Catalog
from talk.demo.worker import Call
from talk.errors import Diagnostics, TalkError
from talk.figures.blocks import Block
from talk.figures.drawn import Facts, draw, import_drawing, look_of, space_of
from talk.figures.kept import Kept
from talk.figures.reasons import FROM_CACHE, Reasons, label_of
from talk.render.space import Space

Told = Callable[[str], None]


@dataclass(slots=True)
class Making:
    """The figures of a deck on their way. What goes wrong with one is an error, and it is left out."""

    meta: FrontMatter
    catalog: Catalog
    kept: Kept
    diagnostics: Diagnostics
    progress: Told | None = None
    explain: Told | None = None
    figures: dict[str, Figure] = field(default_factory=dict)
    _reasons: Reasons = field(init=False)

    def __post_init__(self) -> None:
        self._reasons = Reasons(self.kept)

    def make(self, blocks: Sequence[Block]) -> None:
        """Put the figure of every block among the figures."""
        open_ones = [block for block in blocks if not self._reuse(block)]
        for block, facts, results in self._numbers(open_ones):
            self._draw(block, facts, results)
        self._reasons.save()

    def _reuse(self, block: Block) -> bool:
        """Take a figure as an earlier build has drawn it."""
        facts = self.kept.facts(self.kept.run_key(block))
        if facts is None:
            return False
        space, look = space_of(block, facts, self.meta), look_of(block, self.meta)
        figure = self.kept.figure(self.kept.figure_key(facts, look, space))
        if figure is None:
            return False
        self.figures[block.call.id] = figure
        self._reasons.note(block, label_of(self.kept, block, look, _sides(space)))
        self._say(block, FROM_CACHE)
        return True

    def _numbers(self, blocks: Sequence[Block]) -> Iterator[tuple[Block, Facts, Sequence[Result]]]:
        """The results of every block, first those that are kept, then the others as they come."""
        missing: dict[str, list[Block]] = {}
        for block in blocks:
            key = self.kept.run_key(block)
            facts = self.kept.facts(key)
            results = self.kept.results(key, facts) if facts else None
            if facts and results:
                yield block, facts, results
            else:
                missing.setdefault(key, []).append(block)
        calls = [group[0].run for group in missing.values()]
        groups = list(missing.items())
        ran_ones = self.catalog.run_each(calls, self.diagnostics, progress=self._told)
        if blocks:
            import_drawing()
        for place, ran in ran_ones:
            key, group = groups[place]
            if ran.results is not None:
                facts = self.kept.keep_results(key, ran.results, ran.reads)
                yield from ((block, facts, ran.results) for block in group)

    def _draw(self, block: Block, facts: Facts, results: Sequence[Result]) -> None:
        space, look = space_of(block, facts, self.meta), look_of(block, self.meta)
        try:
            figure = draw(block, results, facts, self.meta)
        except TalkError as error:
            self.diagnostics.take(error)
            return
        self.figures[block.call.id] = figure
        key = self.kept.figure_key(facts, look, space)
        self.kept.keep_figure(key, figure)
        label = label_of(self.kept, block, look, _sides(space))
        self._say(block, f"rebuilt: {self._reasons.of(block, label, self.kept.run_key(block), key)}")
        self._reasons.note(block, label)

    def _say(self, block: Block, text: str) -> None:
        if self.explain is not None:
            self.explain(f"figure {block.call.id} ({block.call.span}): {text}")

    def _told(self, call: Call) -> None:
        if self.progress is not None:
            self.progress(f"{call.spec.name} ({call.span})")


def _sides(space: Space) -> tuple[float, ...]:
    return (space.width_px, space.height_px, space.font_px)
