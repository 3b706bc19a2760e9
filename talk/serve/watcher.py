"""Builds the deck again at every save, beside the event loop, and tells every window what differs."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from watchfiles._rust_notify import RustNotify

from talk.errors import Diagnostics
from talk.project import Project
from talk.serve.aside import aside
from talk.serve.edition import Edition, Viewer, difference
from talk.serve.hub import Hub
from talk.serve.messages import Broken, Patch
from talk.serve.press import Press
from talk.serve.rehearsal import rehearsal_file
from talk.serve.runs import Runs
from talk.site import MANIFEST

STEP_MS, QUIET_MS = 5, 30
Say = Callable[[Diagnostics], None]
CALM_S = 0.12  # in which the windows paint a preview before the build asks for the processor
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


class Watch:
    """Keeps the windows at what is written: the edited slide first, then the whole deck."""

    def __init__(self, saves: Saves, press: Press, hub: Hub, runs: Runs, say: Say) -> None:
        self.saves, self.press, self.hub, self.runs, self.say = saves, press, hub, runs, say
        self._dirty = asyncio.Event()
        self._seen: dict[Viewer, set[str]] = {"presenter": set(), "audience": set()}

    async def go_on(self) -> None:
        """Watch until cancelled. A save during a build leads to one more build after it."""
        builder = asyncio.create_task(self._build_when_dirty())
        try:
            while paths := await self.saves.next():
                if not all(path.suffix in _PROSE for path in paths):
                    self.runs.renew()
                previewed = await self._preview(paths)
                asyncio.get_running_loop().call_later(CALM_S if previewed else 0, self._dirty.set)
        finally:
            self.saves.close()
            builder.cancel()

    async def _preview(self, paths: set[Path]) -> bool:
        """Show the edited slide, if the save is of one slide's own lines; what comes back says so."""
        edition, hub = self.press.latest, self.hub
        if edition is None or self.press.faults or not hub.windows:
            return False
        edit = None
        with contextlib.suppress(Exception):  # whatever is wrong with it, the build will tell
            edit = await aside(lambda: edition.sources.edit(paths))
        if edit is None:
            return False
        name, stamp = edit.old.id, edition.stamp
        for role, seen in self._seen.items():
            if not hub.has(role):
                continue
            html = edition.section(edit.new, role)
            if name in seen or html != edition.view(role).sections[name]:
                seen.add(name)
                hub.announce(Patch(stamp, stamp, slides={name: html}, edited=name), (role,))
        return True

    async def _build_when_dirty(self) -> None:
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            before = self.press.latest
            after = await aside(lambda: self.press.build(self.say))
            self.hub.broken = self.press.fault_lines
            self.hub.announce(Broken(self.hub.broken), ("presenter",))
            if after is not None:
                await self._publish(before, after)

    async def _publish(self, before: Edition | None, after: Edition) -> None:
        """Tell every window what turns its page into the new edition."""
        hub = self.hub
        hub.edition = after.stamp
        if before is None:
            hub.announce(Patch(after.stamp, "", reload=True))
            return
        stamps = (before.stamp, after.stamp)
        for role, seen in self._seen.items():
            if (seen or stamps[0] != stamps[1]) and hub.has(role):
                patch = await aside(
                    partial(difference, before.view(role), after.view(role), stamps, set(seen))
                )
                hub.announce(patch, (role,))
            seen.clear()
        if stamps[0] != stamps[1]:
            hub.announce(Patch(after.stamp, before.stamp, reload=True), ("remote",))


def counts(path: Path, root: Path) -> bool:
    """Whether a file below the root may belong to the deck: not what is hidden, cached or built."""
    if not path.is_relative_to(root):
        return False
    parts = path.relative_to(root).parts
    if any(part.startswith(".") or part in ("__pycache__", "node_modules") for part in parts):
        return False
    return not any((folder / MANIFEST).exists() for folder in path.parents if folder.is_relative_to(root))
