"""Builds the deck again at every save, beside the event loop, and tells every window what differs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

from watchfiles._rust_notify import RustNotify

from talk.errors import Diagnostics
from talk.project import Project
from talk.serve.aside import aside
from talk.serve.edition import Edition, difference
from talk.serve.hub import Hub
from talk.serve.messages import Broken, Patch
from talk.serve.press import Press
from talk.serve.rehearsal import rehearsal_file
from talk.serve.runs import Runs
from talk.site import MANIFEST

STEP_MS, QUIET_MS = 5, 30
WAKE_MS = 2000  # after which the watcher looks whether it is to end
_PROSE = (".md", ".css", ".svg", ".png", ".jpg", ".webp")


class Saves:
    """What is saved below a deck's root from now on, also while nobody asks."""

    def __init__(self, project: Project) -> None:
        self.root, self.own = project.root, rehearsal_file(project)
        self._notify = RustNotify([str(self.root)], False, False, 300, True, True)
        self._end = threading.Event()

    async def next(self) -> set[Path]:
        """The files of the next save; none after `close`."""
        while not self._end.is_set():
            found = await aside(lambda: self._notify.watch(QUIET_MS, STEP_MS, WAKE_MS, self._end))
            names = found if isinstance(found, set) else set()
            paths = {Path(name) for _, name in names}
            kept = {path for path in paths if path != self.own and counts(path, self.root)}
            if kept:
                return kept
        return set()

    def close(self) -> None:
        self._end.set()


async def watch_deck(
    saves: Saves, press: Press, hub: Hub, runs: Runs, say: Callable[[Diagnostics], None]
) -> None:
    """Go on until cancelled. A save during a build leads to one more build after it."""
    dirty = asyncio.Event()
    builder = asyncio.create_task(_build_when(dirty, press, hub, say))
    try:
        while paths := await saves.next():
            if not all(path.suffix in _PROSE for path in paths):
                runs.renew()
            dirty.set()
    finally:
        saves.close()
        builder.cancel()


def counts(path: Path, root: Path) -> bool:
    """Whether a file below the root may belong to the deck: not what is hidden, cached or built."""
    if not path.is_relative_to(root):
        return False
    parts = path.relative_to(root).parts
    if any(part.startswith(".") or part in ("__pycache__", "node_modules") for part in parts):
        return False
    return not any((folder / MANIFEST).exists() for folder in path.parents if folder.is_relative_to(root))


async def _build_when(
    dirty: asyncio.Event, press: Press, hub: Hub, say: Callable[[Diagnostics], None]
) -> None:
    while True:
        await dirty.wait()
        dirty.clear()
        before = press.latest
        after = await aside(lambda: press.build(say))
        if after is None:
            hub.broken = press.fault_lines
            hub.announce(Broken(hub.broken), ("presenter",))
        else:
            hub.broken = ()
            hub.announce(Broken(), ("presenter",))
            await publish(before, after, hub)


async def publish(before: Edition | None, after: Edition, hub: Hub) -> None:
    """Tell every window what turns its page into the new edition."""
    hub.edition = after.stamp
    if before is None:
        hub.announce(Patch(after.stamp, "", reload=True))
    elif before.stamp != after.stamp:
        stamps = (before.stamp, after.stamp)
        hub.announce(difference(before.presenter, after.presenter, stamps), ("presenter",))
        hub.announce(Patch(after.stamp, before.stamp, reload=True), ("remote",))
        if any(window.role == "audience" for window in hub.windows):
            patch = await aside(lambda: difference(before.audience, after.audience, stamps))
            hub.announce(patch, ("audience",))
