"""What earlier builds have found: demos, their numbers, their figures, each with what it depends on."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from talk import __version__
from talk.chart.figure import Figure
from talk.chart.model import Result
from talk.demo.messages import Loaded
from talk.demo.reads import Present, Read, digest_of, library_digest
from talk.figures.blocks import Block
from talk.figures.drawn import Facts
from talk.render.space import Space
from talk.store import Store

T = TypeVar("T")

_TALK = Path(__file__).parents[1]
_DRAWING = ("matplotlib", "numpy", "lxml", "fontTools")


class _Facts(msgspec.Struct, frozen=True):
    """The facts of some results, and what was read for them."""

    facts: Facts
    reads: tuple[Read, ...]


class Kept:
    """Values by what decides them. `why` tells for a key why its value cannot be used."""

    def __init__(self, root: Path, store: Store | None) -> None:
        self.store = store
        self.stamp = stamp()
        self.why: dict[str, str] = {}
        self._present = Present(root)

    def key(self, kind: str, *parts: Any) -> str:
        """A name for what follows from these parts, this talk and its libraries."""
        told = msgspec.json.encode([kind, self.stamp, parts], order="deterministic")
        return hashlib.sha256(told).hexdigest()

    def catalog(self, folder: Path) -> Loaded | None:
        """The demos of a folder as they were loaded, if none of its files has changed."""
        found: Loaded | None = self._get(self.key("catalog", str(folder)), Loaded)
        return found if found is not None and not self._present.changed(found.reads) else None

    def keep_catalog(self, folder: Path, root: Path, loaded: Loaded) -> None:
        """Keep what has been loaded without any problem."""
        if loaded.problems or not folder.is_relative_to(root):
            return
        listing = Read(folder.relative_to(root).as_posix(), digest_of(folder))
        loaded = msgspec.structs.replace(loaded, reads=(*loaded.reads, listing))
        self._put(self.key("catalog", str(folder)), loaded)

    def run_key(self, block: Block) -> str:
        """The name of the numbers of a block's states."""
        spec = block.bound.spec
        return self.key("run", spec.name, spec.file, block.states)

    def facts(self, key: str) -> Facts | None:
        """The facts of results that would come out the same now."""
        found: _Facts | None = self._get(key, _Facts)
        if found is None:
            return None
        changed = self._present.changed(found.reads)
        if changed:
            self.why[key] = f"{changed[0].name} changed"
            return None
        return found.facts

    def results(self, key: str, facts: Facts) -> tuple[Result, ...] | None:
        """The results with those facts."""
        found: tuple[Result, ...] | None = self._get(self._results_key(facts), tuple[Result, ...])
        if found is None:
            self.why[key] = self.why[self._results_key(facts)]
        return found

    def keep_results(self, key: str, results: Sequence[Result], reads: tuple[Read, ...]) -> Facts:
        """Keep results and what was read for them; the facts of them."""
        body = msgspec.json.encode(results)
        facts = Facts.of(results, hashlib.sha256(body).hexdigest())
        if self.store is not None:
            self.store.put(self._results_key(facts), body)
        self._put(key, _Facts(facts, reads))
        return facts

    def figure_key(self, facts: Facts, look: Mapping[str, Any], space: Space) -> str:
        """The name of a figure."""
        return self.key("figure", facts.digest, look, space)

    def figure(self, key: str) -> Figure | None:
        found: Figure | None = self._get(key, Figure)
        return found

    def keep_figure(self, key: str, figure: Figure) -> None:
        self._put(key, figure)

    def named(self, name: str, kind: type[T]) -> T | None:
        """What is kept under a name of its own."""
        found: T | None = self._get(hashlib.sha256(name.encode()).hexdigest(), kind)
        return found

    def name(self, name: str, value: Any) -> None:
        """Keep something under a name of its own."""
        self._put(hashlib.sha256(name.encode()).hexdigest(), value)

    def _results_key(self, facts: Facts) -> str:
        return self.key("results", facts.digest)

    def _get(self, key: str, kind: Any) -> Any:
        body = self.store.get(key) if self.store is not None else None
        if body is None:
            damaged = self.store is not None and key in self.store.damaged
            self.why[key] = "its entry was damaged" if damaged else "its entry is gone"
            return None
        try:
            return msgspec.json.decode(body, type=kind)
        except msgspec.DecodeError:
            self.why[key] = "its entry was damaged"
            return None

    def _put(self, key: str, value: Any) -> None:
        if self.store is not None:
            self.store.put(key, msgspec.json.encode(value))


def stamp() -> dict[str, str]:
    """All that every value depends on: this talk, its Python, the libraries that draw."""
    libraries = {name: library_digest(name) for name in _DRAWING}
    return {"talk": _own_digest(), "Python": platform.python_version(), **libraries}


def _own_digest() -> str:
    """A digest of talk's own files by their names, sizes and times; they are not read."""
    found = [f"{__version__}"]
    for path in sorted(_TALK.rglob("*.py")):
        known = path.stat()
        found.append(f"{path.relative_to(_TALK)} {known.st_size} {known.st_mtime_ns}")
    return hashlib.sha256("\n".join(found).encode()).hexdigest()
