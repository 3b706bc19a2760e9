"""Finished builds: where nothing has changed since one, it need not be done again.

A record says what a build has read, each thing with a digest; what it has written, likewise; and what it
has told. It holds no page: a build is finished only if its output is still there, byte for byte. Whatever
is wrong with a record, or has changed, is no finished build, and the whole pipeline has its say.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

import talk
from talk.errors import Diagnostic, Severity, Span, TalkError
from talk.project import Project, cache_folder, open_cache
from talk.site import Site, digest, settle
from talk.store import Store
from talk.witness import Notes, is_inside, state_of, watching

FOLDER = "builds"
MAX_BYTES = 32 << 20
_PARTS = "-parts"
_PACKAGE = os.path.dirname(os.path.abspath(talk.__file__))  # noqa: PTH100, PTH120
_LIBRARIES = tuple(
    os.path.dirname(os.path.abspath(file))  # noqa: PTH100, PTH120
    for file in (os.__file__, os.path.dirname(msgspec.__file__))  # noqa: PTH120
)
T = TypeVar("T")
_SKIPPED = ("web", "__pycache__")  # of the package: sources of the bundle, and what Python writes


class Message(msgspec.Struct, frozen=True, array_like=True):
    """A diagnostic as it is kept."""

    severity: Severity
    text: str
    file: str
    line: int
    hint: str
    rule: str

    @staticmethod
    def of(told: Diagnostic) -> Message:
        file, line = (str(told.span.file), told.span.line) if told.span else ("", 0)
        return Message(told.severity, told.text, file, line, told.hint, told.rule)

    @property
    def diagnostic(self) -> Diagnostic:
        span = Span(Path(self.file), self.line) if self.file else None
        return Diagnostic(self.severity, self.text, span, self.hint, self.rule)


class Record(msgspec.Struct, frozen=True):
    """One finished build: the states of what it read, the digests of what it wrote, its pages, its words."""

    states: dict[str, str]
    output: dict[str, str]
    pages: tuple[str, ...]
    messages: tuple[Message, ...]
    explained: tuple[str, ...]


class _Beside(msgspec.Struct, frozen=True):
    """What makes parts of a build anew, and the mark of the record that it belongs to."""

    record: str
    parts: msgspec.Raw


class Finished:
    """The memory of whole builds of one project, each by what was asked for.

    `asked` is everything that the command line says, with where the user stands and where the deck goes.
    """

    def __init__(self, project: Project, out: Path, asked: Mapping[str, Any]) -> None:
        self._root = os.path.realpath(project.root)
        self._apart = (_PACKAGE, *_LIBRARIES, str(cache_folder(project.root).parent), os.path.abspath(out))  # noqa: PTH100
        self._out = out
        self._store = None if self._has_no_memory(project) else _open_store(project.root)
        where = [os.getcwd(), str(project.source), os.path.realpath(project.source), os.path.abspath(out)]  # noqa: PTH100, PTH109
        told = msgspec.json.encode([where, asked, _stamp()], order="deterministic")
        self._name = hashlib.sha256(told).hexdigest()

    @cached_property
    def record(self) -> Record | None:
        """What is known of the same build, whatever has changed since."""
        return self._read(self._name, Record)

    @cached_property
    def changed(self) -> list[str]:
        """Where something else is now than that build has read."""
        states = self.record.states if self.record is not None else {}
        return [path for path, state in states.items() if state_of(path) != state]

    def find(self) -> Record | None:
        """The record of the same build, if it would come out the same now; its output is then in place."""
        if self.record is None or self.changed:
            return None
        return self.record if settle(self._out, self.record.output) else None

    def parts(self, kind: type[T]) -> T | None:
        """What was kept with the record to make a part of the build anew."""
        beside = self._read(self._name + _PARTS, _Beside)
        if beside is None or self.record is None or beside.record != _mark(self.record):
            return None
        try:
            return msgspec.json.decode(beside.parts, type=kind, dec_hook=_read_path)
        except msgspec.DecodeError:
            return None

    def put(self, record: Record, parts: object = None) -> None:
        """Keep a record, and what makes parts of its build anew."""
        if self._store is None:
            return
        self._store.put(self._name, msgspec.json.encode(record))
        if parts is not None:
            beside = _Beside(_mark(record), msgspec.Raw(msgspec.json.encode(parts, enc_hook=str)))
            self._store.put(self._name + _PARTS, msgspec.json.encode(beside))
        self._store.trim()

    def _read(self, name: str, kind: type[T]) -> T | None:
        body = self._store.get(name) if self._store is not None else None
        try:
            return msgspec.json.decode(body, type=kind) if body is not None else None
        except msgspec.DecodeError:
            return None

    @contextlib.contextmanager
    def watching(self) -> Iterator[Notes]:
        """Note what a build reads."""
        with watching(self._apart) as notes:
            yield notes

    def keep(
        self,
        notes: Notes,
        site: Site,
        told: Sequence[Diagnostic],
        explained: Sequence[str],
        parts: Callable[[], object],
    ) -> None:
        """Keep a build that was written just now, if everything that it depends on is known.

        A process that it started may have read more than was noted, and what has changed meanwhile
        may have been read before or after. `parts` are what makes parts of it anew, None if nothing does.
        """
        if self._store is None or notes.started:
            return
        kept = parts()
        if not notes.still_hold():  # what the parts were read from included
            return
        output = {name: digest(data) for name, data in {**site.files, **site.pages}.items()}
        messages = tuple(map(Message.of, told))
        self.put(Record(notes.states, output, tuple(site.pages), messages, tuple(explained)), kept)

    def _has_no_memory(self, project: Project) -> bool:
        """Whether the deck lies among what is not noted."""
        places = (self._root, os.path.realpath(project.source))
        return any(is_inside(place, self._apart) for place in places)


def _mark(record: Record) -> str:
    return digest(msgspec.json.encode(record, order="deterministic"))


@cache
def _read_path(kind: type[Path], text: str) -> Path:
    """A path that was kept; thousands of spans have the same."""
    return kind(text)


def _open_store(root: Path) -> Store | None:
    """The folder of the records; None where none can be kept."""
    try:
        return Store(open_cache(root, FOLDER), MAX_BYTES)
    except TalkError:
        return None


def _stamp() -> list[str]:
    """What makes pages: our own files by name, size and time, Python and the libraries by release."""
    releases = [each for folder in _LIBRARIES for each in _releases(folder)]
    return [sys.version, *_own_files(_PACKAGE), *releases]


def _own_files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda each: each.name)
    for each in entries:
        if each.is_dir():
            yield from _own_files(each.path) if each.name not in _SKIPPED else ()
        else:
            known = each.stat()
            yield f"{each.path} {known.st_size} {known.st_mtime_ns}"


def _releases(folder: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        releases = [each for each in found if each.name.endswith((".dist-info", ".egg-info"))]
    for each in sorted(releases, key=lambda each: each.name):
        yield f"{each.name} {each.stat().st_mtime_ns}"
