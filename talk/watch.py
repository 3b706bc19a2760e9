"""Something done again at every change below a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from talk.errors import TalkError
from talk.project import find_project

QUIET_MS = 50


def on_change(source: Path, out: Path, again: Callable[[], None]) -> None:
    """Call `again` now and at every change of the project, until interrupted.

    What lies in the output folder or in a hidden folder or a Python cache does not count.

    Raises:
        TalkError: the optional file watcher is not installed, or there is no project.
    """
    try:
        from watchfiles import watch
    except ImportError as error:
        raise TalkError("--watch needs the package watchfiles", hint="pip install watchfiles") from error
    root = find_project(source).root
    built = out.resolve()
    again()
    for changes in watch(root, debounce=QUIET_MS, step=20, raise_interrupt=True):
        if any(_counts(Path(name), root, built) for _, name in changes):
            again()


def _counts(path: Path, root: Path, built: Path) -> bool:
    if path.is_relative_to(built) or not path.is_relative_to(root):
        return False
    parts = path.relative_to(root).parts
    return not any(part.startswith(".") or part == "__pycache__" for part in parts)
