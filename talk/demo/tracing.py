"""What the demos of a project read, noted in the process that runs them."""

from __future__ import annotations

import importlib.util
import os
import sys
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
)
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from talk.demo.reads import LIBRARY, Read, digest_of, library_digest

_HERE = Path(__file__).resolve().parents[1]  # talk itself counts as a whole, by its own digest


class FreshLoader(SourceFileLoader):
    """Loads what stands in the file now: bytecode beside it goes by seconds and sizes, and may be older."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        code: CodeType = self.source_to_code(self.get_data(path), path)
        return code


class Tracer:
    """Notes every file of the project that Python opens for reading, and every folder that it lists.

    `reads` maps paths from the root to digests of what was there; whoever begins something new sets it anew.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.reads: dict[str, str] = {}
        self._busy = False
        self._libraries: tuple[int, frozenset[str]] = (0, frozenset())

    def install(self) -> None:
        """Begin to listen, and load what lies in the folder fresh. It holds until the process ends."""
        sys.path_hooks.insert(0, self._finder)
        sys.path_importer_cache.pop(str(self.folder), None)
        sys.addaudithook(self._hear)

    def all_reads(self) -> frozenset[Read]:
        """What has been noted, and the libraries that are loaded."""
        files = (Read(path, digest) for path, digest in self.reads.items())
        libraries = (Read(LIBRARY + name, library_digest(name)) for name in self._loaded())
        return frozenset((*files, *libraries))

    def is_own(self, module: ModuleType) -> bool:
        """Whether a module was loaded from the folder of the demos."""
        file = getattr(module, "__file__", None)
        return isinstance(file, str) and Path(file).is_relative_to(self.folder)

    def foreign_modules(self) -> list[Path]:
        """The files of loaded modules that lie in the project, but not in the folder of the demos."""
        files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
        paths = [Path(file) for file in files if isinstance(file, str)]
        return [path for path in paths if not path.is_relative_to(self.folder) and self._inside(path)]

    def note(self, path: Path) -> None:
        """Keep what a file holds now."""
        inside = self._inside(path)
        if inside and inside not in self.reads:
            self.reads[inside] = digest_of(path)

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if event not in ("open", "os.listdir", "os.scandir") or self._busy:
            return
        self._busy = True
        try:
            if event == "open":
                self._opened(*args[:3])
            elif isinstance(args[0], (str, bytes, os.PathLike)) and not _is_import(sys._getframe(1)):
                self.note(Path(os.fsdecode(args[0])))
        except Exception:  # whatever it was, the demo that opens it will be told
            return
        finally:
            self._busy = False

    def _opened(self, path: object, mode: object, flags: object) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return
        if isinstance(mode, str):
            reading = "r" in mode or "+" in mode
        else:
            reading = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR) != os.O_WRONLY
        if reading:
            self.note(_source(Path(os.fsdecode(path))))

    def _inside(self, path: Path) -> str:
        """The path from the project's root; empty where it lies outside, or belongs to what is installed."""
        full = Path(os.path.abspath(path))  # noqa: PTH100 - a link is the author's own file
        if not full.is_relative_to(self.root):
            full = Path(os.path.realpath(path))
        if not full.is_relative_to(self.root) or full.is_relative_to(_HERE):
            return ""
        inside = full.relative_to(self.root)
        environment = Path(sys.prefix)
        installed = environment.is_relative_to(self.root) and full.is_relative_to(environment)
        installed = installed or "site-packages" in inside.parts
        return "" if installed else inside.as_posix() or "."

    def _loaded(self) -> frozenset[str]:
        count, known = self._libraries
        if count != len(sys.modules):
            tops = {name.partition(".")[0] for name in list(sys.modules)}
            known = frozenset(name for name in tops if self._is_library(name))
            self._libraries = len(sys.modules), known
        return known

    def _is_library(self, name: str) -> bool:
        if name in sys.stdlib_module_names or name.startswith("_") or name == "talk":
            return False
        file = getattr(sys.modules.get(name), "__file__", None)
        return isinstance(file, str) and not self._inside(Path(file))

    def _finder(self, path: str) -> FileFinder:
        if not Path(path).is_relative_to(self.folder):
            raise ImportError
        return FileFinder(path, (ExtensionFileLoader, EXTENSION_SUFFIXES), (FreshLoader, SOURCE_SUFFIXES))


def _source(path: Path) -> Path:
    """The file that bytecode was made from, or the file itself."""
    if path.suffix != ".pyc" or path.parent.name != "__pycache__":
        return path
    return Path(importlib.util.source_from_cache(str(path)))


def _is_import(frame: Any) -> bool:
    """Whether Python's own import looks into a folder."""
    return bool(frame.f_code.co_filename.startswith("<frozen importlib"))
