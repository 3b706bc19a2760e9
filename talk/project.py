"""Where things lie: the deck, its root, its demos, the output and the cache."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from talk.errors import TalkError, shown_path
from talk.witness import look


@dataclass(frozen=True, slots=True)
class Project:
    """One deck on the disk. All paths are absolute.

    `source` is the folder of slides or the single file, `root` the folder beyond
    which nothing is read.
    """

    source: Path
    root: Path

    @property
    def home(self) -> Path:
        """The folder that the slides lie in, and beside them `go/` and `recordings/`."""
        return self.source if self.source.is_dir() else self.source.parent

    @property
    def recordings(self) -> Path:
        """The folder that `talk record` writes."""
        return self.home / "recordings"

    def demos(self, folder: str) -> Path:
        """The folder of the deck's demos, as its front matter names it.

        Raises:
            TalkError: it leads out of the project.
        """
        path = Path(os.path.normpath(self.root / folder))
        look(path)
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise TalkError(
                f"demos folder '{folder}' leads out of the project", hint="name a folder inside it"
            )
        return path

    def check_output(self, out: Path) -> None:
        """Refuse an output folder that would be written over the deck's own files."""
        resolved = out.resolve()
        inside_source = self.source.is_dir() and resolved.is_relative_to(self.source.resolve())
        holds_code = resolved.is_relative_to(self.root.resolve()) and _holds_code(resolved)
        if resolved in (self.root.resolve(), self.source.resolve()) or inside_source or holds_code:
            raise TalkError(
                f"the output folder {shown_path(out)} holds the deck's own sources",
                hint="name another folder with -o",
            )


def _holds_code(folder: Path) -> bool:
    """Whether programs lie in a folder, as demos and tests do: no build leaves any."""
    return folder.is_dir() and any(each.suffix in (".py", ".go") for each in folder.iterdir())


def find_project(source: Path) -> Project:
    """The project of a folder of slides or of one `.md` file.

    Raises:
        TalkError: there is nothing at `source`, or it is neither folder nor Markdown file.
    """
    path = Path(os.path.abspath(source))  # noqa: PTH100 - links stay as they are written
    if path.is_dir():
        return Project(source=path, root=path.parent)
    if path.is_file() and path.suffix == ".md":
        return Project(source=path, root=path.parent)
    if path.exists():
        raise TalkError(
            f"{shown_path(path)} is neither a folder nor a .md file", hint="name the folder of slides"
        )
    raise TalkError(
        f"there is no {shown_path(path)}", hint="name a folder of slides, or begin a deck with 'talk new DIR'"
    )


def open_cache(root: Path, name: str) -> Path:
    """A folder of that name in this project's cache, made and writable.

    Where the user's own cache folder cannot be written, it is a temporary one that goes with the process.

    Raises:
        TalkError: the folder that `$TALK_CACHE` names cannot be written.
    """
    folder = cache_folder(root) / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
        reason = "Permission denied"
    except OSError as error:
        reason = str(error.strerror)
    if os.environ.get("TALK_CACHE"):
        raise TalkError(
            f"the cache {shown_path(folder)} cannot be written: {reason}", hint="name another by TALK_CACHE"
        )
    return Path(_temporary())


@cache
def _temporary() -> str:
    folder = tempfile.mkdtemp(prefix="talk-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def cache_folder(root: Path) -> Path:
    """Where results of this project may be kept: `$TALK_CACHE`, else the user's cache folder.

    Nothing is created. Two projects never share a folder.
    """
    given = os.environ.get("TALK_CACHE")
    if given:
        base = Path(given).absolute()
    else:
        import platformdirs

        base = Path(platformdirs.user_cache_dir("talk", appauthor=False))
    key = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]
    return base / f"{root.name or 'root'}-{key}"
