"""The deck as it stands: the last good edition, and what is wrong with what is written now."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from talk.build import BuildOptions, gather
from talk.deck.files import Files
from talk.errors import Diagnostic, Diagnostics, TalkError, listing
from talk.links import SiteLinks
from talk.project import Project
from talk.render.assets import Live
from talk.render.broken import render_broken
from talk.serve.edition import Edition
from talk.serve.tokens import Tokens
from talk.site import Site

KEPT = 3  # editions whose files are still served: an open page loads its fonts when it needs them


@dataclass
class Press:
    """Builds editions. Building takes long and belongs into a thread; what is held is read anywhere."""

    project: Project
    options: BuildOptions
    tokens: Tokens
    mark: str = field(default_factory=lambda: f"nonce-{secrets.token_hex(16)}")
    faults: tuple[Diagnostic, ...] = ()
    editions: deque[Edition] = field(default_factory=lambda: deque(maxlen=KEPT))
    is_open: bool = False
    _own: SiteLinks | None = None

    @property
    def latest(self) -> Edition | None:
        """The last good edition."""
        return self.editions[-1] if self.editions else None

    @property
    def fault_lines(self) -> tuple[str, ...]:
        """What is wrong now, a line each."""
        return tuple(listing(self.faults).splitlines())

    def build(self, say: Callable[[Diagnostics], None]) -> Edition | None:
        """Build what is written now; a good edition becomes the latest, else the faults stand."""
        diagnostics = Diagnostics()
        try:
            built = gather(self.project, self.options, diagnostics)
            edition = Edition(built, self.tokens, self.mark, self.is_open)
            edition.page("presenter")
            _ = edition.sources  # as they are now
            diagnostics.stop_on_errors()
        except Exception as error:
            told = error if isinstance(error, TalkError) else _own_fault(error)
            self.faults = told.diagnostics
            diagnostics.take(told)
            say(diagnostics)
            return None
        say(diagnostics)
        self.faults = ()
        self.editions.append(edition)
        return edition

    def file(self, name: str) -> bytes | None:
        """A file of the manifest of the latest editions, or of the error page."""
        for edition in reversed(self.editions):
            found = edition.file(name)
            if found is not None:
                return found
        return self._error_links().site.files.get(name)

    def error_page(self, last_good: str) -> bytes:
        """The page that tells what is wrong."""
        live = Live("presenter", self.tokens.presenter, self.mark)
        return render_broken(self.faults, self._error_links(), live, last_good=last_good).encode()

    def _error_links(self) -> SiteLinks:
        if self._own is None:
            self._own = SiteLinks(Site(), Files(self.project.root), Diagnostics())
        return self._own


def _own_fault(error: Exception) -> TalkError:
    """A fault of ours, told like one of the deck's: the server goes on."""
    return TalkError(f"talk itself failed: {type(error).__name__}: {error}", hint="please report it")
