"""From code that asks the real Go to what its slide shows: recordings, never a run.

`asks` reads what blocks ask for, `found` brings the recordings and holds the claims against them, `shown`
puts the answers beside the code, `diagrams`, `flow` and `charts` are what is drawn of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from talk.asked.asks import asks_of
from talk.asked.drawn import draw_all
from talk.asked.found import Found, find_all
from talk.asked.shown import Showing
from talk.chart.figure import Figure
from talk.deck.model import Deck
from talk.errors import Diagnostics
from talk.figures.kept import Kept
from talk.golang.recordings import Recordings
from talk.project import Project, open_cache
from talk.store import Store


def answer(
    deck: Deck, project: Project, diagnostics: Diagnostics, *, with_cache: bool = True
) -> tuple[Deck, dict[str, Figure], str]:
    """The deck with what the real Go said beside the code that asks, the figures of that, and its version.

    Without such code nothing heavy is imported. Nothing is run: an answer that is missing is an error.
    """
    asks = asks_of(deck, project.home, diagnostics)
    founds = find_all(asks, Recordings(project.recordings), deck.meta.go, diagnostics)
    showing = Showing({id(each.ask.block): each for each in founds}, diagnostics)
    answered = showing.deck(deck)
    if not showing.drawables:
        return answered, {}, _versions(founds)
    store = Store(open_cache(project.root, "demos")) if with_cache else None
    kept = Kept(project.root.resolve(), store)
    return answered, draw_all(showing.drawables, answered, kept, diagnostics), _versions(founds)


def _versions(founds: Sequence[Found]) -> str:
    """`Go 1.27.3`, or all versions that the recordings are of; nothing without one."""
    return ", ".join(sorted({each.version for each in founds}))
