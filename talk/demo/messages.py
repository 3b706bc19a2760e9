"""What `worker` and `nursery` say to each other: small values, sent as JSON behind their length."""

from __future__ import annotations

from typing import IO, Any

import msgspec

from talk.chart.model import ChartData, StepsData
from talk.demo.params import DemoSpec, Value

MAX_FRAME_BYTES = 16 << 20
_LENGTH_BYTES = 4


class Limits(msgspec.Struct, frozen=True):
    """What one run of a demo may take."""

    seconds: float = 20.0
    memory_bytes: int = 1 << 30
    output_bytes: int = 64 << 10
    result_bytes: int = 8 << 20


class Load(msgspec.Struct, frozen=True, tag="load"):
    """Load the demos of a folder, but for some files."""

    folder: str
    skip: tuple[str, ...] = ()
    seconds: float = 20.0


class Run(msgspec.Struct, frozen=True, tag="run"):
    """Run a demo for one state, and answer under that number."""

    number: int
    name: str
    values: dict[str, Value]
    limits: Limits


Request = Load | Run


class Place(msgspec.Struct, frozen=True):
    """A line of the author's, and the function that it is in."""

    file: str
    line: int
    function: str = ""


class Loading(msgspec.Struct, frozen=True, tag="loading"):
    """The file that comes next."""

    file: str


class Problem(msgspec.Struct, frozen=True):
    """Why a file could not be loaded."""

    text: str
    place: Place
    hint: str = ""


class Loaded(msgspec.Struct, frozen=True, tag="loaded"):
    """All demos that were found, and what stood in the way of others."""

    specs: tuple[DemoSpec, ...]
    problems: tuple[Problem, ...]


class Failure(msgspec.Struct, frozen=True, tag="failure"):
    """Why a run came to nothing: a sentence, a way out, the author's lines from the outside in."""

    text: str
    hint: str = ""
    places: tuple[Place, ...] = ()


Outcome = ChartData | StepsData | Failure


def too_large(limits: Limits) -> Failure:
    """What is said of a result over its limit."""
    return Failure(f"returned more than {limits.result_bytes >> 20} MB", "return fewer points")


class Done(msgspec.Struct, frozen=True, tag="done"):
    """What a run came to, and what it printed."""

    number: int
    outcome: Outcome
    output: str = ""


Answer = Loading | Loaded | Done


def frame(message: msgspec.Struct) -> bytes:
    """The message as bytes with its length before it."""
    body = msgspec.json.encode(message)
    return len(body).to_bytes(_LENGTH_BYTES, "big") + body


def read_frame(source: IO[bytes], kind: Any) -> Any:
    """The next message, one of that type; None at the end.

    Raises:
        msgspec.DecodeError: it is of another.
    """
    length = int.from_bytes(_exactly(source, _LENGTH_BYTES), "big")
    if not 0 < length <= MAX_FRAME_BYTES:
        return None
    body = _exactly(source, length)
    return msgspec.json.decode(body, type=kind) if len(body) == length else None


def _exactly(source: IO[bytes], count: int) -> bytes:
    """So many bytes, fewer only at the end; no byte more is taken from the stream."""
    parts: list[bytes] = []
    while count and (part := source.read(count)):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
