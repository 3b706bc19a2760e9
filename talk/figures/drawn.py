"""From the numbers of a block's states to its figure, in the room and the bytes that it may take."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from talk.chart.describe import status_text
from talk.chart.figure import Figure, figure
from talk.chart.model import Result, StepsData
from talk.chart.size import NoRoomError
from talk.chart.union import StateError
from talk.deck.front_matter import FrontMatter
from talk.demo.grid import Grid, chosen, subset
from talk.errors import Diagnostics, TalkError
from talk.figures.blocks import Block
from talk.render.scale import FIGURE_TEXT_PX
from talk.render.space import Space, figure_space

_HEAVY = (
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "lxml.etree",
)
_TRIES = 6
SHRINK_PX = 2  # the steps by which the text of a slide gives way to its figure
_NAMED = 3  # figures that an error over all of them names


@dataclass(frozen=True, slots=True)
class Facts:
    """What must be known of a block's results to find the room for its figure.

    `digest` is one of all their numbers, `status` the longest sentence below it, `moments` the most moments.
    """

    digest: str
    status: str = ""
    moments: int = 0

    @staticmethod
    def of(results: Sequence[Result], digest: str) -> Facts:
        steps = [len(each.steps) for each in results if isinstance(each, StepsData)]
        return Facts(digest, max(map(status_text, results), key=len), max(steps, default=0))


def import_drawing() -> None:
    """Load what drawing needs: it takes a while, in which the demos run."""
    for name in _HEAVY:
        importlib.import_module(name)


def space_of(block: Block, facts: Facts, meta: FrontMatter, shrink_px: int = 0) -> Space:
    """The room for a block's figure on its slide, whose text is so much smaller than asked for."""
    return figure_space(
        block.slide,
        block.call,
        canvas=meta.canvas,
        font_px=meta.font_px - shrink_px,
        words=(block.caption, facts.status),
        controls=block.grid.views(),
        compare=block.compare,
        steps=facts.moments if block.call.steps == "slider" else 0,
    )


def look_of(block: Block, meta: FrontMatter) -> dict[str, Any]:
    """Everything else that decides how its figure looks."""
    return {
        "id": block.call.id,
        "caption": block.caption,
        "alt": block.bound.alt,
        "height": block.bound.height_px,
        "prints": block.bound.print_labels(),
        "controls": block.grid.views(),
        "compare": block.compare,
        "steps": block.call.steps,
        "budget": meta.figure_budget_bytes,
    }


def draw(block: Block, results: Sequence[Result], facts: Facts, meta: FrontMatter) -> Figure:
    """The figure of a block; its grid is thinned as far as it must be to fit into the budget.

    Where the slide leaves it too little room, all text there gives way, as far as chart text may shrink.

    Raises:
        TalkError: it does not fit, or a state does not go with the others; told at the block's line.
    """
    try:
        return _with_room(block, results, facts, meta)
    except StateError as error:
        state = block.say(error.index)
        text = f"demo '{block.bound.spec.name}'{f' with {state}' if state else ''}: {error.fact}"
        raise TalkError(text, block.call.span, error.hint) from error
    except TalkError as error:
        told = error.diagnostics[0]
        raise TalkError(told.text, block.call.span, told.hint) from error


def _with_room(block: Block, results: Sequence[Result], facts: Facts, meta: FrontMatter) -> Figure:
    """The figure at the largest text of its slide with which both have room."""
    asked = space_of(block, facts, meta)
    steps = range(0, max(0, int(asked.font_px - FIGURE_TEXT_PX)) + 1, SHRINK_PX)
    spaces = [(step, space_of(block, facts, meta, step)) for step in steps]
    refused: list[TalkError] = []
    for step, space in [each for each in spaces if not each[1].cramped] or spaces[-1:]:
        try:
            return replace(_within(block, results, space, meta.figure_budget_bytes), shrink_px=step)
        except TalkError as error:
            if not lacks_room(error):
                raise
            refused.append(error)
    raise refused[0]


def lacks_room(error: BaseException | None) -> bool:
    """Whether a figure would fit with smaller text around it; a state's error says what it comes from."""
    return error is not None and (isinstance(error, NoRoomError) or lacks_room(error.__cause__))


def _within(block: Block, results: Sequence[Result], space: Space, budget: int) -> Figure:
    grid = block.grid
    for _ in range(_TRIES):
        found = _figure(block, grid, results, space)
        size = len(found.states.encode())
        if size <= budget:
            return found
        grid = _thinned(grid, block, size, budget)
    raise TalkError(f"its states take more than {_kb(budget)}", hint="give its sliders fewer stops")


def _thinned(grid: Grid, block: Block, size: int, budget: int) -> Grid:
    """A grid whose states should take so many bytes."""
    most = max(1, min(grid.count - 1, grid.count * budget // size))
    try:
        return chosen(block.bound.free, block.bound.values, most)
    except TalkError as error:
        told = error.diagnostics[0]
        text = f"its states take {_kb(size)}, more than the figure budget of {_kb(budget)}: {told.text}"
        raise TalkError(text, hint=f"{told.hint}, or raise figure-budget") from error


def _figure(block: Block, grid: Grid, results: Sequence[Result], space: Space) -> Figure:
    all_states, kept = block.on_slide(results), subset(block.grid, grid)
    try:
        return figure(
            [all_states[number] for number in kept],
            id=block.call.id,
            width_px=space.width_px,
            height_px=block.bound.height_px or space.height_px,
            font_px=space.font_px,
            caption=block.caption,
            alt=block.bound.alt,
            shown=grid.shown,
            controls=grid.views(),
            compare=block.compare,
            steps=block.call.steps,
            prints=block.on_paper(results),
        )
    except StateError as error:  # of the states of the figure, then of those for paper
        on_paper = error.index - len(kept)
        number = block.grid.count + on_paper if on_paper >= 0 else kept[error.index]
        raise StateError(number, error.fact, error.hint) from error


def check_deck(figures: Mapping[str, Figure], meta: FrontMatter, diagnostics: Diagnostics) -> None:
    """An error if the states of all figures take more than the deck may."""
    sizes = {name: len(each.states.encode()) for name, each in figures.items()}
    total = sum(sizes.values())
    if total <= meta.deck_budget_bytes:
        return
    largest = sorted(sizes, key=lambda name: (-sizes[name], name))[:_NAMED]
    told = ", ".join(f"{name} ({_kb(sizes[name])})" for name in largest)
    diagnostics.error(
        f"the states of all figures take {_kb(total)}, more than the deck budget of "
        f"{_kb(meta.deck_budget_bytes)}; the largest are {told}",
        meta.spans.get("deck-budget"),
        "give their sliders fewer stops, or raise deck-budget",
    )


def _kb(count: int) -> str:
    return f"{count / 1000:.0f} kB"
