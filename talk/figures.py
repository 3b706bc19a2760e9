"""From demo blocks to figures: bound, run, and drawn for the room that their slides leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from talk.chart.draw import use_cache
from talk.chart.figure import Figure, figure
from talk.chart.model import Result
from talk.deck.model import Deck, DemoCall, Slide
from talk.demo.bind import Bound, Setting, bind
from talk.demo.catalog import Catalog, load_demos
from talk.demo.messages import Limits
from talk.demo.worker import Call
from talk.errors import Diagnostics, TalkError
from talk.project import Project, open_cache
from talk.render.space import figure_space

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A demo block with its slide and its typed settings."""

    slide: Slide
    call: DemoCall
    bound: Bound

    @property
    def states(self) -> list[Call]:
        """What must be run for it: the state on the slide, then those for paper."""
        spec = self.bound.spec
        return [Call(spec, (values,), self.call.span) for values in (self.bound.values, *self.bound.prints)]


def make_figures(
    deck: Deck,
    project: Project,
    diagnostics: Diagnostics,
    *,
    jobs: int = 0,
    seconds: float = Limits().seconds,
    progress: Progress | None = None,
) -> dict[str, Figure]:
    """The figure of every demo block by its id; a block that fails is an error and left out.

    Without demo blocks no demo is loaded and nothing heavy is imported.
    """
    if not deck.demo_calls:
        return {}
    try:
        use_cache(open_cache(project.root, "matplotlib"))
        with load_demos(
            project.demos(deck.meta.demos), diagnostics, root=project.root, limits=Limits(seconds), jobs=jobs
        ) as catalog:
            wanted = list(_bound(deck, catalog, diagnostics))
            results = _run(wanted, catalog, diagnostics, progress)
    except TalkError as error:
        diagnostics.take(error)
        return {}
    return _drawn(deck, wanted, results, diagnostics)


def _bound(deck: Deck, catalog: Catalog, diagnostics: Diagnostics) -> list[Wanted]:
    found = []
    for slide, call in deck.demo_calls:
        spec = catalog.find(call.name, diagnostics, call.span)
        if spec is None:
            continue
        settings: Mapping[str, Setting] = call.settings
        bound = bind(spec, settings, diagnostics, options=call.options, span=call.span)
        if bound is not None:
            found.append(Wanted(slide, call, bound))
    return found


def _run(
    wanted: Sequence[Wanted], catalog: Catalog, diagnostics: Diagnostics, progress: Progress | None
) -> list[list[Result | None]]:
    """The results of every block, state by state; a state that two blocks share is run once."""
    calls: dict[tuple[str, str], Call] = {}
    for each in wanted:
        for call in each.states:
            calls.setdefault(_key(call), call)
    told = (lambda call: progress(f"{call.spec.name} ({call.span})")) if progress else None
    ran = catalog.run_all(list(calls.values()), diagnostics, progress=told)
    results = {key: done.results and done.results[0] for key, done in zip(calls, ran, strict=True)}
    return [[results[_key(call)] for call in each.states] for each in wanted]


def _key(call: Call) -> tuple[str, str]:
    return call.spec.name, repr(call.states)


def _drawn(
    deck: Deck, wanted: Sequence[Wanted], results: Sequence[Sequence[Result | None]], diagnostics: Diagnostics
) -> dict[str, Figure]:
    figures = {}
    for each, states in zip(wanted, results, strict=True):
        whole = [state for state in states if state is not None]
        if len(whole) < len(states):
            continue
        try:
            figures[each.call.id] = _draw(deck, each, whole)
        except TalkError as error:
            diagnostics.error(error.diagnostics[0].text, each.call.span, error.diagnostics[0].hint)
    return figures


def _draw(deck: Deck, wanted: Wanted, states: Sequence[Result]) -> Figure:
    from talk.chart.describe import status_text

    bound, first = wanted.bound, states[0]
    caption = bound.caption or bound.spec.caption
    space = figure_space(
        wanted.slide,
        wanted.call,
        canvas=deck.meta.canvas,
        font_px=deck.meta.font_px,
        words=(caption, status_text(first)),
    )
    return figure(
        first,
        id=wanted.call.id,
        width_px=space.width_px,
        height_px=bound.height_px or space.height_px,
        font_px=space.font_px,
        caption=caption,
        alt=bound.alt,
        prints=list(zip(bound.print_labels(), states[1:], strict=True)),
    )
