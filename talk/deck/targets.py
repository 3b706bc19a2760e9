"""Where links inside the deck lead: every `#id` names something that is there."""

from __future__ import annotations

from urllib.parse import unquote

from talk.deck.ids import Ids
from talk.deck.model import Deck
from talk.deck.tokens import everything
from talk.errors import Diagnostics, did_you_mean


def check_targets(deck: Deck, ids: Ids, diagnostics: Diagnostics) -> None:
    """Warn about links to ids that nothing has, and to files that a build does not copy."""
    for slide in deck.slides:
        notes = [token for note in slide.notes for token in note.tokens]
        for token in everything([*slide.tokens, *notes]):
            if token.type != "link_open":
                continue
            href = str(token.attrGet("href") or "")
            name = unquote(href.removeprefix("#")).lstrip("/")
            if href.startswith("#") and name and name not in ids.taken:
                hint = did_you_mean(name, ids.taken) or "write the id of a slide or figure"
                diagnostics.warning(f"nothing has the id '{name}'", token.meta["span"], hint, "link-target")
            elif href and ":" not in href and not href.startswith(("#", "//")):
                diagnostics.warning(
                    f"the link leads to the file '{href}', which is not part of the built deck",
                    token.meta["span"],
                    "link to a page on the web or to a slide: #id",
                    "link-target",
                )
