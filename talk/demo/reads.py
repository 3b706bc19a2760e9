"""What a result depends on besides its settings: files and libraries, each with a digest of what it was."""

from __future__ import annotations

import hashlib
import importlib.util
import stat
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from talk.witness import look

LIBRARY = "lib:"  # before the name of a library, where else a path from the project's root stands
MISSING = "missing"
SPECIAL = "special"  # no file that could be read again: never the same twice
_VERSION_FILES = ("__init__.py", "version.py", "_version.py")
_CHUNK = 1 << 20


class Read(msgspec.Struct, frozen=True, order=True, array_like=True):
    """A file, folder or library, and what was in it when a demo read it."""

    path: str
    digest: str

    @property
    def is_library(self) -> bool:
        return self.path.startswith(LIBRARY)

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.path.removeprefix(LIBRARY)


class Present:
    """What files and libraries hold now; each is looked at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known: dict[str, str] = {}

    def digest(self, path: str) -> str:
        """The digest of a file from the project's root, or of a library."""
        if path not in self._known:
            library = path.startswith(LIBRARY)
            found = library_digest(path.removeprefix(LIBRARY)) if library else digest_of(self.root / path)
            self._known[path] = found
        return self._known[path]

    def changed(self, reads: Iterable[Read]) -> list[Read]:
        """Those that hold something else than they did."""
        return [
            read for read in reads if read.digest in ("", SPECIAL) or self.digest(read.path) != read.digest
        ]


def digest_of(path: Path) -> str:
    """A digest of a file's bytes, or of the names in a folder; `missing` where there is nothing."""
    look(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            names = sorted(
                each.name for each in path.iterdir() if not each.name.startswith((".", "__pycache__"))
            )
            return hashlib.sha256("\0".join(names).encode(errors="surrogateescape")).hexdigest()
        return _hashed(path) if stat.S_ISREG(mode) else SPECIAL
    except OSError:
        return MISSING


@cache
def library_digest(name: str) -> str:
    """A digest of what names the version of an installed package; it is not imported."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError, AttributeError):
        return MISSING
    if spec is None or not spec.origin or not Path(spec.origin).is_file():
        return MISSING
    origin = Path(spec.origin)
    files = [origin]
    if spec.submodule_search_locations:
        files = [path for file in _VERSION_FILES if (path := origin.parent / file).is_file()]
    told = "\n".join([*(f"{path.name} {_hashed(path)}" for path in files), *_releases(origin, name)])
    return hashlib.sha256(told.encode()).hexdigest()


def _releases(origin: Path, name: str) -> list[str]:
    """The names of folders beside a package that hold its version."""
    home = origin.parent.parent if origin.name == "__init__.py" else origin.parent
    return sorted(each.name for each in home.glob(f"{name}-*.dist-info"))


def _hashed(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            found.update(part)
    return found.hexdigest()
