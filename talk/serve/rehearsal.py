"""How long the talk stayed on each slide: recorded by `--rehearse`, shown beside the plan at the next run."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from talk.project import Project
from talk.serve.timer import Now

MAX_BYTES = 1 << 20


class Record(msgspec.Struct, frozen=True):
    """The file: seconds by slide, in the order in which they were first shown."""

    seconds: dict[str, float]


@dataclass(slots=True)
class Rehearsal:
    """Counts the seconds of each slide while the timer runs; `file` is None where nothing is recorded.

    `before` is what an earlier rehearsal took; it stays for slides that this one does not come to.
    The file is written at every move, so that nothing is lost however the run ends.
    """

    before: dict[str, float] = field(default_factory=dict)
    file: Path | None = None
    now: Now = time.monotonic
    seconds: dict[str, float] = field(default_factory=dict)
    _slide: str = ""
    _since: float | None = None

    def at(self, slide: str) -> None:
        """The talk has gone to that slide."""
        self._book()
        self._slide = slide

    def clock(self, *, running: bool) -> None:
        """The timer runs, or stands still."""
        self._book()
        self._since = self.now() if running else None

    def end(self) -> None:
        """Book what the last slide took."""
        self._book()

    def _book(self) -> None:
        if self._since is None or not self._slide:
            return
        now = self.now()
        self.seconds[self._slide] = self.seconds.get(self._slide, 0.0) + now - self._since
        self._since = now
        if self.file is not None:
            write_record(self.file, {**self.before, **self.seconds})


def rehearsal_file(project: Project) -> Path:
    """Where the times of a deck lie: beside it, `slides.rehearsal.json` for `slides/`."""
    return project.root / f"{project.source.stem}.rehearsal.json"


def open_rehearsal(project: Project, *, record: bool) -> Rehearsal:
    """What the last rehearsal took, and whether this run is one."""
    file = rehearsal_file(project)
    return Rehearsal(read_record(file), file if record else None)


def read_record(file: Path) -> dict[str, float]:
    """Seconds by slide; nothing where there is no such file or it is none of ours."""
    try:
        if file.stat().st_size > MAX_BYTES:
            return {}
        return msgspec.json.decode(file.read_bytes(), type=Record).seconds
    except (OSError, msgspec.DecodeError):
        return {}


def write_record(file: Path, seconds: dict[str, float]) -> None:
    """Put the record in its place by one rename; where that cannot be done, the talk goes on."""
    record = Record({slide: round(time_s, 1) for slide, time_s in seconds.items()})
    staged = file.with_name(f".{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        staged.write_bytes(msgspec.json.format(msgspec.json.encode(record)) + b"\n")
        staged.replace(file)
