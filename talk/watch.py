"""Something done again at every change below a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from talk.errors import TalkError, shown_path

QUIET_MS = 50


def on_change(folder: Path, out: Path | None, again: Callable[[], None]) -> None:
    """Call `again` now and at every change below the folder, until interrupted.

    What is written to (a folder or a file) does not count, nor does a hidden folder or a Python cache.

    Raises:
        TalkError: the optional file watcher is not installed, or there is no such folder.
    """
    try:
        from watchfiles import watch
    except ImportError as error:
        raise TalkError("watching needs the package watchfiles", hint="pip install watchfiles") from error
    root = folder.resolve()
    if not root.is_dir():
        raise TalkError(f"there is no folder {shown_path(folder)} to watch")
    built = out.resolve() if out is not None else None
    is_begun = False
    watched = watch(
        root, debounce=QUIET_MS, step=20, rust_timeout=QUIET_MS, yield_on_timeout=True, raise_interrupt=True
    )
    for changes in watched:
        if not is_begun or any(_counts(Path(name), root, built) for _, name in changes):
            is_begun = True  # nothing that changes from now on is missed
            again()


def _counts(path: Path, root: Path, built: Path | None) -> bool:
    if not path.is_relative_to(root) or (built is not None and path.is_relative_to(built)):
        return False
    parts = path.relative_to(root).parts
    return not any(part.startswith(".") or part == "__pycache__" for part in parts)
