"""From demo blocks to figures: bound, run, and drawn for the room that their slides leave.

`blocks` gives the blocks types, `kept` finds what earlier builds have made, `making` runs and draws the
rest, `drawn` keeps each in its room and its budget, `reasons` says why one had to be made again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from talk.chart.draw import use_cache
from talk.chart.figure import Figure
from talk.deck.model import Deck
from talk.demo.catalog import Catalog, catalog_of
from talk.demo.loading import demo_files
from talk.demo.messages import Limits
from talk.demo.worker import Workshop
from talk.errors import Diagnostics, TalkError
from talk.figures.blocks import bind_blocks
from talk.figures.drawn import check_deck, import_drawing
from talk.figures.kept import Kept
from talk.figures.making import Making
from talk.project import Project, open_cache
from talk.store import Store

__all__ = ["Making", "Progress", "Ways", "make_figures"]

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ways:
    """How figures are made: demos at once, seconds for each state, with the cache or not, and who is told.

    `progress` hears of each demo when it begins, `explain` of each figure where it comes from.
    """

    jobs: int = 0
    seconds: float = Limits().seconds
    with_cache: bool = True
    progress: Progress | None = None
    explain: Progress | None = None


def make_figures(
    deck: Deck, project: Project, diagnostics: Diagnostics, ways: Ways | None = None
) -> dict[str, Figure]:
    """The figure of every demo block by its id; a block that fails is an error and left out.

    Without demo blocks no demo is loaded and nothing heavy is imported; with nothing changed likewise.
    """
    if not deck.demo_calls:
        return {}
    ways = ways or Ways()
    try:
        use_cache(open_cache(project.root, "matplotlib"))
        store = Store(open_cache(project.root, "demos")) if ways.with_cache else None
        kept = Kept(project.root.resolve(), store)
        with _open_catalog(project, deck.meta.demos, kept, ways, diagnostics) as catalog:
            making = Making(deck.meta, catalog, kept, diagnostics, ways.progress, ways.explain)
            making.make(list(bind_blocks(deck, catalog, diagnostics)))
    except TalkError as error:
        diagnostics.take(error)
        return {}
    if store is not None:
        store.trim()
    check_deck(making.figures, deck.meta, diagnostics)
    return making.figures


def _open_catalog(project: Project, folder: str, kept: Kept, ways: Ways, diagnostics: Diagnostics) -> Catalog:
    """The demos of a project: as an earlier build has loaded them, or loaded now."""
    home, root = project.demos(folder).resolve(), project.root.resolve()
    if not demo_files(home):
        return Catalog(home)
    workshop = Workshop(home, root, Limits(ways.seconds), ways.jobs)
    loaded = kept.catalog(home)
    if loaded is None:
        workshop.start()
        import_drawing()  # meanwhile
        loaded = workshop.load()
        kept.keep_catalog(home, root, loaded)
    return catalog_of(home, workshop, loaded, diagnostics)
